"""Change here what the page of one order prints."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.cancellations import Cancellation, CancellationStatus
from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus, Package
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.guidance.advice import advise
from buyer_portal.order_contract.orders import HistoryEntry, OrderDetail
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView, journey_of, was_refused
from buyer_portal.views.prices import (
    PaymentView,
    PriceRowView,
    payment_sentence,
    payments_of,
    price_rows_of,
)
from buyer_portal.views.printing import Printer, picture_src
from buyer_portal.views.result import RefundView, ResultView, refund_view
from buyer_portal.views.why import advice_view, situation_of

REQUESTED: Final = "REQUESTED"
_POLICY_STAGES: Final = (
    OrderStatus.UNPAID,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line of the order; ``status_text`` only where it differs from the order's."""

    name: str
    about: str
    picture: str
    total_text: str
    status: str
    status_text: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """A parcel and where it is."""

    title: str
    status: str
    status_text: str
    carrier: str
    tracking: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """Something that happened, newest first."""

    text: str
    at_text: str
    full_at: str


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
    policy: list[str]
    deadlines: list[CountdownView]
    history: list[HistoryView]
    refunds: list[RefundView]
    refund_href: str
    refusal_text: str
    refusal_href: str
    bar: CancelBarView
    server_now_text: str

    @classmethod
    def of(cls, detail: OrderDetail, printer: Printer) -> "OrderDetailView":
        """Print an order with its decision."""
        order = detail.order
        status = REQUESTED if order.open_request else order.status.value
        return cls(
            number=order.number,
            status=status,
            headline=printer.say(f"status.{status}"),
            sentence=_sentence(detail, printer),
            placed_text=printer.say("order.placed", at=printer.moment(order.moments.placed_at)),
            seller=detail.seller.name,
            seller_href=printer.href(routes.SELLER_POLICY, seller_id=detail.seller.id),
            journey=journey_of(order, printer),
            parcels=[
                _parcel(at, package, order, printer) for at, package in enumerate(order.packages)
            ],
            lines=[_line(line, order, printer) for line in order.lines],
            prices=price_rows_of(order, printer),
            total_text=printer.money(order.total_minor, order.currency),
            payment_text=payment_sentence(order, printer),
            payments=payments_of(order, printer),
            address_name=order.address.name,
            address_phone=order.address.phone,
            address_lines=list(order.address.lines),
            policy=policy_sentences(detail.policy, printer),
            deadlines=[
                CountdownView.of(deadline, printer) for deadline in detail.decision.deadlines
            ],
            history=[_entry(entry, printer) for entry in reversed(detail.history)],
            refunds=[
                refund_view(refund, printer)
                for cancellation in detail.cancellations
                for refund in cancellation.refunds
            ],
            refund_href=printer.href(routes.REFUND, order_id=detail.order.id),
            refusal_text=_refusal_text(order, printer),
            refusal_href=printer.href(routes.REFUSE, order_id=order.id),
            bar=_bar(detail, printer),
            server_now_text=printer.clock(detail.server_now),
        )


def policy_sentences(policy: Policy, printer: Printer) -> list[str]:
    """Return a policy in plain words: each stage of cancelling, then returns."""
    sentences = [
        printer.say(
            f"order.policy.{policy.stage(stage).cancel.value}",
            stage=printer.say(f"order.policy.stage.{stage.value}"),
        )
        for stage in _POLICY_STAGES
    ]
    if policy.return_days > 0:
        key = "order.policy.return.free" if policy.return_free else "order.policy.return.paid"
        sentences.append(printer.count(key, policy.return_days))
    return sentences


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
    if order.open_request:
        return advice_view(advise(situation_of(detail))[0], printer).text
    if order.refusals:
        return printer.say("order.sentence.refusal_announced")
    if was_refused(order):
        return printer.say("order.sentence.refused", seller=detail.seller.name)
    if decision.outcome is Permission.INSTANT:
        return printer.say(f"order.sentence.{order.status.value}.open", seller=detail.seller.name)
    return printer.say(f"order.sentence.{order.status.value}", seller=detail.seller.name)


def _refusal_text(order: Order, printer: Printer) -> str:
    """Return where a refused delivery leads to; empty where there is none."""
    if order.refusals:
        return printer.say("refuse.notice.open")
    is_refused = any(package.refused_at for package in order.packages)
    return printer.say("refuse.notice.see") if is_refused else ""


def _line(line: OrderLine, order: Order, printer: Printer) -> LineView:
    is_cancelled = line.open_quantity == 0
    parts = [part for part in (line.variant, printer.count("orders.pieces", line.quantity)) if part]
    if 0 < line.cancelled_quantity < line.quantity:
        parts.append(printer.count("order.pieces_cancelled", line.cancelled_quantity))
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


def _parcel(at: int, package: Package, order: Order, printer: Printer) -> ParcelView:
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
    )


def _bar(detail: OrderDetail, printer: Printer) -> CancelBarView:
    decision = detail.decision
    is_on = decision.outcome in (Permission.INSTANT, Permission.REQUEST)
    is_request = decision.outcome is Permission.REQUEST
    advice = advise(situation_of(detail))
    if not is_on and advice:
        sentence = advice_view(advice[0], printer).title
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
