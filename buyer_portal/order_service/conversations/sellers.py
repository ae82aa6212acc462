"""Change here which sellers of an order its buyer can write to."""

from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_service.orders.repository import StoredOrder


def sellers_in(stored: StoredOrder) -> tuple[Seller, ...]:
    """Return every seller of an order, its own first."""
    others = (Seller(id=part.seller_id, name=part.name) for part in stored.order.further)
    return (stored.seller, *others)


def seller_in(stored: StoredOrder, seller_id: str) -> Seller | None:
    """Return a seller of an order; empty means its own, None is not one of them."""
    if not seller_id:
        return stored.seller
    return next((seller for seller in sellers_in(stored) if seller.id == seller_id), None)
