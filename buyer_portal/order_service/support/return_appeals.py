"""Change here what granting an appeal about a return does: support overrules who declined it."""

from dataclasses import replace

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_rules import stage_of
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.return_rules import ARRIVED
from buyer_portal.domain.returns import Return, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import repository
from buyer_portal.order_service.returns.asking import approved
from buyer_portal.order_service.returns.steps import OVERRULED, OVERRULED_REFUND, move, return_in
from buyer_portal.order_service.sessions.viewer import World


def overrule_return(
    transaction: Transaction, world: World, stored: StoredOrder, return_id: str
) -> Return | Cause:
    """Let a declined return go on and return it; else say why it cannot any more.

    Raises:
        ProblemError: It is not declined any more.
    """
    found = _declined(transaction, world, stored, return_id)
    cause = _too_late(stored, found)
    if cause is not None:
        _settle(transaction, world, stored, found)
        return cause
    _go_on(transaction, world, stored, found)
    return return_in(transaction.connection, world, stored.order, return_id) or found


def uphold_refusal(
    transaction: Transaction, world: World, stored: StoredOrder, return_id: str
) -> None:
    """Leave a declined return as it is; support is not asked about it again.

    Raises:
        ProblemError: It is not declined any more.
    """
    _settle(transaction, world, stored, _declined(transaction, world, stored, return_id))


def _declined(
    transaction: Transaction, world: World, stored: StoredOrder, return_id: str
) -> Return:
    found = return_in(transaction.connection, world, stored.order, return_id)
    if found is None or found.status is not ReturnStatus.REJECTED:
        raise ProblemError(ProblemCode.WRONG_STATE)
    return found


def _settle(transaction: Transaction, world: World, stored: StoredOrder, found: Return) -> None:
    """Note that support has decided; the order stays as it is."""
    after = replace(found, appeal_decided_at=world.now)
    repository.change(transaction, world.tenant, stored.order.buyer_id, found, after)


def _go_on(transaction: Transaction, world: World, stored: StoredOrder, found: Return) -> None:
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
    move(transaction, world, stored, found, after, event, Actor.SUPPORT, code)


def _too_late(stored: StoredOrder, found: Return) -> Cause | None:
    """Say why it cannot go on: its goods are cancelled, or have come since and can go back."""
    lines = [line for line in stored.order.lines if line.id in found.pieces]
    if not any(line.kept_quantity for line in lines):
        return Cause.ALREADY_CANCELLED
    has_come = any(stage_of(stored.order, line) in ARRIVED for line in lines)
    return Cause.DELIVERED if found.is_before_arrival and has_come else None
