"""Which steps and reasons are offered, in which order, at what cost."""

from datetime import timedelta

import pytest

from buyer_portal.domain.decision import CAUSE_ORDER
from buyer_portal.domain.decision_values import ActionCost, ActionKind, Cause
from buyer_portal.domain.orders import RejectedRequest
from buyer_portal.domain.policy import ReasonMode, ReasonPolicy, RefusalEffect
from buyer_portal.domain.standing import Standing, Strike
from tests.domain.builders import NOW, PACKED, PLACED, P, S, a_policy, an_order, decided, kinds

STEPS = {
    "packed": (
        an_order(S.AWAITING_COLLECTION),
        [ActionKind.ASK_SELLER, ActionKind.CONTACT_SUPPORT, ActionKind.RETURN_AFTER_DELIVERY],
    ),
    "in-transit": (
        an_order(S.IN_TRANSIT),
        [
            ActionKind.RETURN_AFTER_DELIVERY,
            ActionKind.REFUSE_DELIVERY,
            ActionKind.CONTACT_SUPPORT,
        ],
    ),
    "delivered": (an_order(S.DELIVERED), [ActionKind.START_RETURN, ActionKind.CONTACT_SUPPORT]),
    "cancelled": (an_order(S.CANCELLED), [ActionKind.SEE_REFUND, ActionKind.ORDER_AGAIN]),
    "cancelled-unpaid": (an_order(S.CANCELLED, payments=()), [ActionKind.ORDER_AGAIN]),
    "rejected": (
        an_order(rejected_request=RejectedRequest(id="r", rejected_at=PACKED)),
        [
            ActionKind.APPEAL,
            ActionKind.RETURN_AFTER_DELIVERY,
            ActionKind.CONTACT_SUPPORT,
            ActionKind.ASK_SELLER,
        ],
    ),
    "needs-seller": (an_order(), [ActionKind.ASK_SELLER, ActionKind.CONTACT_SUPPORT]),
}


@pytest.mark.parametrize(("order", "steps"), STEPS.values(), ids=STEPS)
def test_steps_are_ranked_per_cause(order, steps):
    policy = a_policy(
        {S.AWAITING_SHIPMENT: P.SELLER_UNLOCK, S.AWAITING_COLLECTION: P.SELLER_UNLOCK}
    )

    assert kinds(decided(order, policy)) == [*steps, ActionKind.SEE_POLICY]


@pytest.mark.parametrize(
    ("effect", "standing", "cost"),
    [
        pytest.param(RefusalEffect.STRIKE_SELLER, Standing(), ActionCost.STANDING, id="strike"),
        pytest.param(RefusalEffect.NONE, Standing(), ActionCost.WAIT, id="harmless"),
        pytest.param(
            RefusalEffect.NONE,
            Standing(
                strikes=(
                    Strike(
                        id="k",
                        order_id="o0",
                        seller_id="s1",
                        is_seen_by_all=True,
                        happened_at=PLACED,
                        expires_at=NOW + timedelta(days=1),
                        appeal_by=NOW,
                    ),
                )
            ),
            ActionCost.WAIT,
            id="harmless-though-marked",
        ),
        pytest.param(
            RefusalEffect.STRIKE_PLATFORM,
            Standing(
                strikes=(
                    Strike(
                        id="k",
                        order_id="o1",
                        seller_id="s1",
                        is_seen_by_all=True,
                        happened_at=PLACED,
                        expires_at=NOW + timedelta(days=1),
                        appeal_by=NOW,
                    ),
                )
            ),
            ActionCost.WAIT,
            id="an-order-leaves-one-strike",
        ),
    ],
)
def test_refusing_says_what_it_costs(effect, standing, cost):
    decision = decided(an_order(S.IN_TRANSIT), a_policy(refusal_effect=effect), standing=standing)

    refusal = next(a for a in decision.actions if a.kind is ActionKind.REFUSE_DELIVERY)
    assert refusal.cost is cost


def test_reasons_are_those_of_the_stage():
    keys = {S.UNPAID: ("a",), S.AWAITING_SHIPMENT: ("b", "c")}
    policy = a_policy(reasons=ReasonPolicy(keys=keys))

    offered = {stage: decided(an_order(stage), policy).reason_keys for stage in S}

    assert offered.pop(S.UNPAID) == ("a",)
    assert set(offered.values()) == {("b", "c")}


@pytest.mark.parametrize("mode", [ReasonMode.TEXT, ReasonMode.NONE])
def test_no_list_where_none_is_asked_for(mode):
    policy = a_policy(reasons=ReasonPolicy(mode=mode, keys={S.AWAITING_SHIPMENT: ("b",)}))

    assert decided(an_order(), policy).reason_keys == ()


def test_every_cause_of_an_order_has_its_place():
    outside = {
        Cause.BUILD_OUTDATED,  # leads or comes last
        Cause.CONNECTION,
        Cause.SYSTEM_ERROR,
        Cause.WRONG_ACCOUNT,
    }

    assert set(CAUSE_ORDER) == set(Cause) - outside
