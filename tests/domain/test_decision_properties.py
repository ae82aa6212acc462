from copy import deepcopy
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import ActionKind, Cause
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import OrderStatus, SellerPart
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.refunds import refundable_minor
from buyer_portal.domain.replay import replay
from buyer_portal.domain.standing import Standing
from buyer_portal.policies import shortfalls
from tests.domain.builders import NOW, S, a_line, a_policy, an_order
from tests.domain.strategies import questions, raised

examples = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


OF_NOTHING = {Cause.ALREADY_CANCELLED, Cause.POLICY_FINAL}
"""Why nothing was asked about: all is cancelled, or there is no line."""


def a_question(*lines, actor=Actor.SYSTEM, further=(), **asked):
    order = an_order(S.UNPAID, lines=lines, further=further)
    standing = Standing()
    question = {"lines": None, "actor": actor, "now": NOW, "standing": standing, "client_build": 1}
    return {"order": order, "policy": a_policy()} | question | asked


LEFT, HERE = a_line("l1", status=S.IN_TRANSIT), a_line("l2", status=S.UNPAID)
OTHERS = replace(HERE, seller_id="s2")
TWO_SELLERS = (SellerPart(seller_id="s2"),)


@examples
@example(a_question(LEFT, HERE))
@example(a_question(replace(LEFT, status=S.PARTIALLY_SHIPPING), HERE))
@example(a_question(LEFT, OTHERS, further=TWO_SELLERS))
@example(a_question(LEFT, OTHERS, further=TWO_SELLERS, lines={"l1": 1, "elsewhere": 1}))
@example(a_question(LEFT, OTHERS, further=TWO_SELLERS, lines={"l1": 1, "l2": 1, "elsewhere": 1}))
@example(a_question(LEFT, OTHERS, further=TWO_SELLERS, actor=Actor.BUYER))
@example(a_question(LEFT, OTHERS, further=TWO_SELLERS, actor=Actor.SUPPORT))
@given(questions())
def test_decision_is_total_deterministic_and_explained(question):
    decision = decide(**question)

    assert decision == decide(**deepcopy(question))
    assert decision.trace[-1].permission is decision.outcome
    told = replay(decision.trace)
    assert told.outcome is decision.outcome
    if any(step.line_id for step in decision.trace):
        assert told.causes == decision.causes
    else:
        assert set(told.causes) <= set(decision.causes) <= {*told.causes, *OF_NOTHING}
    assert len(set(decision.causes)) == len(decision.causes)
    assert decision.outcome is Permission.INSTANT or decision.causes
    is_less = any(
        one.permission is not Permission.INSTANT for one in decision.lines if one.quantity
    )
    assert is_less or not decision.causes or decision.outcome is Permission.NONE
    kinds = [action.kind for action in decision.actions]
    assert len(set(kinds)) == len(kinds)
    if decision.outcome is Permission.INSTANT:
        assert kinds[0] in (ActionKind.CANCEL, ActionKind.CANCEL_REST)
    else:
        assert ActionKind.CANCEL not in kinds


@examples
@given(questions())
def test_money_of_a_decision_adds_up(question):
    decision = decide(**question)

    order, preview = question["order"], decision.refund_preview
    assert 0 <= preview.total_minor <= refundable_minor(order)
    assert preview.total_minor == (
        preview.items_minor
        + preview.shipping_minor
        + preview.tax_minor
        + preview.other_minor
        - preview.discounts_clawed_back_minor
    )
    assert sum(part.amount_minor for part in preview.parts) == preview.total_minor
    assert all(part.amount_minor > 0 for part in preview.parts)
    later = decision.request_preview
    asked = 0 if later is None or later is preview else later.total_minor
    assert sum(line.refund_minor for line in decision.lines) <= preview.total_minor + asked
    assert preview.total_minor + asked <= refundable_minor(order)
    assert bool(decision.requests) is (later is not None)
    assert all(request.refund_minor >= 0 for request in decision.requests)
    for line, outcome in zip(order.lines, decision.lines, strict=True):
        assert outcome.line_id == line.id
        assert 0 <= outcome.quantity <= line.open_quantity
        if outcome.covered:
            assert outcome.quantity > 0
            if decision.outcome is Permission.INSTANT:
                assert outcome.permission in (Permission.INSTANT, Permission.REQUEST)
            else:
                assert outcome.permission.rank >= decision.outcome.rank > 0
        else:
            assert outcome.refund_minor == 0


@examples
@given(questions())
def test_what_has_left_is_never_cancelled_by_people(question):
    decision = decide(**question)

    gone = {
        line.id
        for line in question["order"].lines
        if has_left(line.status) or line.status is OrderStatus.CANCELLED
    }
    if question["actor"] is not Actor.SYSTEM:
        assert not [line for line in decision.lines if line.covered and line.line_id in gone]


@examples
@given(st.data(), questions(actor=Actor.BUYER))
def test_more_generous_policy_never_yields_less(data, question):
    generous = data.draw(raised(question["policy"]))

    before, after = decide(**question), decide(**question | {"policy": generous})

    assert shortfalls(question["policy"], generous) == ()
    assert after.outcome.rank >= before.outcome.rank
    for one, other in zip(before.lines, after.lines, strict=True):
        assert other.permission.rank >= one.permission.rank


@examples
@given(questions(actor=Actor.BUYER))
def test_no_build_grants_more_than_an_unknown_one(question):
    known, unknown = decide(**question), decide(**question | {"client_build": None})

    assert known.outcome.rank <= unknown.outcome.rank
    assert Cause.BUILD_OUTDATED not in unknown.causes
