"""Change here how a Shopify order's lines are cut by the parcels their pieces lie in."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import GoodsKind, OrderLine, OrderStatus, Package
from buyer_portal.importers.fields import Fields
from buyer_portal.importers.outcomes import Caution, Refusal
from buyer_portal.importers.shopify_words import LOST_PARCELS, PARCELS, SHIPMENTS
from buyer_portal.importers.sums import Cautions, checked_lines

_QUANTITY_LIMIT: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A fulfilment and how many pieces of each line (by external id) lie in it."""

    package: Package
    pieces: dict[str, int]
    updated_at: datetime | None


def parcels_of(record: Fields, cautions: Cautions) -> tuple[Parcel, ...]:
    """Return the fulfilments that moved something, as stated."""
    found: list[Parcel] = []
    for parcel in record.each("fulfillments"):
        state = parcel.code("status")
        shipment = parcel.code("shipment_status")
        if state not in PARCELS or shipment not in SHIPMENTS:
            name, code = (
                ("status", state) if state not in PARCELS else ("shipment_status", shipment)
            )
            raise parcel.refuse(
                Refusal.UNKNOWN_STATUS, name, f"{code[:40]!a} is not a {name} of a parcel"
            )
        if state in LOST_PARCELS:
            cautions.add(
                Caution.PARCEL_IGNORED,
                parcel.path("status"),
                f"a parcel that is {state.lower()} moves nothing; left out",
            )
            continue
        created_at = parcel.iso_moment("created_at")
        updated_at = parcel.iso_moment("updated_at")
        status = SHIPMENTS[shipment] if state == "SUCCESS" else OrderStatus.AWAITING_COLLECTION
        pieces: dict[str, int] = {}
        for line in parcel.each("line_items"):
            line_id = line.external_id("id", required=True)
            pieces[line_id] = pieces.get(line_id, 0) + line.count(
                "quantity", limit=_QUANTITY_LIMIT, default=1
            )
        has_left = status in {OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED}
        package = Package(
            id=parcel.external_id("id", required=True),
            status=status,
            carrier=parcel.text("tracking_company"),
            tracking_number=parcel.text("tracking_number", limit=64),
            packed_at=created_at,
            collected_at=created_at if has_left else None,
            delivered_at=updated_at if status is OrderStatus.DELIVERED else None,
        )
        found.append(Parcel(package=package, pieces=pieces, updated_at=updated_at))
    return tuple(found)


def lines_of(
    record: Fields, currency: str, order_status: OrderStatus, parcels: tuple[Parcel, ...]
) -> tuple[OrderLine, ...]:
    """Return the lines, each cut where some of its pieces lie in another parcel."""
    parts: list[OrderLine] = []
    for item in record.each("line_items", required=True):
        line = _line(item, currency, order_status)
        if any(line.external_id == part.external_id for part in parts):
            raise item.refuse(
                Refusal.CONFLICTING_DUPLICATE, "id", "another line of this order has the same id"
            )
        left = line.quantity
        cut: list[OrderLine] = []
        for parcel in parcels:
            pieces = min(parcel.pieces.get(line.external_id, 0), left)
            if pieces and order_status is not OrderStatus.CANCELLED:
                left -= pieces
                is_partial = order_status is OrderStatus.PARTIALLY_SHIPPING
                cut.append(
                    replace(
                        line,
                        quantity=pieces,
                        package_id=parcel.package.id,
                        status=parcel.package.status if is_partial else order_status,
                    )
                )
        if left:
            cut.append(replace(line, quantity=left))
        discounts = share_out(line.discount_minor, [part.quantity for part in cut])
        removed = line.cancelled_quantity
        shared: list[OrderLine] = []
        for part, discount in zip(reversed(cut), reversed(discounts), strict=True):
            cancelled = min(removed, part.quantity)  # what has not left was removed first
            removed -= cancelled
            is_gone = cancelled == part.quantity
            shared.append(
                replace(
                    part,
                    discount_minor=discount,
                    cancelled_quantity=cancelled,
                    status=OrderStatus.CANCELLED if is_gone else part.status,
                )
            )
        parts.extend(reversed(shared))
    return checked_lines(
        tuple(replace(part, id=str(at)) for at, part in enumerate(parts, start=1)),
        record.path("line_items"),
    )


def _line(item: Fields, currency: str, order_status: OrderStatus) -> OrderLine:
    quantity = item.count("quantity", limit=_QUANTITY_LIMIT, required=True)
    if not quantity:
        raise item.refuse(Refusal.MISSING_FIELD, "quantity", "a line has at least one piece")
    kept = item.count("current_quantity", limit=quantity, default=quantity)
    is_partial = order_status is OrderStatus.PARTIALLY_SHIPPING
    needs_shipping = item.flag("requires_shipping") or not item.has("requires_shipping")
    return OrderLine(
        id="",
        external_id=item.external_id("id", required=True),
        product_name=item.text("title", limit=500) or item.text("name", limit=500, required=True),
        variant=item.text("variant_title", limit=300),
        quantity=quantity,
        cancelled_quantity=quantity if order_status is OrderStatus.CANCELLED else quantity - kept,
        unit_price_minor=item.amount("price", currency, required=True),
        discount_minor=_line_discount(item, currency),
        status=OrderStatus.AWAITING_SHIPMENT if is_partial else order_status,
        goods=GoodsKind.ORDINARY if needs_shipping else GoodsKind.DIGITAL,
    )


def _line_discount(item: Fields, currency: str) -> int:
    allocated = item.each("discount_allocations")
    if allocated:
        return sum(each.amount("amount", currency, required=True) for each in allocated)
    return item.amount("total_discount", currency)
