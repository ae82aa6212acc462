"""Change here how an order of a scenario becomes an order of the domain."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from buyer_portal.domain.ids import id_of
from buyer_portal.domain.lifecycle import PROGRESS
from buyer_portal.domain.orders import (
    Address,
    Charge,
    ChargeKind,
    Moments,
    Order,
    OrderLine,
    OrderStatus,
    Package,
    Payment,
    PaymentMethod,
    PaymentState,
    SellerPart,
)
from buyer_portal.scenario.parts import ScenarioBuyer, ScenarioLine, ScenarioOrder, ScenarioSeller
from buyer_portal.scenario.scenario import Scenario

_S = OrderStatus
_USUAL_PRICE: Final = {"VND": 129_000, "IDR": 8_500_000, "JPY": 1200, "KRW": 14_000}
_USUAL_PRICE_ELSEWHERE: Final = 1290
_SPACING: Final = timedelta(seconds=37)

_PLACED_HOURS: Final = {
    _S.UNPAID: 2.0,
    _S.ON_HOLD: 3.0,
    _S.AWAITING_SHIPMENT: 5.0,
    _S.AWAITING_COLLECTION: 26.0,
    _S.PARTIALLY_SHIPPING: 50.0,
    _S.IN_TRANSIT: 50.0,
    _S.DELIVERED: 98.0,
    _S.COMPLETED: 500.0,
    _S.CANCELLED: 30.0,
}
_STEP_HOURS: Final = {"paid": 0.2, "packed": 20.0, "collected": 26.0, "delivered": 74.0}
"""Hours after the order was placed, where a scenario does not say."""

_REGION_NAMES: Final = {"VN": "Vietnam", "ID": "Indonesia", "US": "United States", "DE": "Germany"}


def buyer_id(seed: bytes, scenario: Scenario, buyer: ScenarioBuyer) -> str:
    """Return the id of a buyer of a scenario."""
    return id_of(seed, scenario.now - timedelta(days=400), "buyer", buyer.key)


def seller_id(seed: bytes, scenario: Scenario, seller: ScenarioSeller) -> str:
    """Return the id of a seller of a scenario."""
    return id_of(seed, scenario.now - timedelta(days=800), "seller", seller.key)


def seed_of(scenario: Scenario) -> bytes:
    """Return the seed of all ids of a scenario."""
    return hashlib.sha256(b"scenario\0" + scenario.seed.encode("utf-8", "replace")).digest()


def keys_of(scenario: Scenario) -> Iterator[tuple[str, ScenarioOrder]]:
    """Return each order's key: as given, else ``order-1`` and so on by its place."""
    for place, order in enumerate(scenario.orders, start=1):
        yield order.key or f"order-{place}", order


def copy_key(key: str, copy: int) -> str:
    """Return the key of the n-th order like it; the first keeps the key."""
    return key if copy == 0 else f"{key}/{copy + 1}"


