"""Change here what a seller can write, as tests and the demo play one."""

from buyer_portal.domain.conversations import clean_text
from buyer_portal.order_service.answers import invalid, not_found
from buyer_portal.order_service.conversations.lines import seller_says
from buyer_portal.order_service.conversations.sellers import seller_in
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.sessions.viewer import World


def say(
    transaction: Transaction, world: World, stored: StoredOrder, text: str, seller_id: str = ""
) -> StoredOrder:
    """Let a seller of the order write to its buyer.

    Raises:
        ProblemError: No words, or not a seller of this order.
    """
    seller = seller_in(stored, seller_id)
    if seller is None:
        raise not_found()
    words = clean_text(text)
    if not words:
        raise invalid("/text", "missing")
    seller_says(transaction, world, stored, words, seller.id)
    return stored
