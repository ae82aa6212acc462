"""Change here how offers, stock, coupons and known addresses are found and stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from buyer_portal.domain.catalogue import Coupon, CouponKind, Offer, Variant
from buyer_portal.domain.orders import Address, GoodsKind, OrderStatus
from buyer_portal.order_service.catalogue.tables import (
    CouponRow,
    CouponUseRow,
    OfferRow,
    VariantRow,
)
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import StaleError, Transaction
from buyer_portal.order_service.orders.repository import ORDER_JSON, policy_by_hash
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.statements import Found, Prepared

KNOWN_ADDRESSES: Final = 5
_LOOKED_AT: Final = 30
"""The newest orders, in which addresses are looked for."""

_offers = table_of(OfferRow)
_variants = table_of(VariantRow)
_coupons = table_of(CouponRow)
_uses = table_of(CouponUseRow)
_orders = table_of(OrderRow)

_OFFERS: Final = Prepared(
    select(_offers)
    .where(_offers.c.tenant == bindparam("tenant"), _offers.c.seller_id == bindparam("seller_id"))
    .order_by(_offers.c.place)
)
_VARIANTS: Final = Prepared(
    select(_variants)
    .where(
        _variants.c.tenant == bindparam("tenant"), _variants.c.seller_id == bindparam("seller_id")
    )
    .order_by(_variants.c.offer_id, _variants.c.place)
)
_COUPONS: Final = Prepared(
    select(
        _coupons.c.id,
        _coupons.c.code,
        _coupons.c.kind,
        _coupons.c.currency,
        _coupons.c.amount_minor,
        _coupons.c.percent,
        _coupons.c.minimum_minor,
        _coupons.c.seller_id,
        _uses.c.order_id.label("used_for"),
        _orders.c.status,
        _orders.c.policy_hash,
    )
    .select_from(
        _coupons.outerjoin(
            _uses,
            and_(
                _uses.c.tenant == _coupons.c.tenant,
                _uses.c.coupon_id == _coupons.c.id,
                _uses.c.buyer_id == bindparam("buyer_id"),
            ),
        ).outerjoin(
            _orders,
            and_(_orders.c.tenant == _uses.c.tenant, _orders.c.id == _uses.c.order_id),
        )
    )
    .where(
        _coupons.c.tenant == bindparam("tenant"),
        or_(_coupons.c.buyer_id == "", _coupons.c.buyer_id == bindparam("buyer_id")),
    )
    .order_by(_coupons.c.code)
)
_USED: Final = Prepared(
    select(_uses.c.order_id).where(
        _uses.c.tenant == bindparam("tenant"),
        _uses.c.coupon_id == bindparam("coupon_id"),
        _uses.c.buyer_id == bindparam("buyer_id"),
    )
)
_USE: Final = Prepared(insert(_uses))
_USE_AGAIN: Final = Prepared(
    update(_uses)
    .where(
        _uses.c.tenant == bindparam("the_tenant"),
        _uses.c.coupon_id == bindparam("the_coupon"),
        _uses.c.buyer_id == bindparam("the_buyer"),
        _uses.c.order_id == bindparam("before"),
    )
    .values(order_id=bindparam("after"))
)
_TAKE: Final = Prepared(
    update(_variants)
    .where(
        _variants.c.tenant == bindparam("the_tenant"),
        _variants.c.id == bindparam("the_id"),
        or_(_variants.c.stock.is_(None), _variants.c.stock >= bindparam("pieces")),
    )
    .values(stock=_variants.c.stock - bindparam("pieces"))
)
_ADD_OFFER: Final = Prepared(insert(_offers))
_ADD_VARIANT: Final = Prepared(insert(_variants))
_ADD_COUPON: Final = Prepared(insert(_coupons))
_NEWEST: Final = Prepared(
    select(_orders.c.document)
    .where(_orders.c.tenant == bindparam("tenant"), _orders.c.buyer_id == bindparam("buyer_id"))
    .order_by(_orders.c.placed_at.desc(), _orders.c.id.desc())
    .limit(_LOOKED_AT)
)


def offers_of_seller(connection: Connection, tenant: str, seller_id: str) -> tuple[Offer, ...]:
    """Return what a seller offers, in the seller's order; empty without a catalogue."""
    asked = {"tenant": tenant, "seller_id": seller_id}
    found = _OFFERS.rows(connection, asked)
    variants: dict[str, list[Variant]] = {}
    for row in _VARIANTS.rows(connection, asked) if found else ():
        variants.setdefault(row.offer_id, []).append(
            Variant(
                id=row.id,
                name=row.name,
                price_minor=row.price_minor,
                picture=row.picture,
                stock=row.stock,
            )
        )
    return tuple(
        Offer(
            id=row.id,
            seller_id=row.seller_id,
            product_name=row.product_name,
            currency=row.currency,
            goods=GoodsKind(row.goods),
            variants=tuple(variants.get(row.id, ())),
        )
        for row in found
    )


