"""What the conformance kit needs to set a situation up; never in production.

A scenario says what an order is to be; here it becomes what Shopify would hold of such an order.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from buyer_portal.order_contract.testing import NewTenant, TenantBuyer
from examples.shopify_order_service.adapting import decimal_of
from examples.shopify_order_service.shop import Json
from examples.shopify_order_service.world import Feed, World

_CURRENCY: Final = {"VN": "VND", "ID": "IDR", "US": "USD", "DE": "EUR"}
_USUAL: Final = {"VND": 129_000, "IDR": 8_500_000}
_SHIPMENT: Final = {
    "AWAITING_COLLECTION": "confirmed",
    "IN_TRANSIT": "in_transit",
    "DELIVERED": "delivered",
    "COMPLETED": "delivered",
}
_NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class _Stated(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Buyer(_Stated):
    key: str
    name: str = "Linh Nguyen"
    email: str = ""
    password: str = ""


class _Line(_Stated):
    product_name: str = "Enamel mug"
    variant: str = "White"
    quantity: int = Field(default=1, ge=1)
    unit_price_minor: int | None = None
    discount_minor: int = 0


class _Charge(_Stated):
    kind: str
    amount_minor: int


class _Order(_Stated):
    key: str = ""
    buyer: str = ""
    status: str = "AWAITING_SHIPMENT"
    placed_hours_ago: float = 5
    lines: tuple[_Line, ...] = (_Line(),)
    charges: tuple[_Charge, ...] | None = None


class _Scenario(_Stated):
    seed: str = ""
    now: datetime = _NOW
    is_frozen: bool = True
    market: str = "VN"
    buyers: tuple[_Buyer, ...] = (_Buyer(key="buyer"),)
    sellers: tuple[dict[str, Any], ...] = ({"key": "seller"},)
    orders: tuple[_Order, ...] = ()


def world_of(scenario: Json, feed: Feed) -> tuple[World, NewTenant]:
    """Return a tenant in the situation that a scenario states, as far as this shop can be in it."""
    stated = _Scenario.model_validate(scenario)
    world = World(
        tenant=f"t-{secrets.token_hex(8)}",
        seed=hashlib.sha256(stated.seed.encode()).digest(),
        feed=feed,
        frozen_at=stated.now if stated.is_frozen else None,
        offset=stated.now - datetime.now(UTC),
    )
    buyers = {
        one.key: world.add_buyer(one.name, one.email or f"{one.key}@example.com", one.password)
        for one in stated.buyers
    }
    orders: dict[str, str] = {}
    for place, order in enumerate(stated.orders, start=1):
        buyer = buyers[order.buyer] if order.buyer else next(iter(buyers.values()))
        payload = _payload(order, place, stated) | {"customer": {"id": buyer.customer}}
        orders[order.key or f"order-{place}"] = world.add_order(payload)
    return world, NewTenant(
        tenant=world.tenant,
        ticket="",
        now=stated.now,
        buyers={
            key: TenantBuyer(
                id=buyer.id, name=buyer.name, login=buyer.login, ticket=secrets.token_urlsafe(24)
            )
            for key, buyer in buyers.items()
        },
        sellers={one["key"]: world.seller.id for one in stated.sellers},
        orders=orders,
    )


def _payload(order: _Order, place: int, scenario: _Scenario) -> Json:
    """Return an order in the shape of Shopify's REST API."""
    currency = _CURRENCY.get(scenario.market, "USD")
    usual = _USUAL.get(currency, 1290)

    def price(amount_minor: int) -> str:
        return str(decimal_of(amount_minor, currency))

    placed_at = scenario.now - timedelta(hours=order.placed_hours_ago, seconds=37 * place)
    lines = [
        {
            "title": line.product_name,
            "variant_title": line.variant,
            "quantity": line.quantity,
            "price": price(usual if line.unit_price_minor is None else line.unit_price_minor),
            "total_discount": price(line.discount_minor),
            "picture": "/goods/mug.svg",
        }
        for line in order.lines
    ]
    stated = order.charges or (_Charge(kind="shipping", amount_minor=usual // 5),)
    total = sum(
        (usual if line.unit_price_minor is None else line.unit_price_minor) * line.quantity
        - line.discount_minor
        for line in order.lines
    ) + sum(charge.amount_minor for charge in stated)
    stamp = scenario.now.isoformat()
    shipment = _SHIPMENT.get(order.status)
    parcel = {"id": 255_858_046 + place, "status": "success", "created_at": stamp}
    steps = ("confirmed", "in_transit", "delivered")
    passed = steps[: steps.index(shipment) + 1] if shipment else ()
    return {
        "created_at": placed_at.isoformat(),
        "processed_at": placed_at.isoformat(),
        "currency": currency,
        "financial_status": "pending" if order.status == "UNPAID" else "paid",
        "fulfillment_status": "fulfilled" if shipment else None,
        "fulfillments": [
            parcel | {f"{step}_at": stamp for step in passed} | {"shipment_status": shipment}
        ]
        if shipment
        else [],
        "cancelled_at": stamp if order.status == "CANCELLED" else None,
        "closed_at": stamp if order.status == "COMPLETED" else None,
        "gateway": "Visa 4242",
        "line_items": lines,
        "shipping_lines": [
            {"title": "Post", "price": price(charge.amount_minor)}
            for charge in stated
            if charge.kind == "shipping"
        ],
        "discount_codes": [
            {"code": "HELLO", "amount": price(-charge.amount_minor)}
            for charge in stated
            if charge.kind == "voucher"
        ],
        "total_price": price(total),
        "shipping_address": {"name": "Linh Nguyen", "country_code": scenario.market},
    }
