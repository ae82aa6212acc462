"""What of a return is offered after returns: what can still go back, or to ask support."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import CancelledLine
from buyer_portal.domain.decision_values import ActionKind, DeadlineKind
from buyer_portal.domain.policy import Permission, StagePolicy
from buyer_portal.domain.returns import Return, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.domain.support import appealable_returns
from tests.domain.builders import DELIVERED, NOW, S, a_line, a_policy, an_order, decided

A, R = ActionKind, ReturnStatus
DECLINED_AT = DELIVERED + timedelta(hours=1)
POLICY = a_policy(return_days=30, appeal_days=7)
ARRIVED = an_order(S.DELIVERED, lines=[a_line("l1", status=S.DELIVERED, quantity=2)])


def a_return(pieces=2, **changes):
    return Return(
        **{
            "id": "r1",
            "reference": "B-1",
            "order_id": "o1",
            "seller_id": "s1",
            "kind": ReturnKind.RETURN,
            "status": R.REJECTED,
            "requested_at": DELIVERED,
            "ended_at": DECLINED_AT,
            "lines": (CancelledLine(line_id="l1", quantity=pieces, refund_minor=1000),),
            "currency": "USD",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("returns", "offered"),
    [
        pytest.param((), {A.START_RETURN}, id="none-yet"),
        pytest.param((a_return(),), {A.APPEAL_RETURN}, id="declined"),
        pytest.param((a_return(1),), {A.START_RETURN, A.APPEAL_RETURN}, id="declined-in-part"),
        pytest.param((a_return(1), a_return(1, id="r2")), {A.APPEAL_RETURN}, id="declined-twice"),
        pytest.param((a_return(appeal_decided_at=NOW),), set(), id="upheld"),
        pytest.param((a_return(status=R.EXPIRED),), {A.START_RETURN}, id="expired"),
        pytest.param((a_return(status=R.WITHDRAWN),), {A.START_RETURN}, id="taken-back"),
        pytest.param(
            (a_return(status=R.COMPLETED, outcome=ReturnOutcome.PART),), set(), id="paid-in-part"
        ),
        pytest.param(
            (a_return(is_before_arrival=True),),
            {A.START_RETURN, A.APPEAL_RETURN},
            id="money-declined-on-its-way",
        ),
    ],
)
def test_only_what_can_still_go_back_is_offered(returns, offered):
    decision = decided(ARRIVED, POLICY, now=DECLINED_AT, returns=returns)

    kinds = {action.kind for action in decision.actions}
    assert kinds & {A.START_RETURN, A.APPEAL_RETURN} == offered
    deadlines = {deadline.kind for deadline in decision.deadlines}
    assert (DeadlineKind.RETURN_BY in deadlines) is (A.START_RETURN in offered)


def test_money_is_not_asked_for_again_on_the_way_but_goods_can_go_back_later():
    stages = POLICY.stages | {S.IN_TRANSIT: StagePolicy(refund=Permission.REQUEST)}
    policy = replace(POLICY, stages=stages)
    order = an_order(S.IN_TRANSIT, lines=[a_line("l1", status=S.IN_TRANSIT, quantity=2)])
    asked = {"is_before_arrival": True, "kind": ReturnKind.REFUND}

    offered = [
        {action.kind for action in decided(order, policy, now=NOW, returns=returns).actions}
        & {A.REQUEST_REFUND, A.APPEAL_RETURN, A.RETURN_AFTER_DELIVERY}
        for returns in (
            (),
            (a_return(1, ended_at=NOW, **asked),),
            (a_return(2, ended_at=NOW, **asked),),
        )
    ]

    assert offered == [
        {A.REQUEST_REFUND, A.RETURN_AFTER_DELIVERY},
        {A.REQUEST_REFUND, A.APPEAL_RETURN, A.RETURN_AFTER_DELIVERY},
        {A.APPEAL_RETURN, A.RETURN_AFTER_DELIVERY},
    ]


@pytest.mark.parametrize(
    ("after", "decided_after", "can"),
    [
        pytest.param(timedelta(0), None, True, id="at-once"),
        pytest.param(timedelta(days=7, microseconds=-1), None, True, id="last-moment"),
        pytest.param(timedelta(days=7), None, False, id="over"),
        pytest.param(timedelta(days=1), timedelta(hours=5), False, id="decided"),
        pytest.param(timedelta(days=1), timedelta(hours=-5), True, id="declined-again-since"),
    ],
)
def test_each_refusal_is_appealed_once_within_its_days(after, decided_after, can):
    decided_at = None if decided_after is None else DECLINED_AT + decided_after
    found = a_return(appeal_decided_at=decided_at)

    appealable = appealable_returns((found,), policy=POLICY, now=DECLINED_AT + after)

    assert appealable == ((found,) if can else ())