def coupons_of_buyer(connection: Connection, tenant: str, buyer_id: str) -> tuple[Coupon, ...]:
    """Return a buyer's coupons by code, those that were used as well."""
    asked = {"tenant": tenant, "buyer_id": buyer_id}
    return tuple(
        Coupon(
            id=row.id,
            code=row.code,
            kind=CouponKind(row.kind),
            currency=row.currency,
            amount_minor=row.amount_minor,
            percent=row.percent,
            minimum_minor=row.minimum_minor,
            seller_id=row.seller_id,
            is_used=_is_gone(connection, tenant, row),
        )
        for row in _COUPONS.rows(connection, asked)
    )


def use_coupon(
    transaction: Transaction, tenant: str, buyer_id: str, coupon_id: str, order_id: str
) -> None:
    """Note that a coupon was used; it was free a moment ago.

    Raises:
        StaleError: Somebody was faster; the work runs again and finds it used.
    """
    connection = transaction.connection
    names = {"tenant": tenant, "coupon_id": coupon_id, "buyer_id": buyer_id}
    before = _USED.value(connection, names)
    if before is None:
        _USE.run(connection, {**names, "order_id": order_id})
        return
    moved = _USE_AGAIN.run(
        connection,
        {
            "the_tenant": tenant,
            "the_coupon": coupon_id,
            "the_buyer": buyer_id,
            "before": before,
            "after": order_id,
        },
    )
    if moved != 1:
        raise StaleError


def take_stock(transaction: Transaction, tenant: str, taken: Mapping[str, int]) -> None:
    """Take pieces of variants out of their sellers' stock, or (negative) put them back.

    What a seller does not count, or does not offer, needs no taking.

    Raises:
        StaleError: Fewer are left than a moment ago; the work runs again and finds too few.
    """
    for variant_id, pieces in sorted(taken.items()):
        if not pieces:
            continue
        asked = {"the_tenant": tenant, "the_id": variant_id, "pieces": pieces}
        if _TAKE.run(transaction.connection, asked) != 1 and not variant_id.startswith("of-"):
            raise StaleError


def add_offers(transaction: Transaction, tenant: str, offers: Sequence[Offer]) -> None:
    """Store what sellers offer, in this order."""
    _ADD_OFFER.run_many(
        transaction.connection,
        [
            {
                "tenant": tenant,
                "id": offer.id,
                "seller_id": offer.seller_id,
                "place": place,
                "product_name": offer.product_name,
                "currency": offer.currency,
                "goods": str(offer.goods),
            }
            for place, offer in enumerate(offers)
        ],
    )
    _ADD_VARIANT.run_many(
        transaction.connection,
        [
            {
                "tenant": tenant,
                "id": variant.id,
                "offer_id": offer.id,
                "seller_id": offer.seller_id,
                "place": place,
                "name": variant.name,
                "picture": variant.picture,
                "price_minor": variant.price_minor,
                "stock": variant.stock,
            }
            for offer in offers
            for place, variant in enumerate(offer.variants)
        ],
    )


def add_coupons(
    transaction: Transaction, tenant: str, coupons: Iterable[Coupon], buyer_id: str = ""
) -> None:
    """Store coupons, for one buyer or (empty) for all."""
    _ADD_COUPON.run_many(
        transaction.connection,
        [
            {
                "tenant": tenant,
                "id": coupon.id,
                "code": coupon.code,
                "kind": str(coupon.kind),
                "currency": coupon.currency,
                "amount_minor": coupon.amount_minor,
                "percent": coupon.percent,
                "minimum_minor": coupon.minimum_minor,
                "seller_id": coupon.seller_id,
                "buyer_id": buyer_id,
            }
            for coupon in coupons
        ],
    )


def addresses_of_buyer(
    connection: Connection, tenant: str, buyer_id: str, first: Address
) -> tuple[Address, ...]:
    """Return where a buyer's newest orders went in the region of ``first``, which leads."""
    found = {_key(first): first} if first.lines else {}
    for row in _NEWEST.rows(connection, {"tenant": tenant, "buyer_id": buyer_id}):
        address = ORDER_JSON.validate_json(row.document).address
        if address.region == first.region and address.lines:
            found.setdefault(_key(address), address)
    return tuple(found.values())[:KNOWN_ADDRESSES]


def _key(address: Address) -> tuple[str, tuple[str, ...]]:
    return (address.name, address.lines)


def _is_gone(connection: Connection, tenant: str, row: Found) -> bool:
    """Say whether a coupon was used and did not come back with a cancelled order."""
    if row.used_for is None:
        return False
    if row.status != OrderStatus.CANCELLED:
        return True
    return not policy_by_hash(connection, tenant, row.policy_hash).policy.restores_vouchers
