from datetime import UTC, datetime

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import (
    Address,
    Charge,
    ChargeKind,
    OrderStatus,
    Package,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.importers import Caution, ImportedCancellation, ImportedSeller, Refusal

from .conftest import changed, read_one

PLACED = datetime(2024, 1, 10, 16, 0, tzinfo=UTC)
SHIPPED = datetime(2024, 1, 12, 9, 0, tzinfo=UTC)


def parcel(pieces, **members):
    return {
        "id": 1,
        "status": "success",
        "created_at": "2024-01-12T09:00:00Z",
        "updated_at": "2024-01-14T09:00:00Z",
        "tracking_company": "UPS",
        "tracking_number": "1Z1",
        "line_items": [{"id": line, "quantity": quantity} for line, quantity in pieces.items()],
    } | members


def test_the_documentation_example_keeps_its_amounts_as_stated(shopify_payload):
    outcome = read_one({"order": shopify_payload}, "shopify")

    order = outcome.order
    assert (order.number, order.status, order.payment_state) == (
        "#2001",
        OrderStatus.AWAITING_SHIPMENT,
        PaymentState.PAID,
    )
    assert [(line.variant, line.quantity, line.unit_price_minor) for line in order.lines] == [
        ("green", 1, 19_900),
        ("red", 2, 19_900),
    ]
    assert order.charges == (
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-1_000, label="TENOFF"),
        Charge(kind=ChargeKind.TAX, amount_minor=1_194),
        Charge(kind=ChargeKind.ADJUSTMENT, amount_minor=-18_900),
    )
    assert (order.payments[0].method, order.payments[0].label, order.payments[0].amount_minor) == (
        PaymentMethod.CARD,
        "Visa 4242",
        40_994,
    )
    assert order.moments.placed_at == PLACED
    assert order.address == Address(
        name="Dana Example",
        phone="555-625-0100",
        lines=("1 Example Road", "Exampleton, Kentucky, 00000", "United States"),
        region="US",
    )
    assert [warning.code for warning in outcome.warnings] == [
        Caution.PARCEL_IGNORED,
        Caution.AMOUNTS_ADJUSTED,
    ]


@pytest.mark.parametrize(
    ("members", "status", "payment"),
    [
        pytest.param(
            {"financial_status": "pending"}, OrderStatus.UNPAID, PaymentState.UNPAID, id="pending"
        ),
        pytest.param(
            {"financial_status": "pending", "gateway": "Cash on Delivery (COD)"},
            OrderStatus.AWAITING_SHIPMENT,
            PaymentState.CASH_ON_DELIVERY,
            id="cash on delivery",
        ),
        pytest.param(
            {"financial_status": "paid", "fulfillment_status": "on_hold"},
            OrderStatus.ON_HOLD,
            PaymentState.PAID,
            id="on hold",
        ),
        pytest.param(
            {
                "fulfillment_status": "fulfilled",
                "fulfillments": [parcel({466150001: 1}, shipment_status="label_printed")],
            },
            OrderStatus.AWAITING_COLLECTION,
            PaymentState.PAID,
            id="label printed",
        ),
        pytest.param(
            {"fulfillment_status": "fulfilled", "fulfillments": [parcel({466150001: 1})]},
            OrderStatus.IN_TRANSIT,
            PaymentState.PAID,
            id="in transit",
        ),
        pytest.param(
            {
                "fulfillment_status": "fulfilled",
                "fulfillments": [parcel({466150001: 1}, shipment_status="delivered")],
            },
            OrderStatus.DELIVERED,
            PaymentState.PAID,
            id="delivered",
        ),
        pytest.param(
            {
                "fulfillment_status": "fulfilled",
                "closed_at": "2024-02-01T00:00:00Z",
                "fulfillments": [parcel({466150001: 1}, shipment_status="delivered")],
            },
            OrderStatus.COMPLETED,
            PaymentState.PAID,
            id="closed",
        ),
        pytest.param(
            {"financial_status": "refunded", "cancelled_at": "2024-01-11T00:00:00Z"},
            OrderStatus.CANCELLED,
            PaymentState.REFUNDED,
            id="cancelled and refunded",
        ),
        pytest.param(
            {"financial_status": "voided", "cancelled_at": "2024-01-11T00:00:00Z"},
            OrderStatus.CANCELLED,
            PaymentState.UNPAID,
            id="cancelled and voided",
        ),
    ],
)
def test_three_statuses_become_one(shopify_payload, members, status, payment):
    order = read_one(shopify_payload | members, "shopify").order

    assert (order.status, order.payment_state) == (status, payment)


