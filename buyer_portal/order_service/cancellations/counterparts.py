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
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import (
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    RejectedRequest,
    RequestKind,
)
from buyer_portal.domain.refunds import refund_of
from buyer_portal.domain.refusals import RefusalStatus
from buyer_portal.domain.sellers import lines_of, part_of, request_to, seller_asked
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import Answer, ProblemError, invalid
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.pickups import free_lines, overtaken, turn_away
from buyer_portal.order_service.cancellations.requests import open_request_of, open_requests_of
from buyer_portal.order_service.cancellations.use_cases import (
    POSSIBLE,
    cancelled_type,
    ids_of,
    parameters_of,
    refunds_of,
)
from buyer_portal.order_service.conversations.lines import (
    is_asked,
    leave_line,
    seller_of_lines,
)
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.summaries import buyers_decision
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.refusals.changes import without_lapsed
from buyer_portal.order_service.refusals.use_cases import close
from buyer_portal.order_service.sessions.viewer import World

UNPAID_EXPIRED: Final = "unpaid_expired"
REFUSAL_LAPSED: Final = "refusal_lapsed"
"""Which words tell a delivery that the buyer had announced to refuse."""


def approve(
    transaction: Transaction, world: World, stored: StoredOrder, actor: Actor, seller_id: str = ""
) -> StoredOrder:
    """Carry out the open request to a seller, with its refunds.

    Raises:
        ProblemError: No request is open.
    """
    request = _open_request(transaction, world, stored, seller_id)
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
        answered_by=actor,
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
    _leave_line(transaction, world, request, order, MessageKind.APPROVED, actor)
    return saved


def reject(  # noqa: PLR0917 - who says what to which request
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    actor: Actor,
    reason: str,
    seller_id: str = "",
) -> StoredOrder:
    """Decline the open request, or what was asked in the conversation, in the seller's words.

    Raises:
        ProblemError: Nothing was asked, or a seller gave no reason.
    """
    is_open = request_to(stored.order, seller_id) is not None
    if not is_open and is_asked(transaction, world, stored.order, seller_id):
        return _decline_ask(transaction, world, stored, actor, reason, seller_id)
    request = _open_request(transaction, world, stored, seller_id)
    _check_reason(actor, reason)
    declined = replace(
        request,
        status=CancellationStatus.REJECTED,
        answered_at=world.now,
        answered_by=actor,
        answer_reason=reason,
    )
    rejection = RejectedRequest(id=request.id, rejected_at=world.now, reason=reason)
    saved = save(
        transaction,
        world,
        stored,
        changes.rejected(stored.order, rejection, seller_asked(stored.order, request.id)),
        Step(
            type=EventType.CANCELLATION_REJECTED,
            actor=actor,
            parameters=parameters_of(declined),
        ),
    )
    repository.change(transaction, world.tenant, declined)
    kind = MessageKind.EXPIRED if actor is Actor.SYSTEM else MessageKind.DECLINED
    _leave_line(transaction, world, request, stored.order, kind, actor, reason)
    return saved


def unlock(
    transaction: Transaction, world: World, stored: StoredOrder, reason: str, seller_id: str = ""
) -> StoredOrder:
    """Open the cancel option for a seller's lines of an order, with the seller's reason for it.

    Raises:
        ProblemError: It is open already, nothing of the order can be cancelled any more, or no
            reason was given.
    """
    after = _stepped(lambda: changes.unlocked(stored.order, world.now, seller_id))
    _check_reason(Actor.SELLER, reason)
    step = Step(type=EventType.ORDER_UNLOCKED, actor=Actor.SELLER, parameters={"reason": reason})
    saved = save(transaction, world, stored, after, step)
    leave_line(
        transaction,
        world,
        stored.order,
        kind=MessageKind.UNLOCKED,
        author=Actor.SELLER,
        text=reason,
        seller_id=seller_id,
    )
    return saved


