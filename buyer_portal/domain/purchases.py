"""Change here what buying a basket comes to: lines, prices, and why it cannot be bought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.catalogue import Coupon, Offer, Offered, find_variant
from buyer_portal.domain.change_values import ChangeObstacle, Pieces
from buyer_portal.domain.changed_lines import line_of
from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR
from buyer_portal.domain.orders import ChargeKind, Order, OrderLine, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.pricing import Prices, goods_of, price_basket, takes

PAYMENT_METHODS: Final = (
    PaymentMethod.CARD,
    PaymentMethod.E_WALLET,
    PaymentMethod.BANK_TRANSFER,
    PaymentMethod.CASH_ON_DELIVERY,
)
"""How a new order can be paid, as long as nothing takes one away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A basket as it would be bought; ``obstacle`` says why it cannot be.

    ``taken`` is how many pieces of which variant leave the seller's stock.
    """

    lines: tuple[OrderLine, ...]
    prices: Prices
    taken: Mapping[str, int]
    coupon: Coupon | None = None
    obstacle: ChangeObstacle | None = None


def shipping_of(order: Order) -> int:
    """Return what shipping cost an order, before anything was taken off: again costs the same."""
    own = [
        charge.amount_minor
        for charge in order.charges
        if charge.kind is ChargeKind.SHIPPING and not charge.seller_id
    ]
    return max(0, sum(own))


def buy(
    source: Order,
    basket: Sequence[Pieces],
    *,
    offers: Sequence[Offer],
    coupons: Sequence[Coupon],
    coupon_code: str,
    payment_method: PaymentMethod,
    policy: Policy,
) -> Purchase:
    """Return what a basket from the seller of ``source`` comes to at today's prices.

    Args:
        policy: The seller's current one, which the new order keeps.
    """
    is_cash = payment_method is PaymentMethod.CASH_ON_DELIVERY
    status = OrderStatus.AWAITING_SHIPMENT if is_cash else OrderStatus.UNPAID
    taken: dict[str, int] = {}
    for pieces in basket:
        taken[pieces.variant_id] = taken.get(pieces.variant_id, 0) + pieces.quantity
    found = [(find_variant(offers, name), quantity) for name, quantity in taken.items()]
    lines = tuple(
        line_of(offered, f"line-{place}", quantity, status)
        for place, (offered, quantity) in enumerate(found, start=1)
        if offered is not None
    )
    goods = goods_of(lines)
    coupon = next(
        (
            one
            for one in coupons
            if one.code == coupon_code
            and takes(one, seller_id=source.seller_id, currency=source.currency, goods_minor=goods)
        ),
        None,
    )
    prices = price_basket(
        goods,
        shipping_minor=shipping_of(source),
        free_shipping_from_minor=policy.free_shipping_from_minor,
        coupon=coupon,
    )
    stops = (
        (ChangeObstacle.NOT_OFFERED, any(_is_gone(one, source.currency) for one, _ in found)),
        (ChangeObstacle.OUT_OF_STOCK, any(_is_short(one, count) for one, count in found)),
        (ChangeObstacle.COUPON, bool(coupon_code) and coupon is None),
        (ChangeObstacle.TOO_MUCH, prices.total_minor >= AMOUNT_LIMIT_MINOR),
        (ChangeObstacle.CASH_OFF, payment_method not in PAYMENT_METHODS),
    )
    return Purchase(
        lines=lines,
        prices=prices,
        taken=taken,
        coupon=coupon,
        obstacle=next((stop for stop, holds in stops if holds), None),
    )


def _is_gone(offered: Offered | None, currency: str) -> bool:
    return offered is None or offered.offer.currency != currency


def _is_short(offered: Offered | None, quantity: int) -> bool:
    stock = offered.variant.stock if offered is not None else None
    return stock is not None and quantity > stock
