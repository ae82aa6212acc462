"""What an open request or an open return leaves to cancel."""

from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import ActionKind, Cause, Deadline, DeadlineKind, OnExpiry
from buyer_portal.domain.orders import OpenRequest, RequestKind
from buyer_portal.domain.replay import Replayed, replay
from tests.domain.builders import NOW, PACKED, P, S, a_line, a_policy, an_order, decided, kinds


@pytest.mark.parametrize("kind", list(RequestKind))
def test_any_open_request_comes_first(kind):
    """The captured eligibility answer 25001011: a cancel is blocked by a reverse order."""
    answer_by = NOW + timedelta(hours=5)
    request = OpenRequest(
        id="r", kind=kind, requested_at=PACKED, answer_by=answer_by, silence_approves=False
    )

    decision = decided(an_order(open_request=request), a_policy())

    assert (decision.outcome, decision.causes) == (P.NONE, (Cause.ALREADY_REQUESTED,))
    assert decision.deadlines == (
        Deadline(
            kind=DeadlineKind.SELLER_ANSWERS_BY,
            at=answer_by,
            on_expiry=OnExpiry.REQUEST_CLOSED,
        ),
    )
    withdraws = ActionKind.WITHDRAW_REQUEST in kinds(decision)
    assert withdraws is (kind is RequestKind.CANCELLATION)


def _partly_returned(status, *, line_ids=("gone",), **changes):
    """An order of which one line has arrived and goes back, and another is at ``status``."""
    lines = [a_line("gone", status=S.DELIVERED), a_line("here", status=status)]
    request = OpenRequest(id="r", kind=RequestKind.RETURN, requested_at=PACKED, line_ids=line_ids)
    return an_order(S.PARTIALLY_SHIPPING, lines=lines, open_return=request, **changes)


@pytest.mark.parametrize(
    ("status", "line_ids", "asked", "outcome", "causes"),
    [
        pytest.param(
            S.AWAITING_SHIPMENT, ("gone",), None, P.INSTANT, (Cause.PARTLY_SHIPPED,), id="the-rest"
        ),
        pytest.param(
            S.AWAITING_SHIPMENT, ("gone",), {"here": 1}, P.INSTANT, (), id="the-rest-alone"
        ),
        pytest.param(
            S.AWAITING_SHIPMENT,
            ("gone",),
            {"gone": 1},
            P.NONE,
            (Cause.ALREADY_REQUESTED, Cause.DELIVERED),
            id="what-goes-back",
        ),
        pytest.param(
            S.AWAITING_SHIPMENT,
            ("gone", "here"),
            {"here": 1},
            P.NONE,
            (Cause.ALREADY_REQUESTED,),
            id="money-asked-for-it",
        ),
        pytest.param(
            S.AWAITING_SHIPMENT,
            (),
            {"here": 1},
            P.NONE,
            (Cause.ALREADY_REQUESTED,),
            id="nobody-noted-what",
        ),
        pytest.param(
            S.DELIVERED,
            ("gone",),
            None,
            P.NONE,
            (Cause.ALREADY_REQUESTED, Cause.DELIVERED),
            id="all-arrived",
        ),
    ],
)
def test_an_open_return_bars_only_what_it_is_about(status, line_ids, asked, outcome, causes):
    order = _partly_returned(status, line_ids=line_ids)

    decision = decided(order, a_policy(), lines=asked)

    assert (decision.outcome, decision.causes) == (outcome, causes)
    assert replay(decision.trace) == Replayed(outcome=outcome, causes=causes)


def test_a_request_to_cancel_leads_where_a_return_is_open_too():
    answer_by = NOW + timedelta(hours=5)
    request = OpenRequest(
        id="c", kind=RequestKind.CANCELLATION, requested_at=PACKED, answer_by=answer_by
    )

    decision = decided(_partly_returned(S.AWAITING_COLLECTION, open_request=request), a_policy())

    assert decision.outcome is P.NONE
    assert decision.causes[0] is Cause.ALREADY_REQUESTED
    assert [one.at for one in decision.deadlines] == [answer_by]
