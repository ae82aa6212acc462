"""Change here what a buyer can do about cancelling."""

from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.sellers import seller_asked
from buyer_portal.order_contract.cancellations import (
    CancellationAnswer,
    CancelOrder,
    WithdrawCancellation,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import CREATED, Answer, good, not_found, problem
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.checking import (
    asks_too_much,
    check_expiry,
    check_reason,
    is_other_than_seen,
    refusal_of,
)
from buyer_portal.order_service.cancellations.effects import (
    Job,
    ask_seller,
    cancel_now,
    note_in_conversation,
)
from buyer_portal.order_service.cancellations.naming import parameters_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.changes import counted, withdrawn
from buyer_portal.order_service.orders.pieces import pieces_of
from buyer_portal.order_service.orders.repository import StoredOrder, find_order
from buyer_portal.order_service.orders.summaries import buyers_decision
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import Viewer, World

POSSIBLE: Final = frozenset({Permission.INSTANT, Permission.REQUEST})


def cancel(transaction: Transaction, viewer: Viewer, order_id: str, command: CancelOrder) -> Answer:
    """Cancel at once, ask each seller who must agree, or refuse.

    Lines with different outcomes are all done by one command. A refusal is an answer and is kept
    as one.

    Raises:
        ProblemError: No such order, a command that came too late, or fields that are wrong.
    """
    stored = find_order(transaction.connection, viewer.tenant, viewer.buyer_id, order_id)
    if stored is None:
        raise not_found()
    check_expiry(command.expires_at, viewer.now)
    order = stored.order
    pieces = pieces_of(command.lines, order) or None
    build = viewer.client_build if command.client_build is None else command.client_build
    decision = buyers_decision(
        order,
        pieces,
        now=viewer.now,
        policy=stored.policy,
        client_build=build,
        minimum_build=viewer.minimum_client_build,
    )
    if decision.outcome not in POSSIBLE:
        return refusal_of(order, decision)
    if asks_too_much(order, pieces) or is_other_than_seen(
        transaction, viewer, stored, command, decision
    ):
        return problem(ProblemCode.ORDER_CHANGED, order_version=order.version)
    check_reason(command, decision)
    job = Job(transaction, viewer, command, decision)
    stored = replace(stored, order=counted(order, job.sellers_of(order)))
    made: list[Cancellation] = []
    if decision.outcome is Permission.INSTANT:
        done, stored = cancel_now(job, stored)
        made.append(done)
    for request in decision.requests:
        asked, stored = ask_seller(job, stored, request)
        made.append(asked)
    return good(
        CancellationAnswer(
            cancellation=made[0], others=tuple(made[1:]), order=stored.order, server_now=viewer.now
        ),
        CREATED,
    )


def withdraw(
    transaction: Transaction, viewer: Viewer, cancellation_id: str, command: WithdrawCancellation
) -> Answer:
    """Take a pending request back, or refuse because it was answered.

    Raises:
        ProblemError: No such cancellation, or a command that came too late.
    """
    stored, cancellation = _find(transaction.connection, viewer, cancellation_id)
    check_expiry(command.expires_at, viewer.now)
    if cancellation.status is not CancellationStatus.PENDING:
        return problem(ProblemCode.NOT_WITHDRAWABLE, order_version=stored.order.version)
    back, saved = take_back(transaction, viewer, stored, cancellation)
    return good(CancellationAnswer(cancellation=back, order=saved.order, server_now=viewer.now))


def take_back(
    transaction: Transaction, world: World, stored: StoredOrder, cancellation: Cancellation
) -> tuple[Cancellation, StoredOrder]:
    """Close a pending request in its buyer's name; return it and the order afterwards."""
    back = replace(
        cancellation,
        status=CancellationStatus.WITHDRAWN,
        answered_at=world.now,
        answered_by=Actor.BUYER,
    )
    repository.change(transaction, world.tenant, back)
    saved = save(
        transaction,
        world,
        stored,
        withdrawn(stored.order, seller_asked(stored.order, back.id)),
        Step(
            type=EventType.CANCELLATION_WITHDRAWN,
            actor=Actor.BUYER,
            parameters=parameters_of(back),
        ),
    )
    note_in_conversation(transaction, world, stored.order, back, MessageKind.WITHDRAWN)
    return back, saved


def read(connection: Connection, viewer: Viewer, cancellation_id: str) -> Answer:
    """Return a cancellation and its order as they stand.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    stored, cancellation = _find(connection, viewer, cancellation_id)
    return good(
        CancellationAnswer(cancellation=cancellation, order=stored.order, server_now=viewer.now)
    )


def _find(
    connection: Connection, viewer: Viewer, cancellation_id: str
) -> tuple[StoredOrder, Cancellation]:
    scope = (viewer.tenant, viewer.buyer_id)
    order_id = repository.order_of_cancellation(connection, *scope, cancellation_id)
    stored = find_order(connection, *scope, order_id) if order_id else None
    if stored is None:
        raise not_found()
    every = repository.cancellations_of(connection, *scope, stored.order.id)
    return stored, next(one for one in every if one.id == cancellation_id)
