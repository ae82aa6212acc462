from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyer_portal.domain.cuts import pieces_share
from buyer_portal.domain.decision_values import RefundPart, RefundPreview
from buyer_portal.domain.orders import Charge, ChargeKind, Payment, PaymentMethod, PaymentState
from buyer_portal.domain.policy import DayRange
from buyer_portal.domain.refunds import (
    add_working_days,
    expected_range,
    preview_refund,
    refund_of,
    refund_parts,
    refundable_minor,
)
from tests.domain.builders import PAID, S, a_line, a_policy, an_order
from tests.domain.strategies import CURRENCIES, charges, lines

K = ChargeKind


def a_charge(kind: ChargeKind, amount_minor: int, label: str = "") -> Charge:
    return Charge(kind=kind, amount_minor=amount_minor, label=label)


def a_basket(**changes: Any):
    """Three mugs of 1000 and one of 2000, with shipping, tax, a fee and two discounts."""
    return an_order(
        lines=[a_line("l1", quantity=3), a_line("l2", unit_price_minor=2000)],
        charges=[
            a_charge(K.SHIPPING, 500),
            a_charge(K.SHIPPING_DISCOUNT, -200),
            a_charge(K.TAX, 401),
            a_charge(K.FEE, 50),
            a_charge(K.SELLER_DISCOUNT, -101),
            a_charge(K.VOUCHER, -1000, "WELCOME"),
        ],
        **changes,
    )


def card(amount_minor: int, **changes: object) -> RefundPart:
    part = RefundPart(
        payment_id="p1",
        method=PaymentMethod.CARD,
        label="Visa 4242",
        amount_minor=amount_minor,
        days_at_least=3,
        days_at_most=7,
    )
    return replace(part, **changes)


def test_whole_order_gives_everything_back():
    preview = preview_refund(a_basket(), {"l1": 3, "l2": 1}, a_policy())

    assert preview == RefundPreview(
        currency="USD",
        total_minor=4650,
        items_minor=5000,
        shipping_minor=300,
        tax_minor=401,
        other_minor=50,
        discounts_clawed_back_minor=1101,
        vouchers_restored=("WELCOME",),
        parts=(card(4650),),
    )


def test_part_of_an_order_keeps_shipping_and_fees():
    preview, on_lines = refund_of(a_basket(), {"l1": 1}, a_policy())

    # Line 1 carries 241 of the tax and 661 of the discounts, its first piece 81 and 221 of them.
    assert preview == RefundPreview(
        currency="USD",
        total_minor=860,
        items_minor=1000,
        tax_minor=81,
        discounts_clawed_back_minor=221,
        parts=(card(860),),
    )
    assert on_lines == (860, 0)


def test_vouchers_stay_used_where_the_policy_says_so():
    policy = a_policy(restores_vouchers=False)

    assert preview_refund(a_basket(), {"l1": 3, "l2": 1}, policy).vouchers_restored == ()


@pytest.mark.parametrize(
    ("threshold", "taken_back"),
    [
        pytest.param(None, 0, id="no-threshold"),
        pytest.param(3000, 0, id="rest-still-reaches-it"),
        pytest.param(3001, 200, id="rest-falls-below"),
        pytest.param(5001, 0, id="never-reached-it"),
    ],
)
def test_free_shipping_is_taken_back_below_its_threshold(threshold, taken_back):
    policy = a_policy(free_shipping_from_minor=threshold)

    with_it = preview_refund(a_basket(), {"l2": 1}, policy)
    without = preview_refund(a_basket(), {"l2": 1}, a_policy())

    assert with_it.total_minor == without.total_minor - taken_back
    more = with_it.discounts_clawed_back_minor - without.discounts_clawed_back_minor
    assert more == taken_back


@pytest.mark.parametrize(
    "payments",
    [
        pytest.param((), id="none"),
        pytest.param(
            (Payment(id="p1", method=PaymentMethod.CASH_ON_DELIVERY, amount_minor=4650),),
            id="due-at-the-door",
        ),
        pytest.param(
            (
                Payment(
                    id="p1",
                    method=PaymentMethod.CARD,
                    amount_minor=4650,
                    refunded_minor=4650,
                    paid_at=PAID,
                ),
            ),
            id="all-back-already",
        ),
    ],
)
def test_nothing_goes_back_where_nothing_is_left(payments):
    order = a_basket(payments=payments, payment_state=PaymentState.CASH_ON_DELIVERY)

    preview = preview_refund(order, {"l1": 3, "l2": 1}, a_policy())

    assert preview == RefundPreview(currency="USD")


def test_earlier_refund_lowers_the_last_one():
    order = a_basket()
    order = replace(order, payments=(replace(order.payments[0], refunded_minor=4000),))

    preview, on_lines = refund_of(order, {"l1": 3, "l2": 1}, a_policy())

    assert (preview.total_minor, preview.other_minor) == (650, 50 - 4000)
    assert sum(on_lines) == 650


@pytest.mark.parametrize("adjustment", [-900, -5, 5, 700])
def test_adjustment_is_shared_out_like_a_discount(adjustment):
    order = an_order(
        lines=[a_line("l1"), a_line("l2")], charges=[a_charge(K.ADJUSTMENT, adjustment)]
    )

    first = preview_refund(order, {"l1": 1}, a_policy())
    rest = replace(order, lines=(replace(order.lines[0], cancelled_quantity=1), order.lines[1]))
    rest = replace(rest, payments=(replace(order.payments[0], refunded_minor=first.total_minor),))
    second = preview_refund(rest, {"l2": 1}, a_policy())

    assert first.total_minor + second.total_minor == order.total_minor == 2000 + adjustment
    assert abs(first.other_minor + second.other_minor - adjustment) == 0
    assert abs(first.total_minor - second.total_minor) <= 1


