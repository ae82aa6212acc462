"""Change here what the page of one order prints."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.domain.cancellations import Cancellation, CancellationStatus
from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.policy import Permission
from buyer_portal.guidance.advice import advise
from buyer_portal.order_contract.orders import HistoryEntry, OrderDetail
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView, journey_of
from buyer_portal.views.line_outcomes import sellers_text
from buyer_portal.views.order_headline import (
    REQUESTED,
    ReturnLeadView,
    is_part_asked,
    refusal_text,
    return_lead_of,
    return_text,
    sentence_of,
    status_of,
)
from buyer_portal.views.order_lines import LineView, lines_of
from buyer_portal.views.order_parcels import ParcelView, parcels_of
from buyer_portal.views.order_policy import PolicyPartView, policy_parts
from buyer_portal.views.prices import (
    PaymentView,
    PriceRowView,
    payment_sentence,
    payments_of,
    price_rows_of,
)
from buyer_portal.views.printing import Printer
from buyer_portal.views.receipt import ReceiptLinkView, receipt_links
from buyer_portal.views.request_steps import RaceView, race_of
from buyer_portal.views.result import RefundView, ResultView, refund_view
from buyer_portal.views.seller_links import conversation_href
from buyer_portal.views.why import advice_view, situation_of
from buyer_portal.views.withdrawal import WithdrawalOfferView


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerView:
    """Someone who sells something of the order, and their policy."""

    name: str
    href: str


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
    return_lead: ReturnLeadView | None
    bar: CancelBarView
    server_now_text: str

    @classmethod
    def of(cls, detail: OrderDetail, printer: Printer) -> "OrderDetailView":
        """Print an order with its decision."""
        order = detail.order
        status = status_of(order)
        lead = return_lead_of(detail, printer)
        is_part = status == REQUESTED and is_part_asked(detail)
        return cls(
            number=order.number,
            status=status,
            headline=printer.say(
                "order.headline.requested.part" if is_part else f"status.{status}"
            ),
            sentence=sentence_of(detail, printer),
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
            parcels=parcels_of(detail, printer),
            lines=lines_of(detail, printer),
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
            policy=policy_parts(detail, printer),
            deadlines=_deadlines(detail, lead, printer),
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
            refusal_text=refusal_text(order, printer),
            refusal_href=printer.href(routes.REFUSE, order_id=order.id),
            return_text=return_text(detail, printer),
            return_href=printer.href(routes.RETURN, order_id=order.id),
            return_lead=lead,
            bar=_bar(detail, printer),
            server_now_text=printer.clock(detail.server_now),
        )


def _deadlines(
    detail: OrderDetail, lead: ReturnLeadView | None, printer: Printer
) -> list[CountdownView]:
    """Return what runs out; what the return that leads counts down already is not told twice."""
    told = {due.deadline_ms for due in lead.due} if lead else set[str]()
    views = [
        CountdownView.of(deadline, detail.order.id, printer)
        for deadline in detail.decision.deadlines
    ]
    return [view for view in views if view.deadline_ms not in told]


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
