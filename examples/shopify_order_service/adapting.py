"""What a Shopify order is in the contract: pure, both ways of one order."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from buyer_portal.domain.cancellations import (
    Actor,
    Cancellation,
    CancellationStatus,
    CancelledLine,
    Refund,
    RefundStatus,
)
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.money import EXPONENT, minor_of
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
)
from buyer_portal.domain.policy import DayRange, Permission, Policy, ReasonPolicy, StagePolicy
from buyer_portal.domain.refunds import expected_range
from buyer_portal.order_contract.orders import Seller

Json = dict[str, Any]

_S = OrderStatus
_BY_SHIPMENT: Final = {
    "confirmed": _S.AWAITING_COLLECTION,
    "in_transit": _S.IN_TRANSIT,
    "delivered": _S.DELIVERED,
}
REASONS: Final = (
    "ecom_order_to_ship_canceled_reason_created_by_mistakes",
    "ecom_order_to_ship_canceled_reason_better_price",
)
"""Keys that the portal has words for; Shopify itself knows "customer" alone."""
UNPAID_HOURS: Final = 24
DAYS: Final = DayRange(at_least=3, at_most=7)
PAYMENT: Final = "gateway"

POLICY: Final = Policy(
    id="shopify-1",
    preset="shopify",
    market="",
    source="This shop's own rule: until the parcel is handed over.",
    stages={
        stage: StagePolicy(cancel=Permission.INSTANT)
        for stage in (_S.UNPAID, _S.AWAITING_SHIPMENT, _S.AWAITING_COLLECTION)
    },
    reasons=ReasonPolicy(keys=dict.fromkeys(OrderStatus, REASONS)),
    unpaid_expires_hours=UNPAID_HOURS,
    refund_days=dict.fromkeys(PaymentMethod, DAYS),
)


def order_id(seed: bytes, made: Json) -> str:
    """Return the id that buyers' addresses carry: nobody can count it up."""
    return id_of(seed, moment(made["created_at"]), "order", str(made["id"]))


def order_of(seed: bytes, made: Json, buyer_id: str, seller: Seller) -> Order:
    """Return a Shopify order as the contract has it; each refund and step made a version."""
    currency = made["currency"]

    def minor(text: str) -> int:
        return minor_of(text, currency)

    status = _status(made)
    gone = _gone(made)
    parcels = [one for one in made["fulfillments"] if one["status"] == "success"]
    lines = tuple(
        OrderLine(
            id=str(line["id"]),
            product_name=line["title"],
            variant=line["variant_title"],
            picture=line.get("picture", ""),
            quantity=line["quantity"],
            cancelled_quantity=gone.get(line["id"], 0),
            unit_price_minor=minor(line["price"]),
            discount_minor=minor(line["total_discount"]),
            status=_S.CANCELLED if gone.get(line["id"], 0) == line["quantity"] else status,
            package_id=str(parcels[0]["id"]) if parcels else None,
        )
        for line in made["line_items"]
    )
    paid_at = moment(made["processed_at"]) if made["financial_status"] != "pending" else None
    total = minor(made["total_price"])
    back = sum(minor(sent["amount"]) for one in made["refunds"] for sent in one["transactions"])
    payments = (
        ()
        if paid_at is None
        else (
            Payment(
                id=PAYMENT,
                method=PaymentMethod.CARD,
                label=made["gateway"],
                amount_minor=total,
                refunded_minor=back,
                paid_at=paid_at,
            ),
        )
    )
    states = {
        "pending": PaymentState.UNPAID,
        "paid": PaymentState.PAID,
        "partially_refunded": PaymentState.PARTLY_REFUNDED,
        "refunded": PaymentState.REFUNDED,
    }
    return Order(
        id=order_id(seed, made),
        number=f"{made['name'].removeprefix('#')}-{made['id'] % 10_000:04d}",
        seller_id=seller.id,
        buyer_id=buyer_id,
        market=made["shipping_address"]["country_code"],
        currency=currency,
        status=status,
        version=_version(made),
        payment_state=states[made["financial_status"]],
        total_minor=total,
        lines=lines,
        charges=_charges(made),
        payments=payments,
        packages=tuple(_package(one) for one in parcels),
        moments=_moments(made, paid_at),
        address=Address(name=made["shipping_address"]["name"]),
        shipped_by_seller=True,
        cancellations_made=len(made["refunds"]),
        external_source="shopify",
        external_id=str(made["id"]),
    )


def cancellations_of(seed: bytes, made: Json) -> tuple[Cancellation, ...]:
    """Return what was cancelled: each of Shopify's refunds, also one of no money, is one."""
    return tuple(_cancellation(seed, made, one) for one in made["refunds"])


