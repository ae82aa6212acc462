"""How two policies are compared, and the orders made up for it."""

from collections import Counter
from functools import cache

import pytest

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.policies.diff import Answer, Change, Comparison, compare
from buyer_portal.policies.named import NamedPolicy
from buyer_portal.policies.sample import SAMPLE_NOW, sample_orders


def compared(old: str, new: str, orders) -> Comparison:
    policies = [cache(NamedPolicy.read(name).of_market) for name in (old, new)]
    return compare(orders, *policies, now=SAMPLE_NOW)


def test_made_up_orders_repeat_and_cover_every_axis():
    orders = list(sample_orders(0, 1500))

    assert orders[700:710] == list(sample_orders(700, 10))
    assert {order.status for order in orders} == set(OrderStatus)
    assert {order.currency for order in orders} == {"USD", "GBP", "VND", "IDR"}
    assert {order.payments[0].method for order in orders} >= {"card", "cash_on_delivery"}
    assert {order.open_request.kind for order in orders if order.open_request} == {
        "cancellation",
        "return",
        "refund",
    }
    for order in orders:
        lines = sum(line.total_minor for line in order.lines)
        assert lines + sum(charge.amount_minor for charge in order.charges) == order.total_minor


def test_changes_are_grouped_and_what_is_less_goes_first():
    found = compared("until-packed", "until-carrier", sample_orders(0, 800))
    back = compared("until-carrier", "until-packed", sample_orders(0, 800))

    change = Change(
        stage=OrderStatus.AWAITING_COLLECTION,
        before=Answer(outcome=Permission.SELLER_UNLOCK, causes=(Cause.PACKED,)),
        after=Answer(outcome=Permission.INSTANT, causes=()),
    )
    assert found.changes[change] > 0
    assert len(found.examples[change]) == 3
    assert not any(one.is_less for one in found.changes)
    assert all(one.is_less for one in back.changes)
    assert back.changed == found.changed


def test_parts_merge_to_the_whole():
    whole = compared("until-packed", "tiktok-us", sample_orders(0, 400))

    merged = Comparison()
    for first in range(0, 400, 100):
        merged.merge(compared("until-packed", "tiktok-us", sample_orders(first, 100)))

    assert merged == whole
    assert merged.ranked() == whole.ranked()


def test_what_changes_besides_the_answer_is_counted():
    found = compared("tiktok-uk", "tiktok-th", sample_orders(0, 600))

    at_once = [stage for stage, name in found.besides if name == "refund"]
    assert OrderStatus.ON_HOLD in at_once
    assert found.orders == 600


@pytest.mark.parametrize(
    ("name", "preset"), [("until-packed", "until-packed"), ("tiktok-us", "tiktok-us")]
)
def test_a_name_is_a_preset(name, preset):
    assert NamedPolicy.read(name).of_market("US").preset == preset


def test_a_file_is_a_market_layer_or_a_sellers_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("return_days = 60\n[stages.DELIVERED]\nreturn = 'request'\n")

    market, seller = NamedPolicy.read(str(path)), NamedPolicy.read(f"until-packed+{path}")

    assert (market.of_market("VN").preset, market.problems()) == ("mine", ())
    assert (seller.of_market("VN").preset, seller.problems()) == ("until-packed", ())
    assert [one.of_market("VN").return_days for one in (market, seller)] == [60, 60]
    assert Counter(one.of_market("VN").answer_hours for one in (market, seller)) == {72: 1, 48: 1}
