"""Change here what the page of one order prints."""

from dataclasses import dataclass, replace
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.cancellations import Cancellation, CancellationStatus
from buyer_portal.domain.decision_values import ActionKind, DeadlineKind
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus, Package, RequestKind
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.returns import running_in
from buyer_portal.domain.sellers import request_to, seller_of
from buyer_portal.guidance.advice import advise
from buyer_portal.order_contract.orders import HistoryEntry, OrderDetail
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView, journey_of, was_refused
from buyer_portal.views.line_outcomes import (
    GroupView,
    grouped_lines,
    groups_of,
    has_parts,
    outcomes_of,
    seller_name,
    sellers_text,
)
from buyer_portal.views.policy_sentences import minutes_text, open_window
from buyer_portal.views.prices import (
    PaymentView,
    PriceRowView,
    payment_sentence,
    payments_of,
    price_rows_of,
)
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.receipt import ReceiptLinkView, receipt_links
from buyer_portal.views.request_steps import RaceView, race_of
from buyer_portal.views.result import RefundView, ResultView, refund_view
from buyer_portal.views.return_running import running_views
from buyer_portal.views.seller_links import conversation_href
from buyer_portal.views.why import advice_view, situation_of
from buyer_portal.views.withdrawal import WithdrawalOfferView

REQUESTED: Final = "REQUESTED"
RETURNING: Final = "RETURNING"
_RETURNING: Final = frozenset({ActionKind.START_RETURN, ActionKind.REQUEST_REFUND})
_POLICY_STAGES: Final = (
    OrderStatus.UNPAID,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line of the order; ``status_text`` only where it differs from the order's.

    ``outcome`` is what can become of it, where lines differ; ``group`` stands above the first line
    of each seller's parcel.
    """

    name: str
    about: str
    picture: str
    total_text: str
    status: str
    status_text: str
    is_cancelled: bool
    outcome: str = ""
    outcome_text: str = ""
    group: str = ""
    group_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerView:
    """Someone who sells something of the order, and their policy."""

    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPartView:
    """The policy in plain words; ``seller`` is whose, empty where there is but one."""

    seller: str
    sentences: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """A parcel and where it is."""

    title: str
    status: str
    status_text: str
    contents: str
    carrier: str
    tracking: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """Something that happened, newest first."""

    text: str
    at_text: str
    full_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBarView:
    """The cancel button: always there. ``sentence`` stands beside it, above all when it is off."""

    is_on: bool
    label: str
    sentence: str
    has_why: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetailView:
    """The page of one order."""

    number: str
    status: str
    headline: str
    sentence: str
    placed_text: str
    seller: str
    seller_href: str
    sellers: list[SellerView]
    conversation_href: str
    race: RaceView | None
    journey: list[JourneyStepView]
    parcels: list[ParcelView]
    lines: list[LineView]
    prices: list[PriceRowView]
    total_text: str
    payment_text: str
    payments: list[PaymentView]
    address_name: str
    address_phone: str
    address_lines: list[str]
    policy: list[PolicyPartView]
    deadlines: list[CountdownView]
    history: list[HistoryView]
    refunds: list[RefundView]
    refund_href: str
    invoice_href: str
    receipts: list[ReceiptLinkView]
    withdrawal: WithdrawalOfferView | None
    refusal_text: str
    refusal_href: str
    return_text: str
    return_href: str
    bar: CancelBarView
    server_now_text: str

    @classmethod
    def of(cls, detail: OrderDetail, printer: Printer) -> "OrderDetailView":
        """Print an order with its decision."""
        order = detail.order
        status = status_of(order)
        is_part = status == REQUESTED and is_part_asked(detail)
        return cls(
            number=order.number,
            status=status,
            headline=printer.say(
                "order.headline.requested.part" if is_part else f"status.{status}"
            ),
            sentence=_sentence(detail, printer),
            placed_text=printer.say("order.placed", at=printer.moment(order.moments.placed_at)),
            seller=sellers_text(detail.seller.name, len(detail.sellers), printer),
            seller_href=printer.href(routes.SELLER_POLICY, seller_id=detail.seller.id),
            conversation_href=conversation_href(detail, printer),
            race=race_of(detail, printer),
            sellers=[
                SellerView(
                    name=seller.name,
                    href=printer.href(routes.SELLER_POLICY, seller_id=seller.id),
                )
                for seller in detail.sellers
            ],
            journey=journey_of(order, printer),
            parcels=[
                _parcel(at, package, detail, printer) for at, package in enumerate(order.packages)
            ],
            lines=_lines(detail, printer),
            prices=price_rows_of(
                order,
                printer,
                {seller.id: seller.name for seller in detail.sellers} if order.further else None,
            ),
            total_text=printer.money(order.total_minor, order.currency),
            payment_text=payment_sentence(order, printer),
            payments=payments_of(order, printer),
            address_name=order.address.name,
            address_phone=order.address.phone,
            address_lines=list(order.address.lines),
            policy=_policy_parts(detail, printer),
            deadlines=[
                CountdownView.of(deadline, order.id, printer)
                for deadline in detail.decision.deadlines
            ],
            history=[_entry(entry, printer) for entry in reversed(detail.history)],
            refunds=[
                refund_view(refund, printer)
                for cause in (*detail.cancellations, *detail.changes, *detail.returns)
                for refund in cause.refunds
            ],
            refund_href=printer.href(routes.REFUND, order_id=detail.order.id),
            invoice_href=printer.href(routes.INVOICE, order_id=order.id),
            receipts=receipt_links(detail.receipts, printer),
            withdrawal=WithdrawalOfferView.of(detail, printer),
            refusal_text=_refusal_text(order, printer),
            refusal_href=printer.href(routes.REFUSE, order_id=order.id),
            return_text=_return_text(detail, printer),
            return_href=printer.href(routes.RETURN, order_id=order.id),
            bar=_bar(detail, printer),
            server_now_text=printer.clock(detail.server_now),
        )


def status_of(order: Order) -> str:
    """Return what the order is, or what is asked of its sellers meanwhile."""
    if request_to(order, "") is not None:
        return REQUESTED
    return RETURNING if order.open_requests else order.status.value


def policy_sentences(policy: Policy, printer: Printer) -> list[str]:
    """Return a policy in plain words: each stage of cancelling, then returns."""
    sentences = [_stage_sentence(stage, policy, printer) for stage in _POLICY_STAGES]
    if policy.return_days > 0:
        key = "order.policy.return.free" if policy.return_free else "order.policy.return.paid"
        sentences.append(printer.count(key, policy.return_days))
    return sentences


def _stage_sentence(stage: OrderStatus, policy: Policy, printer: Printer) -> str:
    rule = policy.stage(stage)
    minutes = open_window(rule)
    name = printer.say(f"order.policy.stage.{stage.value}")
    if minutes is None:
        return printer.say(f"order.policy.{rule.cancel.value}", stage=name)
    key = f"order.policy.timed.{rule.cancel_later.value}"
    return printer.say(key, stage=name, duration=minutes_text(minutes, printer))


def result_of(cancellation_id: str, detail: OrderDetail, printer: Printer) -> ResultView | None:
    """Return how a cancellation of this order stands; None when the order has none such."""
    found = _cancellation(cancellation_id, detail)
    return ResultView.of(found, detail, printer) if found else None


def open_request_of(detail: OrderDetail, printer: Printer) -> ResultView | None:
    """Return the cancellation that waits for an answer; None when none does."""
    pending = next(
        (
            cancellation
            for cancellation in detail.cancellations
            if cancellation.status is CancellationStatus.PENDING
        ),
        None,
    )
    return ResultView.of(pending, detail, printer) if pending else None


def _cancellation(cancellation_id: str, detail: OrderDetail) -> Cancellation | None:
    return next(
        (found for found in detail.cancellations if found.id == cancellation_id),
        None,
    )


def _sentence(detail: OrderDetail, printer: Printer) -> str:
    order, decision = detail.order, detail.decision
    if order.open_requests:
        return _asked_sentence(detail, printer)
    if order.refusals:
        return printer.say("order.sentence.refusal_announced")
    if was_refused(order):
        return printer.say("order.sentence.refused", seller=detail.seller.name)
    if decision.outcome is Permission.INSTANT:
        return _open_sentence(detail, printer)
    return printer.say(f"order.sentence.{order.status.value}", seller=detail.seller.name)


def _asked_sentence(detail: OrderDetail, printer: Printer) -> str:
    """Return what is asked of the sellers, and what it waits for."""
    if status_of(detail.order) == RETURNING:
        return next((one.title for one in running_views(detail, printer)), "")
    if is_part_asked(detail):
        return printer.say("order.sentence.requested.part")
    return advice_view(advise(situation_of(detail))[0], printer).text


def _open_sentence(detail: OrderDetail, printer: Printer) -> str:
    """Return until when an order that can be cancelled at once can be."""
    status, policy, seller = detail.order.status, detail.policy, detail.seller.name
    if status is OrderStatus.AWAITING_SHIPMENT:
        ends = {deadline.kind: deadline.at for deadline in detail.decision.deadlines}
        if until := ends.get(DeadlineKind.CANCEL_BY):
            key = "order.sentence.AWAITING_SHIPMENT.timed"
            return printer.say(key, seller=seller, until=printer.moment(until))
        packed = policy.stage(OrderStatus.AWAITING_COLLECTION).cancel
        if packed is Permission.INSTANT and not policy.exclusions:
            return printer.say("order.sentence.AWAITING_SHIPMENT.until_collected", seller=seller)
    return printer.say(f"order.sentence.{status.value}.open", seller=seller)


def _return_text(detail: OrderDetail, printer: Printer) -> str:
    """Return where returns lead to: a running one, those before, or a new one; empty for none."""
    if running_in(detail.returns):
        return printer.say("order.return.open")
    if any(action.kind in _RETURNING for action in detail.decision.actions):
        return printer.say("order.return.start")
    return printer.say("order.return.see") if detail.returns else ""


def _refusal_text(order: Order, printer: Printer) -> str:
    """Return where a refused delivery leads to; empty where there is none."""
    if order.refusals:
        return printer.say("refuse.notice.open")
    return printer.say("refuse.notice.see") if order.moments.refused_at else ""


def is_part_asked(detail: OrderDetail) -> bool:
    """Say whether the open cancellations leave out something that is open."""
    asked = {
        line_id
        for request in detail.order.open_requests
        if request.kind is RequestKind.CANCELLATION
        for line_id in request.line_ids
    }
    open_lines = [line.id for line in detail.order.lines if line.open_quantity]
    return bool(asked) and not asked.issuperset(open_lines)


def _policy_parts(detail: OrderDetail, printer: Printer) -> list[PolicyPartView]:
    """Return the policy in plain words; where there are several sellers, each one's by name."""
    if not detail.order.further:
        return [PolicyPartView(seller="", sentences=policy_sentences(detail.policy, printer))]
    return [
        PolicyPartView(
            seller=seller.name,
            sentences=policy_sentences(detail.policy.of_seller(seller.id), printer),
        )
        for seller in detail.sellers
    ]


def _lines(detail: OrderDetail, printer: Printer) -> list[LineView]:
    order = detail.order
    if not has_parts(detail):
        return [_line(line, order, printer) for line in order.lines]
    outcomes, groups = outcomes_of(detail, printer), groups_of(order, detail, printer)
    views: list[LineView] = []
    for line in grouped_lines(order):
        group, outcome = groups.get(line.id, GroupView()), outcomes[line.id]
        views.append(
            replace(
                _line(line, order, printer),
                group=group.title,
                group_note=group.note,
                outcome="" if outcome.kind == "gone" else outcome.kind,
                outcome_text="" if outcome.kind == "gone" else outcome.text,
            )
        )
    return views


def _line(line: OrderLine, order: Order, printer: Printer) -> LineView:
    is_cancelled = line.open_quantity == 0
    parts = [part for part in (line.variant, printer.count("orders.pieces", line.quantity)) if part]
    if 0 < line.cancelled_quantity < line.quantity:
        parts.append(printer.count("order.pieces_cancelled", line.cancelled_quantity))
    if line.returned_quantity:
        parts.append(printer.count("order.pieces_returned", line.returned_quantity))
    status = OrderStatus.CANCELLED if is_cancelled else line.status
    differs = status is not order.status
    return LineView(
        name=line.product_name,
        about=" · ".join(parts),
        picture=picture_src(line.picture),
        total_text=printer.money(line.total_minor, order.currency),
        status=status.value,
        status_text=printer.say(f"status.{status.value}") if differs else "",
        is_cancelled=is_cancelled,
    )


def _parcel(at: int, package: Package, detail: OrderDetail, printer: Printer) -> ParcelView:
    order = detail.order
    inside = [line for line in order.lines if line.package_id == package.id]
    names = [line.product_name for line in inside]
    if order.further and inside:
        names.insert(0, seller_name(detail, seller_of(order, inside[0])))
    moment, key = next(
        (
            (moment, key)
            for moment, key in (
                (package.refused_at, "refused"),
                (package.delivered_at, "delivered"),
                (package.collected_at, "collected"),
                (package.packed_at, "packed"),
            )
            if moment
        ),
        (None, ""),
    )
    return ParcelView(
        title=printer.say("parcel.title", number=at + 1, of=len(order.packages)),
        status=package.status.value,
        status_text=printer.say(f"status.{package.status.value}"),
        contents=" · ".join(names) if len(order.packages) > 1 else "",
        carrier=package.carrier,
        tracking=package.tracking_number,
        note=printer.say(f"parcel.{key}", at=printer.moment(moment)) if moment else "",
    )


def _entry(entry: HistoryEntry, printer: Printer) -> HistoryView:
    key = f"event.{entry.type}"
    variant = f"{key}.{entry.parameters.get('code', '')}"
    key = variant if printer.words.has(variant) else key
    return HistoryView(
        text=printer.say(key if printer.words.has(key) else "event.other"),
        at_text=printer.moment(entry.at),
        full_at=printer.full_moment(entry.at),
        reason=printer.say("conversation.reason", reason=printer.reason(entry.parameters["reason"]))
        if entry.parameters.get("reason")
        else "",
    )


def _bar(detail: OrderDetail, printer: Printer) -> CancelBarView:
    decision = detail.decision
    is_on = decision.outcome in (Permission.INSTANT, Permission.REQUEST)
    is_request = decision.outcome is Permission.REQUEST
    advice = advise(situation_of(detail))
    if not is_on and advice:
        sentence = advice_view(advice[0], printer).title
    elif decision.requests and not is_request:
        sentence = printer.say("order.bar.parts")
    elif any(action.kind is ActionKind.CANCEL_REST for action in decision.actions):
        sentence = printer.say("order.bar.rest")
    else:
        sentence = printer.say("order.bar.request" if is_request else "order.bar.instant")
    return CancelBarView(
        is_on=is_on,
        label=printer.say("action.request_cancel" if is_request else "action.cancel"),
        sentence=sentence,
        has_why=bool(advice) and not is_on,
    )
