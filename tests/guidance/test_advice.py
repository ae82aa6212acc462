from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import ActionKind, Cause
from buyer_portal.domain.orders import (
    GoodsKind,
    OpenRequest,
    Package,
    RejectedRequest,
    RequestKind,
    SellerPart,
)
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.standing import Standing
from buyer_portal.guidance.advice import Advice, Tone, advise
from buyer_portal.guidance.messages import all_message_keys
from buyer_portal.guidance.situation import Situation
from buyer_portal.guidance.values import Parameter
from tests.domain.builders import (
    CANCELLED,
    COLLECTED,
    DELIVERED,
    NOW,
    PACKED,
    PLACED,
    S,
    a_line,
    a_policy,
    an_order,
    decided,
)
from tests.domain.strategies import questions

A, P = ActionKind, Permission


def situation(order, policy, *, lines=None, build=1, **facts) -> Situation:
    decision = decided(order, policy, lines=lines, client_build=build)
    return Situation(now=NOW, order=order, decision=decision, policy=policy, **facts)


def said(advice: Advice) -> tuple[str, list[ActionKind], dict[str, Parameter]]:
    """Return the body without its prefix, the steps, and the parameters."""
    body = advice.body_key.removeprefix("why.")
    return body, [step.kind for step in advice.steps], advice.parameters


def test_leading_advice_is_a_whole_value():
    order = an_order(S.AWAITING_COLLECTION)
    policy = a_policy({S.AWAITING_COLLECTION: P.SELLER_UNLOCK})

    advice = advise(situation(order, policy))

    steps = decided(order, policy).actions[:3]
    assert advice == (
        Advice(
            cause=Cause.PACKED,
            tone=Tone.INFO,
            title_key="why.packed.title",
            body_key="why.packed.body",
            steps=steps,
            parameters={"packed_at": PACKED},
        ),
    )
    assert advice[0].first_step == steps[0]


def test_nothing_is_said_where_nothing_stands_in_the_way():
    assert advise(situation(an_order(), a_policy())) == ()


RETURN, SUPPORT, ASK = A.RETURN_AFTER_DELIVERY, A.CONTACT_SUPPORT, A.ASK_SELLER
ANSWER_BY = NOW + timedelta(hours=8)
UNLOCK = a_policy({S.AWAITING_SHIPMENT: P.SELLER_UNLOCK, S.AWAITING_COLLECTION: P.SELLER_UNLOCK})
ASKS = a_policy({S.AWAITING_SHIPMENT: P.REQUEST, S.AWAITING_COLLECTION: P.REQUEST}, answer_hours=24)
OPEN = OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=PACKED, answer_by=ANSWER_BY)
REJECTED = RejectedRequest(id="r", rejected_at=PACKED, reason=" It is packed. ")


def undated(order):
    moments = replace(
        order.moments, packed_at=None, collected_at=None, delivered_at=None, cancelled_at=None
    )
    return replace(order, moments=moments)


