"""Change here what a basket costs, and what a changed order costs: exact, in minor units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from buyer_portal.domain.catalogue import Coupon, CouponKind
from buyer_portal.domain.cuts import pieces_share
from buyer_portal.domain.orders import Charge, ChargeKind, Order, OrderLine
from buyer_portal.domain.policy import Policy

_DISCOUNTS: Final = frozenset(
    {ChargeKind.SELLER_DISCOUNT, ChargeKind.PLATFORM_DISCOUNT, ChargeKind.VOUCHER}
)
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What something costs: goods after their own discounts, then charges; the sum is the total."""

    goods_minor: int
    charges: tuple[Charge, ...]

    @property
    def total_minor(self) -> int:
        """Goods and charges; never negative."""
        return self.goods_minor + sum(charge.amount_minor for charge in self.charges)


def prices_of(order: Order) -> Prices:
    """Return what an order costs as it stands."""
    return Prices(goods_minor=goods_of(order.lines), charges=order.charges)


def goods_of(lines: Sequence[OrderLine]) -> int:
    """Return what goods cost after the discounts on their own lines."""
    return sum(line.total_minor for line in lines)


def price_basket(
    goods_minor: int,
    *,
    shipping_minor: int,
    free_shipping_from_minor: int | None,
    coupon: Coupon | None = None,
) -> Prices:
    """Return what goods cost with shipping and a coupon that ``takes`` them.

    Goods from the threshold on are shipped free, whatever a coupon then takes off.
    """
    charges: list[Charge] = []
    shipping = shipping_minor
    if shipping_minor:
        charges.append(Charge(kind=ChargeKind.SHIPPING, amount_minor=shipping_minor))
        if free_shipping_from_minor is not None and goods_minor >= free_shipping_from_minor:
            charges.append(Charge(kind=ChargeKind.SHIPPING_DISCOUNT, amount_minor=-shipping_minor))
            shipping = 0
    if coupon is not None:
        saved = saving_of(coupon, goods_minor=goods_minor, shipping_minor=shipping)
        charges.append(Charge(kind=ChargeKind.VOUCHER, amount_minor=-saved, label=coupon.code))
    return Prices(goods_minor=goods_minor, charges=tuple(charges))


def takes(coupon: Coupon, *, seller_id: str, currency: str, goods_minor: int) -> bool:
    """Say whether a coupon can be used for goods of this seller at this price."""
    return (
        not coupon.is_used
        and coupon.seller_id in ("", seller_id)
        and coupon.currency == currency
        and goods_minor >= coupon.minimum_minor
    )


