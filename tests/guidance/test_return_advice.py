"""What a buyer reads where goods arrived and some return was decided before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.domain.returns import ReturnStatus
from buyer_portal.guidance.advice import advise
from buyer_portal.guidance.situation import Situation
from tests.domain.builders import DELIVERED, S, a_line, a_policy, an_order, decided
from tests.domain.test_return_actions import DECLINED_AT, POLICY, a_return

A = ActionKind
APPEALABLE, UPHELD = a_return(), a_return(appeal_decided_at=DECLINED_AT)
GONE = a_return(status=ReturnStatus.COMPLETED)
AFTER_COMPLETION = replace(POLICY, stages=POLICY.stages | {S.COMPLETED: POLICY.stage(S.DELIVERED)})


@pytest.mark.parametrize(
    ("status", "policy", "found", "returned", "said"),
    [
        pytest.param(
            S.DELIVERED,
            POLICY,
            APPEALABLE,
            0,
            ("delivered.body_return_declined", [A.APPEAL_RETURN, A.CONTACT_SUPPORT]),
            id="declined",
        ),
        pytest.param(
            S.DELIVERED,
            POLICY,
            UPHELD,
            0,
            ("delivered.body_return_settled", [A.CONTACT_SUPPORT]),
            id="upheld",
        ),
        pytest.param(
            S.DELIVERED,
            POLICY,
            GONE,
            2,
            ("delivered.body_return_settled", [A.CONTACT_SUPPORT]),
            id="all-of-it-went-back",
        ),
        pytest.param(
            S.DELIVERED,
            a_policy(return_days=0),
            None,
            0,
            ("delivered.body_return_over", [A.CONTACT_SUPPORT]),
            id="over",
        ),
        pytest.param(
            S.COMPLETED,
            AFTER_COMPLETION,
            APPEALABLE,
            0,
            (
                "completed.body_return_declined",
                [A.APPEAL_RETURN, A.ORDER_AGAIN, A.CONTACT_SUPPORT],
            ),
            id="declined-and-completed",
        ),
        pytest.param(
            S.COMPLETED,
            AFTER_COMPLETION,
            UPHELD,
            0,
            ("completed.body", [A.ORDER_AGAIN, A.CONTACT_SUPPORT]),
            id="upheld-and-completed",
        ),
    ],
)
def test_what_was_decided_about_returns_is_said(status, policy, found, returned, said):
    now = DELIVERED + timedelta(days=1)
    line = a_line("l1", status=status, quantity=2, returned_quantity=returned)
    order = an_order(status, lines=[line])
    returns = () if found is None else (found,)
    decision = decided(order, policy, now=now, returns=returns)

    [advice] = advise(
        Situation(now=now, order=order, decision=decision, policy=policy, has_returns=bool(returns))
    )

    steps = [step.kind for step in advice.steps]
    assert (advice.body_key.removeprefix("why."), steps) == said
