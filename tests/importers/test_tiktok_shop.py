from datetime import UTC, datetime

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import (
    Address,
    Charge,
    ChargeKind,
    GoodsKind,
    Moments,
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    Package,
    Payment,
    PaymentMethod,
    PaymentState,
    RequestKind,
    adjustment_of,
)
from buyer_portal.importers import (
    Caution,
    ImportedBuyer,
    ImportedCancellation,
    ImportedOrder,
    ImportedSeller,
    PayloadFormat,
    Place,
)

from .conftest import changed, example_files, read_one, read_text, tidy_order, tidy_unit

PLACED = datetime.fromtimestamp(1_700_000_000, UTC)
PAID = datetime.fromtimestamp(1_700_000_060, UTC)
LATER = 1_700_100_000
LATEST = 1_700_200_000


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def cautions_of(outcome):
    return [warning.code for warning in outcome.warnings]


def test_a_tidy_order_becomes_one_of_ours_without_a_warning():
    outcome = read_one(tidy_order())

    assert outcome == ImportedOrder(
        place=Place(file="orders.json", record=1),
        source=PayloadFormat.TIKTOK_SHOP,
        external_id="579460000000000009",
        buyer=ImportedBuyer(
            external_id="7021430000000000009",
            email="lan@example.vn",
            name="Nguyễn Thị Lan",
            locale="vi",
            market="VN",
        ),
        seller=ImportedSeller(external_id="7495000000000000009", name="Lumen House"),
        order=Order(
            id="",
            number="579460000000000009",
            seller_id="",
            buyer_id="",
            market="VN",
            currency="VND",
            status=OrderStatus.AWAITING_SHIPMENT,
            payment_state=PaymentState.PAID,
            total_minor=199_000,
            lines=(
                OrderLine(
                    id="1",
                    product_name="Stoneware mug",
                    variant="Moss green",
                    picture="/goods/mug.svg",
                    quantity=2,
                    unit_price_minor=100_000,
                    discount_minor=11_000,
                    status=OrderStatus.AWAITING_SHIPMENT,
                    external_id="577000000000000001,577000000000000002",
                ),
            ),
            charges=(
                Charge(kind=ChargeKind.SHIPPING, amount_minor=32_000),
                Charge(kind=ChargeKind.SHIPPING_DISCOUNT, amount_minor=-12_000),
                Charge(kind=ChargeKind.PLATFORM_DISCOUNT, amount_minor=-10_000),
            ),
            payments=(
                Payment(
                    id="1",
                    method=PaymentMethod.E_WALLET,
                    label="MoMo",
                    amount_minor=199_000,
                    paid_at=PAID,
                ),
            ),
            moments=Moments(placed_at=PLACED, paid_at=PAID),
            address=Address(name="Nguyễn Thị Lan", lines=("12 Lý Thường Kiệt",), region="VN"),
            external_source="tiktok-shop",
            external_id="579460000000000009",
        ),
    )


@pytest.mark.parametrize(("payload_format", "path"), example_files(), ids=str)
def test_documentation_examples_import_with_an_adjustment(payload_format, path):
    (outcome,) = read_text(path.read_bytes(), payload_format)

    order = outcome.order
    assert adjustment_of(order.total_minor, order.lines, order.charges) == 0
    assert [each.kind for each in order.charges].count(ChargeKind.ADJUSTMENT) == 1
    assert cautions_of(outcome).count(Caution.AMOUNTS_ADJUSTED) == 1


def test_the_documentation_example_keeps_its_amounts_as_stated(tiktok_payload):
    outcome = read_one(tiktok_payload)

    order = outcome.order
    assert (order.total_minor, order.currency) == (700_000, "IDR")
    assert order.lines[0].unit_price_minor == 1
    assert order.charges == (
        Charge(kind=ChargeKind.SHIPPING, amount_minor=700_000),
        Charge(kind=ChargeKind.SELLER_DISCOUNT, amount_minor=-700_000),
        Charge(kind=ChargeKind.PLATFORM_DISCOUNT, amount_minor=-700_000),
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-1_000),
        Charge(kind=ChargeKind.FEE, amount_minor=300_128),
        Charge(kind=ChargeKind.TAX, amount_minor=700_000),
        Charge(kind=ChargeKind.ADJUSTMENT, amount_minor=400_871),
    )
    assert cautions_of(outcome) == [
        Caution.MOMENT_IGNORED,
        Caution.SUB_ITEM_CURRENCY,
        Caution.LINE_STATUS_DIFFERS,
        Caution.SHIPPING_DIFFERS,
        Caution.AMOUNTS_ADJUSTED,
    ]


