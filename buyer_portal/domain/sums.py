"""Change here what an order is made of: the goods of its lines and the charges beside them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import Charge, ChargeKind, Order
from buyer_portal.domain.sellers import seller_of, sellers_of

_DISCOUNTS: Final = frozenset(
    {ChargeKind.SELLER_DISCOUNT, ChargeKind.PLATFORM_DISCOUNT, ChargeKind.VOUCHER}
)


class Sums(NamedTuple):
    """What an order is made of. ``discount_minor`` and ``shipping_discount_minor`` are positive.

    ``net_minor`` is what all goods give back: their price, less order-level discounts, plus tax
    and adjustment; neither negative nor more than the order's total. ``weights`` share it out.
    """

    costs: tuple[int, ...]
    weights: tuple[int, ...]
    net_minor: int
    tax_minor: int
    discount_minor: int
    shipping_minor: int
    shipping_discount_minor: int


class SellerSums(NamedTuple):
    """What is charged for one seller's lines alone: ``at`` are their places in the order."""

    seller_id: str
    at: tuple[int, ...]
    sums: Sums


def sums_of(order: Order) -> Sums:
    """Add up the charges of an order by kind, and its goods.

    Charges of one seller of several are only in ``weights``, ``net_minor`` and those of its lines.
    """
    costs = tuple([cost if (cost := line.total_minor) > 0 else 0 for line in order.lines])
    if not order.further:
        return _summed(order.charges, costs, costs, order.total_minor)
    weights = list(costs)
    for seller in sellers_sums(order, costs):
        shares = share_out(seller.sums.net_minor, seller.sums.costs)
        for at, share in zip(seller.at, shares, strict=True):
            weights[at] = share
    charges = tuple(charge for charge in order.charges if not charge.seller_id)
    return _summed(charges, costs, tuple(weights), order.total_minor)


def _summed(
    charges: Sequence[Charge], costs: tuple[int, ...], weights: tuple[int, ...], most_minor: int
) -> Sums:
    tax = discount = adjustment = shipping = shipping_discount = 0
    for charge in charges:
        kind, amount = charge.kind, charge.amount_minor
        if kind in _DISCOUNTS:
            discount -= amount
        elif kind is ChargeKind.SHIPPING:
            shipping += amount
        elif kind is ChargeKind.SHIPPING_DISCOUNT:
            shipping_discount -= amount
        elif kind is ChargeKind.TAX:
            tax += amount
        elif kind is ChargeKind.ADJUSTMENT:
            adjustment += amount
    net = sum(weights) + tax + adjustment - discount
    return Sums(
        costs,
        weights,
        max(0, min(net, most_minor)),
        tax,
        discount,
        shipping - shipping_discount,
        shipping_discount,
    )


def sellers_sums(order: Order, costs: tuple[int, ...]) -> list[SellerSums]:
    """Return, per seller of several who has lines, what is charged for these alone."""
    found: list[SellerSums] = []
    for seller_id in sellers_of(order):
        at = tuple(
            [at for at, line in enumerate(order.lines) if seller_of(order, line) == seller_id]
        )
        charges = [charge for charge in order.charges if charge.seller_id == seller_id]
        own = tuple([costs[place] for place in at])
        if at:
            most = max(0, order.total_minor)
            found.append(SellerSums(seller_id, at, _summed(charges, own, own, most)))
    return found