CASES = {
    "packed-undated": (
        undated(an_order(S.AWAITING_COLLECTION)),
        UNLOCK,
        ("packed.body_undated", [ASK, SUPPORT, RETURN], {}),
    ),
    "packed-request": (
        an_order(S.AWAITING_COLLECTION),
        ASKS,
        ("packed.body_request", [A.REQUEST_CANCEL, SUPPORT, RETURN], {"answer_hours": 24}),
    ),
    "needs-seller-unlock": (an_order(), UNLOCK, ("needs_seller.body", [ASK, SUPPORT], {})),
    "needs-seller-request": (
        an_order(),
        ASKS,
        ("needs_seller.body_request", [A.REQUEST_CANCEL, SUPPORT], {"answer_hours": 24}),
    ),
    "needs-seller-request-closes": (
        an_order(),
        replace(ASKS, silence_approves=False),
        ("needs_seller.body_request_closes", [A.REQUEST_CANCEL, SUPPORT], {"answer_hours": 24}),
    ),
    "in-transit": (
        an_order(S.IN_TRANSIT),
        a_policy(return_days=9),
        (
            "in_transit.body",
            [RETURN, A.REFUSE_DELIVERY, SUPPORT],
            {"collected_at": COLLECTED, "return_days": 9},
        ),
    ),
    "in-transit-undated": (
        undated(an_order(S.IN_TRANSIT)),
        a_policy(return_days=9),
        ("in_transit.body_undated", [RETURN, A.REFUSE_DELIVERY, SUPPORT], {"return_days": 9}),
    ),
    "in-transit-no-return": (
        an_order(S.IN_TRANSIT),
        a_policy(return_days=0),
        ("in_transit.body_no_return", [A.REFUSE_DELIVERY, SUPPORT], {}),
    ),
    "delivered": (
        an_order(S.DELIVERED),
        a_policy(return_days=9),
        (
            "delivered.body",
            [A.START_RETURN, SUPPORT],
            {"delivered_at": DELIVERED, "return_by": DELIVERED + timedelta(days=9)},
        ),
    ),
    "delivered-undated": (
        undated(an_order(S.DELIVERED)),
        a_policy(return_days=9),
        ("delivered.body_undated", [A.START_RETURN, SUPPORT], {"return_days": 9}),
    ),
    "delivered-too-late": (
        an_order(S.DELIVERED),
        a_policy(return_days=1),
        ("delivered.body_return_over", [SUPPORT], {}),
    ),
    "completed": (
        an_order(S.COMPLETED),
        a_policy(),
        ("completed.body", [A.ORDER_AGAIN, SUPPORT], {}),
    ),
    "cancelled": (
        an_order(S.CANCELLED),
        a_policy(),
        (
            "already_cancelled.body_refund",
            [A.SEE_REFUND, A.ORDER_AGAIN],
            {"cancelled_at": CANCELLED},
        ),
    ),
    "cancelled-unpaid": (
        an_order(S.CANCELLED, payments=()),
        a_policy(),
        ("already_cancelled.body", [A.ORDER_AGAIN], {"cancelled_at": CANCELLED}),
    ),
    "cancelled-undated": (
        undated(an_order(S.CANCELLED, payments=())),
        a_policy(),
        ("already_cancelled.body_undated", [A.ORDER_AGAIN], {}),
    ),
    "request-approves": (
        an_order(open_request=OPEN),
        ASKS,
        (
            "already_requested.body",
            [A.SEE_REQUEST, A.WITHDRAW_REQUEST],
            {"requested_at": PACKED, "answer_by": ANSWER_BY},
        ),
    ),
    "request-closes": (
        an_order(open_request=replace(OPEN, silence_approves=False)),
        ASKS,
        (
            "already_requested.body_closes",
            [A.SEE_REQUEST, A.WITHDRAW_REQUEST],
            {"requested_at": PACKED, "answer_by": ANSWER_BY},
        ),
    ),
    "request-without-deadline": (
        an_order(open_request=replace(OPEN, answer_by=None)),
        ASKS,
        (
            "already_requested.body_open",
            [A.SEE_REQUEST, A.WITHDRAW_REQUEST],
            {"requested_at": PACKED},
        ),
    ),
    "return-that-was-agreed-to": (
        an_order(S.DELIVERED, open_request=replace(OPEN, kind=RequestKind.RETURN, answer_by=None)),
        ASKS,
        (
            "already_requested.body_return",
            [A.SEE_REQUEST],
            {"requested_at": PACKED},
        ),
    ),
    "rejected": (
        an_order(rejected_request=REJECTED),
        ASKS,
        ("request_rejected.body", [A.APPEAL, RETURN, SUPPORT], {"seller_reason": "It is packed"}),
    ),
    "rejected-too-long-ago-to-appeal": (
        an_order(rejected_request=REJECTED),
        replace(ASKS, appeal_days=1),
        ("request_rejected.body", [RETURN, SUPPORT], {"seller_reason": "It is packed"}),
    ),
    "rejected-without-words": (
        an_order(rejected_request=replace(REJECTED, reason=" ")),
        ASKS,
        ("request_rejected.body_unexplained", [A.APPEAL, RETURN, SUPPORT], {}),
    ),
    "final": (
        an_order(),
        a_policy({S.AWAITING_SHIPMENT: P.NONE}),
        ("policy_final.body", [A.SEE_POLICY, ASK, SUPPORT], {}),
    ),
    "final-goods": (
        an_order(lines=[a_line(goods=GoodsKind.DIGITAL)]),
        a_policy(exclusions={GoodsKind.DIGITAL: P.NONE}),
        ("policy_final.body_goods", [A.SEE_POLICY, ASK, SUPPORT], {}),
    ),
    "final-once": (
        an_order(cancellations_made=1),
        a_policy(one_cancellation=True),
        ("policy_final.body_once", [A.SEE_POLICY, ASK, SUPPORT], {}),
    ),
    "partly-shipped": (
        an_order(S.PARTIALLY_SHIPPING, lines=[a_line(status=S.IN_TRANSIT), a_line("l2")]),
        a_policy(),
        ("partly_shipped.body", [A.CANCEL_REST, RETURN, A.REFUSE_DELIVERY, SUPPORT], {}),
    ),
    "partly-shipped-rest-waits": (
        an_order(S.PARTIALLY_SHIPPING, lines=[a_line(status=S.IN_TRANSIT), a_line("l2")]),
        UNLOCK,
        ("partly_shipped.body_rest_waits", [RETURN, A.REFUSE_DELIVERY, SUPPORT], {}),
    ),
    "build": (
        an_order(),
        a_policy(minimum_client_build=2),
        ("build_outdated.body", [A.UPDATE_PAGE], {}),
    ),
}


