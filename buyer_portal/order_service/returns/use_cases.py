"""Change here what a buyer does with a return that was asked for."""

from dataclasses import replace
from datetime import timedelta

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.returns import (
    OfferStatus,
    Return,
    ReturnOutcome,
    ReturnStatus,
    confirm_until,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    ReturnAnswer,
    ShipReturn,
    WithdrawReturn,
)
from buyer_portal.order_service.answers import Answer, good, problem
from buyer_portal.order_service.commands.expiry import refuse_late
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns.finding import find_return
from buyer_portal.order_service.returns.steps import PART, move, return_in
from buyer_portal.order_service.sessions.viewer import Viewer, World


def ship(transaction: Transaction, viewer: Viewer, return_id: str, command: ShipReturn) -> Answer:
    """Note that the parcel is on its way, or correct its number while the seller waits for it.

    Raises:
        ProblemError: No such return, or a command that came too late.
    """
    stored, found = find_return(transaction.connection, viewer, return_id)
    refuse_late(command.expires_at, viewer.now)
    is_correction = found.status is ReturnStatus.SHIPPED and found.arrived_at is None
    if not found.must_be_sent and not is_correction:
        return problem(ProblemCode.ORDER_CHANGED, order_version=stored.order.version)
    saved = send(
        transaction,
        viewer,
        stored,
        found,
        carrier=command.carrier,
        tracking_number=command.tracking_number,
    )
    return _answer(transaction, viewer, saved, return_id)


def send(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    *,
    carrier: str,
    tracking_number: str,
) -> StoredOrder:
    """Write that the goods are on their way back."""
    shipped_at = found.shipped_at or world.now
    after = replace(
        found,
        status=ReturnStatus.SHIPPED,
        shipped_at=shipped_at,
        carrier=carrier,
        tracking_number=tracking_number,
        confirm_by=confirm_until(shipped_at, found.confirm_days),
    )
    return move(transaction, world, stored, found, after, EventType.RETURN_SHIPPED, Actor.BUYER)


def answer_offer(
    transaction: Transaction, viewer: Viewer, return_id: str, command: AnswerOffer
) -> Answer:
    """Take a part of the money and keep the goods, or decline it and wait for the seller again.

    Raises:
        ProblemError: No such return, or a command that came too late.
    """
    stored, found = find_return(transaction.connection, viewer, return_id)
    refuse_late(command.expires_at, viewer.now)
    offered = found.open_offer
    if offered is None or offered.amount_minor != command.seen_amount_minor:
        return problem(ProblemCode.ORDER_CHANGED, order_version=stored.order.version)
    if not command.accepts:
        saved = decline_offer(transaction, viewer, stored, found)
        return _answer(transaction, viewer, saved, return_id)
    after = replace(
        found,
        status=ReturnStatus.APPROVED,
        answered_at=viewer.now,
        answered_by=Actor.BUYER,
        outcome=ReturnOutcome.PART,
        offer=replace(offered, status=OfferStatus.ACCEPTED, answered_at=viewer.now),
    )
    saved = move(
        transaction,
        viewer,
        stored,
        found,
        after,
        EventType.RETURN_APPROVED,
        Actor.BUYER,
        PART,
    )
    return _answer(transaction, viewer, saved, return_id)


def decline_offer(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    *,
    actor: Actor = Actor.BUYER,
    code: str = "",
) -> StoredOrder:
    """Let the seller answer the request itself, with as much time as at first."""
    if found.offer is None:
        return stored
    status = OfferStatus.DECLINED if actor is Actor.BUYER else OfferStatus.LAPSED
    after = replace(
        found,
        offer=replace(found.offer, status=status, answered_at=world.now),
        answer_by=world.now + timedelta(hours=found.answer_hours),
    )
    return move(transaction, world, stored, found, after, EventType.OFFER_DECLINED, actor, code)


def withdraw(
    transaction: Transaction, viewer: Viewer, return_id: str, command: WithdrawReturn
) -> Answer:
    """Take a return back, or refuse because it is on its way or over.

    Raises:
        ProblemError: No such return, or a command that came too late.
    """
    stored, found = find_return(transaction.connection, viewer, return_id)
    refuse_late(command.expires_at, viewer.now)
    if found.status is not ReturnStatus.REQUESTED and not found.must_be_sent:
        return problem(ProblemCode.NOT_WITHDRAWABLE, order_version=stored.order.version)
    after = replace(found, status=ReturnStatus.WITHDRAWN, ended_at=viewer.now)
    saved = move(transaction, viewer, stored, found, after, EventType.RETURN_WITHDRAWN, Actor.BUYER)
    return _answer(transaction, viewer, saved, return_id)


def _answer(
    transaction: Transaction, viewer: Viewer, stored: StoredOrder, return_id: str
) -> Answer:
    found = return_in(transaction.connection, viewer, stored.order, return_id)
    return good(
        ReturnAnswer(
            returns=() if found is None else (found,),
            order=stored.order,
            server_now=viewer.now,
        )
    )
