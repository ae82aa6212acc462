"""A decision read back out of its trace."""

from dataclasses import replace

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OpenRequest, RequestKind
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.replay import Replayed, replay
from tests.domain.builders import PLACED, S, a_line, a_policy, an_order, decided

PARTLY = an_order(
    S.PARTIALLY_SHIPPING,
    lines=(a_line("gone", status=S.IN_TRANSIT), a_line("here", status=S.AWAITING_SHIPMENT)),
)


def test_trace_alone_says_outcome_and_causes():
    decision = decided(PARTLY, a_policy({S.AWAITING_SHIPMENT: Permission.REQUEST}))

    assert replay(decision.trace) == Replayed(
        outcome=Permission.REQUEST, causes=(Cause.PARTLY_SHIPPED, Cause.NEEDS_SELLER)
    )


def test_what_closes_the_whole_order_closes_the_replay():
    request = OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=PLACED)
    decision = decided(replace(PARTLY, open_request=request), a_policy())

    assert replay(decision.trace) == Replayed(
        outcome=Permission.NONE, causes=(Cause.ALREADY_REQUESTED, Cause.PARTLY_SHIPPED)
    )


def test_a_trace_without_its_last_word_still_tells():
    decision = decided(PARTLY, a_policy())

    without = tuple(step for step in decision.trace if step.rule != "outcome")

    assert replay(without).causes == decision.causes
    assert replay(without).outcome is decision.outcome


def test_another_trace_gives_another_decision():
    decision = decided(PARTLY, a_policy())
    kept = tuple(step for step in decision.trace if step.line_id != "gone")

    assert replay(kept) == Replayed(outcome=Permission.INSTANT, causes=())
    assert replay(()) == Replayed(outcome=Permission.NONE, causes=())
