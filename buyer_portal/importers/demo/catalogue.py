"""Change here how the demo's catalogue is read; what is offered stands in ``catalogue.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from buyer_portal.domain.catalogue import CouponKind
from buyer_portal.domain.money import minor_of
from buyer_portal.domain.orders import GoodsKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVariant:
    """A variant at its price today."""

    name: str
    price_minor: int
    picture: str
    stock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOffer:
    """A product of a demo seller, by the seller's key."""

    seller: str
    product_name: str
    currency: str
    goods: GoodsKind
    variants: tuple[DemoVariant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCoupon:
    """A coupon that every demo buyer has; ``seller`` empty: all sellers take it."""

    code: str
    kind: CouponKind
    currency: str
    amount_minor: int
    percent: int
    minimum_minor: int
    seller: str


@cache
def offers() -> tuple[DemoOffer, ...]:
    """Return what the demo sellers offer, in the order of the file."""
    return tuple(
        DemoOffer(
            seller=row["seller"],
            product_name=row["product_name"],
            currency=row["currency"],
            goods=GoodsKind(row.get("goods", GoodsKind.ORDINARY)),
            variants=tuple(
                DemoVariant(
                    name=variant["name"],
                    price_minor=minor_of(variant["price"], row["currency"]),
                    picture=variant["picture"],
                    stock=variant.get("stock"),
                )
                for variant in row["variants"]
            ),
        )
        for row in _table("offers")
    )


@cache
def coupons() -> tuple[DemoCoupon, ...]:
    """Return the coupons of every demo buyer."""
    return tuple(
        DemoCoupon(
            code=row["code"],
            kind=CouponKind(row["kind"]),
            currency=row["currency"],
            amount_minor=minor_of(row["amount"], row["currency"]),
            percent=row["percent"],
            minimum_minor=minor_of(row["minimum"], row["currency"]),
            seller=row["seller"],
        )
        for row in _table("coupons")
    )


def _table(name: str) -> list[dict[str, Any]]:
    text = files(__package__ or "").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return cast("list[dict[str, Any]]", tomllib.loads(text)[name])