def order_in(
    seed: bytes, scenario: Scenario, spec: ScenarioOrder, key: str, copy: int = 0
) -> Order:
    """Return the order that ``spec`` describes, as it was before any request or cancellation.

    A cancelled one comes as it stood before; the caller cancels it, so that refunds are right.
    """
    buyers = {buyer.key: buyer for buyer in scenario.all_buyers}
    sellers = {seller.key: seller for seller in scenario.all_sellers}
    buyer = buyers[spec.buyer] if spec.buyer else scenario.all_buyers[0]
    seller = sellers[spec.seller] if spec.seller else scenario.all_sellers[0]
    status = _S.AWAITING_SHIPMENT if spec.status is _S.CANCELLED else spec.status
    currency = scenario.currency_of(spec)
    moments = _moments(scenario.now, spec, copy)
    charges = _charges(
        spec, currency, {key: seller_id(seed, scenario, one) for key, one in sellers.items()}
    )
    own, *others = (sellers[name] if name else seller for name in spec.all_sellers)
    ids = {one.key: seller_id(seed, scenario, one) for one in others if one.key != own.key}
    lines = tuple(
        replace(_line(line, place, status, currency), seller_id=ids.get(line.seller, ""))
        for place, line in enumerate(_lines(spec), start=1)
    )
    total = sum(line.total_minor for line in lines) + sum(one.amount_minor for one in charges)
    order_id = id_of(seed, moments.placed_at, "order", copy_key(key, copy))
    payment_state, payments = _payments(spec, status, total, moments)
    number = spec.number if spec.number and copy == 0 else _number(seed, key, copy)
    return Order(
        id=order_id,
        number=number,
        external_source=spec.source,
        external_id=number if spec.source else "",
        seller_id=seller_id(seed, scenario, seller),
        buyer_id=buyer_id(seed, scenario, buyer),
        market=scenario.market_of(spec),
        currency=currency,
        status=status,
        payment_state=payment_state,
        total_minor=total,
        lines=lines,
        charges=charges,
        payments=payments,
        packages=_packages(lines, moments),
        moments=moments,
        address=Address(
            name=buyer.name,
            phone=buyer.phone,
            lines=("12 Market Street",),
            region=_REGION_NAMES.get(scenario.market_of(spec), scenario.market_of(spec)),
        ),
        shipped_by_seller=spec.shipped_by_seller,
        unlocked_at=scenario.now if spec.unlocked else None,
        further=tuple(
            SellerPart(seller_id=its_id, name=sellers[name].name) for name, its_id in ids.items()
        ),
    )


def cancelled_at(scenario: Scenario, spec: ScenarioOrder) -> datetime:
    """Return when a cancelled order was cancelled: as said, else an hour after it was paid."""
    if spec.cancelled_hours_ago is not None:
        return scenario.now - timedelta(hours=spec.cancelled_hours_ago)
    return min(scenario.now, _moments(scenario.now, spec, 0).placed_at + timedelta(hours=2))


class CopyNames(NamedTuple):
    """What the n-th order alike has of its own."""

    id: str
    number: str
    placed_at: datetime


def names_of_copy(order: Order, copy: int, seed: bytes, key: str) -> CopyNames:
    """Return what tells the n-th order like ``order``, which is the first, from it."""
    placed_at = order.moments.placed_at - _SPACING * copy
    order_id = id_of(seed, placed_at, "order", copy_key(key, copy))
    return CopyNames(order_id, _number(seed, key, copy), placed_at)


def _number(seed: bytes, key: str, copy: int) -> str:
    digest = hashlib.sha256(seed + f"number\0{copy_key(key, copy)}".encode()).digest()
    return f"57{int.from_bytes(digest[:8]) % 10**16:016d}"


def _moments(now: datetime, spec: ScenarioOrder, copy: int) -> Moments:
    progress = PROGRESS[spec.status]
    usual = _PLACED_HOURS[spec.status]
    hours_ago = usual if spec.placed_hours_ago is None else spec.placed_hours_ago
    if spec.refused is not None and spec.placed_hours_ago is None:
        hours_ago += spec.refused.hours_ago
    first = now - timedelta(hours=hours_ago)
    squeeze = min(1.0, hours_ago / usual)

    def step(given: float | None, name: str, at_least: OrderStatus) -> datetime | None:
        if given is not None:
            return now - timedelta(hours=given)
        if spec.status is _S.CANCELLED and name != "paid":
            return None
        if progress < PROGRESS[at_least]:
            return None
        return min(now, first + timedelta(hours=_STEP_HOURS[name] * squeeze))

    is_paid_online = spec.payment_method is not PaymentMethod.CASH_ON_DELIVERY
    delivered_at = step(spec.delivered_hours_ago, "delivered", _S.DELIVERED)
    completed_at = None
    if spec.completed_hours_ago is not None:
        completed_at = now - timedelta(hours=spec.completed_hours_ago)
    elif spec.status is _S.COMPLETED and delivered_at is not None:
        completed_at = min(now, delivered_at + timedelta(days=15))
    return Moments(
        placed_at=first - _SPACING * copy,
        paid_at=step(spec.paid_hours_ago, "paid", _S.ON_HOLD) if is_paid_online else None,
        packed_at=step(spec.packed_hours_ago, "packed", _S.AWAITING_COLLECTION),
        collected_at=step(spec.collected_hours_ago, "collected", _S.PARTIALLY_SHIPPING),
        delivered_at=delivered_at,
        completed_at=completed_at,
        expected_from=first + timedelta(days=3),
        expected_until=first + timedelta(days=5),
        ship_by=first + timedelta(days=2),
    )


