"""Change here what sellers, carriers and the system do to an order."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    CancelledLine,
)
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import OpenRequest, Order, OrderStatus, RejectedRequest, RequestKind
from buyer_portal.domain.refunds import refund_of
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.use_cases import (
    ids_of,
    parameters_of,
    refunds_of,
)
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import World

UNPAID_EXPIRED: Final = "unpaid_expired"


def approve(
    transaction: Transaction, world: World, stored: StoredOrder, actor: Actor
) -> StoredOrder:
    """Carry out the open request, with its refunds.

    Raises:
        ProblemError: No request is open.
    """
    request = _open_request(transaction, world, stored)
    order = stored.order
    open_pieces = {line.id: line.open_quantity for line in order.lines}
    pieces = {
        line.line_id: min(line.quantity, open_pieces.get(line.line_id, 0)) for line in request.lines
    }
    preview, refunds = refund_of(order, pieces, stored.policy)
    done = replace(
        request,
        status=CancellationStatus.SUCCESS,
        answered_at=world.now,
        lines=_covered(order, pieces, refunds),
        refund_minor=preview.total_minor,
        refunds=refunds_of(world, request.id, order.currency, preview.parts),
    )
    saved = save(
        transaction,
        world,
        stored,
        changes.cancelled(order, pieces, preview.parts, world.now),
        Step(type=EventType.CANCELLATION_APPROVED, actor=actor, parameters=parameters_of(done)),
    )
    repository.change(transaction, world.tenant, done)
    repository.add_refunds(transaction, world.tenant, order.buyer_id, done)
    return saved


def reject(
    transaction: Transaction, world: World, stored: StoredOrder, actor: Actor, reason: str
) -> StoredOrder:
    """Decline the open request in the seller's words.

    Raises:
        ProblemError: No request is open.
    """
    request = _open_request(transaction, world, stored)
    declined = replace(
        request,
        status=CancellationStatus.REJECTED,
        answered_at=world.now,
        answer_reason=reason,
    )
    rejection = RejectedRequest(id=request.id, rejected_at=world.now, reason=reason)
    saved = save(
        transaction,
        world,
        stored,
        changes.rejected(stored.order, rejection),
        Step(
            type=EventType.CANCELLATION_REJECTED,
            actor=actor,
            parameters=parameters_of(declined),
        ),
    )
    repository.change(transaction, world.tenant, declined)
    return saved


def unlock(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Open the cancel option of an order.

    Raises:
        ProblemError: It is open already, or nothing of the order can be cancelled any more.
    """
    after = _stepped(lambda: changes.unlocked(stored.order, world.now))
    step = Step(type=EventType.ORDER_UNLOCKED, actor=Actor.SELLER)
    return save(transaction, world, stored, after, step)


