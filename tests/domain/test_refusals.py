"""What refusing a parcel at the door gives back, leaves, and takes away: the preview is exact."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyer_portal.domain.decision_values import ActionCost, ActionKind
from buyer_portal.domain.orders import Charge, ChargeKind, OrderStatus, PaymentMethod, SellerPart
from buyer_portal.domain.policy import RefusalEffect
from buyer_portal.domain.refunds import refundable_minor
from buyer_portal.domain.refusals import (
    REFUSAL_STEPS,
    RefusalStatus,
    parcels_in_transit,
    preview_refusal,
    refund_of_refusal,
    seller_of,
)
from buyer_portal.domain.standing import (
    AppealStatus,
    Standing,
    Strike,
    StrikeAppeal,
    cash_on_delivery_off,
    denial,
    strike_for,
)
from tests.domain.builders import NOW, PLACED, S, a_line, a_policy, an_order, decided
from tests.domain.strategies import orders, policies

examples = settings(max_examples=80, deadline=None)
DAY = timedelta(days=1)


def a_strike(number=0, **changes):
    happened_at = PLACED + number * DAY
    strike = Strike(
        id=f"k{number}",
        order_id=f"old{number}",
        seller_id="s1",
        is_seen_by_all=True,
        happened_at=happened_at,
        expires_at=happened_at + 90 * DAY,
        appeal_by=happened_at + 30 * DAY,
    )
    return replace(strike, **changes)


def a_standing(*strikes):
    return Standing(strikes=strikes)


def previewed(order, policy, standing=Standing(), seller_policy=None, *, now=NOW, package_ids=()):  # noqa: B008 - frozen
    return preview_refusal(
        order,
        package_ids or parcels_in_transit(order),
        policy=policy,
        seller_policy=seller_policy or policy,
        standing=standing,
        now=now,
    )


def test_a_strike_counts_until_its_last_moment_excluded():
    strike = a_strike()

    assert strike.counts(strike.happened_at)
    assert strike.counts(strike.expires_at - timedelta(microseconds=1))
    assert not strike.counts(strike.expires_at)
    assert not strike.counts(strike.happened_at - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("status", "counts", "may_appeal"),
    [
        pytest.param(None, True, True, id="not-appealed"),
        pytest.param(AppealStatus.OPEN, True, False, id="open"),
        pytest.param(AppealStatus.DECLINED, True, False, id="declined"),
        pytest.param(AppealStatus.GRANTED, False, False, id="granted"),
    ],
)
def test_an_appeal_removes_a_strike_only_when_granted(status, counts, may_appeal):
    appeal = None if status is None else StrikeAppeal(text="no", asked_at=NOW, status=status)
    strike = a_strike(appeal=appeal)

    assert (strike.counts(NOW), strike.can_appeal(NOW)) == (counts, may_appeal)
    assert not strike.can_appeal(strike.appeal_by)


@pytest.mark.parametrize(
    ("effect", "days", "seen_by_all"),
    [
        pytest.param(RefusalEffect.STRIKE_PLATFORM, 90, True, id="platform"),
        pytest.param(RefusalEffect.STRIKE_SELLER, 30, False, id="seller"),
        pytest.param(RefusalEffect.NONE, 90, None, id="none"),
        pytest.param(RefusalEffect.STRIKE_PLATFORM, 0, None, id="no-days"),
    ],
)
def test_the_strike_is_what_the_policy_says(effect, days, seen_by_all):
    policy = a_policy(refusal_effect=effect, refusal_expires_days=days, appeal_days=7)

    strike = strike_for("o1", "s1", Standing(), policy, NOW, id="k")

    if seen_by_all is None:
        assert strike is None
    else:
        assert strike == Strike(
            id="k",
            order_id="o1",
            seller_id="s1",
            is_seen_by_all=seen_by_all,
            happened_at=NOW,
            expires_at=NOW + days * DAY,
            appeal_by=NOW + 7 * DAY,
        )


def test_an_order_leaves_one_strike_even_when_that_was_removed():
    granted = StrikeAppeal(text="no", asked_at=NOW, status=AppealStatus.GRANTED)
    policy = a_policy(refusal_effect=RefusalEffect.STRIKE_PLATFORM)

    for strike in (a_strike(order_id="o1"), a_strike(order_id="o1", appeal=granted)):
        assert strike_for("o1", "s1", a_standing(strike), policy, NOW, id="k") is None


def test_limits_hold_from_the_strike_that_reaches_them_until_one_is_over():
    strikes = [a_strike(number) for number in range(3)]
    policy = a_policy(deny_after_strikes=2, cod_off_after_strikes=3)
    standing = a_standing(*strikes)

    denied = denial(standing, "s1", policy, NOW)
    off = cash_on_delivery_off(standing, "s1", policy, NOW)

    assert denied is not None
    assert off is not None
    assert (denied.strikes, denied.since, denied.until) == (
        3,
        strikes[1].happened_at,
        strikes[1].expires_at,
    )
    assert (off.since, off.until) == (strikes[2].happened_at, strikes[0].expires_at)
    assert cash_on_delivery_off(standing, "s1", policy, off.until) is None
    assert denial(standing, "s1", policy, denied.until - timedelta(microseconds=1)) is not None
    assert denial(standing, "s1", policy, denied.until) is None


def test_only_own_parcels_deny_and_only_what_is_seen_counts():
    policy = a_policy(deny_after_strikes=1, cod_off_after_strikes=1)
    elsewhere = a_standing(a_strike(seller_id="s2"))
    hidden = a_standing(a_strike(seller_id="s2", is_seen_by_all=False))

    assert denial(elsewhere, "s1", policy, NOW) is None
    assert cash_on_delivery_off(elsewhere, "s1", policy, NOW) is not None
    assert cash_on_delivery_off(hidden, "s1", policy, NOW) is None


def test_no_limit_never_takes_anything_away():
    policy = a_policy(deny_after_strikes=None, cod_off_after_strikes=None)
    standing = a_standing(*(a_strike(number) for number in range(9)))

    assert denial(standing, "s1", policy, NOW) is None
    assert cash_on_delivery_off(standing, "s1", policy, NOW) is None


def test_the_preview_says_which_limit_this_one_reaches():
    policy = a_policy(
        refusal_effect=RefusalEffect.STRIKE_PLATFORM, cod_off_after_strikes=2, deny_after_strikes=3
    )

    preview = previewed(an_order(S.IN_TRANSIT), policy, a_standing(a_strike()))

    assert (preview.seen_before, preview.seen_after) == (1, 2)
    assert preview.cash_on_delivery is not None
    assert preview.orders is not None
    assert (preview.cash_on_delivery.is_new, preview.orders.restriction) == (True, None)
    again = previewed(an_order(S.IN_TRANSIT), policy, a_standing(a_strike(0), a_strike(1)))
    assert again.cash_on_delivery is not None
    assert again.orders is not None
    assert (again.cash_on_delivery.is_new, again.orders.is_new) == (False, True)


@pytest.mark.parametrize(
    ("refunds_shipping", "kept"),
    [pytest.param(True, 0, id="comes-back"), pytest.param(False, 300, id="stays")],
)
def test_shipping_of_a_refused_order(refunds_shipping, kept):
    order = an_order(S.IN_TRANSIT)
    policy = a_policy(refusal_refunds_shipping=refunds_shipping)

    preview = previewed(order, policy)

    assert preview.shipping_kept_minor == kept
    assert preview.refund.total_minor == 1300 - kept
    assert sum(part.amount_minor for part in preview.refund.parts) == preview.refund.total_minor


def of_two_sellers(**changes):
    """A mug of ``s1`` and a lamp of ``t``, each with its parcel and its shipping, on their way."""
    lines = [
        a_line("mug", status=S.IN_TRANSIT, package_id="p1"),
        a_line("lamp", status=S.IN_TRANSIT, package_id="p2", seller_id="t"),
    ]
    shipping = ChargeKind.SHIPPING
    charges = [
        Charge(kind=shipping, amount_minor=300, seller_id="s1"),
        Charge(kind=shipping, amount_minor=700, seller_id="t"),
    ]
    further = (SellerPart(seller_id="t"),)
    return an_order(S.IN_TRANSIT, lines=lines, charges=charges, further=further, **changes)


OF_T = a_policy(refusal_effect=RefusalEffect.STRIKE_SELLER, refusal_refunds_shipping=False)
LENIENT = a_policy(sellers={"t": OF_T})


@pytest.mark.parametrize(
    ("parcels", "total", "kept", "strikes"),
    [
        pytest.param(("p1",), 1300, 0, 0, id="of-the-lenient-one"),
        pytest.param(("p2",), 1000, 700, 1, id="of-the-strict-one"),
        pytest.param(("p1", "p2"), 2300, 700, 1, id="of-both"),
    ],
)
def test_a_refused_parcel_follows_its_own_seller(parcels, total, kept, strikes):
    preview = previewed(of_two_sellers(), LENIENT, package_ids=parcels)

    assert preview.refund.total_minor == total
    assert preview.shipping_kept_minor == kept
    assert preview.seen_after == strikes
    assert (preview.strike is not None) == bool(strikes)


def test_refusing_costs_standing_where_one_of_the_sellers_on_the_way_counts():
    def cost(order):
        actions = decided(order, LENIENT).actions
        return next(one.cost for one in actions if one.kind is ActionKind.REFUSE_DELIVERY)

    order = of_two_sellers()
    arrived = replace(order.lines[1], status=S.DELIVERED)

    assert cost(order) is ActionCost.STANDING
    there = replace(order, status=S.PARTIALLY_SHIPPING, lines=(order.lines[0], arrived))
    here = replace(there, lines=(*there.lines, a_line("more")))
    assert cost(here) is ActionCost.WAIT


def test_cash_on_delivery_gives_nothing_back():
    order = an_order(S.IN_TRANSIT)
    at_door = replace(order.payments[0], method=PaymentMethod.CASH_ON_DELIVERY, paid_at=None)

    preview = previewed(replace(order, payments=(at_door,)), a_policy())

    assert (preview.pays_at_door, preview.refund.total_minor, preview.refund.parts) == (
        True,
        0,
        (),
    )


def test_refusing_is_offered_for_the_part_that_left():
    lines = (
        a_line("here", status=S.AWAITING_SHIPMENT),
        a_line("gone", status=S.IN_TRANSIT, package_id="p"),
    )
    order = an_order(S.PARTIALLY_SHIPPING, lines=lines)

    kinds = [action.kind for action in decided(order, a_policy()).actions]

    assert parcels_in_transit(order) == ("p",)
    assert ActionKind.REFUSE_DELIVERY in kinds


@pytest.mark.parametrize("status", [one for one in OrderStatus if one is not S.IN_TRANSIT])
def test_refusing_is_offered_nowhere_else(status):
    decision = decided(an_order(status), a_policy())

    assert parcels_in_transit(an_order(status)) == () or status is S.PARTIALLY_SHIPPING
    if status is not S.PARTIALLY_SHIPPING:
        assert ActionKind.REFUSE_DELIVERY not in {action.kind for action in decision.actions}


def test_what_is_decided_stays_decided():
    assert {one for one, steps in REFUSAL_STEPS.items() if steps} == {RefusalStatus.ANNOUNCED}


@examples
@given(orders(), policies, st.integers(0, 4), st.integers(0, 400))
def test_the_preview_is_what_happens(order, policy, strikes, days):
    seller_id = seller_of(order, parcels_in_transit(order), policy)
    standing = a_standing(*(a_strike(number, seller_id=seller_id) for number in range(strikes)))
    now = PLACED + days * DAY
    preview = previewed(order, policy, standing, now=now)

    happened = (
        strike_for(order.id, seller_id, standing, policy.of_seller(seller_id), now, id="")
        if preview.package_ids
        else None
    )
    after = standing if happened is None else standing.plus(happened)

    assert preview.strike == happened
    assert preview.seen_after == len(after.seen_by(seller_id, now))
    assert preview.seen_after - preview.seen_before == (0 if happened is None else 1)
    for found, rule in (
        (preview.cash_on_delivery, cash_on_delivery_off),
        (preview.orders, denial),
    ):
        rules = rule(after, seller_id, policy, now)
        assert (None if found is None else found.restriction) == rules
        if rules is not None:
            assert rules.since <= now < rules.until
            assert rule(after, seller_id, policy, rules.until) is None or (
                rules.until < max(strike.expires_at for strike in after.strikes)
            )


@examples
@given(orders(), policies)
def test_money_of_a_refusal_adds_up_and_never_exceeds_what_is_left(order, policy):
    refund, nets = refund_of_refusal(order, parcels_in_transit(order), policy)

    assert 0 <= refund.total_minor <= refundable_minor(order)
    assert sum(part.amount_minor for part in refund.parts) == refund.total_minor
    assert refund.total_minor == (
        refund.items_minor
        + refund.shipping_minor
        + refund.tax_minor
        + refund.other_minor
        - refund.discounts_clawed_back_minor
    )
    assert all(net <= max(refund.total_minor, 0) for net in nets)
    if not any(charge.kind is ChargeKind.SHIPPING for charge in order.charges):
        generous = replace(policy, refusal_refunds_shipping=True)
        same, _ = refund_of_refusal(order, parcels_in_transit(order), generous)
        assert same.total_minor == refund.total_minor or refund.shipping_minor == 0