def saving_of(coupon: Coupon, *, goods_minor: int, shipping_minor: int) -> int:
    """Return what a coupon takes off; never more than there is, percents rounded down."""
    match coupon.kind:
        case CouponKind.AMOUNT:
            return max(0, min(coupon.amount_minor, goods_minor))
        case CouponKind.PERCENT:
            return max(0, min(goods_minor * coupon.percent // _PERCENT, goods_minor))
        case CouponKind.FREE_SHIPPING:
            return max(0, shipping_minor)


def reprice(
    order: Order,
    lines: Sequence[OrderLine],
    policy: Policy,
    *,
    coupons: Mapping[str, Coupon],
    coupon: Coupon | None = None,
) -> Prices:
    """Return what an order costs with other lines, and with one more coupon where one is given.

    Discounts on the order stay as they are, but pieces that go take their part along, as cancelling
    them would; none takes more than the goods cost. Tax follows the goods both ways. A voucher
    whose coupon is known (``coupons``, by code) is worked out again and lost below its minimum.
    Shipping stays; it becomes free, or is owed again, where the policy's threshold is crossed. Fees
    and adjustments stay.
    """
    before, after = goods_of(order.lines), goods_of(lines)
    discounts = sum(one.amount_minor for one in order.charges if one.kind in _DISCOUNTS)
    beyond = max(0, -discounts - before)  # stated so by another system
    goods = _Goods(before=before, kept=_kept(order, lines), after=after, left=after + beyond)
    charges = [
        new
        for old in order.charges
        if (new := _following(old, goods, coupons)).amount_minor or not old.amount_minor
    ]
    charges = _shipped(charges, before, after, policy)
    shipping = _shipping_of(charges)
    charges = [_ships_free(charge, shipping, coupons) for charge in charges]
    if coupon is not None:
        saved = saving_of(coupon, goods_minor=goods.left, shipping_minor=shipping)
        charges.append(Charge(kind=ChargeKind.VOUCHER, amount_minor=-saved, label=coupon.code))
    return _never_negative(after, charges)


@dataclass(slots=True, kw_only=True)
class _Goods:
    """What the goods cost: before, what of that is kept, after, and what no discount took yet."""

    before: int
    kept: int
    after: int
    left: int


def _kept(order: Order, lines: Sequence[OrderLine]) -> int:
    """Return what the pieces that stay cost before the change."""
    quantities = {line.id: line.quantity for line in lines}
    return sum(
        pieces_share(line.total_minor, line.quantity, gone, line.quantity - gone)
        for line in order.lines
        for gone in [max(0, line.quantity - quantities.get(line.id, 0))]
    )


def _following(charge: Charge, goods: _Goods, coupons: Mapping[str, Coupon]) -> Charge:
    amount = charge.amount_minor
    if charge.kind is ChargeKind.TAX:
        return replace(charge, amount_minor=_in_proportion(amount, goods.before, goods.after))
    if charge.kind not in _DISCOUNTS:
        return charge
    known = _known(charge, coupons)
    if known is None:
        amount = _in_proportion(amount, goods.before, goods.kept)
    elif goods.after != goods.before:
        is_lost = goods.after < known.minimum_minor
        if is_lost:
            amount = 0
        elif known.kind is not CouponKind.FREE_SHIPPING:
            amount = -saving_of(known, goods_minor=goods.after, shipping_minor=0)
    if known is None or known.kind is not CouponKind.FREE_SHIPPING:
        amount = max(amount, -goods.left)
        goods.left += amount
    return replace(charge, amount_minor=amount)


def _ships_free(charge: Charge, shipping_minor: int, coupons: Mapping[str, Coupon]) -> Charge:
    """Let a coupon for shipping follow what shipping costs now."""
    known = _known(charge, coupons)
    if known is None or known.kind is not CouponKind.FREE_SHIPPING:
        return charge
    return replace(charge, amount_minor=-shipping_minor)


def _known(charge: Charge, coupons: Mapping[str, Coupon]) -> Coupon | None:
    return coupons.get(charge.label) if charge.kind is ChargeKind.VOUCHER else None


def _shipped(charges: list[Charge], before: int, after: int, policy: Policy) -> list[Charge]:
    threshold = policy.free_shipping_from_minor
    if threshold is None or (before >= threshold) == (after >= threshold):
        return charges
    others = [charge for charge in charges if charge.kind is not ChargeKind.SHIPPING_DISCOUNT]
    shipping = sum(one.amount_minor for one in others if one.kind is ChargeKind.SHIPPING)
    if after < threshold or shipping <= 0:
        return others
    return [*others, Charge(kind=ChargeKind.SHIPPING_DISCOUNT, amount_minor=-shipping)]


def _shipping_of(charges: Sequence[Charge]) -> int:
    kinds = (ChargeKind.SHIPPING, ChargeKind.SHIPPING_DISCOUNT)
    return max(0, sum(charge.amount_minor for charge in charges if charge.kind in kinds))


def _in_proportion(amount: int, before: int, after: int) -> int:
    """Return ``amount`` as goods went from ``before`` to ``after``, its size rounded down."""
    if before <= 0:
        return amount
    sign = -1 if amount < 0 else 1
    return sign * (abs(amount) * after // before)


def _never_negative(goods_minor: int, charges: list[Charge]) -> Prices:
    """Give back what discounts would take beyond nothing; only stated totals that are off do."""
    prices = Prices(goods_minor=goods_minor, charges=tuple(charges))
    if prices.total_minor >= 0:
        return prices
    lifted = Charge(kind=ChargeKind.ADJUSTMENT, amount_minor=-prices.total_minor)
    return Prices(goods_minor=goods_minor, charges=(*charges, lifted))
