"""Change here what granting an appeal about a return does: support overrules who declined it."""

from dataclasses import replace
from datetime import datetime

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_rules import stage_of
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.return_rules import ARRIVED
from buyer_portal.domain.returns import Return, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.domain.support import appealable_returns
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import repository
from buyer_portal.order_service.returns.steps import OVERRULED, OVERRULED_REFUND, move, return_in
from buyer_portal.order_service.returns.use_cases import approved
from buyer_portal.order_service.sessions.viewer import World


def overrule_returns(
    transaction: Transaction, world: World, stored: StoredOrder, *, asked_at: datetime
) -> Return | Cause:
    """Let the returns go on that were declined when support was asked; else say why not.

    Returns:
        The first of them as it is now, or why none can go on any more.

    Raises:
        ProblemError: None of them is declined any more.
    """
    order = stored.order
    every = repository.returns_of(transaction.connection, world.tenant, order.buyer_id, order.id)
    declined = appealable_returns(every, policy=stored.policy, now=asked_at)
    if not declined:
        raise ProblemError(ProblemCode.WRONG_STATE)
    first: Return | None = None
    causes: list[Cause] = []
    for found in declined:
        cause = _too_late(stored, found)
        if cause is not None:
            causes.append(cause)
            continue
        stored = _go_on(transaction, world, stored, found)
        first = first or return_in(transaction.connection, world, stored.order, found.id)
    return causes[0] if first is None else first


def _go_on(
    transaction: Transaction, world: World, stored: StoredOrder, found: Return
) -> StoredOrder:
    """Do what the seller would have done by saying yes."""
    again = replace(found, ended_at=None)
    if found.shipped_at is not None:
        after = replace(
            again,
            status=ReturnStatus.RECEIVED,
            received_at=world.now,
            received_by=Actor.SUPPORT,
            outcome=ReturnOutcome.RETURNED,
        )
        event, code = EventType.RETURN_RECEIVED, OVERRULED
    else:
        after = approved(again, world, Actor.SUPPORT)
        is_refund = found.kind is ReturnKind.REFUND
        event, code = EventType.RETURN_APPROVED, OVERRULED_REFUND if is_refund else OVERRULED
    return move(transaction, world, stored, found, after, event, Actor.SUPPORT, code)


def _too_late(stored: StoredOrder, found: Return) -> Cause | None:
    """Say why it cannot go on: its goods are cancelled, or have come since and can go back."""
    lines = [line for line in stored.order.lines if line.id in found.pieces]
    if not any(line.kept_quantity for line in lines):
        return Cause.ALREADY_CANCELLED
    has_come = any(stage_of(stored.order, line) in ARRIVED for line in lines)
    return Cause.DELIVERED if found.is_before_arrival and has_come else None
