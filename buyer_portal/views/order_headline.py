"""Change here what stands at the top of an order: its state, one sentence, and where that leads."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.decision_values import ActionKind, DeadlineKind
from buyer_portal.domain.orders import Order, OrderStatus, RequestKind
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.returns import running_in
from buyer_portal.domain.sellers import request_to
from buyer_portal.guidance.advice import advise
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import was_refused
from buyer_portal.views.printing import Printer
from buyer_portal.views.return_running import running_views
from buyer_portal.views.why import advice_view, situation_of

REQUESTED: Final = "REQUESTED"
RETURNING: Final = "RETURNING"
_RETURNING: Final = frozenset({ActionKind.START_RETURN, ActionKind.REQUEST_REFUND})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLeadView:
    """The return that runs and needs somebody: what it waits for, until when, where it is."""

    needs_buyer: bool
    title: str
    text: str
    due: list[CountdownView]
    href: str


def status_of(order: Order) -> str:
    """Return what the order is, or what is asked of its sellers meanwhile."""
    if request_to(order, "") is not None:
        return REQUESTED
    return RETURNING if order.open_requests else order.status.value


def sentence_of(detail: OrderDetail, printer: Printer) -> str:
    """Return what the state means for the buyer."""
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
        return printer.say("order.return.open")
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


def return_lead_of(detail: OrderDetail, printer: Printer) -> ReturnLeadView | None:
    """Return what leads an order whose return runs; None where none does."""
    running = next((one for one in running_views(detail, printer) if one.is_open), None)
    if running is None:
        return None
    return ReturnLeadView(
        needs_buyer=running.state in {"offered", "to_send"},
        title=running.title,
        text=running.text,
        due=running.due,
        href=printer.href(routes.RETURN, order_id=detail.order.id),
    )


def return_text(detail: OrderDetail, printer: Printer) -> str:
    """Return where returns lead to: a new one, or those before; empty for none."""
    if running_in(detail.returns):
        return ""  # it leads the page itself
    if any(action.kind in _RETURNING for action in detail.decision.actions):
        return printer.say("order.return.start")
    return printer.say("order.return.see") if detail.returns else ""


def refusal_text(order: Order, printer: Printer) -> str:
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