def cancellation_id(seed: bytes, refund: Json) -> str:
    """Return the id of what a refund of Shopify's cancelled."""
    return id_of(seed, moment(refund["created_at"]), "cancellation", str(refund["id"]))


def _cancellation(seed: bytes, made: Json, refund: Json) -> Cancellation:
    currency, at = made["currency"], moment(refund["created_at"])
    first, last = expected_range(at, DAYS)
    refunds = tuple(
        Refund(
            id=id_of(seed, at, "refund", str(sent["id"])),
            payment_id=PAYMENT,
            method=PaymentMethod.CARD,
            label=sent["gateway"],
            amount_minor=minor_of(sent["amount"], currency),
            currency=currency,
            status=RefundStatus.SUCCEEDED,
            requested_at=at,
            expected_from=first,
            expected_until=last,
            sent_at=at,
            settled_at=at,
        )
        for sent in refund["transactions"]
    )
    return Cancellation(
        id=cancellation_id(seed, refund),
        reference=reference_of(seed, "C", str(refund["id"])),
        order_id=order_id(seed, made),
        status=CancellationStatus.SUCCESS,
        requested_by=Actor.BUYER,
        reason_key=made.get("note_reason", ""),
        requested_at=at,
        answered_at=at,
        answered_by=Actor.SYSTEM,
        lines=tuple(
            CancelledLine(line_id=str(line["line_item_id"]), quantity=line["quantity"])
            for line in refund["refund_line_items"]
        ),
        refund_minor=sum(one.amount_minor for one in refunds),
        currency=currency,
        refunds=refunds,
    )


def decimal_of(amount_minor: int, currency: str) -> Decimal:
    """Return an amount as Shopify writes it."""
    return Decimal(amount_minor).scaleb(-EXPONENT[currency])


def moment(text: str) -> datetime:
    """Return a moment of Shopify's."""
    return datetime.fromisoformat(text)


def _gone(made: Json) -> dict[int, int]:
    gone: dict[int, int] = {}
    for refund in made["refunds"]:
        for line in refund["refund_line_items"]:
            gone[line["line_item_id"]] = gone.get(line["line_item_id"], 0) + line["quantity"]
    return gone


def _status(made: Json) -> OrderStatus:
    if made["cancelled_at"]:
        return _S.CANCELLED
    if made["closed_at"]:
        return _S.COMPLETED
    if made["fulfillments"]:
        return _BY_SHIPMENT[made["fulfillments"][0]["shipment_status"]]
    return _S.UNPAID if made["financial_status"] == "pending" else _S.AWAITING_SHIPMENT


def _version(made: Json) -> int:
    """Count what happened: Shopify has no version, and its updated_at stands still in a second."""
    steps = sum(f"{step}_at" in parcel for parcel in made["fulfillments"] for step in _BY_SHIPMENT)
    is_expired = bool(made["cancelled_at"]) and not made["refunds"]
    return 1 + len(made["refunds"]) + steps + is_expired + bool(made["closed_at"])


def _charges(made: Json) -> tuple[Charge, ...]:
    def minor(text: str) -> int:
        return minor_of(text, made["currency"])

    shipping = sum(minor(line["price"]) for line in made["shipping_lines"])
    vouchers = [
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-minor(code["amount"]), label=code["code"])
        for code in made["discount_codes"]
    ]
    return (Charge(kind=ChargeKind.SHIPPING, amount_minor=shipping), *vouchers)


def _package(parcel: Json) -> Package:
    at = {step: moment(parcel[f"{step}_at"]) for step in _BY_SHIPMENT if f"{step}_at" in parcel}
    return Package(
        id=str(parcel["id"]),
        status=_BY_SHIPMENT[parcel["shipment_status"]],
        packed_at=moment(parcel["created_at"]),
        collected_at=at.get("in_transit"),
        delivered_at=at.get("delivered"),
    )


def _moments(made: Json, paid_at: datetime | None) -> Moments:
    parcels = [_package(one) for one in made["fulfillments"] if one["status"] == "success"]
    first = parcels[0] if parcels else None
    return Moments(
        placed_at=moment(made["created_at"]),
        paid_at=paid_at,
        packed_at=first.packed_at if first else None,
        collected_at=first.collected_at if first else None,
        delivered_at=first.delivered_at if first else None,
        completed_at=moment(made["closed_at"]) if made["closed_at"] else None,
        cancelled_at=moment(made["cancelled_at"]) if made["cancelled_at"] else None,
    )