def _lines(spec: ScenarioOrder) -> tuple[ScenarioLine, ...]:
    if spec.lines:
        return spec.lines
    if spec.status is _S.PARTIALLY_SHIPPING:
        second = ScenarioLine(
            product_name="Linen tote", variant="Natural", picture="/goods/tote.svg"
        )
        return (ScenarioLine(status=_S.IN_TRANSIT), second)
    return (ScenarioLine(),)


def _line(line: ScenarioLine, place: int, status: OrderStatus, currency: str) -> OrderLine:
    own = line.status or (_S.AWAITING_SHIPMENT if status is _S.PARTIALLY_SHIPPING else status)
    price = line.unit_price_minor
    return OrderLine(
        id=f"line-{place}",
        product_name=line.product_name,
        variant=line.variant,
        picture=line.picture,
        quantity=line.quantity,
        unit_price_minor=_USUAL_PRICE.get(currency, _USUAL_PRICE_ELSEWHERE)
        if price is None
        else price,
        discount_minor=line.discount_minor,
        status=own,
        package_id=_package_id(line, own),
        goods=line.goods,
    )


def _package_id(line: ScenarioLine, status: OrderStatus) -> str | None:
    if line.parcel:
        return f"package-{line.parcel}"
    if PROGRESS[status] < PROGRESS[_S.AWAITING_COLLECTION]:
        return None
    return "-".join(part for part in ("package", status.lower(), line.seller) if part)


def _charges(spec: ScenarioOrder, currency: str, sellers: Mapping[str, str]) -> tuple[Charge, ...]:
    if spec.charges is None:
        usual = _USUAL_PRICE.get(currency, _USUAL_PRICE_ELSEWHERE)
        return (Charge(kind=ChargeKind.SHIPPING, amount_minor=usual // 5),)
    return tuple(
        Charge(
            kind=one.kind,
            amount_minor=one.amount_minor,
            label=one.label,
            seller_id=sellers.get(one.seller, ""),
        )
        for one in spec.charges
    )


def _payments(
    spec: ScenarioOrder, status: OrderStatus, total: int, moments: Moments
) -> tuple[PaymentState, tuple[Payment, ...]]:
    due = max(0, total)
    if status is _S.UNPAID:
        return PaymentState.UNPAID, ()
    if spec.payment_method is PaymentMethod.CASH_ON_DELIVERY:
        at_door = Payment(
            id="payment-1",
            method=spec.payment_method,
            amount_minor=due,
            paid_at=moments.delivered_at,
        )
        return PaymentState.CASH_ON_DELIVERY, (at_door,)
    paid = Payment(
        id="payment-1",
        method=spec.payment_method,
        label=spec.payment_label,
        amount_minor=due,
        paid_at=moments.paid_at,
    )
    return PaymentState.PAID, (paid,)


def _packages(lines: tuple[OrderLine, ...], moments: Moments) -> tuple[Package, ...]:
    packages: dict[str, Package] = {}
    for line in lines:
        if line.package_id is None:
            continue
        has_gone = PROGRESS[line.status] >= PROGRESS[_S.IN_TRANSIT]
        is_packed = PROGRESS[line.status] >= PROGRESS[_S.AWAITING_COLLECTION]
        is_there = PROGRESS[line.status] >= PROGRESS[_S.DELIVERED]
        packages[line.package_id] = Package(
            id=line.package_id,
            status=line.status,
            carrier="Swift Post" if has_gone else "",
            tracking_number="SP0042" if has_gone else "",
            packed_at=(moments.packed_at or moments.paid_at) if is_packed else None,
            collected_at=moments.collected_at if has_gone else None,
            delivered_at=moments.delivered_at if is_there else None,
        )
    return tuple(packages.values())
