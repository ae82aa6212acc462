"""What a policy says beyond its stages: goods, who ships, lateness, how often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import GoodsKind
from tests.domain.builders import NOW, P, S, a_line, a_policy, an_order, decided


@pytest.mark.parametrize(
    ("ceiling", "outcome", "cause"),
    [
        pytest.param(P.NONE, P.NONE, Cause.POLICY_FINAL, id="never"),
        pytest.param(P.REQUEST, P.REQUEST, Cause.NEEDS_SELLER, id="on-request"),
        pytest.param(P.INSTANT, P.INSTANT, None, id="not-excluded"),
    ],
)
def test_goods_are_excluded_by_kind(ceiling, outcome, cause):
    order = an_order(lines=[a_line(goods=GoodsKind.DIGITAL)])

    decision = decided(order, a_policy(exclusions={GoodsKind.DIGITAL: ceiling}))

    assert (decision.outcome, decision.lines[0].cause) == (outcome, cause)


def test_packed_goods_that_are_excluded_are_final_not_packed():
    order = an_order(S.AWAITING_COLLECTION, lines=[a_line(goods=GoodsKind.PERISHABLE)])

    decision = decided(order, a_policy(exclusions={GoodsKind.PERISHABLE: P.NONE}))

    assert decision.causes == (Cause.POLICY_FINAL,)


def test_exclusions_hold_at_their_stages_and_never_before_payment():
    goods = {GoodsKind.PRE_ORDER: P.REQUEST}
    lines = [a_line(goods=GoodsKind.PRE_ORDER, status=S.UNPAID)]
    policy = a_policy(exclusions=goods, exclusion_stages=(S.AWAITING_COLLECTION,))

    outcomes = {
        stage: decided(an_order(stage, lines=lines), policy).outcome
        for stage in (S.UNPAID, S.AWAITING_SHIPMENT, S.AWAITING_COLLECTION)
    }

    assert outcomes == {
        S.UNPAID: P.INSTANT,
        S.AWAITING_SHIPMENT: P.INSTANT,
        S.AWAITING_COLLECTION: P.REQUEST,
    }
    assert decided(an_order(S.UNPAID, lines=lines), a_policy(exclusions=goods)).outcome is P.INSTANT


@pytest.mark.parametrize("by_seller", [True, False])
def test_orders_shipped_by_the_seller_may_need_the_seller(by_seller):
    policy = a_policy(excludes_shipped_by_seller=P.REQUEST)

    decision = decided(an_order(shipped_by_seller=by_seller), policy)

    assert decision.outcome is (P.REQUEST if by_seller else P.INSTANT)


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [
        pytest.param(0, P.REQUEST, id="due-now-is-not-late"),
        pytest.param(1, P.INSTANT, id="late"),
    ],
)
def test_late_seller_has_lost_the_say(hours, outcome):
    ship_by = NOW - timedelta(hours=hours)
    order = an_order()
    order = replace(order, moments=replace(order.moments, ship_by=ship_by))
    policy = a_policy({S.AWAITING_SHIPMENT: P.REQUEST}, late_shipment_is_instant=True)

    assert decided(order, policy).outcome is outcome


@pytest.mark.parametrize(
    ("made", "stage", "outcome"),
    [
        pytest.param(0, S.AWAITING_SHIPMENT, P.INSTANT, id="first"),
        pytest.param(1, S.AWAITING_SHIPMENT, P.NONE, id="second"),
        pytest.param(1, S.UNPAID, P.INSTANT, id="unpaid-is-the-floor"),
    ],
)
def test_one_cancellation_per_order(made, stage, outcome):
    decision = decided(an_order(stage, cancellations_made=made), a_policy(one_cancellation=True))

    assert decision.outcome is outcome
    assert decision.causes == (() if outcome is P.INSTANT else (Cause.POLICY_FINAL,))
