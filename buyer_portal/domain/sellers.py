"""Change here how an order of several sellers falls into parts, one order per seller.

A part is the order as one seller sees it: its lines, its parcels, its requests. Whatever is true
of an order of one seller is true of a part, so rules look at parts and never at sellers.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from buyer_portal.domain.lifecycle import order_status_of
from buyer_portal.domain.orders import (
    Moments,
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    Package,
    RequestKind,
    SellerPart,
)

_OF_A_SELLER: Final = frozenset(
    {
        "shipped_by_seller",
        "open_request",
        "open_return",
        "rejected_request",
        "unlocked_at",
        "cancellations_made",
    }
)


def seller_of(order: Order, line: OrderLine) -> str:
    """Return whose line it is: the order's own seller where it names none of the further ones."""
    if line.seller_id and any(part.seller_id == line.seller_id for part in order.further):
        return line.seller_id
    return order.seller_id


def sellers_of(order: Order) -> tuple[str, ...]:
    """Return the ids of all sellers of an order, its own first."""
    return (order.seller_id, *(part.seller_id for part in order.further))


def lines_of(order: Order, seller_id: str) -> tuple[OrderLine, ...]:
    """Return the lines of one seller; an empty id means the order's own."""
    if not order.further:
        return order.lines
    wanted = seller_id or order.seller_id
    return tuple(line for line in order.lines if seller_of(order, line) == wanted)


def parts_of(order: Order) -> tuple[Order, ...]:
    """Return one order per seller, the own seller's first; the order itself where it has one.

    A part keeps ids, money and market of the whole; ``seller_id`` is its seller's. Its status is
    the order's, its own lines' where the order is partly shipped.
    """
    if not order.further:
        return (order,)
    return tuple(part_of(order, seller_id) for seller_id in sellers_of(order))


def part_of(order: Order, seller_id: str) -> Order:
    """Return what one seller of an order sees; the order itself where it has one seller."""
    if not order.further:
        return order
    wanted = seller_id or order.seller_id
    known = next((part for part in order.further if part.seller_id == wanted), None)
    lines = lines_of(order, wanted)
    inside = {line.package_id for line in lines if line.package_id is not None}
    packages = tuple(package for package in order.packages if package.id in inside)
    is_partly = order.status is OrderStatus.PARTIALLY_SHIPPING
    part = replace(
        order,
        lines=lines,
        packages=packages,
        status=order_status_of(lines) if is_partly else order.status,
        moments=_moments_of(order.moments, lines, packages),
        further=(),
    )
    if known is None:
        return part
    return replace(
        part,
        seller_id=known.seller_id,
        shipped_by_seller=known.shipped_by_seller,
        open_request=known.open_request,
        open_return=known.open_return,
        rejected_request=known.rejected_request,
        unlocked_at=known.unlocked_at,
        cancellations_made=known.cancellations_made,
    )


def with_part(order: Order, seller_id: str, **changes: Any) -> Order:  # noqa: ANN401 - its fields
    """Return the order with fields of ``SellerPart`` changed for one seller; version stays.

    Raises:
        ValueError: A field that no seller has of its own.
    """
    if changes.keys() - _OF_A_SELLER:
        raise ValueError(f"not of a seller: {sorted(changes.keys() - _OF_A_SELLER)}")
    if not any(part.seller_id == seller_id for part in order.further):
        return replace(order, **changes)
    return replace(
        order,
        further=tuple(
            replace(part, **changes) if part.seller_id == seller_id else part
            for part in order.further
        ),
    )


def request_to(order: Order, seller_id: str) -> OpenRequest | None:
    """Return what a seller is asked to cancel; an empty id takes whichever is open, the own first.

    Returns and refunds are answered elsewhere (``domain/returns.py``).
    """
    found = (part_of(order, seller_id).open_request,) if seller_id else order.open_requests
    return next((one for one in found if one and one.kind is RequestKind.CANCELLATION), None)


def seller_asked(order: Order, request_id: str) -> str:
    """Return who has to answer an open request; empty for one that is not open."""
    return next((one.seller_id for one in order.open_requests if one.id == request_id), "")


def further_part(order: Order, seller_id: str) -> SellerPart | None:
    """Return the part of a further seller; None for the order's own and for strangers."""
    return next((part for part in order.further if part.seller_id == seller_id), None)


def _moments_of(
    moments: Moments, lines: Collection[OrderLine], packages: Collection[Package]
) -> Moments:
    """Return when one seller's parcels passed each step: known once the last of them has.

    Lines that are in no parcel have no moments but the order's.
    """
    if not packages or any(line.package_id is None and line.open_quantity for line in lines):
        return moments
    alive = [package for package in packages if package.status is not OrderStatus.CANCELLED]
    return replace(
        moments,
        packed_at=_last([package.packed_at for package in alive]),
        collected_at=_last([package.collected_at for package in alive]),
        delivered_at=_last([package.delivered_at for package in alive]),
    )


def _last(moments: list[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None