def test_an_unpaid_order_has_no_later_moments_payments_or_parcels(tiktok_payload):
    order = read_one(tiktok_payload).order

    assert order.moments == Moments(placed_at=at(1_700_000_000))
    assert (order.payment_state, order.payments, order.packages) == (PaymentState.UNPAID, (), ())
    assert order.lines[0].package_id is None
    assert order.lines[0].goods is GoodsKind.PRE_ORDER


def test_pictures_of_other_hosts_are_never_taken(tiktok_payload):
    assert read_one(tiktok_payload).order.lines[0].picture == ""


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("CANCEL", OrderStatus.CANCELLED),
        ("CANCELLED", OrderStatus.CANCELLED),
        ("in_transit", OrderStatus.IN_TRANSIT),
        (100, OrderStatus.UNPAID),
        ("105", OrderStatus.ON_HOLD),
        (111, OrderStatus.AWAITING_SHIPMENT),
        (112, OrderStatus.AWAITING_COLLECTION),
        (114, OrderStatus.PARTIALLY_SHIPPING),
        (121, OrderStatus.IN_TRANSIT),
        (122, OrderStatus.DELIVERED),
        (130, OrderStatus.COMPLETED),
        (140, OrderStatus.CANCELLED),
    ],
)
def test_statuses_are_known_by_name_spelling_and_number(written, status):
    assert read_one(tidy_order(status=written)).order.status is status


def test_ids_written_as_numbers_keep_every_digit():
    outcome = read_one(tidy_order(id=579460000000000009, user_id=7021430000000000009))

    assert (outcome.external_id, outcome.buyer.external_id) == (
        "579460000000000009",
        "7021430000000000009",
    )


def test_units_that_differ_stay_lines_of_their_own():
    lines = [tidy_unit(1), tidy_unit(2, sku_name="Sea blue"), tidy_unit(3)]

    outcome = read_one(tidy_order(line_items=lines))

    assert [(line.variant, line.quantity, line.external_id) for line in outcome.order.lines] == [
        ("Moss green", 2, "577000000000000001,577000000000000003"),
        ("Sea blue", 1, "577000000000000002"),
    ]


def test_a_partly_shipped_order_keeps_the_status_and_parcel_of_each_line():
    lines = [
        tidy_unit(
            1,
            display_status="IN_TRANSIT",
            package_id="11",
            tracking_number="VN1",
            shipping_provider_name="Viettel Post",
            rts_time=LATER,
        ),
        tidy_unit(2, display_status="AWAITING_COLLECTION", package_id="12", rts_time=LATER),
        tidy_unit(3),
    ]

    order = read_one(
        tidy_order(status="PARTIALLY_SHIPPING", line_items=lines, collection_time=LATEST)
    ).order

    assert [(line.status, line.package_id) for line in order.lines] == [
        (OrderStatus.IN_TRANSIT, "11"),
        (OrderStatus.AWAITING_COLLECTION, "12"),
        (OrderStatus.AWAITING_SHIPMENT, None),
    ]
    assert order.packages == (
        Package(
            id="11",
            status=OrderStatus.IN_TRANSIT,
            carrier="Viettel Post",
            tracking_number="VN1",
            packed_at=at(LATER),
            collected_at=at(LATEST),
        ),
        Package(id="12", status=OrderStatus.AWAITING_COLLECTION, packed_at=at(LATER)),
    )


def test_a_cancelled_line_counts_as_cancelled_pieces():
    lines = [tidy_unit(1), tidy_unit(2, display_status="CANCELLED")]

    order = read_one(tidy_order(line_items=lines)).order

    assert [(line.status, line.cancelled_quantity) for line in order.lines] == [
        (OrderStatus.AWAITING_SHIPMENT, 0),
        (OrderStatus.CANCELLED, 1),
    ]


def test_an_open_order_whose_every_line_is_cancelled_keeps_its_own_status():
    lines = [tidy_unit(1, display_status="CANCELLED")]

    outcome = read_one(tidy_order(line_items=lines))

    assert [(line.status, line.cancelled_quantity) for line in outcome.order.lines] == [
        (OrderStatus.AWAITING_SHIPMENT, 0)
    ]
    assert Caution.LINE_STATUS_DIFFERS in cautions_of(outcome)


