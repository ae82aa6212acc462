"""What a change makes of an order, and of its money."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from buyer_portal.domain.catalogue import Coupon, CouponKind, Offer, Variant, offers_of_order
from buyer_portal.domain.change_values import (
    ChangeObstacle,
    ChangeOutcome,
    LineChange,
    OrderChange,
    Pieces,
)
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_changes import change_order, may_change
from buyer_portal.domain.orders import (
    Address,
    Charge,
    ChargeKind,
    OpenRequest,
    Order,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
    RequestKind,
    SellerPart,
)
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.refunds import preview_refund
from tests.domain.builders import NOW, PLACED, a_line, a_policy, an_order

S, K, Stop = OrderStatus, ChangeKind, ChangeObstacle
SOON = PLACED + timedelta(hours=1)
OPEN = dict.fromkeys((S.UNPAID, S.ON_HOLD, S.AWAITING_SHIPMENT), tuple(ChangeKind))
POLICY = a_policy(changes=OPEN)
OFFERS = (
    Offer(
        id="mug",
        seller_id="s1",
        product_name="Mug",
        currency="USD",
        variants=(
            Variant(id="white", name="", price_minor=1000),
            Variant(id="blue", name="Blue", price_minor=1000, picture="/goods/mug.svg"),
            Variant(id="small", name="Small", price_minor=700),
            Variant(id="large", name="Large", price_minor=1500),
            Variant(id="last", name="Last", price_minor=1000, stock=1),
        ),
    ),
    Offer(
        id="tea",
        seller_id="s1",
        product_name="Tea",
        currency="USD",
        variants=(Variant(id="tin", name="Tin", price_minor=400),),
    ),
)
TEN = Coupon(id="c1", code="TEN", kind=CouponKind.PERCENT, percent=10, currency="USD")
HOME = Address(name="Lan", phone="+84 90", lines=("1 New Street",), region="US")


def changed(
    order: Order, *, policy: Policy = POLICY, coupons: tuple[Coupon, ...] = (), **wanted: Any
) -> ChangeOutcome:
    return change_order(
        order, OrderChange(**wanted), offers=OFFERS, coupons=coupons, policy=policy, now=SOON
    )


def to_variant(variant_id: str) -> dict[str, Any]:
    return {"lines": (LineChange(line_id="l1", variant_id=variant_id),)}


def at_door(order: Order) -> Order:
    payment = replace(order.payments[0], method=PaymentMethod.CASH_ON_DELIVERY, paid_at=None)
    return replace(order, payments=(payment,), payment_state=PaymentState.CASH_ON_DELIVERY)


def test_another_address_costs_nothing_and_stays_in_its_region():
    order = an_order(address=Address(name="Lan", lines=("12 Old Street",), region="US"))

    outcome = changed(order, address=replace(HOME, region="Elsewhere"))

    assert (outcome.obstacle, outcome.kinds, outcome.difference_minor) == (None, (K.ADDRESS,), 0)
    assert outcome.order == replace(order, address=HOME, version=2)


def test_a_variant_at_the_same_price_only_changes_the_line():
    order = an_order()

    outcome = changed(order, **to_variant("blue"))

    line = replace(order.lines[0], variant="Blue", picture="/goods/mug.svg")
    assert outcome.obstacle is None
    assert outcome.order == replace(order, lines=(line,), version=2)
    assert outcome.taken == {"white": -1, "blue": 1}


def test_a_cheaper_variant_of_a_paid_order_gives_the_difference_back():
    outcome = changed(an_order(), **to_variant("small"))

    assert (outcome.obstacle, outcome.difference_minor) == (None, -300)
    assert [(part.payment_id, part.amount_minor) for part in outcome.parts] == [("p1", 300)]
    assert outcome.order.total_minor == 1000
    assert outcome.order.payments[0].refunded_minor == 300
    assert outcome.order.payment_state is PaymentState.PARTLY_REFUNDED


def test_a_dearer_variant_of_a_paid_order_is_no_change():
    outcome = changed(an_order(), **to_variant("large"))

    assert (outcome.obstacle, outcome.difference_minor) == (Stop.DEARER, 500)


@pytest.mark.parametrize(("variant", "total"), [("small", 1000), ("large", 1800)])
def test_an_unpaid_order_follows_the_price_both_ways(variant, total):
    outcome = changed(an_order(S.UNPAID), **to_variant(variant))

    assert (outcome.obstacle, outcome.order.total_minor, outcome.parts) == (None, total, ())
    assert outcome.order.payments[0].amount_minor == total


@pytest.mark.parametrize(("variant", "total"), [("small", 1000), ("large", 1800)])
def test_cash_at_the_door_follows_the_price_both_ways(variant, total):
    outcome = changed(at_door(an_order()), **to_variant(variant))

    assert (outcome.obstacle, outcome.parts) == (None, ())
    assert outcome.order.payments[0].amount_minor == total
    assert outcome.order.payment_state is PaymentState.CASH_ON_DELIVERY


def test_what_is_due_falls_before_money_goes_back():
    order = an_order()
    paid = Payment(id="credit", method=PaymentMethod.SHOP_CREDIT, amount_minor=1100, paid_at=PLACED)
    due = Payment(id="door", method=PaymentMethod.CASH_ON_DELIVERY, amount_minor=200)
    order = replace(order, payments=(paid, due), payment_state=PaymentState.CASH_ON_DELIVERY)

    outcome = changed(order, **to_variant("small"))

    assert [payment.amount_minor for payment in outcome.order.payments] == [1100, 0]
    assert [(part.payment_id, part.amount_minor) for part in outcome.parts] == [("credit", 100)]


def test_fewer_pieces_give_back_what_cancelling_them_would():
    order = an_order(lines=[a_line(quantity=3, discount_minor=100)])

    outcome = changed(order, lines=(LineChange(line_id="l1", quantity=1),))

    assert outcome.kinds == (K.QUANTITY,)
    assert -outcome.difference_minor == preview_refund(order, {"l1": 2}, POLICY).total_minor


def test_more_pieces_cost_what_they_cost_today():
    line = a_line(unit_price_minor=900, discount_minor=100)
    order = an_order(S.UNPAID, lines=[replace(line, status=S.UNPAID)])

    outcome = changed(order, lines=(LineChange(line_id="l1", quantity=3),))

    assert [
        (line.quantity, line.unit_price_minor, line.discount_minor) for line in outcome.order.lines
    ] == [(1, 900, 100), (2, 1000, 0)]
    assert outcome.difference_minor == 2000


def test_added_goods_join_a_line_of_the_same_price_or_stand_by_themselves():
    outcome = changed(
        an_order(S.UNPAID),
        added=(Pieces(variant_id="white"), Pieces(variant_id="tin", quantity=2)),
    )

    assert [(line.product_name, line.quantity) for line in outcome.order.lines] == [
        ("Mug", 2),
        ("Tea", 2),
    ]
    assert (outcome.kinds, outcome.difference_minor) == ((K.ITEMS,), 1800)


def test_a_forgotten_coupon_lowers_the_price():
    outcome = changed(an_order(), coupons=(TEN,), coupon_code="TEN")

    assert (outcome.kinds, outcome.difference_minor) == ((K.COUPON,), -100)
    assert outcome.order.charges[-1] == Charge(
        kind=ChargeKind.VOUCHER, amount_minor=-100, label="TEN"
    )


@pytest.mark.parametrize(
    "coupon",
    [
        pytest.param(replace(TEN, is_used=True), id="used"),
        pytest.param(replace(TEN, minimum_minor=1001), id="below-its-minimum"),
        pytest.param(replace(TEN, seller_id="s2"), id="another-sellers"),
        pytest.param(replace(TEN, currency="EUR"), id="another-currency"),
        pytest.param(replace(TEN, code="OTHER"), id="unknown"),
    ],
)
def test_a_coupon_that_cannot_be_used_is_refused(coupon):
    outcome = changed(an_order(), coupons=(coupon,), coupon_code="TEN")

    assert outcome.obstacle is Stop.COUPON


def test_an_unpaid_order_can_become_cash_on_delivery():
    order = an_order(S.UNPAID)

    after = changed(order, payment_method=PaymentMethod.CASH_ON_DELIVERY)

    assert (after.obstacle, after.kinds) == (None, (K.PAYMENT_METHOD,))
    assert after.order.status is S.AWAITING_SHIPMENT
    assert after.order.lines[0].status is S.AWAITING_SHIPMENT
    assert [(one.method, one.amount_minor, one.paid_at) for one in after.order.payments] == [
        (PaymentMethod.CASH_ON_DELIVERY, order.total_minor, None)
    ]


@pytest.mark.parametrize(
    ("wanted", "obstacle"),
    [
        pytest.param({}, Stop.NOTHING, id="nothing-named"),
        pytest.param(to_variant("white"), Stop.NOTHING, id="the-variant-it-has"),
        pytest.param(to_variant("tin"), Stop.NOT_OFFERED, id="a-variant-of-something-else"),
        pytest.param(to_variant("gone"), Stop.NOT_OFFERED, id="not-offered"),
        pytest.param(
            {"lines": (LineChange(line_id="l1", variant_id="last", quantity=2),)},
            Stop.OUT_OF_STOCK,
            id="not-enough-left",
        ),
        pytest.param({"added": (Pieces(variant_id="gone"),)}, Stop.NOT_OFFERED, id="added-unknown"),
        pytest.param(
            {"lines": (LineChange(line_id="l1", quantity=10**10),)}, Stop.TOO_MUCH, id="too-dear"
        ),
    ],
)
def test_what_cannot_be_is_refused(wanted, obstacle):
    assert changed(an_order(S.UNPAID), **wanted).obstacle is obstacle


def _request() -> OpenRequest:
    return OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=PLACED)


@pytest.mark.parametrize(
    ("order", "kind", "obstacle"),
    [
        pytest.param(an_order(), K.ADDRESS, None, id="open"),
        pytest.param(an_order(S.AWAITING_COLLECTION), K.ADDRESS, Stop.STAGE, id="packed"),
        pytest.param(an_order(open_request=_request()), K.ADDRESS, Stop.OPEN_REQUEST, id="request"),
        pytest.param(
            an_order(lines=[a_line(quantity=2, cancelled_quantity=1)]),
            K.VARIANT,
            Stop.PARTLY_CANCELLED,
            id="partly-cancelled",
        ),
        pytest.param(
            an_order(lines=[a_line(quantity=2, cancelled_quantity=1)]),
            K.ADDRESS,
            None,
            id="partly-cancelled-still-moves",
        ),
        pytest.param(
            an_order(charges=[Charge(kind=ChargeKind.VOUCHER, amount_minor=-5, label="V")]),
            K.COUPON,
            Stop.HAS_COUPON,
            id="one-coupon-an-order",
        ),
        pytest.param(an_order(), K.PAYMENT_METHOD, Stop.STAGE, id="paid-already"),
        pytest.param(
            an_order(further=(SellerPart(seller_id="s2"),)),
            K.VARIANT,
            Stop.SEVERAL_SELLERS,
            id="several-sellers",
        ),
    ],
)
def test_what_may_be_changed_now(order, kind, obstacle):
    assert may_change(order, POLICY, kind, SOON) is obstacle


def test_an_address_of_several_sellers_needs_all_of_them():
    order = an_order(further=(SellerPart(seller_id="s2"),))
    strict = replace(POLICY, sellers={"s2": a_policy()})

    assert may_change(order, POLICY, K.ADDRESS, SOON) is None
    assert may_change(order, strict, K.ADDRESS, SOON) is Stop.STAGE


def test_an_unpaid_order_whose_time_is_over_stays_as_it_is():
    assert may_change(an_order(S.UNPAID), POLICY, K.ADDRESS, NOW) is Stop.STAGE


def test_an_order_tells_of_its_sellers_goods_where_no_catalogue_does():
    order = an_order(lines=[a_line("l1"), a_line("l2", variant="Blue"), a_line("l3")])

    assert [
        (offer.product_name, [variant.name for variant in offer.variants])
        for offer in offers_of_order(order)
    ] == [("Mug", ["", "Blue"])]