@pytest.mark.parametrize(("order", "policy", "expected"), CASES.values(), ids=CASES)
def test_cause_leads_with_its_first_step(order, policy, expected):
    assert said(advise(situation(order, policy))[0]) == expected


def test_part_of_a_whole_order_is_explained():
    order = an_order(lines=[a_line(), a_line("l2")])
    policy = a_policy(cancel_lines=False)

    advice = advise(situation(order, policy, lines={"l1": 1}))

    assert [one.body_key for one in advice] == ["why.policy_final.body_whole_order"]


RETRY_AT = NOW + timedelta(seconds=20)
OUTSIDE = {
    "offline": (
        {"is_connected": False, "confirmed_at": PLACED},
        ("connection.body", [A.RETRY], {"confirmed_at": PLACED}),
    ),
    "offline-from-the-start": (
        {"is_connected": False},
        ("connection.body_unconfirmed", [A.RETRY], {}),
    ),
    "wrong-account": (
        {"is_wrong_account": True},
        ("wrong_account.body", [A.SWITCH_ACCOUNT], {}),
    ),
    "fault": (
        {"has_system_error": True, "retry_at": RETRY_AT},
        ("system_error.body", [A.RETRY, SUPPORT], {"retry_at": RETRY_AT}),
    ),
    "fault-without-retry": (
        {"has_system_error": True},
        ("system_error.body_manual", [A.RETRY, SUPPORT], {}),
    ),
    "changed": ({"has_order_changed": True}, ("order_changed.body", [A.READ_NEW_STATE], {})),
}


@pytest.mark.parametrize(("facts", "expected"), OUTSIDE.values(), ids=OUTSIDE)
def test_causes_of_browser_and_portal_need_no_order(facts, expected):
    advice = advise(Situation(now=NOW, **facts))

    assert [said(one) for one in advice] == [expected]


def test_what_can_be_solved_soonest_leads():
    order = an_order(S.IN_TRANSIT)
    policy = a_policy(minimum_client_build=2)

    advice = advise(
        situation(order, policy, is_connected=False, confirmed_at=PLACED, has_order_changed=True)
    )

    assert [one.cause for one in advice] == [
        Cause.CONNECTION,
        Cause.ORDER_CHANGED,
        Cause.IN_TRANSIT,
        Cause.BUILD_OUTDATED,
    ]
    assert advice[-1].body_key == "why.build_outdated.body_besides"


def test_step_is_offered_by_the_first_advice_alone():
    order = an_order(rejected_request=REJECTED)

    steps = [step.kind for one in advise(situation(order, UNLOCK)) for step in one.steps]

    assert steps == [A.APPEAL, RETURN, SUPPORT, ASK]


def a_question(order, policy):
    return {
        "order": order,
        "policy": policy,
        "lines": None,
        "actor": Actor.BUYER,
        "now": DELIVERED,
        "standing": Standing(),
        "client_build": 1,
    }


HAS_ARRIVED = replace(an_order().moments, delivered_at=DELIVERED)
LATE_STATUS = an_order(lines=[a_line(status=S.DELIVERED)], moments=HAS_ARRIVED)
"""A line that has arrived on an order that still says otherwise."""
NO_RETURN = a_policy(return_days=0)
TWO_SELLERS = an_order(
    S.DELIVERED,
    lines=[
        a_line(status=S.DELIVERED),
        a_line("l2", status=S.DELIVERED, seller_id="s2", package_id="k"),
    ],
    packages=(Package(id="k", status=S.DELIVERED),),
    further=(SellerPart(seller_id="s2"),),
)
"""Only the second seller takes goods back, and of its parcel nobody noted when it arrived."""


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(a_question(LATE_STATUS, a_policy()))
@example(a_question(TWO_SELLERS, replace(NO_RETURN, sellers={"s2": a_policy()})))
@given(questions(actor=Actor.BUYER))
def test_every_cause_is_said_once_with_all_it_needs(question):
    decision = decide(**question)

    advice = advise(
        Situation(
            now=question["now"],
            order=question["order"],
            decision=decision,
            policy=question["policy"],
        )
    )

    keys = all_message_keys()
    assert sorted(one.cause for one in advice) == sorted(decision.causes)
    for one in advice:
        assert keys[one.title_key] == ()
        assert set(keys[one.body_key]) == set(one.parameters)