def test_cash_on_delivery_is_paid_only_when_it_arrived():
    waiting = read_one(tidy_order(is_cod=True)).order
    arrived = read_one(
        tidy_order(
            is_cod=True,
            status="DELIVERED",
            delivery_time=LATEST,
            line_items=[tidy_unit(1, display_status="DELIVERED")],
        )
    ).order

    assert (waiting.payment_state, waiting.paid_minor) == (PaymentState.CASH_ON_DELIVERY, 0)
    assert (waiting.moments.paid_at, waiting.payments[0].amount_minor) == (None, 199_000)
    assert (arrived.payment_state, arrived.paid_minor) == (PaymentState.PAID, 199_000)
    assert arrived.payments[0].paid_at == at(LATEST)


def test_a_cancelled_paid_order_counts_as_refunded_and_says_so():
    outcome = read_one(
        tidy_order(
            status="CANCELLED",
            cancel_time=LATER,
            request_cancel_time=LATER - 5,
            cancellation_initiator="BUYER",
            cancel_reason="Bought by mistake",
        )
    )

    assert outcome.order.payment_state is PaymentState.REFUNDED
    assert outcome.order.refunded_minor == 199_000
    assert Caution.REFUND_ASSUMED in cautions_of(outcome)
    assert outcome.cancellation == ImportedCancellation(
        by=Actor.BUYER,
        reason="Bought by mistake",
        requested_at=at(LATER - 5),
        cancelled_at=at(LATER),
    )


def test_a_cancelled_unpaid_order_owes_nothing():
    payload = tidy_order(status="CANCELLED", cancel_time=LATER, paid_time=0)

    order = read_one(payload).order

    assert (order.payment_state, order.payments) == (PaymentState.UNPAID, ())


def test_a_request_of_the_buyer_is_open():
    order = read_one(tidy_order(is_buyer_request_cancel=True, request_cancel_time=LATER)).order

    assert order.open_request == OpenRequest(
        id="", kind=RequestKind.CANCELLATION, requested_at=at(LATER)
    )


@pytest.mark.parametrize(
    ("currency", "total", "tax_minor"),
    [
        pytest.param("EUR", "19.90", 0, id="inside the price"),
        pytest.param("USD", "21.49", 159, id="on top"),
    ],
)
def test_tax_is_a_charge_only_where_it_stands_on_top(currency, total, tax_minor):
    unit = {"id": "1", "product_name": "Bag", "sale_price": "19.90", "currency": currency}
    payment = {"currency": currency, "tax": "1.59", "total_amount": total}

    outcome = read_one(tidy_order(payment=payment, line_items=[unit]))

    assert sum(each.amount_minor for each in outcome.order.charges) == tax_minor
    assert outcome.warnings == ()


def test_a_sale_price_that_contradicts_its_discounts_is_taken_as_stated():
    payload = changed(tidy_order(), "line_items[0].sale_price", "70000")

    outcome = read_one(payload)

    assert [(line.unit_price_minor, line.discount_minor) for line in outcome.order.lines] == [
        (70_000, 0),
        (100_000, 5_500),
    ]
    assert cautions_of(outcome) == [Caution.PRICE_DIFFERS, Caution.AMOUNTS_ADJUSTED]


@pytest.mark.parametrize(
    ("name", "method", "label"),
    [
        ("MoMo", PaymentMethod.E_WALLET, "MoMo"),
        ("GoPay", PaymentMethod.E_WALLET, "GoPay"),
        ("BCA virtual account", PaymentMethod.BANK_TRANSFER, "BCA"),
        ("Bank transfer", PaymentMethod.BANK_TRANSFER, ""),
        ("CCDC", PaymentMethod.CARD, ""),
        ("Gift card", PaymentMethod.SHOP_CREDIT, ""),
    ],
)
def test_payment_methods_are_known_by_name(name, method, label):
    payment = read_one(tidy_order(payment_method_name=name)).order.payments[0]

    assert (payment.method, payment.label) == (method, label)


def test_an_unknown_payment_method_counts_as_a_card_and_says_so():
    outcome = read_one(tidy_order(payment_method_name="Seashells"))

    assert outcome.order.payments[0].method is PaymentMethod.CARD
    assert cautions_of(outcome) == [Caution.UNKNOWN_PAYMENT_METHOD]


def test_an_order_without_shop_belongs_to_the_source():
    payload = tidy_order(shop_id=None, shop_name=None)

    assert read_one(payload).seller == ImportedSeller(external_id="tiktok-shop", name="TikTok Shop")


def test_an_address_that_is_no_email_is_left_out():
    outcome = read_one(tidy_order(buyer_email="not an address"))

    assert outcome.buyer.email == ""
    assert cautions_of(outcome) == [Caution.EMAIL_IGNORED]
