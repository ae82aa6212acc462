"""Change here what is cancelled or asked for as a whole: by sellers, the system, a scenario."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus, CancelledLine
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import OpenRequest, Order, OrderLine, OrderStatus, RequestKind
from buyer_portal.domain.refunds import refund_of
from buyer_portal.domain.sellers import lines_of, part_of, request_to
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.naming import (
    cancelled_type,
    done_now,
    ids_of,
    parameters_of,
)
from buyer_portal.order_service.cancellations.seller_answers import approve
from buyer_portal.order_service.cancellations.steps import check_reason, covered
from buyer_portal.order_service.conversations.lines import leave_line
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_cancellation
from buyer_portal.order_service.returns.closing import close_overtaken
from buyer_portal.order_service.sessions.viewer import World

UNPAID_EXPIRED: Final = "unpaid_expired"


def cancel_whole(  # noqa: PLR0917 - who cancels what, and why
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    actor: Actor,
    reason: str = "",
    seller_id: str = "",
) -> StoredOrder:
    """Cancel all that is open, or of one seller, with refunds, whatever the policy lets buyers do.

    What the buyer asked for is granted first, so that no request stays open on nothing.

    Raises:
        ProblemError: Nothing is open, something has left, or a seller gave no reason.
    """
    while request_to(stored.order, seller_id) is not None:
        stored = approve(transaction, world, stored, actor, seller_id)
        if not any(line.open_quantity for line in _lines_in(stored.order, seller_id)):
            return stored
    order = stored.order
    open_lines = [line for line in _lines_in(order, seller_id) if line.open_quantity]
    pieces = {line.id: line.open_quantity for line in open_lines}
    if not pieces or any(has_left(line.status) for line in open_lines):
        raise ProblemError(ProblemCode.WRONG_STATE)
    check_reason(actor, reason)
    money = refund_of(order, pieces, stored.policy)
    done = done_now(transaction, world, order, pieces, money, by=actor, reason_text=reason)
    after = changes.cancelled(order, pieces, money[0].parts, world.now)
    saved = save(
        transaction,
        world,
        stored,
        after,
        Step(type=cancelled_type(after), actor=actor, parameters=parameters_of(done)),
    )
    repository.add(transaction, world.tenant, order.buyer_id, done)
    receipt_for_cancellation(transaction, world, saved, done)
    if actor is not Actor.BUYER:
        leave_line(
            transaction,
            world,
            order,
            kind=MessageKind.CANCELLED,
            author=actor,
            text=reason,
            line_ids=done.line_ids,
        )
    return close_overtaken(transaction, world, saved)


def request_whole(  # noqa: PLR0917 - what is asked of whom
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    reason_key: str,
    reason_text: str,
    seller_id: str = "",
) -> StoredOrder:
    """Ask a seller to cancel everything of theirs that has not left, in the buyer's name.

    Raises:
        ProblemError: Nothing is left to ask for, or a request is open already.
    """
    order = stored.order
    pieces = {
        line.id: line.open_quantity
        for line in lines_of(order, seller_id)
        if line.open_quantity and not has_left(line.status)
    }
    part = part_of(order, seller_id)
    if not pieces or part.open_request is not None or _is_returning(part, pieces):
        raise ProblemError(ProblemCode.WRONG_STATE)
    policy = stored.policy.of_seller(seller_id)
    preview, refunds = refund_of(order, pieces, stored.policy)
    cancellation_id, reference = ids_of(transaction, world, order)
    answer_by = world.now + timedelta(hours=policy.answer_hours)
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
        silence_approves=policy.silence_approves,
        lines=covered(order, pieces, refunds),
        refund_minor=preview.total_minor,
        currency=order.currency,
    )
    request = OpenRequest(
        id=asked.id,
        kind=RequestKind.CANCELLATION,
        requested_at=world.now,
        answer_by=answer_by,
        silence_approves=policy.silence_approves,
        seller_id=seller_id,
        line_ids=tuple(pieces),
    )
    saved = save(
        transaction,
        world,
        stored,
        changes.counted(changes.requested(order, request), (seller_id,)),
        Step(
            type=EventType.CANCELLATION_REQUESTED,
            actor=Actor.BUYER,
            parameters=parameters_of(asked),
        ),
    )
    repository.add(transaction, world.tenant, order.buyer_id, asked)
    leave_line(
        transaction,
        world,
        order,
        kind=MessageKind.REQUESTED,
        author=Actor.BUYER,
        text=reason_text,
        line_ids=asked.line_ids,
    )
    return saved


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
    receipt_for_cancellation(transaction, world, saved, expired)
    return saved


def _lines_in(order: Order, seller_id: str) -> tuple[OrderLine, ...]:
    return lines_of(order, seller_id) if seller_id else order.lines


def _is_returning(part: Order, pieces: Mapping[str, int]) -> bool:
    """Say whether some of the pieces are what a return is about."""
    request = part.open_return
    return request is not None and (
        not request.line_ids or not pieces.keys().isdisjoint(request.line_ids)
    )
