"""Change here what a seller offers and which coupons a buyer may use: values alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from buyer_portal.domain.orders import GoodsKind, Order, OrderLine


class CouponKind(StrEnum):
    """How a coupon lowers a price."""

    AMOUNT = "amount"
    PERCENT = "percent"
    FREE_SHIPPING = "free_shipping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One variant of a product at today's price; ``stock`` None means that nobody counts."""

    id: str
    name: str
    price_minor: int
    picture: str = ""
    stock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A product of a seller with the variants that can be bought now."""

    id: str
    seller_id: str
    product_name: str
    currency: str
    goods: GoodsKind = GoodsKind.ORDINARY
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A coupon of one buyer's wallet. ``seller_id`` empty: any seller takes it.

    ``amount_minor`` counts for AMOUNT, ``percent`` for PERCENT; goods must cost
    ``minimum_minor`` at least. A coupon is used once, and comes back where a policy says so.
    """

    id: str
    code: str
    kind: CouponKind
    currency: str
    amount_minor: int = 0
    percent: int = 0
    minimum_minor: int = 0
    seller_id: str = ""
    is_used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A variant with the product it is of."""

    offer: Offer
    variant: Variant


def find_variant(offers: Iterable[Offer], variant_id: str) -> Offered | None:
    """Return the variant with this id; None when nobody offers it."""
    for offer in offers:
        for variant in offer.variants:
            if variant.id == variant_id:
                return Offered(offer=offer, variant=variant)
    return None


def variant_of_line(offers: Iterable[Offer], line: OrderLine) -> Offered | None:
    """Return what a line of an order is called today; None when it is not offered any more.

    Orders of other systems know no variants of ours, so names decide.
    """
    for offer in offers:
        if offer.product_name == line.product_name:
            for variant in offer.variants:
                if variant.name == line.variant:
                    return Offered(offer=offer, variant=variant)
    return None


def offer_of_line(offers: Iterable[Offer], line: OrderLine) -> Offer | None:
    """Return the product of a line; None when it is not offered any more."""
    return next((offer for offer in offers if offer.product_name == line.product_name), None)


def offers_of_order(order: Order) -> tuple[Offer, ...]:
    """Return what an order itself tells of its seller's goods, for sellers without a catalogue.

    Each line is a variant at the price it was bought for; variants of one product stand together.
    """
    products: dict[str, list[OrderLine]] = {}
    for line in order.lines:
        known = products.setdefault(line.product_name, [])
        if all(line.variant != other.variant for other in known):
            known.append(line)
    return tuple(
        Offer(
            id=f"of-{lines[0].id}",
            seller_id=order.seller_id,
            product_name=name,
            currency=order.currency,
            goods=lines[0].goods,
            variants=tuple(
                Variant(
                    id=f"of-{line.id}",
                    name=line.variant,
                    price_minor=line.unit_price_minor,
                    picture=line.picture,
                )
                for line in lines
            ),
        )
        for name, lines in products.items()
    )
