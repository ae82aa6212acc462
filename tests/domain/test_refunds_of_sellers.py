"""How the money of an order of several sellers is shared out, to the last minor unit."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import Charge, ChargeKind, Order, SellerPart
from buyer_portal.domain.refunds import preview_refund, refund_of, refundable_minor, refunded
from buyer_portal.domain.sums import sums_of
from tests.domain.builders import S, a_line, a_policy, an_order
from tests.domain.strategies import CURRENCIES, charges, lines
from tests.domain.test_refunds import payments_of

SHIPPING, DISCOUNT = ChargeKind.SHIPPING, ChargeKind.SHIPPING_DISCOUNT


def two_sellers(*extra: Charge, **changes: Any) -> Order:
    """Two mugs of the order's own seller, a lamp of ``t``, shipping paid to each."""
    chosen = [a_line("mugs", quantity=2), a_line("lamp", unit_price_minor=5000, seller_id="t")]
    return an_order(
        lines=chosen,
        charges=(
            Charge(kind=SHIPPING, amount_minor=300, seller_id="s1"),
            Charge(kind=SHIPPING, amount_minor=700, seller_id="t"),
            *extra,
        ),
        further=(SellerPart(seller_id="t"),),
        **changes,
    )


@pytest.mark.parametrize(
    ("pieces", "total", "shipping"),
    [
        pytest.param({"mugs": 1}, 1000, 0, id="a-piece-brings-no-shipping-back"),
        pytest.param({"mugs": 2}, 2300, 300, id="all-of-a-seller-brings-theirs-back"),
        pytest.param({"lamp": 1}, 5700, 700, id="all-of-the-other-seller"),
        pytest.param({"mugs": 1, "lamp": 1}, 6700, 700, id="one-whole-one-part"),
        pytest.param({"mugs": 2, "lamp": 1}, 8000, 0, id="everything"),
    ],
)
def test_shipping_of_a_seller_comes_back_with_their_last_piece(pieces, total, shipping):
    preview = preview_refund(two_sellers(), pieces, a_policy())

    assert preview.total_minor == total
    if len(pieces) < 2 or pieces["mugs"] < 2:
        assert preview.shipping_minor == shipping


def test_discount_of_one_seller_is_carried_by_their_lines_alone():
    order = two_sellers(
        Charge(kind=ChargeKind.SELLER_DISCOUNT, amount_minor=-501, seller_id="s1"),
    )

    assert preview_refund(order, {"lamp": 1}, a_policy()).total_minor == 5700
    assert (
        preview_refund(order, {"mugs": 1}, a_policy()).total_minor == 750
    )  # the first carries the odd unit


def test_threshold_of_a_seller_looks_at_their_lines_alone():
    order = two_sellers(Charge(kind=DISCOUNT, amount_minor=-300, seller_id="s1"))
    policy = a_policy(free_shipping_from_minor=2000)

    one_mug = refund_of(order, {"mugs": 1}, policy)[0]
    lamp = refund_of(order, {"lamp": 1}, policy)[0]
    after = refunded(order, {"mugs": 1}, one_mug.parts)
    other_mug = refund_of(after, {"mugs": 1}, policy)[0]

    assert (one_mug.total_minor, lamp.total_minor) == (1000 - 300, 5700)
    assert other_mug.total_minor == 1000 + 300  # the shipping that was charged after all


def test_threshold_is_that_of_the_sellers_own_policy():
    order = two_sellers(
        Charge(kind=DISCOUNT, amount_minor=-700, seller_id="t"),
    )
    lamps = replace(order.lines[1], quantity=2, unit_price_minor=2500)
    order = replace(order, lines=(order.lines[0], lamps))
    strict = a_policy(sellers={"t": a_policy(free_shipping_from_minor=5000)})

    assert preview_refund(order, {"lamp": 1}, a_policy()).total_minor == 2500
    assert preview_refund(order, {"lamp": 1}, strict).total_minor == 2500 - 700


def test_voucher_of_a_seller_is_restored_with_their_last_piece():
    order = two_sellers(
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-100, label="GIO10", seller_id="s1"),
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-100, label="ALL10"),
    )

    assert preview_refund(order, {"mugs": 1}, a_policy()).vouchers_restored == ()
    assert preview_refund(order, {"mugs": 2}, a_policy()).vouchers_restored == ("GIO10",)
    assert preview_refund(order, {"mugs": 2, "lamp": 1}, a_policy()).vouchers_restored == (
        "GIO10",
        "ALL10",
    )


@st.composite
def baskets(draw):
    """An order of up to three sellers, with charges of each of them and of the whole."""
    of_seller = st.sampled_from(["", "t", "u"])
    drawn = draw(st.lists(lines(st.just(S.AWAITING_SHIPMENT)), min_size=1, max_size=5))
    chosen = [
        replace(line, id=f"l{at}", cancelled_quantity=0, seller_id=draw(of_seller))
        for at, line in enumerate(drawn)
    ]
    names = st.sampled_from(["", "s1", "t", "u"])
    extra = [
        replace(charge, seller_id=draw(names)) for charge in (*draw(charges()), *draw(charges()))
    ]
    order = an_order(
        lines=chosen,
        charges=extra,
        currency=draw(st.sampled_from(CURRENCIES)),
        further=(SellerPart(seller_id="t"), SellerPart(seller_id="u")),
    )
    return replace(
        order, payments=payments_of(max(0, order.total_minor), draw(st.integers(0, 50_000)))
    )


def worth_of_kept(order: Order) -> int:
    """Return what the pieces that are still open give back at least, without any shipping."""
    sums = sums_of(order)
    worth = 0
    for share, line in zip(share_out(sums.net_minor, sums.weights), order.lines, strict=True):
        each, odd = divmod(share, line.quantity)  # odd units lie in the pieces that go first
        worth += each * line.open_quantity + max(0, odd - line.cancelled_quantity)
    return worth


def ships_for_something(order: Order) -> bool:
    """Say that no discount on shipping is larger than the shipping, of the whole or of a seller."""
    shipping: dict[str, int] = dict.fromkeys(("", "s1", "t", "u"), 0)
    for charge in order.charges:
        if charge.kind in (SHIPPING, DISCOUNT):
            shipping[charge.seller_id] += charge.amount_minor
    return min(shipping.values()) >= 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    baskets(),
    st.none() | st.integers(0, 400_000),
    st.none() | st.integers(0, 400_000),
    st.randoms(use_true_random=False),
)
def test_any_sequence_of_parts_gives_back_exactly_what_was_paid(order, whole, of_t, random):
    policy = a_policy(
        free_shipping_from_minor=whole, sellers={"t": a_policy(free_shipping_from_minor=of_t)}
    )
    paid = refundable_minor(order)
    covers_shipping = paid >= worth_of_kept(order) and ships_for_something(order)
    back = 0

    while open_lines := [line for line in order.lines if line.open_quantity]:
        picked = random.sample(open_lines, random.randint(1, len(open_lines)))
        pieces = {line.id: random.randint(1, line.open_quantity) for line in picked}
        preview, on_lines = refund_of(order, pieces, policy)
        assert 0 <= sum(on_lines) <= preview.total_minor <= refundable_minor(order)
        assert sum(part.amount_minor for part in preview.parts) == preview.total_minor
        assert all(amount >= 0 for amount in on_lines)
        back += preview.total_minor
        order = refunded(order, pieces, preview.parts)
        assert back + refundable_minor(order) == paid
        if covers_shipping:
            # Nobody's kept goods have paid for somebody else's way out.
            assert refundable_minor(order) >= worth_of_kept(order)

    assert back == paid
