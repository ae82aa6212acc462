"""Change here what a running or ended return prints: what to do now, how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.returns import Return, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.domain.support import TicketAbout, return_appeal_by
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.returns import ReturnAppeal
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.printing import Printer
from buyer_portal.views.return_track import ENDED, due_of_return, steps_of_return
from buyer_portal.views.ticket_links import new_ticket_href

_S = ReturnStatus
_TONE: Final = {
    "asked": "waiting",
    "offered": "moving",
    "to_send": "moving",
    "sent": "waiting",
    "arrived": "waiting",
    "paid": "good",
    "done": "good",
    "rejected": "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOfferView:
    """A part of the money for keeping the goods, beside what all of it would be."""

    amount_text: str
    whole_text: str
    words: str
    accept_label: str
    amount_minor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """What support has to do with a return: a way to ask, or what it decided; empty where nothing.

    ``words`` are support's own. ``can_ask``: the link leads to the form.
    """

    note: str = ""
    words: str = ""
    label: str = ""
    href: str = ""
    can_ask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningReturnView:
    """One return. ``state`` says what it waits for; what a state does not show is empty."""

    id: str
    reference: str
    state: str
    tone: str
    title: str
    text: str
    goods: list[str]
    reason: str
    photos: list[str]
    steps: list[JourneyStepView]
    due: list[CountdownView]
    instructions: str
    address: str
    pack: list[str]
    tracking_text: str
    answer_reason: str
    appeal: AppealView
    offers: list[ReturnOfferView]
    refund_text: str
    refund_href: str
    must_send: bool
    can_correct: bool
    can_withdraw: bool
    is_open: bool


def running_views(
    detail: OrderDetail, printer: Printer, appeals: Sequence[ReturnAppeal] = ()
) -> list[RunningReturnView]:
    """Return an order's returns, those that need somebody first, then the newest."""
    newest = list(reversed(detail.returns))
    newest.sort(key=lambda one: not one.is_running)
    asked = {appeal.return_id: appeal for appeal in appeals}
    return [_view(found, detail, printer, asked.get(found.id)) for found in newest]


def state_of(found: Return) -> str:
    """Return what a return waits for, or how it ended."""
    if found.status in ENDED:
        return found.status.value.lower()
    if found.status is _S.COMPLETED:
        return "done"
    if found.outcome is not ReturnOutcome.NONE:
        return "paid"
    if found.status is _S.REQUESTED:
        return "offered" if found.open_offer else "asked"
    if found.status is _S.APPROVED:
        return "to_send"
    return "arrived" if found.arrived_at else "sent"


def _view(
    found: Return, detail: OrderDetail, printer: Printer, appeal: ReturnAppeal | None
) -> RunningReturnView:
    state = state_of(found)
    names = {line.id: line.product_name for line in detail.order.lines}
    sellers = {seller.id: seller.name for seller in detail.sellers}
    seller = sellers.get(found.seller_id, detail.seller.name)
    is_refund = found.kind is ReturnKind.REFUND
    title = f"returns.{state}.title"
    if is_refund and printer.words.has(f"{title}.refund"):
        title = f"{title}.refund"
    text = f"returns.{state}.text"
    if is_refund and printer.words.has(f"{text}.refund"):
        text = f"{text}.refund"
    if state == "asked" and found.reviewed_at is not None:
        text = "returns.asked.text.reviewed"
    if state in ("paid", "done"):
        text = f"returns.{state}.text.{found.outcome.value}"
    amount = printer.money(found.refund_minor, found.currency)
    return RunningReturnView(
        id=found.id,
        reference=printer.say("returns.reference", reference=found.reference),
        state=state,
        tone=_TONE.get(state, "calm"),
        title=printer.say(title),
        text=printer.say(text, seller=seller, amount=amount),
        goods=[
            printer.say("refunds.pieces", count=line.quantity, name=names.get(line.line_id, ""))
            for line in found.lines
        ],
        reason=_reason(found, printer),
        photos=[f"/uploads/photos/{photo_id}" for photo_id in found.photo_ids],
        steps=steps_of_return(found, printer),
        due=due_of_return(found, printer),
        instructions=found.instructions,
        address=found.address
        or (printer.say("returns.address.sender") if state == "to_send" else ""),
        pack=[printer.say(f"returns.pack.{name}") for name in ("safe", "all", "slip", "track")]
        if state == "to_send"
        else [],
        tracking_text=printer.say(
            "returns.tracking.text", carrier=found.carrier, tracking=found.tracking_number
        )
        if found.tracking_number
        else "",
        answer_reason=found.answer_reason if state == "rejected" else "",
        appeal=_appeal(found, detail, printer, appeal),
        offers=_offers(found, printer),
        refund_text=_refund_text(found, printer),
        refund_href=printer.href(routes.REFUND, order_id=detail.order.id)
        if found.paid_back_at
        else "",
        must_send=found.must_be_sent,
        can_correct=state == "sent",
        can_withdraw=found.status is _S.REQUESTED or found.must_be_sent,
        is_open=found.is_running,
    )


def _appeal(
    found: Return, detail: OrderDetail, printer: Printer, appeal: ReturnAppeal | None
) -> AppealView:
    if found.is_overruled and appeal is not None:
        return AppealView(
            note=printer.say("returns.appeal.overruled"),
            words=appeal.text,
            label=printer.say("returns.appeal.see"),
            href=printer.href(routes.SUPPORT_TICKET, ticket_id=appeal.ticket_id),
        )
    if found.status is not _S.REJECTED or found.ended_at is None:
        return AppealView()
    is_mine = appeal is not None and appeal.opened_at >= found.ended_at
    if appeal is not None and is_mine and (appeal.is_open or appeal.decided_at is not None):
        key = "open" if appeal.decided_at is None else appeal.code
        return AppealView(
            note=printer.say(f"returns.appeal.{key}"),
            words=appeal.text,
            label=printer.say("returns.appeal.see"),
            href=printer.href(routes.SUPPORT_TICKET, ticket_id=appeal.ticket_id),
        )
    until = return_appeal_by(found, found.ended_at, detail.policy)
    if printer.now >= until:
        return AppealView(note=printer.say("returns.appeal.over", until=printer.moment(until)))
    return AppealView(
        note=printer.say("returns.appeal.until", until=printer.moment(until)),
        label=printer.say("returns.rejected.appeal"),
        href=new_ticket_href(printer.locale, detail.order.id, TicketAbout.RETURN_APPEAL, found.id),
        can_ask=True,
    )


def _reason(found: Return, printer: Printer) -> str:
    said = [printer.reason(found.reason_key)] if found.reason_key else []
    return " – ".join([*said, *([found.reason_text] if found.reason_text else [])])


def _refund_text(found: Return, printer: Printer) -> str:
    amount = printer.money(found.refund_minor, found.currency)
    if not found.paid_back_at:
        return printer.say("returns.refund.would", amount=amount) if found.is_running else ""
    refunds = found.refunds
    if not refunds:
        return ""
    days = printer.days(
        min(refund.expected_from for refund in refunds),
        max(refund.expected_until for refund in refunds),
    )
    return printer.say("returns.refund.will", amount=amount, days=days)


def _offers(found: Return, printer: Printer) -> list[ReturnOfferView]:
    offer = found.open_offer
    if offer is None:
        return []
    amount = printer.money(offer.amount_minor, found.currency)
    return [
        ReturnOfferView(
            amount_text=amount,
            whole_text=printer.money(found.refund_minor, found.currency),
            words=offer.words,
            accept_label=printer.say("returns.offer.accept", amount=amount),
            amount_minor=str(offer.amount_minor),
        )
    ]
