"""Change here what becomes of an order that goes on: packed, taken, delivered, completed."""

from collections.abc import Collection
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.refusals import RefusalStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.answers import Answer, ProblemError
from buyer_portal.order_service.cancellations.pickups import free_lines, overtaken, turn_away
from buyer_portal.order_service.cancellations.requests import open_requests_of
from buyer_portal.order_service.cancellations.steps import stepped
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.refusals.changes import without_lapsed
from buyer_portal.order_service.refusals.use_cases import close
from buyer_portal.order_service.returns.closing import close_overtaken
from buyer_portal.order_service.sessions.viewer import World

REFUSAL_LAPSED: Final = "refusal_lapsed"
"""Which words tell a delivery that the buyer had announced to refuse."""


def pack(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder:
    """Pack some lines, or all that can be.

    Raises:
        ProblemError: None of them can be, or they wait for the decision on a request.
    """
    line_ids = free_lines(stored.order, open_requests_of(transaction, world, stored), line_ids)
    after = stepped(lambda: changes.packed(stored.order, line_ids, world.now))
    step = Step(type=EventType.ORDER_PACKED, actor=Actor.SELLER)
    return save(transaction, world, stored, after, step)


def scan(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder | Answer:
    """Let the carrier take some lines, or all that can be; requests about them are over.

    Returns:
        The order as taken, or the refusal: the carrier came in vain, which is kept.

    Raises:
        ProblemError: None of them can be taken.
    """
    requests = open_requests_of(transaction, world, stored)
    if stored.order.status is OrderStatus.CANCELLED:
        return turn_away(transaction, world, stored)
    try:
        line_ids = free_lines(stored.order, requests, line_ids)
    except ProblemError:
        return turn_away(transaction, world, stored)
    after = stepped(lambda: changes.collected(stored.order, line_ids, world.now))
    taken = {
        line.id for line, old in zip(after.lines, stored.order.lines, strict=True) if line != old
    }
    for request in requests:
        if taken & request.line_ids:
            stored = overtaken(transaction, world, stored, request)
    after = stepped(lambda: changes.collected(stored.order, line_ids, world.now))
    step = Step(type=EventType.ORDER_COLLECTED, actor=Actor.CARRIER)
    return save(transaction, world, stored, after, step)


def deliver(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder:
    """Hand over some lines, or all that are in transit; what was to be refused is taken after all.

    Raises:
        ProblemError: None of them is in transit.
    """
    order = stored.order
    after = without_lapsed(
        stepped(lambda: changes.delivered(order, world.now, line_ids)),
    )
    kept = {one.package_id for one in after.refusals}
    lapsed = [one.package_id for one in order.refusals if one.package_id not in kept]
    step = Step(
        type=EventType.ORDER_DELIVERED,
        actor=Actor.CARRIER,
        parameters={"code": REFUSAL_LAPSED} if lapsed else {},
    )
    saved = save(transaction, world, stored, after, step)
    close(transaction, world, order, lapsed, RefusalStatus.LAPSED)
    return close_overtaken(transaction, world, saved)


def complete(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Close a delivered order.

    Raises:
        ProblemError: It was not delivered.
    """
    after = stepped(lambda: changes.completed(stored.order, world.now))
    step = Step(type=EventType.ORDER_COMPLETED, actor=Actor.SYSTEM)
    return save(transaction, world, stored, after, step)
