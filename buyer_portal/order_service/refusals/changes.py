"""Change here how refusing changes an order: pure, from one value to the next, version plus one."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from buyer_portal.domain.decision_values import RefundPart
from buyer_portal.domain.orders import OpenRefusal, Order, OrderStatus
from buyer_portal.domain.refusals import parcels_in_transit, pieces_in
from buyer_portal.order_service.orders.changes import cancelled


def announced(order: Order, refusals: Sequence[OpenRefusal]) -> Order:
    """Return the order with parcels more that its buyer will refuse."""
    return replace(order, version=order.version + 1, refusals=(*order.refusals, *refusals))


def without_refusals(order: Order, package_ids: Collection[str]) -> Order:
    """Return the order whose buyer takes these parcels after all; the version stays."""
    kept = tuple(one for one in order.refusals if one.package_id not in package_ids)
    return order if len(kept) == len(order.refusals) else replace(order, refusals=kept)


def without_lapsed(order: Order) -> Order:
    """Return the order without refusals of parcels that are not on their way any more."""
    moving = parcels_in_transit(order)
    return without_refusals(
        order, [one.package_id for one in order.refusals if one.package_id not in moving]
    )


def brought_back(
    order: Order, package_ids: Collection[str], parts: Sequence[RefundPart], now: datetime
) -> Order:
    """Return the order whose parcels travel back, refused, ``parts`` on their way to the buyer."""
    after = cancelled(order, pieces_in(order, package_ids), parts, now)
    return without_refusals(
        replace(
            after,
            moments=replace(after.moments, refused_at=now),
            packages=tuple(
                replace(package, status=OrderStatus.CANCELLED, refused_at=now)
                if package.id in package_ids
                else package
                for package in after.packages
            ),
        ),
        package_ids,
    )
