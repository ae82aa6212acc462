"""Change here what the refund tracker tells: where the money is, step by step, and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    Refund,
    RefundStatus,
)
from buyer_portal.domain.order_differences import AppliedChange
from buyer_portal.domain.orders import OrderStatus, PaymentMethod, PaymentState
from buyer_portal.domain.returns import Return, ReturnStatus
from buyer_portal.domain.support import TicketAbout
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.calendar import REFUND_KIND, calendar_href
from buyer_portal.views.cancel import method_text
from buyer_portal.views.journey import CURRENT, DONE, STOPPED, TODO, JourneyStepView
from buyer_portal.views.printing import Printer
from buyer_portal.views.receipt import ReceiptLinkView, receipt_links
from buyer_portal.views.ticket_links import new_ticket_href

RETRIED_AGAIN: Final = 2
"""The attempt after which support takes over."""

_SENT_KEY: Final = {
    PaymentMethod.E_WALLET: "refunds.step.sent_wallet",
    PaymentMethod.SHOP_CREDIT: "refunds.step.sent_credit",
}
_SHOWN: Final = frozenset(
    {CancellationStatus.PENDING, CancellationStatus.SUCCESS, CancellationStatus.COMPLETE}
)


class RefundStage(StrEnum):
    """Where the money of a whole order is; the one that needs attention most leads."""

    FAILED = "failed"
    LATE = "late"
    REQUESTED = "requested"
    APPROVED = "approved"
    SENT = "sent"
    RECEIVED = "received"
    NOTHING = "nothing"


TONE_OF_STAGE: Final[dict[RefundStage, str]] = {
    RefundStage.FAILED: "bad",
    RefundStage.LATE: "waiting",
    RefundStage.REQUESTED: "waiting",
    RefundStage.APPROVED: "moving",
    RefundStage.SENT: "moving",
    RefundStage.RECEIVED: "good",
    RefundStage.NOTHING: "calm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTrackView:
    """One refund by one payment method. ``problem`` is why it failed and what happens next."""

    id: str
    stage: str
    method: str
    amount_text: str
    steps: list[JourneyStepView]
    reference: str
    note: str
    problem: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPieceView:
    """A line of what is given back."""

    name: str
    amount_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundGroupView:
    """What one cancellation gives back."""

    title: str
    tracks: list[RefundTrackView]
    pieces: list[RefundPieceView]
    total_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPageView:
    """The tracker of an order.

    ``support_href`` is empty while nobody else is needed, ``review_href`` until all is there.
    """

    title: str
    order_text: str
    order_href: str
    stage: str
    tone: str
    headline: str
    lead: str
    support_href: str
    review_href: str
    groups: list[RefundGroupView]
    calendar_href: str = ""
    receipts: list[ReceiptLinkView] = field(default_factory=list[ReceiptLinkView])

    @classmethod
    def of(cls, detail: OrderDetail, printer: Printer) -> "RefundPageView":
        """Print the refunds of an order as they stand now."""
        order = detail.order
        shown = [
            cancellation
            for cancellation in reversed(detail.cancellations)
            if cancellation.status in _SHOWN and cancellation.refund_minor > 0
        ]
        shown += [_of_change(change) for change in reversed(detail.changes) if change.refunds]
        shown += [_of_return(found) for found in reversed(detail.returns) if _is_shown(found)]
        refunds = [refund for cancellation in shown for refund in cancellation.refunds]
        waiting = [one for one in shown if one.status is CancellationStatus.PENDING]
        stage = _leading(refunds, waiting, printer.now)
        needs_support = stage is RefundStage.LATE or any(
            refund.status is RefundStatus.FAILED and refund.attempt >= RETRIED_AGAIN
            for refund in refunds
        )
        return cls(
            title=printer.say("refunds.page_title", number=order.number),
            order_text=printer.say("refunds.order", number=order.number),
            order_href=printer.href(routes.ORDER, order_id=order.id),
            stage=stage.value,
            tone=TONE_OF_STAGE[stage],
            headline=printer.say(f"refunds.headline.{stage.value}"),
            lead=_lead(stage, refunds, waiting, detail, printer),
            support_href=new_ticket_href(printer.locale, order.id, TicketAbout.REFUND_LATE)
            if needs_support
            else "",
            review_href=printer.href(routes.REVIEW, order_id=order.id)
            if stage is RefundStage.RECEIVED
            else "",
            groups=[_group(cancellation, detail, printer) for cancellation in shown],
            calendar_href=calendar_href(order.id, REFUND_KIND, printer.locale)
            if stage in (RefundStage.APPROVED, RefundStage.SENT)
            else "",
            receipts=receipt_links(detail.receipts, printer),
        )


def stage_of(refund: Refund, now: datetime) -> RefundStage:
    """Return where one refund is; late is one whose range has passed, told or not."""
    if refund.status is RefundStatus.SUCCEEDED:
        return RefundStage.RECEIVED
    if refund.status is RefundStatus.FAILED:
        return RefundStage.FAILED
    if refund.late_at is not None or now > refund.expected_until:
        return RefundStage.LATE
    return RefundStage.SENT if refund.status is RefundStatus.PROCESSING else RefundStage.APPROVED


def _leading(
    refunds: Sequence[Refund], waiting: Sequence[Cancellation], now: datetime
) -> RefundStage:
    stages = {stage_of(refund, now) for refund in refunds}
    if waiting:
        stages.add(RefundStage.REQUESTED)
    return next((stage for stage in RefundStage if stage in stages), RefundStage.NOTHING)


def _lead(
    stage: RefundStage,
    refunds: Sequence[Refund],
    waiting: Sequence[Cancellation],
    detail: OrderDetail,
    printer: Printer,
) -> str:
    if stage is RefundStage.NOTHING:
        return printer.say(f"refunds.lead.{_nothing(detail)}")
    if stage is RefundStage.REQUESTED:
        [first, *_] = waiting
        amount = printer.money(sum(one.refund_minor for one in waiting), first.currency)
        if first.answer_by is None:
            return printer.say("refunds.lead.requested_open", amount=amount)
        moment = printer.moment(first.answer_by)
        return printer.say("refunds.lead.requested", amount=amount, moment=moment)
    meant = [refund for refund in refunds if stage_of(refund, printer.now) is stage]
    amount = printer.money(sum(refund.amount_minor for refund in meant), meant[0].currency)
    return printer.say(
        f"refunds.lead.{stage.value}",
        amount=amount,
        days=printer.days(
            min(refund.expected_from for refund in meant),
            max(refund.expected_until for refund in meant),
        ),
        day=printer.day(max(refund.expected_until for refund in meant)),
    )


def _of_change(change: AppliedChange) -> Cancellation:
    """Return a change that made the order cheaper as what a refund is told of."""
    return Cancellation(
        id=change.id,
        reference=change.reference,
        order_id=change.order_id,
        status=CancellationStatus.SUCCESS,
        requested_by=Actor.BUYER,
        requested_at=change.changed_at,
        answered_at=change.changed_at,
        refund_minor=sum(refund.amount_minor for refund in change.refunds),
        currency=change.currency,
        refunds=change.refunds,
    )


def _is_shown(found: Return) -> bool:
    return bool(found.paid_back_at and found.refund_minor) or (
        found.status is ReturnStatus.REQUESTED and found.refund_minor > 0
    )


def _of_return(found: Return) -> Cancellation:
    """Return a return as what a refund is told of."""
    is_paid = found.paid_back_at is not None
    return Cancellation(
        id=found.id,
        reference=found.reference,
        order_id=found.order_id,
        status=CancellationStatus.SUCCESS if is_paid else CancellationStatus.PENDING,
        requested_by=Actor.BUYER,
        requested_at=found.requested_at,
        answer_by=found.answer_by,
        answered_at=found.paid_back_at,
        lines=found.lines,
        refund_minor=found.refund_minor,
        currency=found.currency,
        refunds=found.refunds,
    )


def _nothing(detail: OrderDetail) -> str:
    order = detail.order
    if order.status is not OrderStatus.CANCELLED and not detail.cancellations:
        return "nothing_open"
    is_cash = order.payment_state is PaymentState.CASH_ON_DELIVERY
    return "nothing_cash" if is_cash else "nothing"


def _group(cancellation: Cancellation, detail: OrderDetail, printer: Printer) -> RefundGroupView:
    return RefundGroupView(
        title=_title(cancellation, detail, printer),
        tracks=[_track(refund, cancellation, printer) for refund in cancellation.refunds]
        or [_asked(cancellation, printer)],
        pieces=_pieces(cancellation, detail, printer),
        total_text=printer.money(cancellation.refund_minor, cancellation.currency),
    )


def _title(cancellation: Cancellation, detail: OrderDetail, printer: Printer) -> str:
    key = "refunds.for"
    if any(change.id == cancellation.id for change in detail.changes):
        key = "refunds.for.change"
    elif any(found.id == cancellation.id for found in detail.returns):
        key = "refunds.for.return"
    return printer.say(key, reference=cancellation.reference)


def _pieces(
    cancellation: Cancellation, detail: OrderDetail, printer: Printer
) -> list[RefundPieceView]:
    """Return what is given back, to the last minor unit: the lines, then all that is not a line."""
    names = {line.id: line.product_name for line in detail.order.lines}
    pieces = [
        RefundPieceView(
            name=printer.say(
                "refunds.pieces", count=line.quantity, name=names.get(line.line_id, "")
            ),
            amount_text=printer.money(line.refund_minor, cancellation.currency),
        )
        for line in cancellation.lines
    ]
    rest = cancellation.refund_minor - sum(line.refund_minor for line in cancellation.lines)
    if rest:
        amount = printer.money(rest, cancellation.currency)
        name = printer.say("refunds.rest" if cancellation.lines else "refunds.changed")
        pieces.append(RefundPieceView(name=name, amount_text=amount))
    return pieces


def _asked(cancellation: Cancellation, printer: Printer) -> RefundTrackView:
    """Return the track of money that waits for the seller's word."""
    until = cancellation.answer_by
    note = printer.say("refunds.step.answer_by", moment=printer.moment(until)) if until else ""
    return RefundTrackView(
        id=cancellation.id,
        stage=RefundStage.REQUESTED.value,
        method="",
        amount_text=printer.money(cancellation.refund_minor, cancellation.currency),
        steps=[
            _step("refunds.step.requested", DONE, _at(cancellation.requested_at, printer), printer),
            _step("refunds.step.approved", CURRENT, note, printer),
            _step("refunds.step.sent", TODO, "", printer),
            _step("refunds.step.received", TODO, "", printer),
        ],
        reference="",
        note="",
    )


