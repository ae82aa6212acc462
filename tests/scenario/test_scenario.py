"""What a scenario may leave out, what it may not say, and the orders it makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from buyer_portal.domain.lifecycle import order_status_of
from buyer_portal.domain.orders import OrderStatus, PaymentMethod, PaymentState, adjustment_of
from buyer_portal.scenario.orders import copy_key, keys_of, names_of_copy, order_in, seed_of
from buyer_portal.scenario.scenario import Scenario


def _orders(scenario: Scenario):
    seed = seed_of(scenario)
    return [order_in(seed, scenario, spec, key) for key, spec in keys_of(scenario)]


def test_empty_scenario_has_a_buyer_and_a_seller():
    scenario = Scenario()

    assert [buyer.key for buyer in scenario.all_buyers] == ["buyer"]
    assert [seller.key for seller in scenario.all_sellers] == ["seller"]
    assert scenario.orders == ()


def test_status_alone_is_enough():
    scenario = Scenario.model_validate({"orders": [{"status": "AWAITING_SHIPMENT"}]})

    [order] = _orders(scenario)

    assert order.status is OrderStatus.AWAITING_SHIPMENT
    assert (order.currency, order.payment_state) == ("VND", PaymentState.PAID)
    assert order.moments.placed_at < scenario.now


@given(
    st.sampled_from(OrderStatus),
    st.sampled_from(PaymentMethod),
    st.sampled_from(["VN", "ID", "US", "DE"]),
)
def test_orders_add_up_and_are_what_they_say(status, method, market):
    scenario = Scenario.model_validate(
        {"market": market, "orders": [{"status": status, "payment_method": method}]}
    )

    [order] = _orders(scenario)

    assert adjustment_of(order.total_minor, order.lines, order.charges) == 0
    assert sum(payment.amount_minor for payment in order.payments) <= order.total_minor
    if status is not OrderStatus.CANCELLED:
        assert order.status is order_status_of(order.lines) is status
    moments = order.moments
    steps = [
        moments.placed_at,
        moments.paid_at,
        moments.packed_at,
        moments.collected_at,
        moments.delivered_at,
        moments.completed_at,
    ]
    happened = [step for step in steps if step is not None]
    assert happened == sorted(happened)
    assert all(step <= scenario.now for step in happened)
    packages = {package.id for package in order.packages}
    assert {line.package_id for line in order.lines if line.package_id} == packages


def test_same_scenario_same_orders():
    body = {"seed": "a", "orders": [{"count": 1}, {"key": "lamp"}]}

    assert _orders(Scenario.model_validate(body)) == _orders(Scenario.model_validate(body))
    assert _orders(Scenario.model_validate(body)) != _orders(
        Scenario.model_validate(body | {"seed": "b"})
    )


def test_scenario_survives_json():
    scenario = Scenario.model_validate(
        {"orders": [{"status": "UNPAID", "lines": [{"quantity": 2}]}], "faults": {"slow_ms": 5}}
    )

    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_copies_differ_in_id_number_and_moment():
    scenario = Scenario.model_validate({"orders": [{"key": "mug", "count": 3}]})
    seed = seed_of(scenario)
    [(key, spec)] = keys_of(scenario)
    first = order_in(seed, scenario, spec, key)

    copies = [names_of_copy(first, copy, seed, key) for copy in (1, 2)]

    assert [copy_key(key, copy) for copy in range(3)] == ["mug", "mug/2", "mug/3"]
    assert len({first.id, *(copy.id for copy in copies)}) == 3
    assert len({first.number, *(copy.number for copy in copies)}) == 3
    assert first.moments.placed_at > copies[0].placed_at > copies[1].placed_at
    whole = order_in(seed, scenario, spec, key, 2)
    assert (whole.id, whole.number, whole.moments.placed_at) == copies[1]


def test_ages_are_kept_as_said():
    scenario = Scenario.model_validate(
        {"orders": [{"status": "DELIVERED", "placed_hours_ago": 90, "delivered_hours_ago": 1.5}]}
    )

    [order] = _orders(scenario)

    assert (scenario.now - order.moments.placed_at).total_seconds() == 90 * 3600
    assert order.moments.delivered_at is not None
    assert (scenario.now - order.moments.delivered_at).total_seconds() == 5400


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"version": 3}, "version"),
        ({"now": "2026-03-02T09:00:00"}, "time zone"),
        ({"buyers": [{"key": "a"}, {"key": "a"}]}, "buyer keys stand twice"),
        ({"orders": [{"key": "a"}, {"key": "a"}]}, "order keys stand twice"),
        ({"orders": [{"buyer": "b"}]}, "no buyer 'b'"),
        ({"orders": [{"seller": "s"}]}, "no seller 's'"),
        ({"orders": [{"currency": "XXX"}]}, "unknown currency"),
        ({"orders": [{"count": 150_000}, {"count": 150_000}]}, "more than 200000"),
        ({"orders": [{"placed_hours_ago": -1}]}, "placed_hours_ago"),
        ({"orders": [{"lines": [{"quantity": 0}]}]}, "quantity"),
        ({"nonsense": 1}, "nonsense"),
        pytest.param({"skin": "neon"}, "no skin 'neon'", id="unknown-skin"),
    ],
)
def test_scenarios_that_make_no_sense_are_refused(body, said):
    with pytest.raises(ValidationError, match=said):
        Scenario.model_validate(body)