def pack(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder:
    """Pack some lines, or all that can be.

    Raises:
        ProblemError: None of them can be.
    """
    after = _stepped(lambda: changes.packed(stored.order, line_ids, world.now))
    step = Step(type=EventType.ORDER_PACKED, actor=Actor.SELLER)
    return save(transaction, world, stored, after, step)


def scan(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder:
    """Let the carrier take some lines, or all that can be; a request about them is over.

    Raises:
        ProblemError: None of them can be taken.
    """
    after = _stepped(lambda: changes.collected(stored.order, line_ids, world.now))
    if stored.order.open_request is not None:
        request = _open_request(transaction, world, stored)
        taken = {
            line.id
            for line, old in zip(after.lines, stored.order.lines, strict=True)
            if line != old
        }
        if taken & {line.line_id for line in request.lines}:
            stored = _overtaken(transaction, world, stored, request)
            after = _stepped(lambda: changes.collected(stored.order, line_ids, world.now))
    step = Step(type=EventType.ORDER_COLLECTED, actor=Actor.CARRIER)
    return save(transaction, world, stored, after, step)


def deliver(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Hand over what is in transit.

    Raises:
        ProblemError: Nothing is.
    """
    after = _stepped(lambda: changes.delivered(stored.order, world.now))
    step = Step(type=EventType.ORDER_DELIVERED, actor=Actor.CARRIER)
    return save(transaction, world, stored, after, step)


def complete(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Close a delivered order.

    Raises:
        ProblemError: It was not delivered.
    """
    after = _stepped(lambda: changes.completed(stored.order, world.now))
    step = Step(type=EventType.ORDER_COMPLETED, actor=Actor.SYSTEM)
    return save(transaction, world, stored, after, step)


def expire_unpaid(transaction: Transaction, world: World, stored: StoredOrder) -> StoredOrder:
    """Cancel an order that nobody paid in time.

    Raises:
        ProblemError: It is not unpaid any more.
    """
    order = stored.order
    if order.status is not OrderStatus.UNPAID:
        raise ProblemError(ProblemCode.WRONG_STATE)
    cancellation_id, reference = ids_of(transaction, world, order)
    expired = Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.SUCCESS,
        requested_by=Actor.SYSTEM,
        reason_key=UNPAID_EXPIRED,
        requested_at=world.now,
        answered_at=world.now,
        lines=tuple(
            CancelledLine(line_id=line.id, quantity=line.open_quantity)
            for line in order.lines
            if line.open_quantity
        ),
        currency=order.currency,
    )
    pieces = {line.line_id: line.quantity for line in expired.lines}
    saved = save(
        transaction,
        world,
        stored,
        changes.cancelled(order, pieces, (), world.now),
        Step(type=EventType.ORDER_EXPIRED, actor=Actor.SYSTEM, parameters=parameters_of(expired)),
    )
    repository.add(transaction, world.tenant, order.buyer_id, expired)
    return saved


def _overtaken(
    transaction: Transaction, world: World, stored: StoredOrder, request: Cancellation
) -> StoredOrder:
    """Close a request because the carrier was faster; nobody declined it."""
    over = replace(request, status=CancellationStatus.REJECTED, answered_at=world.now)
    step = Step(
        type=EventType.CANCELLATION_REJECTED,
        actor=Actor.CARRIER,
        parameters=parameters_of(over, cause=Cause.IN_TRANSIT),
    )
    saved = save(transaction, world, stored, changes.withdrawn(stored.order), step)
    repository.change(transaction, world.tenant, over)
    return saved


def _covered(
    order: Order, pieces: Mapping[str, int], refunds: Sequence[int]
) -> tuple[CancelledLine, ...]:
    return tuple(
        CancelledLine(line_id=line.id, quantity=pieces[line.id], refund_minor=refund)
        for line, refund in zip(order.lines, refunds, strict=True)
        if pieces.get(line.id)
    )


def _open_request(transaction: Transaction, world: World, stored: StoredOrder) -> Cancellation:
    order = stored.order
    if order.open_request is None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    request_id = order.open_request.id
    every = repository.cancellations_of(
        transaction.connection, world.tenant, order.buyer_id, order.id
    )
    return next(one for one in every if one.id == request_id)


def _stepped(step: Callable[[], Order]) -> Order:
    try:
        return step()
    except changes.StepError:
        raise ProblemError(ProblemCode.WRONG_STATE) from None


def cancel_whole(
    transaction: Transaction, world: World, stored: StoredOrder, actor: Actor, reason: str = ""
) -> StoredOrder:
    """Cancel everything that is open, with its refunds, whatever the policy lets buyers do.

    What the buyer asked for is granted first, so that no request stays open on nothing.

    Raises:
        ProblemError: Nothing is open, or something has left.
    """
    if stored.order.open_request is not None:
        stored = approve(transaction, world, stored, actor)
        if stored.order.status is OrderStatus.CANCELLED:
            return stored
    order = stored.order
    pieces = {line.id: line.open_quantity for line in order.lines if line.open_quantity}
    if not pieces or any(has_left(line.status) for line in order.lines if line.open_quantity):
        raise ProblemError(ProblemCode.WRONG_STATE)
    preview, refunds = refund_of(order, pieces, stored.policy)
    cancellation_id, reference = ids_of(transaction, world, order)
    done = Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.SUCCESS,
        requested_by=actor,
        reason_text=reason,
        requested_at=world.now,
        answered_at=world.now,
        lines=_covered(order, pieces, refunds),
        refund_minor=preview.total_minor,
        currency=order.currency,
        refunds=refunds_of(world, cancellation_id, order.currency, preview.parts),
    )
    saved = save(
        transaction,
        world,
        stored,
        changes.cancelled(order, pieces, preview.parts, world.now),
        Step(type=EventType.ORDER_CANCELLED, actor=actor, parameters=parameters_of(done)),
    )
    repository.add(transaction, world.tenant, order.buyer_id, done)
    return saved


def request_whole(
    transaction: Transaction, world: World, stored: StoredOrder, reason_key: str, reason_text: str
) -> StoredOrder:
    """Ask the seller to cancel everything that has not left, in the buyer's name.

    Raises:
        ProblemError: Nothing is left to ask for, or a request is open already.
    """
    order = stored.order
    pieces = {
        line.id: line.open_quantity
        for line in order.lines
        if line.open_quantity and not has_left(line.status)
    }
    if not pieces or order.open_request is not None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    preview, refunds = refund_of(order, pieces, stored.policy)
    cancellation_id, reference = ids_of(transaction, world, order)
    answer_by = world.now + timedelta(hours=stored.policy.answer_hours)
    asked = Cancellation(
        id=cancellation_id,
        reference=reference,
        order_id=order.id,
        status=CancellationStatus.PENDING,
        requested_by=Actor.BUYER,
        reason_key=reason_key,
        reason_text=reason_text,
        requested_at=world.now,
        answer_by=answer_by,
        silence_approves=stored.policy.silence_approves,
        lines=_covered(order, pieces, refunds),
        refund_minor=preview.total_minor,
        currency=order.currency,
    )
    request = OpenRequest(
        id=asked.id,
        kind=RequestKind.CANCELLATION,
        requested_at=world.now,
        answer_by=answer_by,
        silence_approves=stored.policy.silence_approves,
    )
    saved = save(
        transaction,
        world,
        stored,
        changes.counted(changes.requested(order, request)),
        Step(
            type=EventType.CANCELLATION_REQUESTED,
            actor=Actor.BUYER,
            parameters=parameters_of(asked),
        ),
    )
    repository.add(transaction, world.tenant, order.buyer_id, asked)
    return saved
