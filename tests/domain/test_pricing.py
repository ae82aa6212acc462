"""What baskets and changed orders cost, to the last minor unit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyer_portal.domain.catalogue import Coupon, CouponKind, Offer, Variant
from buyer_portal.domain.change_values import LineChange, OrderChange, Pieces
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.order_changes import change_order
from buyer_portal.domain.orders import Charge, ChargeKind, Order, OrderStatus
from buyer_portal.domain.pricing import goods_of, price_basket, reprice
from tests.domain.builders import PLACED, a_line, a_policy, an_order
from tests.domain.strategies import CURRENCIES

C = ChargeKind
TEN = Coupon(id="c1", code="TEN", kind=CouponKind.PERCENT, percent=10, currency="USD")


@pytest.mark.parametrize(
    ("coupon", "free_from", "charges", "total"),
    [
        pytest.param(None, None, [(C.SHIPPING, 300)], 1299, id="shipping"),
        pytest.param(
            None, 999, [(C.SHIPPING, 300), (C.SHIPPING_DISCOUNT, -300)], 999, id="free-from-sharp"
        ),
        pytest.param(None, 1000, [(C.SHIPPING, 300)], 1299, id="one-too-few"),
        pytest.param(TEN, None, [(C.SHIPPING, 300), (C.VOUCHER, -99)], 1200, id="percent-down"),
        pytest.param(
            replace(TEN, kind=CouponKind.AMOUNT, amount_minor=5000),
            None,
            [(C.SHIPPING, 300), (C.VOUCHER, -999)],
            300,
            id="no-more-than-the-goods",
        ),
        pytest.param(
            replace(TEN, kind=CouponKind.FREE_SHIPPING),
            None,
            [(C.SHIPPING, 300), (C.VOUCHER, -300)],
            999,
            id="free-shipping",
        ),
    ],
)
def test_a_basket_is_goods_shipping_and_coupon(coupon, free_from, charges, total):
    prices = price_basket(
        999, shipping_minor=300, free_shipping_from_minor=free_from, coupon=coupon
    )

    assert [(one.kind, one.amount_minor) for one in prices.charges] == charges
    assert prices.total_minor == total


def _charged(*charges: tuple[ChargeKind, int], goods_minor: int = 1000) -> Order:
    return an_order(
        lines=[a_line(unit_price_minor=goods_minor)],
        charges=[Charge(kind=kind, amount_minor=amount, label="TEN") for kind, amount in charges],
    )


@pytest.mark.parametrize(
    ("charges", "goods", "after"),
    [
        pytest.param([(C.SELLER_DISCOUNT, -101)], 500, [(C.SELLER_DISCOUNT, -101)], id="stays"),
        pytest.param(
            [(C.SELLER_DISCOUNT, -101), (C.PLATFORM_DISCOUNT, -9)],
            105,
            [(C.SELLER_DISCOUNT, -101), (C.PLATFORM_DISCOUNT, -4)],
            id="no-more-than-the-goods",
        ),
        pytest.param([(C.TAX, 101)], 2000, [(C.TAX, 202)], id="tax-up"),
        pytest.param([(C.TAX, 101)], 500, [(C.TAX, 50)], id="tax-down"),
        pytest.param([(C.FEE, 50), (C.ADJUSTMENT, -3)], 500, [(C.FEE, 50), (C.ADJUSTMENT, -3)],
                     id="fees-stay"),
        pytest.param([(C.VOUCHER, -100)], 500, [(C.VOUCHER, -50)], id="known-voucher-anew"),
        pytest.param([(C.VOUCHER, -100)], 2000, [(C.VOUCHER, -200)], id="known-voucher-up"),
        pytest.param([(C.VOUCHER, -100)], 399, [], id="below-the-voucher"),
        pytest.param(
            [(C.SHIPPING, 300)],
            1500,
            [(C.SHIPPING, 300), (C.SHIPPING_DISCOUNT, -300)],
            id="shipping-becomes-free",
        ),
    ],
)  # fmt: skip
def test_charges_follow_the_goods(charges, goods, after):
    policy = a_policy(free_shipping_from_minor=1500)
    known = {"TEN": replace(TEN, minimum_minor=400)}
    lines = [a_line(unit_price_minor=goods)]

    prices = reprice(_charged(*charges), lines, policy, coupons=known)

    assert [(one.kind, one.amount_minor) for one in prices.charges] == after


def test_pieces_that_go_take_their_part_of_a_discount_along():
    line = a_line(quantity=3)
    order = an_order(lines=[line], charges=[Charge(kind=C.SELLER_DISCOUNT, amount_minor=-100)])

    prices = reprice(order, [replace(line, quantity=1)], a_policy(), coupons={})

    assert [one.amount_minor for one in prices.charges] == [-33]


def test_shipping_is_owed_again_below_the_threshold():
    order = _charged((C.SHIPPING, 300), (C.SHIPPING_DISCOUNT, -300), goods_minor=1600)

    prices = reprice(
        order,
        [a_line(unit_price_minor=1400)],
        a_policy(free_shipping_from_minor=1500),
        coupons={},
    )

    assert (prices.total_minor, len(prices.charges)) == (1700, 1)


# Whatever a browser asks for, sums hold and no more goes back than was paid.

_MONEY = st.integers(0, 5_000_000)
_CHANGEABLE = (OrderStatus.UNPAID, OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT)


@st.composite
def _orders(draw) -> Order:
    status = draw(st.sampled_from(_CHANGEABLE))
    lines = [
        a_line(
            f"l{at}",
            quantity=draw(st.integers(1, 5)),
            unit_price_minor=draw(_MONEY),
            variant=draw(st.sampled_from(("", "Small", "Large"))),
            status=status,
        )
        for at in range(draw(st.integers(1, 3)))
    ]
    lines = [
        replace(line, discount_minor=draw(st.integers(0, line.unit_price_minor * line.quantity)))
        for line in lines
    ]
    goods = goods_of(lines)
    charges = [Charge(kind=C.SHIPPING, amount_minor=draw(st.integers(0, 90_000)))]
    for kind in draw(st.sets(st.sampled_from((C.SELLER_DISCOUNT, C.VOUCHER)))):
        amount = draw(st.integers(0, goods // 2))
        charges.append(Charge(kind=kind, amount_minor=-amount, label="TEN"))
    if draw(st.booleans()):
        charges.append(Charge(kind=C.TAX, amount_minor=draw(st.integers(0, 90_000))))
    return an_order(
        status, lines=lines, charges=charges, currency=draw(st.sampled_from(CURRENCIES))
    )


@st.composite
def _changes(draw, order: Order) -> OrderChange:
    return OrderChange(
        lines=tuple(
            LineChange(
                line_id=line.id,
                quantity=draw(st.none() | st.integers(1, 6)),
                variant_id=draw(st.sampled_from(("", "plain", "small", "large", "none"))),
            )
            for line in order.lines
            if draw(st.booleans())
        ),
        added=tuple(
            Pieces(variant_id=draw(st.sampled_from(("plain", "large"))), quantity=2)
            for _ in range(draw(st.integers(0, 2)))
        ),
        coupon_code=draw(st.sampled_from(("", "TEN", "NO"))),
    )


@given(st.data())
def test_sums_hold_and_nothing_is_lost_or_made(data):
    order = data.draw(_orders())
    wanted = data.draw(_changes(order))
    offers = (
        Offer(
            id="mug",
            seller_id="s1",
            product_name="Mug",
            currency=order.currency,
            variants=tuple(
                Variant(id=name.lower() or "plain", name=name, price_minor=data.draw(_MONEY))
                for name in ("", "Small", "Large")
            ),
        ),
    )
    policy = a_policy(
        changes=dict.fromkeys(_CHANGEABLE, tuple(ChangeKind)),
        free_shipping_from_minor=data.draw(st.none() | _MONEY),
    )
    coupon = replace(TEN, currency=order.currency, minimum_minor=data.draw(_MONEY))

    outcome = change_order(
        order,
        wanted,
        offers=offers,
        coupons=(coupon,),
        policy=policy,
        now=PLACED + timedelta(hours=1),
    )
    after = outcome.order

    assert after.total_minor == goods_of(after.lines) + sum(
        charge.amount_minor for charge in after.charges
    )
    assert after.total_minor >= 0
    assert all(line.total_minor >= 0 for line in after.lines)
    assert all(0 <= payment.refunded_minor <= payment.amount_minor for payment in after.payments)
    if outcome.obstacle is None:
        back = sum(part.amount_minor for part in outcome.parts)
        owed = sum(payment.amount_minor - payment.refunded_minor for payment in after.payments)
        assert owed == after.total_minor  # paid or due is exactly what it costs
        assert back == (0 if order.status is OrderStatus.UNPAID else -outcome.difference_minor)
        assert len({part.payment_id for part in outcome.parts}) == len(outcome.parts)
