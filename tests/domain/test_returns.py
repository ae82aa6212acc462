"""Which pieces can go back, until when, and what happens when nobody acts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyer_portal.domain.cancellations import CancelledLine
from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.orders import GoodsKind, OpenRequest, Package, RequestKind
from buyer_portal.domain.policy import Permission, StagePolicy
from buyer_portal.domain.refunds import refund_of, refundable_minor
from buyer_portal.domain.return_rules import (
    ReturnObstacle,
    return_ends_at,
    returnable_lines,
)
from buyer_portal.domain.returns import (
    RETURN_STEPS,
    DueKind,
    OfferStatus,
    OnDue,
    Return,
    ReturnKind,
    ReturnOffer,
    ReturnOutcome,
    ReturnStatus,
    confirm_until,
    days_to_ship,
    due_of,
    may_step,
    ship_until,
)
from tests.domain.builders import DELIVERED, NOW, S, a_line, a_policy, an_order, decided
from tests.domain.strategies import orders, policies

examples = settings(max_examples=80, deadline=None)
R = ReturnStatus
HOUR = timedelta(hours=1)


def a_return(**changes):
    found = Return(
        id="r1",
        reference="R-1",
        order_id="o1",
        seller_id="s1",
        kind=ReturnKind.RETURN,
        status=R.REQUESTED,
        requested_at=NOW,
        answer_by=NOW + 24 * HOUR,
        lines=(CancelledLine(line_id="l1", quantity=1, refund_minor=1000),),
        currency="USD",
    )
    return replace(found, **changes)


def an_offer(**changes):
    return replace(
        ReturnOffer(amount_minor=400, offered_at=NOW, answer_by=NOW + 10 * HOUR), **changes
    )


def line_now(order, policy=None, *returns, now=NOW):
    [line, *_] = returnable_lines(order, returns, policy or a_policy(), now)
    return line


def test_a_delivered_line_can_be_sent_back_until_its_days_have_passed():
    order, policy = an_order(S.DELIVERED), a_policy(return_days=10)
    end = DELIVERED + timedelta(days=10)

    last = line_now(order, policy, now=end - timedelta(microseconds=1))
    over = line_now(order, policy, now=end)

    assert [(way.kind, way.permission) for way in last.ways] == [
        (ReturnKind.RETURN, Permission.REQUEST)
    ]
    assert (last.quantity, last.until, last.obstacle) == (1, end, None)
    assert (over.quantity, over.ways, over.obstacle) == (0, (), ReturnObstacle.TOO_LATE)


def test_the_days_run_from_when_the_lines_own_parcel_arrived():
    later = DELIVERED + timedelta(days=2)
    lines = [a_line("l1", status=S.DELIVERED, package_id="b"), a_line("l2", status=S.DELIVERED)]
    parcel = Package(id="b", status=S.DELIVERED, delivered_at=later)
    order = an_order(S.DELIVERED, lines=lines, packages=(parcel,))

    ends = [return_ends_at(order, line, a_policy(return_days=5)) for line in order.lines]

    assert ends == [later + timedelta(days=5), DELIVERED + timedelta(days=5)]


@pytest.mark.parametrize(
    ("order", "policy", "returns", "obstacle"),
    [
        pytest.param(
            an_order(S.AWAITING_SHIPMENT), a_policy(), (), ReturnObstacle.NOT_SENT, id="not-sent"
        ),
        pytest.param(
            an_order(S.IN_TRANSIT), a_policy(), (), ReturnObstacle.NOT_ARRIVED, id="under-way"
        ),
        pytest.param(
            an_order(S.CANCELLED, lines=[a_line(status=S.CANCELLED, cancelled_quantity=1)]),
            a_policy(),
            (),
            ReturnObstacle.CANCELLED,
            id="cancelled",
        ),
        pytest.param(
            an_order(S.DELIVERED),
            a_policy({S.DELIVERED: StagePolicy()}),
            (),
            ReturnObstacle.NOT_IN_POLICY,
            id="policy-says-no",
        ),
        pytest.param(
            an_order(S.COMPLETED),
            a_policy(return_days=60),
            (),
            ReturnObstacle.TOO_LATE,
            id="closed",
        ),
        pytest.param(
            an_order(S.DELIVERED, lines=[a_line(status=S.DELIVERED, goods=GoodsKind.PERISHABLE)]),
            a_policy(exclusions={GoodsKind.PERISHABLE: Permission.NONE}),
            (),
            ReturnObstacle.GOODS,
            id="fresh-goods",
        ),
        pytest.param(
            an_order(S.DELIVERED),
            a_policy(),
            (a_return(),),
            ReturnObstacle.REQUEST_OPEN,
            id="running",
        ),
        pytest.param(
            an_order(S.DELIVERED),
            a_policy(),
            (a_return(status=R.REJECTED),),
            ReturnObstacle.DECLINED,
            id="declined",
        ),
        pytest.param(
            an_order(S.DELIVERED),
            a_policy(),
            (a_return(status=R.COMPLETED, outcome=ReturnOutcome.RETURNED),),
            ReturnObstacle.RETURNED,
            id="returned",
        ),
        pytest.param(
            an_order(S.DELIVERED),
            a_policy(),
            (a_return(status=R.COMPLETED, outcome=ReturnOutcome.PART),),
            ReturnObstacle.SETTLED,
            id="a-part-was-taken",
        ),
        pytest.param(
            an_order(
                S.DELIVERED,
                open_request=OpenRequest(id="c", kind=RequestKind.CANCELLATION, requested_at=NOW),
            ),
            a_policy(),
            (),
            ReturnObstacle.REQUEST_OPEN,
            id="something-else-is-asked",
        ),
        pytest.param(
            an_order(S.DELIVERED, payments=()),
            a_policy(),
            (),
            ReturnObstacle.NOTHING_PAID,
            id="nothing-paid",
        ),
    ],
)
def test_why_a_line_cannot_be_returned(order, policy, returns, obstacle):
    line = line_now(order, policy, *returns)

    assert (line.quantity, line.ways, line.obstacle) == (0, (), obstacle)


@pytest.mark.parametrize("status", [R.WITHDRAWN, R.EXPIRED])
def test_what_was_taken_back_can_be_asked_anew(status):
    line = line_now(an_order(S.DELIVERED), a_policy(), a_return(status=status))

    assert (line.quantity, line.obstacle) == (1, None)


def test_pieces_are_returned_bit_by_bit():
    order = an_order(S.DELIVERED, lines=[a_line(status=S.DELIVERED, quantity=5)])
    done = a_return(
        status=R.COMPLETED,
        outcome=ReturnOutcome.RETURNED,
        lines=(CancelledLine(line_id="l1", quantity=2),),
    )

    assert line_now(order, a_policy(), done).quantity == 3


@pytest.mark.parametrize(
    ("status", "is_late", "permission"),
    [
        pytest.param(S.AWAITING_COLLECTION, False, Permission.REQUEST, id="packed"),
        pytest.param(S.AWAITING_COLLECTION, True, Permission.INSTANT, id="seller-is-late"),
        pytest.param(S.IN_TRANSIT, True, Permission.REQUEST, id="has-left"),
    ],
)
def test_a_refund_can_be_asked_for_under_way_where_the_policy_says_so(status, is_late, permission):
    rule = StagePolicy(refund=Permission.REQUEST)
    policy = a_policy({status: rule}, late_shipment_is_instant=True)
    order = an_order(status)
    moments = replace(order.moments, ship_by=NOW - HOUR if is_late else NOW + HOUR)

    line = line_now(replace(order, moments=moments), policy)

    assert [(way.kind, way.permission) for way in line.ways] == [(ReturnKind.REFUND, permission)]
    assert line.until is None


@pytest.mark.parametrize(
    ("found", "due"),
    [
        pytest.param(a_return(), (DueKind.SELLER_ANSWERS_BY, 24, OnDue.APPROVED), id="silence"),
        pytest.param(
            a_return(silence_approves=False),
            (DueKind.SELLER_ANSWERS_BY, 24, OnDue.EXPIRED),
            id="silence-closes",
        ),
        pytest.param(
            a_return(offer=an_offer()),
            (DueKind.BUYER_ANSWERS_BY, 10, OnDue.OFFER_LAPSED),
            id="offer",
        ),
        pytest.param(
            a_return(offer=an_offer(status=OfferStatus.DECLINED)),
            (DueKind.SELLER_ANSWERS_BY, 24, OnDue.APPROVED),
            id="offer-declined",
        ),
        pytest.param(
            a_return(status=R.APPROVED, ship_by=NOW + 3 * HOUR),
            (DueKind.SHIP_BY, 3, OnDue.EXPIRED),
            id="to-send",
        ),
        pytest.param(
            a_return(status=R.SHIPPED, confirm_by=NOW + 4 * HOUR),
            (DueKind.SELLER_CONFIRMS_BY, 4, OnDue.RECEIVED),
            id="sent",
        ),
        pytest.param(a_return(status=R.APPROVED, outcome=ReturnOutcome.KEPT), None, id="paid"),
        pytest.param(a_return(status=R.RECEIVED, outcome=ReturnOutcome.RETURNED), None, id="there"),
        pytest.param(a_return(status=R.REJECTED), None, id="over"),
    ],
)
def test_a_return_has_one_next_deadline_at_most(found, due):
    next_one = due_of(found)

    told = None if next_one is None else (next_one.kind, next_one.at, next_one.then)
    assert told == (due and (due[0], NOW + due[1] * HOUR, due[2]))


def test_the_days_to_send_and_to_confirm():
    assert [days_to_ship(days, is_right=False) for days in (5, 20)] == [5, 20]
    assert [days_to_ship(days, is_right=True) for days in (5, 20)] == [14, 20]
    assert ship_until(NOW, 5) == NOW + timedelta(days=5)
    assert confirm_until(NOW, 8) == NOW + timedelta(days=8)
    late = NOW + timedelta(days=7)
    assert confirm_until(NOW, 8, late) == late + timedelta(days=2)


def test_returns_go_along_their_table_alone():
    steps = {(one, other) for one in R for other in R if may_step(one, other)}

    assert steps == {(one, other) for one, others in RETURN_STEPS.items() for other in others}
    assert all(not RETURN_STEPS[end] for end in (R.COMPLETED, R.WITHDRAWN, R.EXPIRED))
    assert RETURN_STEPS[R.REJECTED] == {R.APPROVED, R.RECEIVED}, "support overrules"
    assert (R.SHIPPED, R.WITHDRAWN) not in steps


def test_no_return_is_offered_while_one_is_open_or_where_nothing_is_left():
    order, policy = an_order(S.DELIVERED), a_policy()
    asked = OpenRequest(id="r", kind=RequestKind.RETURN, requested_at=NOW)
    gone = replace(order, lines=(replace(order.lines[0], returned_quantity=1),))

    offered = [
        {action.kind for action in decided(one, policy).actions}
        for one in (order, replace(order, open_return=asked), gone)
    ]

    assert [ActionKind.START_RETURN in kinds for kinds in offered] == [True, False, False]
    assert ActionKind.SEE_REQUEST in offered[1]


@pytest.mark.parametrize(
    ("line_ids", "obstacle"),
    [(("l2",), None), (("l1",), ReturnObstacle.REQUEST_OPEN), ((), ReturnObstacle.REQUEST_OPEN)],
)
def test_a_request_to_cancel_bars_the_return_of_what_it_is_about(line_ids, obstacle):
    lines = [a_line("l1", status=S.DELIVERED), a_line("l2", status=S.AWAITING_COLLECTION)]
    asked = OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=NOW, line_ids=line_ids)
    order = an_order(S.PARTIALLY_SHIPPING, lines=lines, open_request=asked)

    found = returnable_lines(order, (), a_policy(), DELIVERED)

    assert found[0].obstacle is obstacle


@examples
@given(orders(), policies, st.integers(-5, 50))
def test_every_line_has_ways_or_one_obstacle(order, policy, days):
    lines = returnable_lines(order, (), policy, DELIVERED + timedelta(days=days))

    assert [line.line_id for line in lines] == [line.id for line in order.lines]
    for line, found in zip(order.lines, lines, strict=True):
        assert bool(found.ways) is (found.obstacle is None)
        assert (found.quantity > 0) is bool(found.ways)
        assert 0 <= found.quantity <= max(0, line.open_quantity)


@examples
@given(orders(), policies, st.data())
def test_returned_pieces_count_as_paid_back_like_cancelled_ones(order, policy, data):
    """Whichever way pieces went, the rest gives back the same, never more than is there."""
    order = replace(
        order,
        lines=tuple(
            replace(line, quantity=line.quantity + 1, cancelled_quantity=0) for line in order.lines
        ),
    )
    gone = {line.id: data.draw(st.integers(0, line.quantity)) for line in order.lines}
    asked = {
        line.id: data.draw(st.integers(0, line.quantity - gone[line.id])) for line in order.lines
    }

    answers = [
        refund_of(
            replace(
                order,
                lines=tuple(replace(line, **{name: gone[line.id]}) for line in order.lines),
            ),
            asked,
            policy,
        )
        for name in ("cancelled_quantity", "returned_quantity")
    ]

    assert answers[0] == answers[1]
    assert 0 <= answers[1][0].total_minor <= refundable_minor(order)


@examples
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 900))
def test_a_part_that_was_paid_leaves_other_lines_as_they_were(mugs, bowls, part):
    """Kept goods keep their money: shipping does not go back while something is kept."""
    lines = [
        a_line("l1", status=S.DELIVERED, quantity=mugs),
        a_line("l2", status=S.DELIVERED, quantity=bowls),
    ]
    order = an_order(S.DELIVERED, lines=lines)
    paid = replace(order.payments[0], refunded_minor=part)

    untouched, _ = refund_of(order, {"l2": bowls}, a_policy())
    after, _ = refund_of(replace(order, payments=(paid,)), {"l2": bowls}, a_policy())

    assert after.total_minor == untouched.total_minor == bowls * 1000