def test_stated_total_below_its_parts_never_gives_back_more_than_paid():
    order = an_order(
        lines=[a_line("l1"), a_line("l2")],
        charges=[a_charge(K.SHIPPING, 500), a_charge(K.ADJUSTMENT, -2400)],
    )

    assert order.total_minor == 100
    assert preview_refund(order, {"l1": 1}, a_policy()).total_minor == 0
    assert preview_refund(order, {"l1": 1, "l2": 1}, a_policy()).total_minor == 100


def test_money_goes_back_by_real_payments_first_and_credit_last():
    payments = (
        Payment(id="c", method=PaymentMethod.SHOP_CREDIT, amount_minor=400, paid_at=PAID),
        Payment(id="w", method=PaymentMethod.E_WALLET, amount_minor=300, paid_at=PAID),
        Payment(id="v", method=PaymentMethod.CARD, amount_minor=500, paid_at=PAID),
        Payment(
            id="u", method=PaymentMethod.CARD, amount_minor=100, refunded_minor=60, paid_at=PAID
        ),
    )
    policy = a_policy(refund_days={PaymentMethod.E_WALLET: DayRange(at_least=1, at_most=2)})

    parts = refund_parts(a_basket(payments=payments), 1000, policy)

    assert [(part.payment_id, part.amount_minor) for part in parts] == [
        ("v", 500),
        ("u", 40),
        ("w", 300),
        ("c", 160),
    ]
    assert [(part.days_at_least, part.days_at_most) for part in parts] == [
        (3, 7),
        (3, 7),
        (1, 2),
        (3, 7),
    ]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param(3, 0, 3, id="same-day"),
        pytest.param(3, 4, 7, id="within-the-week"),
        pytest.param(7, 1, 10, id="over-the-weekend"),
        pytest.param(8, 1, 10, id="from-saturday"),
        pytest.param(9, 0, 9, id="sunday-stays"),
        pytest.param(3, 10, 17, id="two-weeks"),
    ],
)
def test_working_days_skip_weekends(start, days, end):
    moment = datetime(2025, 3, start, 22, 30, tzinfo=UTC)

    assert add_working_days(moment, days) == datetime(2025, 3, end, 22, 30, tzinfo=UTC)


def test_expected_range_has_both_ends():
    friday = datetime(2025, 3, 7, 12, tzinfo=UTC)

    assert expected_range(friday, DayRange(at_least=1, at_most=3)) == (
        friday + timedelta(days=3),
        friday + timedelta(days=5),
    )


@given(st.integers(-(10**9), 10**9), st.integers(1, 500), st.data())
def test_pieces_of_a_line_add_up_in_any_grouping(amount, quantity, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, quantity), max_size=6)))
    bounds = [0, *cuts, quantity]

    parts = [
        pieces_share(amount, quantity, first, last - first) for first, last in pairwise(bounds)
    ]

    assert sum(parts) == amount


_BREAKDOWN = (
    "total_minor",
    "items_minor",
    "tax_minor",
    "discounts_clawed_back_minor",
    "shipping_minor",
    "other_minor",
)


def payments_of(total_minor: int, cut: int) -> tuple[Payment, ...]:
    first = min(cut, total_minor)
    amounts = {PaymentMethod.SHOP_CREDIT: first, PaymentMethod.CARD: total_minor - first}
    return tuple(
        Payment(id=method.value, method=method, amount_minor=amount, paid_at=PAID)
        for method, amount in amounts.items()
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(CURRENCIES),
    st.lists(lines(st.just(S.AWAITING_SHIPMENT)), min_size=1, max_size=4),
    charges(),
    st.integers(0, 50_000),
    st.randoms(use_true_random=False),
)
def test_partial_cancellations_add_up_to_the_whole(currency, drawn, extra, cut, random):
    chosen = [replace(line, id=f"l{at}", cancelled_quantity=0) for at, line in enumerate(drawn)]
    order = an_order(lines=chosen, charges=extra, currency=currency)
    if order.total_minor < 0:
        return
    order = replace(order, payments=payments_of(order.total_minor, cut))
    whole = preview_refund(order, {line.id: line.quantity for line in chosen}, a_policy())
    steps: list[RefundPreview] = []
    had_money = True

    while open_lines := [line for line in order.lines if line.open_quantity]:
        line = random.choice(open_lines)
        count = random.randint(1, line.open_quantity)
        had_money = had_money and refundable_minor(order) > 0
        step, on_lines = refund_of(order, {line.id: count}, a_policy())
        assert sum(on_lines) <= step.total_minor <= refundable_minor(order)
        steps.append(step)
        back = {part.payment_id: part.amount_minor for part in step.parts}
        order = replace(
            order,
            lines=tuple(
                replace(one, cancelled_quantity=one.cancelled_quantity + count)
                if one.id == line.id
                else one
                for one in order.lines
            ),
            payments=tuple(
                replace(one, refunded_minor=one.refunded_minor + back.get(one.id, 0))
                for one in order.payments
            ),
        )

    assert whole.total_minor == order.total_minor
    assert refundable_minor(order) == 0
    # Once nothing is left to give back, the rest of an order has no breakdown any more.
    for part in _BREAKDOWN if had_money else ():
        assert sum(getattr(step, part) for step in steps) == getattr(whole, part)
