"""Change here what ends a request for money that the parcel, or a cancellation, overtook.

A buyer who wanted money because a parcel was under way does not get it once the parcel is there:
the request ends, and the goods can be returned. What was cancelled meanwhile was paid back anyway.
"""

from dataclasses import replace

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_rules import stage_of
from buyer_portal.domain.return_rules import ARRIVED as THERE
from buyer_portal.domain.returns import Return, ReturnStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import repository
from buyer_portal.order_service.returns.steps import ARRIVED, CANCELLED, move
from buyer_portal.order_service.sessions.viewer import World


def close_overtaken(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """End what is asked about goods that have arrived, or are not there, since."""
    order = stored.order
    every = repository.returns_of(transaction.connection, world.tenant, order.buyer_id, order.id)
    for found in every:
        code = _overtaken(stored, found)
        if code:
            after = replace(found, status=ReturnStatus.EXPIRED, ended_at=world.now)
            stored = move(
                transaction,
                world,
                stored,
                found,
                after,
                EventType.RETURN_EXPIRED,
                Actor.SYSTEM,
                code,
            )
    return stored


def _overtaken(stored: StoredOrder, found: Return) -> str:
    if found.status is not ReturnStatus.REQUESTED:
        return ""
    lines = [line for line in stored.order.lines if line.id in found.pieces]
    if any(line.open_quantity < found.pieces[line.id] for line in lines):
        return CANCELLED
    has_come = any(stage_of(stored.order, line) in THERE for line in lines)
    return ARRIVED if found.is_before_arrival and has_come else ""
