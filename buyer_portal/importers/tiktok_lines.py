"""Change here how units of a TikTok Shop order become lines, and where their parcels are."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from buyer_portal.domain.orders import GoodsKind, Moments, OrderLine, OrderStatus, Package
from buyer_portal.importers.fields import Fields
from buyer_portal.importers.outcomes import Caution, Refusal
from buyer_portal.importers.sums import Cautions, checked_lines
from buyer_portal.importers.tiktok_words import GOODS, LINE_STATUSES, PACKAGE_STATUSES

_OWN_PICTURE: Final = re.compile(r"/goods/[a-z0-9-]{1,40}\.svg", re.ASCII)
_NOT_PACKED: Final = frozenset(
    {OrderStatus.UNPAID, OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT}
)
_GONE: Final = OrderStatus.CANCELLED
_ON_THE_WAY: Final = frozenset({OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED})


def lines_and_packages(
    record: Fields,
    status: OrderStatus,
    currency: str,
    moments: Moments,
    cautions: Cautions,
) -> tuple[tuple[OrderLine, ...], tuple[Package, ...]]:
    """Join units that differ in nothing into lines, and gather the parcels they lie in."""
    units: list[OrderLine] = []
    parcels: dict[str, Package] = {}
    for unit in record.each("line_items", required=True):
        line, parcel = _unit(
            unit, record, order_status=status, currency=currency, moments=moments, cautions=cautions
        )
        if any(line.external_id == known.external_id for known in units):
            raise unit.refuse(
                Refusal.CONFLICTING_DUPLICATE, "id", "another line of this order has the same id"
            )
        units.append(line)
        if parcel:
            parcels.setdefault(parcel.id, parcel)
    if status is not _GONE and all(line.status is _GONE for line in units):
        units = [replace(line, status=status) for line in units]
        cautions.add(
            Caution.LINE_STATUS_DIFFERS,
            record.path("line_items"),
            f"every line is cancelled, their order is {status}; the order's was taken",
        )
    joined: dict[OrderLine, list[str]] = {}
    for line in units:
        joined.setdefault(replace(line, external_id=""), []).append(line.external_id)
    for stated in record.each("packages"):
        parcel_id = stated.external_id("id", required=True)
        if parcel_id not in parcels and status not in _NOT_PACKED:
            parcels[parcel_id] = _parcel(parcel_id, status, moments, packed_at=moments.packed_at)
    lines = tuple(
        replace(
            line,
            id=str(at),
            external_id=",".join(unit_ids),
            quantity=len(unit_ids),
            discount_minor=line.discount_minor * len(unit_ids),
            cancelled_quantity=len(unit_ids) if line.status is _GONE else 0,
        )
        for at, (line, unit_ids) in enumerate(joined.items(), start=1)
    )
    return checked_lines(lines, record.path("line_items")), tuple(parcels.values())


def _unit(
    unit: Fields,
    record: Fields,
    *,
    order_status: OrderStatus,
    currency: str,
    moments: Moments,
    cautions: Cautions,
) -> tuple[OrderLine, Package | None]:
    unit_currency = unit.currency("currency")
    if unit_currency not in ("", currency):
        raise unit.refuse(
            Refusal.CURRENCY_MISMATCH,
            "currency",
            f"the line is in {unit_currency}, its order in {currency}",
        )
    for inside in (*unit.each("sub_item_info"), *unit.each("combined_listing_skus")):
        if inside.text("currency").upper() not in ("", currency):
            cautions.add(
                Caution.SUB_ITEM_CURRENCY,
                inside.path("currency"),
                f"amounts inside a sub-item are not in {currency}; they were left out",
            )
    status = _unit_status(unit, order_status, cautions)
    parcel_id = unit.external_id("package_id")
    was_packed = status is not OrderStatus.CANCELLED or moments.packed_at is not None
    is_packed = bool(parcel_id) and status not in _NOT_PACKED and was_packed
    packed_at = unit.unix_moment("rts_time") or moments.packed_at
    carrier = unit.text("shipping_provider_name") or record.text("shipping_provider")
    number = unit.text("tracking_number", limit=64) or record.text("tracking_number", limit=64)
    parcel = (
        _parcel(
            parcel_id,
            status,
            moments,
            carrier=carrier,
            tracking_number=number,
            packed_at=packed_at,
        )
        if is_packed
        else None
    )
    price_minor, discount_minor = _price(unit, currency, cautions)
    picture = unit.text("sku_image", limit=2000)
    line = OrderLine(
        id=unit.external_id("sku_id"),
        external_id=unit.external_id("id", required=True),
        product_name=unit.text("product_name", limit=500, required=True),
        variant=unit.text("sku_name", limit=300),
        picture=picture if _OWN_PICTURE.fullmatch(picture) else "",
        unit_price_minor=price_minor,
        discount_minor=discount_minor,
        status=status,
        package_id=parcel.id if parcel else None,
        goods=GOODS.get(unit.code("sku_type"))
        or GOODS.get(record.code("order_type"), GoodsKind.ORDINARY),
    )
    return line, parcel


def _unit_status(unit: Fields, order_status: OrderStatus, cautions: Cautions) -> OrderStatus:
    """Return a unit's own status where the order leaves it open, else the order's."""
    shown = unit.code("display_status")
    packed = unit.code("package_status")
    for name, code, known in (
        ("display_status", shown, LINE_STATUSES),
        ("package_status", packed, {**LINE_STATUSES, **PACKAGE_STATUSES}),
    ):
        if code and code not in known:
            raise unit.refuse(
                Refusal.UNKNOWN_STATUS, name, f"{code[:40]!a} is not a status of a line"
            )
    own = LINE_STATUSES[shown] if shown else PACKAGE_STATUSES.get(packed, order_status)
    if own is OrderStatus.CANCELLED:
        return own
    if order_status is OrderStatus.PARTIALLY_SHIPPING:
        if own in {OrderStatus.AWAITING_COLLECTION, *_ON_THE_WAY, OrderStatus.AWAITING_SHIPMENT}:
            return own
        cautions.add(
            Caution.LINE_STATUS_DIFFERS,
            unit.path("display_status"),
            "the line does not say whether it was shipped; it counts as not shipped",
        )
        return OrderStatus.AWAITING_SHIPMENT
    if own is not order_status:
        cautions.add(
            Caution.LINE_STATUS_DIFFERS,
            unit.path("display_status"),
            f"the line is {own}, its order {order_status}; the order's was taken",
        )
    return order_status


def _price(unit: Fields, currency: str, cautions: Cautions) -> tuple[int, int]:
    """Return a unit's price before the seller's discount, and that discount.

    The platform's discount is one of the whole order and stands among its charges.
    """
    if not unit.has("original_price"):
        return unit.amount("sale_price", currency, required=True), 0
    price = unit.amount("original_price", currency)
    discount = unit.amount("seller_discount", currency)
    platform = unit.amount("platform_discount", currency)
    sale = unit.amount("sale_price", currency)
    if not unit.has("sale_price") or sale == price - discount - platform:
        return price, discount
    cautions.add(
        Caution.PRICE_DIFFERS,
        unit.path("sale_price"),
        "the sale price is not the original price less its discounts; the sale price was taken",
    )
    return sale, 0


def _parcel(
    parcel_id: str,
    status: OrderStatus,
    moments: Moments,
    *,
    carrier: str = "",
    tracking_number: str = "",
    packed_at: datetime | None,
) -> Package:
    has_left = status in {*_ON_THE_WAY, OrderStatus.COMPLETED}
    return Package(
        id=parcel_id,
        status=status,
        carrier=carrier,
        tracking_number=tracking_number,
        packed_at=packed_at,
        collected_at=moments.collected_at if has_left else None,
        delivered_at=moments.delivered_at
        if status in {OrderStatus.DELIVERED, OrderStatus.COMPLETED}
        else None,
    )
