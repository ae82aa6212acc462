"""Change here what the sellers of a scenario offer, and which coupons its buyers have."""

from typing import Final

from buyer_portal.domain.catalogue import Coupon, Offer, Variant
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import Order
from buyer_portal.scenario.orders import keys_of, order_in, seller_id
from buyer_portal.scenario.scenario import Scenario

_USUAL: Final = (("Blue", 100), ("Small", 80), ("Large", 125))
"""Variants that a product has besides those ordered: name, and percent of the price."""
_MOST_DERIVED: Final = 200
"""Orders of a scenario that are looked at; thousands alike offer nothing new."""


def offers_in(seed: bytes, scenario: Scenario) -> list[Offer]:
    """Return what is offered: as the scenario says, else each ordered product in a few variants.

    A derived product can be had in every variant that was ordered, at the price it was ordered
    for, and in one as dear, a cheaper one and a dearer one.
    """
    if scenario.offers is None:
        return _derived(seed, scenario)
    sellers = {seller.key: seller for seller in scenario.all_sellers}
    found: list[Offer] = []
    for place, spec in enumerate(scenario.offers):
        seller = sellers[spec.seller] if spec.seller else scenario.all_sellers[0]
        found.append(
            Offer(
                id=_id(seed, scenario, "offer", str(place)),
                seller_id=seller_id(seed, scenario, seller),
                product_name=spec.product_name,
                currency=spec.currency or scenario.usual_currency,
                goods=spec.goods,
                variants=tuple(
                    Variant(
                        id=_id(seed, scenario, "variant", str(place), variant.name),
                        name=variant.name,
                        price_minor=variant.price_minor,
                        picture=variant.picture,
                        stock=variant.stock,
                    )
                    for variant in spec.variants
                ),
            )
        )
    return found


def coupons_in(seed: bytes, scenario: Scenario) -> list[Coupon]:
    """Return the coupons that every buyer of the scenario has."""
    sellers = {seller.key: seller for seller in scenario.all_sellers}
    return [
        Coupon(
            id=_id(seed, scenario, "coupon", spec.code),
            code=spec.code,
            kind=spec.kind,
            currency=spec.currency or scenario.usual_currency,
            amount_minor=spec.amount_minor,
            percent=spec.percent,
            minimum_minor=spec.minimum_minor,
            seller_id=seller_id(seed, scenario, sellers[spec.seller]) if spec.seller else "",
        )
        for spec in scenario.coupons
    ]


def _derived(seed: bytes, scenario: Scenario) -> list[Offer]:
    products: dict[tuple[str, str], dict[str, Variant]] = {}
    currencies: dict[tuple[str, str], Order] = {}
    for key, spec in list(keys_of(scenario))[:_MOST_DERIVED]:
        order = order_in(seed, scenario, spec, key)
        for line in order.lines:
            name = (line.seller_id or order.seller_id, line.product_name)
            currencies.setdefault(name, order)
            variants = products.setdefault(name, {})
            usual = [(line.variant, 100), *_USUAL]
            for variant, percent in usual:
                variants.setdefault(
                    variant,
                    Variant(
                        id=_id(seed, scenario, "variant", *name, variant),
                        name=variant,
                        price_minor=line.unit_price_minor * percent // 100,
                        picture=line.picture,
                    ),
                )
    return [
        Offer(
            id=_id(seed, scenario, "offer", *name),
            seller_id=name[0],
            product_name=name[1],
            currency=currencies[name].currency,
            goods=next(
                line.goods for line in currencies[name].lines if line.product_name == name[1]
            ),
            variants=tuple(variants.values()),
        )
        for name, variants in products.items()
    ]


def _id(seed: bytes, scenario: Scenario, *names: str) -> str:
    return id_of(seed, scenario.now, *names)
