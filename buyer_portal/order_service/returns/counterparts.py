"""Change here what sellers and carriers do about a return, and what its deadlines bring."""

from dataclasses import replace
from datetime import timedelta

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.refunds import preview_refund
from buyer_portal.domain.returns import (
    OfferStatus,
    OnDue,
    Return,
    ReturnKind,
    ReturnOffer,
    ReturnOutcome,
    ReturnStatus,
    confirm_until,
    due_of,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError, invalid
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.returns import repository
from buyer_portal.order_service.returns.asking import approved
from buyer_portal.order_service.returns.steps import (
    GOODS,
    KEPT,
    LAPSED,
    LATE,
    REFUND,
    UNANSWERED,
    move,
    return_in,
)
from buyer_portal.order_service.returns.use_cases import decline_offer
from buyer_portal.order_service.sessions.viewer import World

_S = ReturnStatus


def running_return(
    transaction: Transaction, world: World, stored: StoredOrder, seller_id: str = ""
) -> Return:
    """Return the return of a seller on which somebody has to act; empty id takes the first.

    Raises:
        ProblemError: There is none.
    """
    order = stored.order
    every = repository.returns_of(transaction.connection, world.tenant, order.buyer_id, order.id)
    for found in every:
        if found.is_running and seller_id in ("", found.seller_id):
            return found
    raise ProblemError(ProblemCode.WRONG_STATE)


def approve(  # noqa: PLR0917 - what a seller says
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    actor: Actor,
    instructions: str = "",
    address: str = "",
) -> StoredOrder:
    """Let a return go on, with the seller's words on how and where to.

    Raises:
        ProblemError: It was answered before.
    """
    _must_be(found, _S.REQUESTED)
    after = replace(
        approved(found, world, actor),
        instructions=instructions.strip(),
        address=address.strip(),
        offer=_closed_offer(found, world),
    )
    code = REFUND if found.kind is ReturnKind.REFUND else ""
    return move(transaction, world, stored, found, after, EventType.RETURN_APPROVED, actor, code)


def reject(  # noqa: PLR0917 - what a seller says
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    actor: Actor,
    reason: str,
) -> StoredOrder:
    """Decline a return, or the goods that came back, with the reason.

    Raises:
        ProblemError: It is too late for that, or there is no reason.
    """
    _must_be(found, _S.REQUESTED, _S.SHIPPED)
    if not reason.strip():
        raise invalid("/reason", "missing")
    after = replace(
        found,
        status=_S.REJECTED,
        answer_reason=reason.strip(),
        ended_at=world.now,
        answered_at=found.answered_at or world.now,
        answered_by=actor,
        offer=_closed_offer(found, world),
    )
    code = REFUND if found.kind is ReturnKind.REFUND else ""
    if found.status is _S.SHIPPED:
        code = GOODS
    return move(transaction, world, stored, found, after, EventType.RETURN_REJECTED, actor, code)


def note_review(
    transaction: Transaction, world: World, stored: StoredOrder, found: Return
) -> StoredOrder:
    """Note that somebody decided who does not say yet how; the return waits as before, once."""
    if found.status is not _S.REQUESTED or found.reviewed_at is not None:
        return stored
    after = replace(found, reviewed_at=world.now)
    return move(transaction, world, stored, found, after, EventType.RETURN_REVIEWED, Actor.SELLER)


def offer_part(  # noqa: PLR0917 - what a seller says
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    found: Return,
    amount_minor: int,
    words: str = "",
) -> StoredOrder:
    """Offer a part of the money for keeping the goods; it waits for the buyer.

    Raises:
        ProblemError: Nothing waits, an offer was made before, or it is no part of the money.
    """
    _must_be(found, _S.REQUESTED)
    if found.offer is not None or found.is_before_arrival:
        raise ProblemError(ProblemCode.WRONG_STATE)
    whole = preview_refund(stored.order, found.pieces, stored.policy).total_minor
    if not 0 < amount_minor < whole:
        raise invalid("/amount_minor", "not_a_part")
    made = ReturnOffer(
        amount_minor=amount_minor,
        offered_at=world.now,
        answer_by=world.now + timedelta(hours=found.answer_hours),
        words=words.strip(),
    )
    after = replace(found, offer=made)
    return move(transaction, world, stored, found, after, EventType.OFFER_MADE, Actor.SELLER)


def keep(
    transaction: Transaction, world: World, stored: StoredOrder, found: Return, actor: Actor
) -> StoredOrder:
    """Pay everything back without wanting the goods.

    Raises:
        ProblemError: The goods are on their way, or it is over.
    """
    _must_be(found, _S.REQUESTED, _S.APPROVED)
    after = replace(
        found,
        status=_S.APPROVED,
        answered_at=found.answered_at or world.now,
        answered_by=found.answered_by or actor,
        outcome=ReturnOutcome.KEPT,
        ship_by=None,
        offer=_closed_offer(found, world),
    )
    return move(transaction, world, stored, found, after, EventType.RETURN_APPROVED, actor, KEPT)


def arrive(
    transaction: Transaction, world: World, stored: StoredOrder, found: Return
) -> StoredOrder:
    """Let the carrier hand the goods to the seller, who then looks at them.

    Raises:
        ProblemError: They are not on their way.
    """
    _must_be(found, _S.SHIPPED)
    if found.arrived_at is not None or found.shipped_at is None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    until = confirm_until(found.shipped_at, found.confirm_days, world.now)
    after = replace(found, arrived_at=world.now, confirm_by=until)
    return move(transaction, world, stored, found, after, EventType.RETURN_ARRIVED, Actor.CARRIER)


def receive(
    transaction: Transaction, world: World, stored: StoredOrder, found: Return, actor: Actor
) -> StoredOrder:
    """Confirm that the goods are there; the money goes back now.

    Raises:
        ProblemError: There is nothing to wait for.
    """
    _must_be(found, _S.APPROVED, _S.SHIPPED)
    after = replace(
        found,
        status=_S.RECEIVED,
        received_at=world.now,
        received_by=actor,
        outcome=ReturnOutcome.RETURNED,
    )
    return move(transaction, world, stored, found, after, EventType.RETURN_RECEIVED, actor)


def expire(
    transaction: Transaction, world: World, stored: StoredOrder, found: Return, code: str
) -> StoredOrder:
    """End a return that nobody carried on, as if it had not been."""
    after = replace(found, status=_S.EXPIRED, ended_at=world.now, offer=_closed_offer(found, world))
    return move(
        transaction, world, stored, found, after, EventType.RETURN_EXPIRED, Actor.SYSTEM, code
    )


def pass_due(transaction: Transaction, world: World, stored: StoredOrder, return_id: str) -> None:
    """Let happen what a return's deadline brings; nothing when it has moved on since."""
    found = return_in(transaction.connection, world, stored.order, return_id)
    due = None if found is None else due_of(found)
    if found is None or due is None or due.at > world.now:
        return
    match due.then:
        case OnDue.APPROVED:
            approve(transaction, world, stored, found, Actor.SYSTEM)
        case OnDue.RECEIVED:
            receive(transaction, world, stored, found, Actor.SYSTEM)
        case OnDue.OFFER_LAPSED:
            decline_offer(transaction, world, stored, found, actor=Actor.SYSTEM, code=LAPSED)
        case OnDue.EXPIRED:
            code = UNANSWERED if found.status is _S.REQUESTED else LATE
            expire(transaction, world, stored, found, code)


def _must_be(found: Return, *statuses: ReturnStatus) -> None:
    if found.status not in statuses or not found.is_running:
        raise ProblemError(ProblemCode.WRONG_STATE)


def _closed_offer(found: Return, world: World) -> ReturnOffer | None:
    """Return the offer, no longer open: the seller did something better or worse meanwhile."""
    if found.offer is None or found.offer.status is not OfferStatus.OPEN:
        return found.offer
    return replace(found.offer, status=OfferStatus.LAPSED, answered_at=world.now)
