"""Change here who wins between a carrier's pick-up and what the buyer asked for.

Without a hold the carrier wins: a request about what it takes is over, told with both times. With a
hold, or after the cancellation, the buyer wins: the carrier leaves without the parcel. That it came
is kept once, because the buyer is told who was first.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.holding import held_lines
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.sellers import seller_asked
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import Answer, ProblemError, problem
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.naming import parameters_of
from buyer_portal.order_service.conversations.lines import leave_line
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import World


def free_lines(
    order: Order, requests: Iterable[Cancellation], line_ids: Collection[str]
) -> Collection[str]:
    """Return which of some lines, all when none are named, may be packed or taken.

    Raises:
        ProblemError: All of them wait for the decision on a request.
    """
    held = {
        line_id
        for request in requests
        for line_id in held_lines(order, request.line_ids, request.id)
    }
    if not held:
        return line_ids
    free = {
        line.id
        for line in order.lines
        if line.open_quantity and line.id not in held and (not line_ids or line.id in line_ids)
    }
    if not free:
        raise ProblemError(ProblemCode.PARCEL_HELD)
    return free


def overtaken(
    transaction: Transaction, world: World, stored: StoredOrder, request: Cancellation
) -> StoredOrder:
    """Close a request because the carrier was faster; nobody declined it."""
    asked = seller_asked(stored.order, request.id)
    over = replace(
        request,
        status=CancellationStatus.REJECTED,
        answered_at=world.now,
        answered_by=Actor.CARRIER,
    )
    step = Step(
        type=EventType.CANCELLATION_OVERTAKEN,
        actor=Actor.CARRIER,
        parameters=parameters_of(over) | _times(world.now, request.requested_at),
    )
    saved = save(transaction, world, stored, changes.withdrawn(stored.order, asked), step)
    repository.change(transaction, world.tenant, over)
    leave_line(
        transaction,
        world,
        stored.order,
        kind=MessageKind.OVERTAKEN,
        author=Actor.CARRIER,
        line_ids=over.line_ids,
    )
    return saved


def turn_away(transaction: Transaction, world: World, stored: StoredOrder) -> Answer:
    """Refuse the carrier what does not leave, and tell the buyer once who was first."""
    order = stored.order
    is_cancelled = order.status is OrderStatus.CANCELLED
    held = [request.held_at for request in order.open_requests if request.held_at]
    first = order.moments.cancelled_at if is_cancelled else min(held, default=None)
    code = ProblemCode.WRONG_STATE if is_cancelled else ProblemCode.PARCEL_HELD
    if first is None:
        raise ProblemError(code)
    if order.moments.pickup_refused_at is None:
        step = Step(
            type=EventType.PICKUP_REFUSED,
            actor=Actor.CARRIER,
            parameters=_times(first, world.now),
        )
        save(transaction, world, stored, changes.turned_away(order, world.now), step)
    return problem(code, order_version=order.version, happened_at=first)


def _times(first: datetime, second: datetime) -> dict[str, str]:
    return {"first_at": first.isoformat(), "second_at": second.isoformat()}
