"""Until when an order can be cancelled at once, and what opens it again."""

from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import ActionKind, Cause, Deadline, DeadlineKind, OnExpiry
from buyer_portal.domain.policy import StagePolicy
from tests.domain.builders import (
    DELIVERED,
    NOW,
    PAID,
    PLACED,
    P,
    S,
    a_policy,
    an_order,
    decided,
    kinds,
)

HOUR = StagePolicy(cancel=P.INSTANT, instant_minutes=60, cancel_later=P.REQUEST)


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [
        pytest.param(0, P.INSTANT, id="just-placed"),
        pytest.param(59.999, P.INSTANT, id="last-moment"),
        pytest.param(60, P.REQUEST, id="window-ends-sharp"),
        pytest.param(6000, P.REQUEST, id="long-after"),
    ],
)
def test_window_ends_sharp(minutes, outcome):
    now = PLACED + timedelta(minutes=minutes)

    decision = decided(an_order(), a_policy({S.AWAITING_SHIPMENT: HOUR}), now=now)

    assert decision.outcome is outcome
    end = PLACED + timedelta(minutes=60)
    running = Deadline(kind=DeadlineKind.CANCEL_BY, at=end, on_expiry=OnExpiry.CANCEL_NEEDS_SELLER)
    assert decision.deadlines == ((running,) if outcome is P.INSTANT else ())
    step = next(step for step in decision.trace if step.rule == "window")
    closed = None if outcome is P.INSTANT else "window.closed"
    assert (step.event, step.at, step.permission) == (closed, end, outcome)


def test_window_that_leaves_nothing_says_so_and_is_final():
    policy = a_policy({S.AWAITING_SHIPMENT: StagePolicy(cancel=P.INSTANT, instant_minutes=30)})

    before = decided(an_order(), policy, now=PLACED)
    after = decided(an_order(), policy)

    assert [deadline.on_expiry for deadline in before.deadlines] == [OnExpiry.CANCEL_CLOSES]
    assert (after.outcome, after.causes) == (P.NONE, (Cause.POLICY_FINAL,))


def test_unlocked_order_has_no_window_to_watch():
    order = an_order(unlocked_at=PLACED)

    decision = decided(order, a_policy({S.AWAITING_SHIPMENT: HOUR}), now=PLACED)

    assert (decision.outcome, decision.deadlines) == (P.INSTANT, ())


def test_unlock_of_the_future_opens_nothing():
    order = an_order(unlocked_at=NOW + timedelta(seconds=1))

    decision = decided(order, a_policy({S.AWAITING_SHIPMENT: P.SELLER_UNLOCK}))

    assert decision.outcome is P.SELLER_UNLOCK


def test_unpaid_order_names_when_it_expires():
    decision = decided(an_order(S.UNPAID), a_policy(unpaid_expires_hours=24), now=PAID)

    assert decision.deadlines == (
        Deadline(
            kind=DeadlineKind.PAY_BY,
            at=PLACED + timedelta(hours=24),
            on_expiry=OnExpiry.ORDER_EXPIRES,
        ),
    )


@pytest.mark.parametrize(
    ("days", "is_open"),
    [
        pytest.param(6.999, True, id="last-moment"),
        pytest.param(7, False, id="ends-sharp"),
    ],
)
def test_returns_run_from_delivery(days, is_open):
    now = DELIVERED + timedelta(days=days)

    decision = decided(an_order(S.DELIVERED), a_policy(return_days=7), now=now)

    closes = Deadline(
        kind=DeadlineKind.RETURN_BY,
        at=DELIVERED + timedelta(days=7),
        on_expiry=OnExpiry.RETURN_CLOSES,
    )
    assert decision.deadlines == ((closes,) if is_open else ())
    assert (ActionKind.START_RETURN in kinds(decision)) is is_open
