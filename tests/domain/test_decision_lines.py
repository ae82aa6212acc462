"""Which lines and pieces a decision is about, and what holds for each."""

import pytest

from buyer_portal.domain.decision_values import ActionKind, Cause, LineOutcome, Verdict
from tests.domain.builders import P, S, a_line, a_policy, an_order, decided, kinds, rules


def test_partly_shipped_order_follows_each_line():
    lines = [
        a_line("left", status=S.IN_TRANSIT),
        a_line("here", status=S.AWAITING_SHIPMENT),
        a_line("packed", status=S.AWAITING_COLLECTION),
    ]
    policy = a_policy({S.AWAITING_COLLECTION: P.REQUEST})

    decision = decided(an_order(S.PARTIALLY_SHIPPING, lines=lines), policy)

    assert (decision.outcome, decision.causes) == (
        P.INSTANT,
        (Cause.PARTLY_SHIPPED, Cause.PACKED),
    )
    assert decision.lines == (
        LineOutcome(line_id="left", permission=P.NONE, quantity=1, cause=Cause.IN_TRANSIT),
        LineOutcome(
            line_id="here", permission=P.INSTANT, quantity=1, refund_minor=1000, covered=True
        ),
        LineOutcome(
            line_id="packed",
            permission=P.REQUEST,
            quantity=1,
            cause=Cause.PACKED,
            refund_minor=1000,
            covered=True,
        ),
    )
    assert decision.refund_preview.total_minor == 1000
    assert decision.request_preview is not None
    assert decision.request_preview.total_minor == 1000
    assert kinds(decision)[:2] == [ActionKind.CANCEL_REST, ActionKind.REQUEST_CANCEL]


def test_naming_a_line_that_left_leaves_it_and_takes_the_rest():
    lines = [a_line("left", status=S.IN_TRANSIT), a_line("here")]
    order = an_order(S.PARTIALLY_SHIPPING, lines=lines)

    decision = decided(order, a_policy(), lines={"left": 1, "here": 1})

    assert (decision.outcome, decision.causes) == (P.INSTANT, (Cause.PARTLY_SHIPPED,))
    assert kinds(decision)[0] is ActionKind.CANCEL_REST
    assert [line.covered for line in decision.lines] == [False, True]
    assert decision.refund_preview.total_minor == 1000


def test_order_further_than_its_line_counts():
    order = an_order(S.IN_TRANSIT, lines=[a_line(status=S.AWAITING_SHIPMENT)])

    assert decided(order, a_policy()).causes == (Cause.IN_TRANSIT,)


@pytest.mark.parametrize(
    ("lines", "outcome", "causes", "step"),
    [
        pytest.param({"l1": 2}, P.INSTANT, (), Verdict.SILENT, id="some-pieces"),
        pytest.param({"l1": 9}, P.INSTANT, (), Verdict.LIMITS, id="more-than-open"),
        pytest.param({"l1": 1, "x": 0}, P.INSTANT, (), Verdict.SILENT, id="zero-names-nothing"),
        pytest.param(
            {"l1": 1, "x": 1}, P.NONE, (Cause.ORDER_CHANGED,), Verdict.CLOSES, id="unknown-line"
        ),
        pytest.param({"l1": -1}, P.NONE, (Cause.ORDER_CHANGED,), Verdict.CLOSES, id="nothing"),
    ],
)
def test_selection_is_checked(lines, outcome, causes, step):
    order = an_order(lines=[a_line(quantity=3), a_line("l2")])

    decision = decided(order, a_policy(), lines=lines)

    assert (decision.outcome, decision.causes) == (outcome, causes)
    assert rules(decision)[0] == ("selection", step)


def test_pieces_are_cut_down_to_the_open_ones():
    order = an_order(lines=[a_line(quantity=3, cancelled_quantity=1), a_line("l2")])

    decision = decided(order, a_policy(), lines={"l1": 7})

    assert [line.quantity for line in decision.lines] == [2, 0]
    assert decision.refund_preview.total_minor == 2000


def test_empty_selection_means_everything():
    order = an_order(lines=[a_line(quantity=3), a_line("l2")])

    assert decided(order, a_policy(), lines={}) == decided(order, a_policy())


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        pytest.param(None, P.INSTANT, id="whole"),
        pytest.param({"l1": 1, "l2": 1}, P.INSTANT, id="all-of-it-by-name"),
        pytest.param({"l1": 1}, P.NONE, id="a-part"),
    ],
)
def test_policy_without_lines_cancels_all_or_nothing(lines, outcome):
    order = an_order(lines=[a_line(), a_line("l2")])

    decision = decided(order, a_policy(cancel_lines=False), lines=lines)

    assert decision.outcome is outcome
    assert decision.causes == (() if outcome is P.INSTANT else (Cause.POLICY_FINAL,))


def test_whole_orders_wait_for_their_slowest_line():
    lines = [a_line("left", status=S.IN_TRANSIT), a_line("here")]
    order = an_order(S.PARTIALLY_SHIPPING, lines=lines)

    decision = decided(order, a_policy(cancel_lines=False))

    assert (decision.outcome, decision.causes) == (P.NONE, (Cause.PARTLY_SHIPPED,))
