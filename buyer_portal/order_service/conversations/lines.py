"""Change here which steps of an order leave a line in the conversation, and what sellers write.

A step tells of itself: it has its own event and notification, so its line has none. What a seller
writes has an event; the first line that its buyer has not read yet is also a notification.
"""

from collections.abc import Collection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.conversations import Message, MessageKind
from buyer_portal.domain.orders import Order
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.conversations import repository
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.notifications.telling import tell
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.sessions.viewer import World

TOLD_CHARACTERS = 160


def leave_line(
    transaction: Transaction,
    world: World,
    order: Order,
    *,
    kind: MessageKind,
    author: Actor,
    text: str = "",
    seller_id: str = "",
    line_ids: Collection[str] = (),
) -> None:
    """Write down what a step of the order means for buyer and seller.

    Args:
        seller_id: Whose conversation; empty where ``line_ids`` tell, or it is the order's own.
        line_ids: What the step is about; all of them are one seller's.
    """
    repository.add_line(
        transaction,
        world.tenant,
        order_id=order.id,
        seller_id=seller_id or _seller_of_lines(order, line_ids) or order.seller_id,
        buyer_id=order.buyer_id,
        author=author,
        kind=kind,
        text=text,
        at=world.now,
    )


def seller_says(
    transaction: Transaction, world: World, stored: StoredOrder, text: str, seller_id: str = ""
) -> Message:
    """Write down what a seller wrote, wake the buyer's pages, and notify once per silence."""
    order = stored.order
    message, is_first = repository.add_line(
        transaction,
        world.tenant,
        order_id=order.id,
        seller_id=seller_id or order.seller_id,
        buyer_id=order.buyer_id,
        author=Actor.SELLER,
        kind=MessageKind.TEXT,
        text=text,
        at=world.now,
    )
    parameters = {"number": order.number, "seller_id": seller_id or order.seller_id}
    if is_first:
        tell(
            transaction,
            world,
            EventType.MESSAGE_RECEIVED,
            buyer_id=order.buyer_id,
            order_id=order.id,
            names=("message", order.id, parameters["seller_id"], str(message.number)),
            parameters=parameters | {"reason": text[:TOLD_CHARACTERS]},
        )
    else:
        append(
            transaction,
            world.tenant,
            EventType.MESSAGE_RECEIVED,
            world.now,
            buyer_id=order.buyer_id,
            order_id=order.id,
            parameters=parameters,
        )
    return message


def is_asked(transaction: Transaction, world: World, order: Order, seller_id: str = "") -> bool:
    """Say whether the buyer asked in the conversation to cancel and waits for a word."""
    kept = repository.find_conversation(
        transaction.connection, world.tenant, order.id, seller_id or order.seller_id
    )
    return kept is not None and kept.asked_at is not None


def _seller_of_lines(order: Order, line_ids: Collection[str]) -> str:
    return next((seller_of(order, line) for line in order.lines if line.id in line_ids), "")