def _track(refund: Refund, cancellation: Cancellation, printer: Printer) -> RefundTrackView:
    stage = stage_of(refund, printer.now)
    return RefundTrackView(
        id=refund.id,
        stage=stage.value,
        method=method_text(refund.label, refund.method.value, printer),
        amount_text=printer.money(refund.amount_minor, refund.currency),
        steps=_steps(refund, stage, cancellation, printer),
        reference=refund.bank_reference,
        note=printer.say(f"refunds.last_leg.{refund.method.value}")
        if refund.status in (RefundStatus.PROCESSING, RefundStatus.SUCCEEDED)
        else "",
        problem=_problem(refund, printer),
    )


def _steps(
    refund: Refund, stage: RefundStage, cancellation: Cancellation, printer: Printer
) -> list[JourneyStepView]:
    sent_key = _SENT_KEY.get(refund.method, "refunds.step.sent")
    steps = [
        _step("refunds.step.requested", DONE, _at(cancellation.requested_at, printer), printer),
        _step("refunds.step.approved", DONE, _at(refund.requested_at, printer), printer),
    ]
    if refund.sent_at is None and refund.status is RefundStatus.SUCCEEDED:
        steps.append(_step(sent_key, DONE, "", printer))
    elif refund.sent_at is None:
        soon = printer.say("refunds.step.within_minutes")
        steps.append(_step(sent_key, CURRENT, soon, printer))
    else:
        steps.append(_step(sent_key, DONE, _at(refund.sent_at, printer), printer))
    if stage is RefundStage.RECEIVED:
        return [
            *steps,
            _step("refunds.step.received", DONE, _at(refund.settled_at, printer), printer),
        ]
    if stage is RefundStage.FAILED:
        return [
            *steps,
            _step("refunds.step.failed", STOPPED, _at(refund.failed_at, printer), printer),
        ]
    if stage is RefundStage.LATE:
        note = printer.say("refunds.step.was_expected", day=printer.day(refund.expected_until))
    elif refund.expected_until <= refund.requested_at:
        note = printer.say("refund.at_once")
    else:
        days = printer.days(refund.expected_from, refund.expected_until)
        note = printer.say("refunds.step.expected", days=days)
    state = TODO if refund.sent_at is None else CURRENT
    return [*steps, _step("refunds.step.received", state, note, printer)]


def _problem(refund: Refund, printer: Printer) -> list[str]:
    if refund.failure is None:
        return []
    again = "last" if refund.attempt >= RETRIED_AGAIN else "again"
    return [
        printer.say(f"refunds.failure.{refund.failure.value}"),
        printer.say(f"refunds.failure.{again}"),
    ]


def _step(key: str, state: str, note: str, printer: Printer) -> JourneyStepView:
    return JourneyStepView(
        key=key.rpartition(".")[2],
        text=printer.say(key),
        note=note,
        state=state,
        state_text=printer.say(f"journey.state.{state}"),
    )


def _at(moment: datetime | None, printer: Printer) -> str:
    return printer.moment(moment) if moment else ""