def pack(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder:
    """Pack some lines, or all that can be.

    Raises:
        ProblemError: None of them can be, or they wait for the decision on a request.
    """
    line_ids = free_lines(stored.order, open_requests_of(transaction, world, stored), line_ids)
    after = _stepped(lambda: changes.packed(stored.order, line_ids, world.now))
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
    after = _stepped(lambda: changes.collected(stored.order, line_ids, world.now))
    taken = {
        line.id for line, old in zip(after.lines, stored.order.lines, strict=True) if line != old
    }
    for request in requests:
        if taken & {line.line_id for line in request.lines}:
            stored = overtaken(transaction, world, stored, request)
    after = _stepped(lambda: changes.collected(stored.order, line_ids, world.now))
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
        _stepped(lambda: changes.delivered(order, world.now, line_ids)),
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
    return saved


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


def _covered(
    order: Order, pieces: Mapping[str, int], refunds: Sequence[int]
) -> tuple[CancelledLine, ...]:
    return tuple(
        CancelledLine(line_id=line.id, quantity=pieces[line.id], refund_minor=refund)
        for line, refund in zip(order.lines, refunds, strict=True)
        if pieces.get(line.id)
    )


def _open_request(
    transaction: Transaction, world: World, stored: StoredOrder, seller_id: str
) -> Cancellation:
    request = open_request_of(transaction, world, stored, seller_id)
    if request is None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    return request


def _check_reason(actor: Actor, reason: str) -> None:
    if actor is Actor.SELLER and not reason.strip():
        raise invalid("/reason", "missing")


def _leave_line(  # noqa: PLR0917 - what a line is made of
    transaction: Transaction,
    world: World,
    request: Cancellation,
    order: Order,
    kind: MessageKind,
    author: Actor,
    text: str = "",
) -> None:
    """Write down in the conversation what became of a request."""
    seller_id = seller_of_lines(order, {line.line_id for line in request.lines})
    leave_line(transaction, world, order, kind=kind, author=author, text=text, seller_id=seller_id)


def _decline_ask(  # noqa: PLR0917 - as ``reject``
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    actor: Actor,
    reason: str,
    seller_id: str,
) -> StoredOrder:
    """Say no to what was only asked in the conversation.

    Where the seller's word was all that could help, the order keeps it as declined. Where the buyer
    can still ask formally, that right stays.
    """
    _check_reason(actor, reason)
    order = stored.order
    after = changes.touched(order)
    lines = {line.id: line.open_quantity for line in lines_of(order, seller_id)}
    decision = buyers_decision(order, lines, now=world.now, policy=stored.policy)
    if decision.outcome not in POSSIBLE:
        ask_id = id_of(world.seed, world.now, "ask", order.id, str(order.version))
        rejection = RejectedRequest(id=ask_id, rejected_at=world.now, reason=reason)
        after = changes.rejected(order, rejection, seller_id)
    step = Step(type=EventType.ASK_DECLINED, actor=actor, parameters={"reason": reason})
    saved = save(transaction, world, stored, after, step)
    leave_line(
        transaction,
        world,
        order,
        kind=MessageKind.DECLINED,
        author=actor,
        text=reason,
        seller_id=seller_id,
    )
    return saved


def _stepped(step: Callable[[], Order]) -> Order:
    try:
        return step()
    except changes.StepError:
        raise ProblemError(ProblemCode.WRONG_STATE) from None


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
    _check_reason(actor, reason)
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
    after = changes.cancelled(order, pieces, preview.parts, world.now)
    saved = save(
        transaction,
        world,
        stored,
        after,
        Step(type=cancelled_type(after), actor=actor, parameters=parameters_of(done)),
    )
    repository.add(transaction, world.tenant, order.buyer_id, done)
    if actor is not Actor.BUYER:
        _leave_line(transaction, world, done, order, MessageKind.CANCELLED, actor, reason)
    return saved


def _lines_in(order: Order, seller_id: str) -> tuple[OrderLine, ...]:
    return lines_of(order, seller_id) if seller_id else order.lines


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
    if not pieces or part_of(order, seller_id).open_request is not None:
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
        lines=_covered(order, pieces, refunds),
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
    _leave_line(transaction, world, asked, order, MessageKind.REQUESTED, Actor.BUYER, reason_text)
    return saved
