"""Change here what a seller, or time in the seller's place, answers to a request."""

from dataclasses import replace

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import RejectedRequest
from buyer_portal.domain.refunds import refund_of
from buyer_portal.domain.sellers import lines_of, request_to, seller_asked
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.naming import parameters_of, refunds_of
from buyer_portal.order_service.cancellations.requests import waiting_request
from buyer_portal.order_service.cancellations.steps import check_reason, covered, stepped
from buyer_portal.order_service.cancellations.use_cases import POSSIBLE
from buyer_portal.order_service.conversations.lines import is_asked, leave_line
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.summaries import buyers_decision
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_cancellation
from buyer_portal.order_service.sessions.viewer import World


def approve(
    transaction: Transaction, world: World, stored: StoredOrder, actor: Actor, seller_id: str = ""
) -> StoredOrder:
    """Carry out the open request to a seller, with its refunds.

    Raises:
        ProblemError: No request is open.
    """
    request = waiting_request(transaction, world, stored, seller_id)
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
        lines=covered(order, pieces, refunds),
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
    receipt_for_cancellation(transaction, world, saved, done)
    leave_line(
        transaction,
        world,
        order,
        kind=MessageKind.APPROVED,
        author=actor,
        line_ids=request.line_ids,
    )
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
    request = waiting_request(transaction, world, stored, seller_id)
    check_reason(actor, reason)
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
    leave_line(
        transaction,
        world,
        stored.order,
        kind=kind,
        author=actor,
        text=reason,
        line_ids=request.line_ids,
    )
    return saved


def unlock(
    transaction: Transaction, world: World, stored: StoredOrder, reason: str, seller_id: str = ""
) -> StoredOrder:
    """Open the cancel option for a seller's lines of an order, with the seller's reason for it.

    Raises:
        ProblemError: It is open already, nothing of the order can be cancelled any more, or no
            reason was given.
    """
    after = stepped(lambda: changes.unlocked(stored.order, world.now, seller_id))
    check_reason(Actor.SELLER, reason)
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
    check_reason(actor, reason)
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
