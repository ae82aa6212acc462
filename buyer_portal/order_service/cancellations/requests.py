"""Change here which steps a request takes before the seller decides: received, held."""

from dataclasses import replace

from buyer_portal.domain.cancellations import Actor, Cancellation
from buyer_portal.domain.sellers import request_to, seller_asked
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cancellations import repository
from buyer_portal.order_service.cancellations.naming import parameters_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders import changes
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.sessions.viewer import World


def open_request_of(
    transaction: Transaction, world: World, stored: StoredOrder, seller_id: str = ""
) -> Cancellation | None:
    """Return the request that waits for a seller's answer; None when none does."""
    waiting = request_to(stored.order, seller_id)
    every = open_requests_of(transaction, world, stored)
    return next((one for one in every if waiting and one.id == waiting.id), None)


def waiting_request(
    transaction: Transaction, world: World, stored: StoredOrder, seller_id: str
) -> Cancellation:
    """Return the request that waits for a seller's answer.

    Raises:
        ProblemError: None does.
    """
    request = open_request_of(transaction, world, stored, seller_id)
    if request is None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    return request


def open_requests_of(
    transaction: Transaction, world: World, stored: StoredOrder
) -> tuple[Cancellation, ...]:
    """Return everything that waits for an answer, oldest first; at most one per seller."""
    order = stored.order
    waiting = {request.id for request in order.open_requests}
    if not waiting:
        return ()
    every = repository.cancellations_of(
        transaction.connection, world.tenant, order.buyer_id, order.id
    )
    return tuple(one for one in every if one.id in waiting)


def receive(
    transaction: Transaction, world: World, stored: StoredOrder, seller_id: str = ""
) -> StoredOrder:
    """Note that the seller's side got the request.

    Raises:
        ProblemError: No request is open, or it was received before.
    """
    request = waiting_request(transaction, world, stored, seller_id)
    if request.received_at is not None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    received = replace(request, received_at=world.now)
    step = Step(
        type=EventType.CANCELLATION_RECEIVED,
        actor=Actor.SELLER,
        parameters=parameters_of(received),
    )
    saved = save(transaction, world, stored, changes.touched(stored.order), step)
    repository.change(transaction, world.tenant, received)
    return saved


def hold(
    transaction: Transaction, world: World, stored: StoredOrder, seller_id: str = ""
) -> StoredOrder:
    """Put the parcel aside until the request is decided; what is held was received.

    Raises:
        ProblemError: No request is open, the policy holds no parcels, or this one is held already.
    """
    request = waiting_request(transaction, world, stored, seller_id)
    asked = seller_asked(stored.order, request.id)
    policy = stored.policy.of_seller(asked)
    if not policy.request_holds_parcel or request.held_at is not None:
        raise ProblemError(ProblemCode.WRONG_STATE)
    held = replace(request, received_at=request.received_at or world.now, held_at=world.now)
    step = Step(
        type=EventType.CANCELLATION_HELD, actor=Actor.SELLER, parameters=parameters_of(held)
    )
    saved = save(transaction, world, stored, changes.held(stored.order, world.now, asked), step)
    repository.change(transaction, world.tenant, held)
    return saved
