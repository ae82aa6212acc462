"""Change here what the carrier's events do to parcels that their buyers refuse."""

from collections.abc import Collection
from typing import Final

from buyer_portal.domain.cancellations import (
    Actor,
)
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.refusals import (
    REFUSED_REASON,
    DeliveryRefusal,
    RefusalStatus,
    parcels_in_transit,
    pieces_in,
    refund_of_refusal,
    seller_of,
)
from buyer_portal.domain.standing import Strike, strike_for
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cancellations import repository as cancellations
from buyer_portal.order_service.cancellations.naming import (
    done_now,
    parameters_of,
)
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.repository import StoredOrder
from buyer_portal.order_service.orders.writing import Step, save
from buyer_portal.order_service.receipts.issuing import receipt_for_cancellation
from buyer_portal.order_service.refusals import repository
from buyer_portal.order_service.refusals.changes import brought_back
from buyer_portal.order_service.refusals.use_cases import close, refusal_id
from buyer_portal.order_service.returns.closing import close_overtaken
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.standing import repository as standing

PART: Final = "part"
"""Which words tell it where other parcels of the order still come."""


def bring_back(
    transaction: Transaction, world: World, stored: StoredOrder, line_ids: Collection[str] = ()
) -> StoredOrder:
    """Let the carrier bring back what its buyer refused at the door, announced or not.

    Money, strike, event and notification are written in the one transaction. Without
    ``line_ids`` it is every parcel in transit.

    Raises:
        ProblemError: No such parcel is in transit.
    """
    order = stored.order
    parcels = _parcels_of(order, line_ids)
    if not parcels:
        raise ProblemError(ProblemCode.WRONG_STATE)
    money = refund_of_refusal(order, parcels, stored.policy)
    pieces = pieces_in(order, parcels)
    by, why = Actor.CARRIER, REFUSED_REASON
    done = done_now(transaction, world, order, pieces, money, by=by, reason_key=why)
    after = brought_back(order, parcels, money[0].parts, world.now)
    strike = _strike(transaction, world, stored, parcels)
    step = Step(
        type=EventType.DELIVERY_REFUSED,
        actor=Actor.CARRIER,
        parameters=parameters_of(done)
        | _about(strike)
        | ({} if after.status is OrderStatus.CANCELLED else {"code": PART}),
    )
    saved = save(transaction, world, stored, after, step)
    cancellations.add(transaction, world.tenant, order.buyer_id, done)
    receipt_for_cancellation(transaction, world, saved, done)
    if strike is not None:
        standing.add(transaction, world.tenant, order.buyer_id, strike)
    strike_id = "" if strike is None else strike.id
    _confirm(transaction, world, order, parcels, cancellation_id=done.id, strike_id=strike_id)
    return close_overtaken(transaction, world, saved)


def _parcels_of(order: Order, line_ids: Collection[str]) -> tuple[str, ...]:
    named = {line.package_id or "" for line in order.lines if line.id in line_ids}
    return tuple(one for one in parcels_in_transit(order) if not line_ids or one in named)


def _strike(
    transaction: Transaction, world: World, stored: StoredOrder, parcels: tuple[str, ...]
) -> Strike | None:
    order = stored.order
    seller_id = seller_of(order, parcels, stored.policy)
    return strike_for(
        order.id,
        seller_id,
        standing.standing_of(transaction.connection, world.tenant, order.buyer_id),
        stored.policy.of_seller(seller_id),
        world.now,
        id=id_of(world.seed, world.now, "strike", order.id),
    )


def _about(strike: Strike | None) -> dict[str, str]:
    if strike is None:
        return {}
    return {"strike_id": strike.id, "strike_until": strike.expires_at.isoformat()}


def _confirm(
    transaction: Transaction,
    world: World,
    order: Order,
    parcels: tuple[str, ...],
    *,
    cancellation_id: str,
    strike_id: str,
) -> None:
    """Write for each parcel that it was refused, also where nobody had said so before."""
    said = close(
        transaction,
        world,
        order,
        parcels,
        RefusalStatus.CONFIRMED,
        cancellation_id=cancellation_id,
        strike_id=strike_id,
    )
    for package_id in parcels:
        if package_id not in said:
            refusal = DeliveryRefusal(
                id=refusal_id(world, order, package_id),
                order_id=order.id,
                package_id=package_id,
                status=RefusalStatus.CONFIRMED,
                decided_at=world.now,
                cancellation_id=cancellation_id,
                strike_id=strike_id,
            )
            repository.add(transaction, world.tenant, order.buyer_id, refusal)
