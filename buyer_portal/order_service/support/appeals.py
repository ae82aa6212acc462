"""Change here what granting an appeal does: support overrules the seller who declined to cancel."""

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
)
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.refunds import refund_of
from buyer_portal.domain.sellers import parts_of, request_to
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.naming import (
    cancelled_type,
    done_now,
    parameters_of,
)
from buyer_portal.order_service.cancellations.seller_answers import approve
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import World


def overrule(transaction: Transaction, world: World, stored: StoredOrder) -> Cancellation | Cause:
    """Cancel what sellers declined to, with its refunds; else return why it is too late.

    What the buyer has asked the same sellers for again meanwhile is granted with it.
    """
    granted: set[str] = set()
    for part in _declining(stored.order) or parts_of(stored.order):
        request = request_to(part, "")
        if request is not None:
            granted.add(request.id)
            stored = approve(transaction, world, stored, Actor.SUPPORT, part.seller_id)
    order = stored.order
    every = repository.cancellations_of(
        transaction.connection, world.tenant, order.buyer_id, order.id
    )
    pieces: dict[str, int] = {}
    declined: Cancellation | None = None
    for part in _declining(order):
        asked = _declined(part, every)
        pieces |= _still_here(part, asked)
        declined = declined or asked
    if not pieces:
        return next((one for one in every if one.id in granted), _why_not(order))
    return _cancel(transaction, world, stored, pieces, declined)


def _declining(order: Order) -> list[Order]:
    """Return the parts of the sellers who declined."""
    return [part for part in parts_of(order) if part.rejected_request is not None]


def _declined(part: Order, every: tuple[Cancellation, ...]) -> Cancellation | None:
    rejected = part.rejected_request
    if rejected is None:
        return None
    return next((one for one in every if one.id == rejected.id), None)


def _still_here(part: Order, declined: Cancellation | None) -> dict[str, int]:
    """Return what was asked for and can still be kept back; all of it where nobody noted that."""
    asked = None if declined is None else {line.line_id: line.quantity for line in declined.lines}
    return {
        line.id: min(line.open_quantity, line.quantity if asked is None else asked.get(line.id, 0))
        for line in part.lines
        if line.open_quantity
        and not has_left(line.status)
        and (asked is None or asked.get(line.id))
    }


def _why_not(order: Order) -> Cause:
    if order.status is OrderStatus.CANCELLED:
        return Cause.ALREADY_CANCELLED
    if order.status is OrderStatus.COMPLETED:
        return Cause.COMPLETED
    return Cause.DELIVERED if order.status is OrderStatus.DELIVERED else Cause.IN_TRANSIT


def _cancel(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    pieces: dict[str, int],
    declined: Cancellation | None,
) -> Cancellation:
    order = stored.order
    money = refund_of(order, pieces, stored.policy)
    done = done_now(
        transaction,
        world,
        order,
        pieces,
        money,
        by=Actor.SUPPORT,
        reason_key="" if declined is None else declined.reason_key,
        reason_text="" if declined is None else declined.reason_text,
    )
    after = changes.cancelled(order, pieces, money[0].parts, world.now)
    step = Step(type=cancelled_type(after), actor=Actor.SUPPORT, parameters=parameters_of(done))
    save(transaction, world, stored, after, step)
    repository.add(transaction, world.tenant, order.buyer_id, done)
    return done
