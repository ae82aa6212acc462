"""Change here what the refund tracker tells of an order: what comes back, and for what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
from buyer_portal.domain.orders import OrderStatus, PaymentState
from buyer_portal.domain.returns import Return, ReturnStatus
from buyer_portal.domain.support import TicketAbout
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.calendar import REFUND_KIND, calendar_href
from buyer_portal.views.printing import Printer
from buyer_portal.views.receipt import ReceiptLinkView, receipt_links
from buyer_portal.views.refund_track import (
    RETRIED_AGAIN,
    TONE_OF_STAGE,
    RefundStage,
    RefundTrackView,
    asked_track,
    stage_of,
    track_of,
)
from buyer_portal.views.ticket_links import new_ticket_href

_SHOWN: Final = frozenset(
    {CancellationStatus.PENDING, CancellationStatus.SUCCESS, CancellationStatus.COMPLETE}
)


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
        tracks=[track_of(refund, cancellation, printer) for refund in cancellation.refunds]
        or [asked_track(cancellation, printer)],
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
