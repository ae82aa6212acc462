"""Change here what a card of the orders page prints."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.orders import LineSummary, OrderSummary
from buyer_portal.views.line_outcomes import sellers_text
from buyer_portal.views.printing import Printer, epoch_ms, picture_src

_ON_ITS_WAY: Final = frozenset({OrderStatus.IN_TRANSIT, OrderStatus.PARTIALLY_SHIPPING})
_CLOSED: Final = frozenset({OrderStatus.CANCELLED, OrderStatus.COMPLETED, OrderStatus.DELIVERED})
_PAGE_OF_KEY: Final = {
    "orders.see_refund": routes.REFUND,
    "orders.see_return": routes.RETURN,
    "orders.return": routes.RETURN,
}
_SHOWN_LINES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLineView:
    """A line on a card."""

    name: str
    about: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCardView:
    """One card. ``cancel_text`` is empty where nothing can be pressed; the link always can.

    ``countdown`` is a template for the browser with ``deadline_ms``, both empty without a deadline.
    """

    id: str
    href: str
    seller: str
    status: str
    status_text: str
    lines: list[CardLineView]
    more_text: str
    total_text: str
    note: str
    countdown: str
    countdown_over: str
    deadline_ms: str
    now_ms: str
    cancel_text: str
    cancel_label: str
    open_text: str
    open_href: str
    open_label: str

    @classmethod
    def of(cls, order: OrderSummary, printer: Printer) -> "OrderCardView":
        """Print a summary."""
        first = order.lines[0].product_name if order.lines else order.number
        cancel_text = _cancel_text(order, printer)
        open_key = _open_key(order)
        countdown = _countdown_key(order)
        is_running = countdown and order.deadline is not None and order.deadline > printer.now
        return cls(
            id=order.id,
            href=printer.href(routes.ORDER, order_id=order.id),
            seller=sellers_text(order.seller.name, order.seller_count, printer),
            status=_status(order),
            status_text=printer.say(
                "status.REQUESTED.part" if _is_part(order) else f"status.{_status(order)}"
            ),
            lines=[_line(line, printer) for line in order.lines[:_SHOWN_LINES]],
            more_text=_more_text(order, printer),
            total_text=printer.money(order.total_minor, order.currency),
            note=_note(order, printer),
            countdown=printer.words.forms(countdown)[0] if is_running else "",
            countdown_over=printer.say(f"{countdown}.over") if is_running else "",
            deadline_ms=str(epoch_ms(order.deadline)) if is_running and order.deadline else "",
            now_ms=str(printer.now_ms) if is_running else "",
            cancel_text=cancel_text,
            cancel_label=f"{cancel_text}: {first}" if cancel_text else "",
            open_text=printer.say(open_key),
            open_href=printer.href(
                _PAGE_OF_KEY.get(open_key, routes.ORDER),
                order_id=order.id,
            ),
            open_label=f"{printer.say(open_key)}: {first}",
        )


def _line(line: LineSummary, printer: Printer) -> CardLineView:
    pieces = printer.count("orders.pieces", line.quantity)
    return CardLineView(
        name=line.product_name,
        about=f"{line.variant} · {pieces}" if line.variant else pieces,
        picture=picture_src(line.picture),
    )


def _more_text(order: OrderSummary, printer: Printer) -> str:
    hidden = order.line_count - min(len(order.lines), _SHOWN_LINES)
    return printer.count("orders.more_lines", hidden) if hidden > 0 else ""


def _status(order: OrderSummary) -> str:
    if order.is_returning:
        return "RETURNING"
    return "REQUESTED" if order.has_open_request else order.status.value


def _is_part(order: OrderSummary) -> bool:
    return order.has_open_request and order.requests_part and not order.is_returning


def _cancel_text(order: OrderSummary, printer: Printer) -> str:
    is_all_asked = order.has_open_request and not order.requests_part
    if is_all_asked or order.status in _CLOSED:
        return ""
    if order.permission is Permission.INSTANT:
        return printer.say("action.cancel")
    if order.permission is Permission.REQUEST:
        return printer.say("action.request_cancel")
    return ""


def _open_key(order: OrderSummary) -> str:
    if order.is_returning:
        return "orders.see_return"
    if order.can_return and order.status is OrderStatus.DELIVERED:
        return "orders.return"
    if order.status in _ON_ITS_WAY:
        return "orders.track"
    return "orders.see_refund" if order.refund_minor > 0 else "orders.view"


def _countdown_key(order: OrderSummary) -> str:
    if order.deadline is None or order.has_open_request:
        return ""
    if order.status is OrderStatus.UNPAID:
        return "countdown.pay_by"
    return "countdown.cancel_by" if order.permission is Permission.INSTANT else ""


def _note(order: OrderSummary, printer: Printer) -> str:
    if order.has_open_request:
        return printer.say(f"orders.note.{'returning' if order.is_returning else 'requested'}")
    if order.status is OrderStatus.CANCELLED:
        refund = printer.money(order.refund_minor, order.currency) if order.refund_minor else ""
        key = "orders.note.refund" if refund else "orders.note.cancelled"
        return printer.say(key, amount=refund)
    if order.status is OrderStatus.UNPAID and order.deadline is not None:
        return printer.say("countdown.pay_by", time=printer.length(order.deadline - printer.now))
    return _permission_note(order, printer)


def _permission_note(order: OrderSummary, printer: Printer) -> str:
    if order.permission is Permission.INSTANT:
        return printer.say("orders.note.instant")
    if order.permission is Permission.REQUEST:
        return printer.say("orders.note.request")
    if order.status in _ON_ITS_WAY and order.expected_from and order.expected_until:
        days = printer.days(order.expected_from, order.expected_until)
        return printer.say("orders.note.arrives", days=days)
    return printer.say("orders.note.placed", at=printer.moment(order.placed_at))
