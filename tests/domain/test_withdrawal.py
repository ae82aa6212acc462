"""Who may withdraw, until when, and from what: Directive 2011/83/EU, Articles 9, 10 and 16."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buyer_portal.domain.orders import GoodsKind, Order, OrderStatus, Package
from buyer_portal.domain.withdrawal import (
    Exclusion,
    GoodsPlace,
    WithdrawalObstacle,
    goods_back_by,
    period_end,
    refund_by,
    right_of_withdrawal,
)
from buyer_portal.policies import merged_policy
from tests.domain.builders import a_line, an_order

EU = merged_policy("eu-withdrawal", "DE")
BERLIN = ZoneInfo("Europe/Berlin")
PLACED = datetime(2026, 3, 1, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 15, 30, tzinfo=BERLIN)


def order_of(*lines, delivered_at=None, status=OrderStatus.DELIVERED, **changes) -> Order:
    made = an_order(status, lines=lines or (a_line(status=status),))
    moments = replace(made.moments, placed_at=PLACED, delivered_at=delivered_at)
    return replace(made, market="DE", moments=moments, **changes)


def berlin(*moment):
    return datetime(*moment, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("delivered_at", "ends_at"),
    [
        pytest.param(TUESDAY, berlin(2026, 3, 18), id="whole-fourteenth-day"),
        pytest.param(datetime(2026, 3, 3, 0, 0, tzinfo=BERLIN), berlin(2026, 3, 18), id="midnight"),
        pytest.param(
            datetime(2026, 3, 3, 23, 59, tzinfo=BERLIN), berlin(2026, 3, 18), id="late-evening"
        ),
        pytest.param(
            datetime(2026, 3, 7, 12, tzinfo=BERLIN), berlin(2026, 3, 24), id="ends-on-saturday"
        ),
        pytest.param(
            datetime(2026, 3, 8, 12, tzinfo=BERLIN), berlin(2026, 3, 24), id="ends-on-sunday"
        ),
        pytest.param(
            datetime(2026, 3, 17, 12, tzinfo=BERLIN), berlin(2026, 4, 1), id="over-summer-time"
        ),
    ],
)
def test_period_ends_with_its_last_working_day(delivered_at, ends_at):
    assert period_end(order_of(delivered_at=delivered_at), PLACED) == ends_at


@pytest.mark.parametrize(
    ("informed_at", "ends_at"),
    [
        pytest.param(PLACED, berlin(2026, 3, 18), id="at-purchase"),
        pytest.param(TUESDAY, berlin(2026, 3, 18), id="with-the-goods"),
        pytest.param(TUESDAY + timedelta(days=8), berlin(2026, 3, 26), id="a-week-late"),
        pytest.param(TUESDAY + timedelta(days=300), berlin(2027, 1, 12), id="months-late"),
        pytest.param(TUESDAY + timedelta(days=400), berlin(2027, 3, 18), id="after-the-year"),
        pytest.param(None, berlin(2027, 3, 18), id="never"),
    ],
)
def test_buyer_who_was_told_late_has_longer(informed_at, ends_at):
    assert period_end(order_of(delivered_at=TUESDAY), informed_at) == ends_at


def test_leap_day_ends_a_year_later_on_the_last_of_february():
    order = order_of(delivered_at=datetime(2028, 2, 15, 12, tzinfo=BERLIN))

    assert period_end(order, None) == berlin(2029, 3, 1)


def test_period_of_several_parcels_begins_with_the_last():
    lines = [
        a_line("line-1", status=OrderStatus.DELIVERED, package_id="a"),
        a_line("line-2", status=OrderStatus.DELIVERED, package_id="b"),
    ]
    parcels = tuple(
        Package(id=name, status=OrderStatus.DELIVERED, delivered_at=TUESDAY + timedelta(days=days))
        for name, days in (("a", 0), ("b", 2))
    )

    order = order_of(*lines, delivered_at=TUESDAY, packages=parcels)

    assert period_end(order, PLACED) == berlin(2026, 3, 20)


@pytest.mark.parametrize(
    "status",
    [
        OrderStatus.UNPAID,
        OrderStatus.ON_HOLD,
        OrderStatus.AWAITING_SHIPMENT,
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.IN_TRANSIT,
    ],
)
def test_before_delivery_the_right_is_open_without_an_end(status):
    right = right_of_withdrawal(order_of(status=status), EU, PLACED, informed_at=PLACED)

    assert (right.is_open, right.ends_at) == (True, None)


def test_part_that_has_not_come_keeps_the_period_from_running():
    lines = [
        a_line("line-1", status=OrderStatus.DELIVERED),
        a_line("line-2", status=OrderStatus.IN_TRANSIT),
    ]

    order = order_of(*lines, delivered_at=TUESDAY, status=OrderStatus.PARTIALLY_SHIPPING)

    assert period_end(order, PLACED) is None


@pytest.mark.parametrize(
    ("now", "obstacle"),
    [
        pytest.param(berlin(2026, 3, 17, 23, 59, 59), None, id="last-second"),
        pytest.param(berlin(2026, 3, 18), WithdrawalObstacle.PERIOD_OVER, id="a-second-later"),
    ],
)
def test_statement_counts_until_the_last_second(now, obstacle):
    right = right_of_withdrawal(order_of(delivered_at=TUESDAY), EU, now, informed_at=PLACED)

    assert right.obstacle is obstacle


@pytest.mark.parametrize(
    ("goods", "status", "exclusion"),
    [
        (GoodsKind.ORDINARY, OrderStatus.DELIVERED, None),
        (GoodsKind.PRE_ORDER, OrderStatus.DELIVERED, None),
        (GoodsKind.PERISHABLE, OrderStatus.AWAITING_SHIPMENT, Exclusion.PERISHABLE),
        (GoodsKind.CUSTOM_MADE, OrderStatus.AWAITING_SHIPMENT, Exclusion.CUSTOM_MADE),
        (GoodsKind.DIGITAL, OrderStatus.AWAITING_SHIPMENT, None),
        (GoodsKind.DIGITAL, OrderStatus.DELIVERED, Exclusion.DIGITAL_BEGUN),
    ],
)
def test_exclusions_are_those_of_the_law(goods, status, exclusion):
    order = order_of(a_line(goods=goods, status=status), status=status, delivered_at=TUESDAY)

    right = right_of_withdrawal(order, EU, TUESDAY.astimezone(UTC), informed_at=PLACED)

    assert [line.exclusion for line in right.lines] == [exclusion]
    expected = WithdrawalObstacle.ALL_EXCLUDED if exclusion else None
    assert right.obstacle is expected


def test_fresh_goods_leave_the_rest_free():
    lines = [
        a_line("line-1", status=OrderStatus.DELIVERED, goods=GoodsKind.PERISHABLE),
        a_line("line-2", status=OrderStatus.DELIVERED),
    ]

    right = right_of_withdrawal(
        order_of(*lines, delivered_at=TUESDAY), EU, TUESDAY, informed_at=PLACED
    )

    assert [line.line_id for line in right.covered] == ["line-2"]
    assert right.covered[0].place is GoodsPlace.ARRIVED


@pytest.mark.parametrize(
    ("policy", "is_withdrawn", "status", "obstacle"),
    [
        (merged_policy("until-packed", "VN"), False, "DELIVERED", WithdrawalObstacle.NOT_EU),
        (EU, True, "DELIVERED", WithdrawalObstacle.WITHDRAWN),
        (EU, False, "CANCELLED", WithdrawalObstacle.NOTHING_LEFT),
    ],
)
def test_there_is_nothing_to_withdraw_from(policy, is_withdrawn, status, obstacle):
    given = OrderStatus(status)
    line = a_line(status=given, cancelled_quantity=1 if given is OrderStatus.CANCELLED else 0)
    order = order_of(line, status=given, delivered_at=TUESDAY)

    right = right_of_withdrawal(
        order, policy, TUESDAY, informed_at=PLACED, is_withdrawn=is_withdrawn
    )

    assert right.obstacle is obstacle


def test_both_sides_have_fourteen_days_from_the_statement():
    order = order_of(delivered_at=TUESDAY)

    assert goods_back_by(order, TUESDAY) == refund_by(order, TUESDAY) == berlin(2026, 3, 18)
