"""Change here where writing to a seller of an order leads."""

from typing import Final

from buyer_portal import routes
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.sellers import seller_of, sellers_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.printing import Printer

_SELLERS_WORD: Final = frozenset(
    {Cause.PACKED, Cause.NEEDS_SELLER, Cause.REQUEST_REJECTED, Cause.POLICY_FINAL}
)
"""Causes that a seller can do something about."""


def conversation_href(detail: OrderDetail, printer: Printer) -> str:
    """Return the address of the conversation about an order."""
    return printer.href(routes.CONVERSATION, order_id=detail.order.id)


def ask_href(detail: OrderDetail, printer: Printer) -> str:
    """Return where the request to cancel stands written, with the seller whose word is needed."""
    address = f"{conversation_href(detail, printer)}?ask=cancel"
    order = detail.order
    if not order.further:
        return address
    waiting = {line.line_id for line in detail.decision.lines if line.cause in _SELLERS_WORD}
    asked = {seller_of(order, line) for line in order.lines if line.id in waiting}
    seller = next((one for one in sellers_of(order) if one in asked), order.seller_id)
    return address if seller == order.seller_id else f"{address}&seller={seller}"