def test_a_line_is_cut_where_some_pieces_were_shipped(shopify_payload):
    payload = shopify_payload | {
        "fulfillment_status": "partial",
        "fulfillments": [parcel({466150001: 1, 466150002: 1})],
    }
    payload = changed(payload, "line_items[1].discount_allocations", [{"amount": "0.99"}])

    order = read_one(payload, "shopify").order

    assert order.status is OrderStatus.PARTIALLY_SHIPPING
    assert [
        (line.variant, line.quantity, line.discount_minor, line.status, line.package_id)
        for line in order.lines
    ] == [
        ("green", 1, 0, OrderStatus.IN_TRANSIT, "1"),
        ("red", 1, 50, OrderStatus.IN_TRANSIT, "1"),
        ("red", 1, 49, OrderStatus.AWAITING_SHIPMENT, None),
    ]
    assert order.packages == (
        Package(
            id="1",
            status=OrderStatus.IN_TRANSIT,
            carrier="UPS",
            tracking_number="1Z1",
            packed_at=SHIPPED,
            collected_at=SHIPPED,
        ),
    )


def test_money_that_went_back_is_known(shopify_payload):
    refund = {"transactions": [{"kind": "refund", "status": "success", "amount": "9.94"}]}
    payload = shopify_payload | {"financial_status": "partially_refunded", "refunds": [refund]}

    order = read_one(payload, "shopify").order

    assert (order.payment_state, order.refunded_minor) == (PaymentState.PARTLY_REFUNDED, 994)


def test_a_discount_code_that_is_spread_over_lines_is_not_counted_twice(shopify_payload):
    payload = shopify_payload | {"total_discounts": "10.00", "total_price": "598.94"}
    payload = changed(payload, "line_items[0].discount_allocations", [{"amount": "4.00"}])
    payload = changed(payload, "line_items[1].discount_allocations", [{"amount": "6.00"}])

    outcome = read_one(payload, "shopify")

    assert [line.discount_minor for line in outcome.order.lines] == [400, 600]
    assert outcome.order.charges == (Charge(kind=ChargeKind.TAX, amount_minor=1_194),)


def test_removed_pieces_count_as_cancelled(shopify_payload):
    payload = changed(shopify_payload, "line_items[1].current_quantity", 1)

    assert [
        (line.quantity, line.cancelled_quantity)
        for line in read_one(payload, "shopify").order.lines
    ] == [(1, 0), (2, 1)]


def test_the_shop_is_known_by_its_status_link(shopify_payload):
    payload = shopify_payload | {"order_status_url": "https://shop.example.com/1/orders/2"}

    assert read_one(payload, "shopify").seller == ImportedSeller(
        external_id="shop.example.com", name="shop.example.com"
    )


def test_who_cancelled_is_told_by_the_reason(shopify_payload):
    payload = shopify_payload | {
        "cancelled_at": "2024-01-11T00:00:00Z",
        "cancel_reason": "customer",
    }

    assert read_one(payload, "shopify").cancellation == ImportedCancellation(
        by=Actor.BUYER, reason="customer", cancelled_at=datetime(2024, 1, 11, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("financial_status", "gone", Refusal.UNKNOWN_STATUS),
        ("fulfillment_status", "eaten", Refusal.UNKNOWN_STATUS),
        ("fulfillments[0].status", "lost", Refusal.UNKNOWN_STATUS),
        ("fulfillments[0].shipment_status", "lost", Refusal.UNKNOWN_STATUS),
        ("created_at", "2024-01-10T11:00:00", Refusal.BAD_TIME),
        ("created_at", "yesterday", Refusal.BAD_TIME),
        ("created_at", "1999-12-31T23:59:59Z", Refusal.TIME_OUT_OF_RANGE),
        ("created_at", "0001-01-01T00:00:00+14:00", Refusal.TIME_OUT_OF_RANGE),
        ("created_at", 1_700_000_000, Refusal.WRONG_TYPE),
        ("total_price", 409.94, Refusal.WRONG_TYPE),
        ("currency", "XTS", Refusal.UNKNOWN_CURRENCY),
        ("line_items[0].quantity", 0, Refusal.MISSING_FIELD),
        ("line_items[0].quantity", -1, Refusal.NUMBER_TOO_LARGE),
        ("line_items[0].quantity", 10**9, Refusal.NUMBER_TOO_LARGE),
        ("line_items[1].id", 466150001, Refusal.CONFLICTING_DUPLICATE),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(shopify_payload, path, value, code):
    outcome = read_one(changed(shopify_payload, path, value), "shopify")

    assert (outcome.code, outcome.field, outcome.external_id) == (code, path, "450780001")


def test_a_buyer_without_id_and_email_is_refused(shopify_payload):
    payload = shopify_payload | {"customer": None, "email": None}

    outcome = read_one(payload, "shopify")

    assert (outcome.code, outcome.field) == (Refusal.MISSING_FIELD, "customer.id")
