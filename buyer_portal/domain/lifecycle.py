"""Change here which way an order may go, and how its status follows from its lines."""

from collections.abc import Iterable
from typing import Final

from buyer_portal.domain.orders import OrderLine, OrderStatus

_S = OrderStatus

STATUS_STEPS: Final[dict[OrderStatus, frozenset[OrderStatus]]] = {
    _S.UNPAID: frozenset({_S.ON_HOLD, _S.AWAITING_SHIPMENT, _S.CANCELLED}),
    _S.ON_HOLD: frozenset({_S.AWAITING_SHIPMENT, _S.AWAITING_COLLECTION, _S.CANCELLED}),
    _S.AWAITING_SHIPMENT: frozenset(
        {_S.AWAITING_COLLECTION, _S.PARTIALLY_SHIPPING, _S.IN_TRANSIT, _S.CANCELLED}
    ),
    _S.AWAITING_COLLECTION: frozenset({_S.PARTIALLY_SHIPPING, _S.IN_TRANSIT, _S.CANCELLED}),
    # Cancelling the rest leaves what has already left, which may even have arrived.
    _S.PARTIALLY_SHIPPING: frozenset({_S.IN_TRANSIT, _S.DELIVERED, _S.CANCELLED}),
    # A parcel that was refused or lost comes back cancelled.
    _S.IN_TRANSIT: frozenset({_S.DELIVERED, _S.CANCELLED}),
    _S.DELIVERED: frozenset({_S.COMPLETED}),
    _S.COMPLETED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""Where an order may go next; nothing else is allowed."""

PROGRESS: Final[dict[OrderStatus, int]] = {
    _S.UNPAID: 0,
    _S.ON_HOLD: 1,
    _S.AWAITING_SHIPMENT: 2,
    _S.AWAITING_COLLECTION: 3,
    _S.PARTIALLY_SHIPPING: 4,
    _S.IN_TRANSIT: 5,
    _S.DELIVERED: 6,
    _S.COMPLETED: 7,
    _S.CANCELLED: 8,
}
"""How far a status is; a higher one is never less shipped."""


def may_become(status: OrderStatus, next_status: OrderStatus) -> bool:
    """Say whether an order at ``status`` may go to ``next_status``; staying is no step."""
    return next_status in STATUS_STEPS[status]


def has_left(status: OrderStatus) -> bool:
    """Say whether the carrier has or had the goods."""
    return PROGRESS[_S.IN_TRANSIT] <= PROGRESS[status] < PROGRESS[_S.CANCELLED]


def order_status_of(lines: Iterable[OrderLine]) -> OrderStatus:
    """Return the status that an order's lines add up to.

    Lines without an open piece do not count; none open means cancelled. When some lines have left
    and others have not, the order is partly shipped; otherwise the slowest line speaks for all.
    """
    stages = [
        line.status for line in lines if line.open_quantity > 0 and line.status is not _S.CANCELLED
    ]
    if not stages:
        return _S.CANCELLED
    slowest = min(stages, key=PROGRESS.__getitem__)
    if not has_left(slowest) and any(has_left(stage) for stage in stages):
        return _S.PARTIALLY_SHIPPING
    return slowest
