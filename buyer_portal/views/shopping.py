"""Change here how goods, coupons and prices are printed where they can be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from buyer_portal.domain.catalogue import Coupon, CouponKind, Offer, Variant
from buyer_portal.domain.orders import Charge, ChargeKind
from buyer_portal.views.printing import Printer, picture_src

MOST_OFFERED = 24
"""Goods beside the order's own; a longer catalogue belongs into the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """Something in a list to choose from; ``is_off`` cannot be chosen."""

    value: str
    text: str
    is_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """Something that can be added."""

    id: str
    name: str
    variant: str
    picture: str
    price_text: str
    label: str
    remove_label: str
    is_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponView:
    """A coupon to pick; ``code`` empty: none."""

    code: str
    title: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeView:
    """A row of what something costs."""

    text: str
    amount_text: str


def options_of(offer: Offer, printer: Printer) -> list[OptionView]:
    """Return the variants of a product with their prices; sold out ones cannot be chosen."""
    return [
        OptionView(
            value=variant.id,
            text=_variant_text(variant, offer, printer),
            is_off=variant.stock == 0,
        )
        for variant in offer.variants
    ]


def offers_of(offers: Sequence[Offer], chosen: Sequence[str], printer: Printer) -> list[OfferView]:
    """Return what can be added, those added already (``chosen``, by variant) first."""
    found: list[OfferView] = []
    for offer in offers:
        for variant in offer.variants:
            if variant.stock == 0 and variant.id not in chosen:
                continue
            full = f"{offer.product_name} {variant.name}".strip()
            found.append(
                OfferView(
                    id=variant.id,
                    name=offer.product_name,
                    variant=variant.name,
                    picture=picture_src(variant.picture),
                    price_text=printer.money(variant.price_minor, offer.currency),
                    label=printer.say("changing.add.one", name=full),
                    remove_label=printer.say("changing.remove.one", name=full),
                    is_in=variant.id in chosen,
                )
            )
    found.sort(key=lambda one: not one.is_in)
    return found[:MOST_OFFERED]


def coupons_of(coupons: Sequence[Coupon], chosen: str, printer: Printer) -> list[CouponView]:
    """Return the coupons with what each takes off and from which price on."""
    return [
        CouponView(
            code=coupon.code,
            title=coupon.code,
            text=coupon_text(coupon, printer),
            is_chosen=coupon.code == chosen,
        )
        for coupon in coupons
    ]


def coupon_text(coupon: Coupon, printer: Printer) -> str:
    """Return what a coupon takes off, and its minimum."""
    saving = printer.say(
        f"changing.coupon.{coupon.kind.value}",
        **(
            {"amount": printer.money(coupon.amount_minor, coupon.currency)}
            if coupon.kind is CouponKind.AMOUNT
            else {"percent": coupon.percent}
        ),
    )
    if not coupon.minimum_minor:
        return saving
    minimum = printer.money(coupon.minimum_minor, coupon.currency)
    return f"{saving}, {printer.say('changing.coupon.minimum', amount=minimum)}"


def charges_of(
    goods_minor: int, charges: Sequence[Charge], currency: str, printer: Printer
) -> list[ChargeView]:
    """Return goods first, then each charge; the total stands apart."""
    rows = [
        ChargeView(
            text=printer.say("price.goods"), amount_text=printer.money(goods_minor, currency)
        )
    ]
    for charge in charges:
        text = printer.say(f"price.{charge.kind.value}")
        has_code = charge.kind is ChargeKind.VOUCHER
        rows.append(
            ChargeView(
                text=f"{text} {charge.label}".strip() if has_code else text,
                amount_text=printer.money(charge.amount_minor, currency),
            )
        )
    return rows


def _variant_text(variant: Variant, offer: Offer, printer: Printer) -> str:
    name = variant.name or offer.product_name
    if variant.stock == 0:
        return printer.say("changing.variant.sold_out", name=name)
    price = printer.money(variant.price_minor, offer.currency)
    return printer.say("changing.variant.option", name=name, price=price)
