from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import (
    Action,
    ActionCost,
    ActionKind,
    Cause,
    Decision,
    Likelihood,
    LineOutcome,
    RefundPart,
    RefundPreview,
    TraceStep,
    Verdict,
)
from buyer_portal.domain.orders import OpenRequest, Package, PaymentMethod, RequestKind
from buyer_portal.domain.policy import ReasonMode
from tests.domain.builders import (
    COLLECTED,
    DELIVERED,
    PACKED,
    PAID,
    P,
    S,
    a_line,
    a_policy,
    an_order,
    decided,
)


def test_paid_order_before_packing_is_cancelled_at_once():
    decision = decided(an_order(), a_policy())

    assert decision == Decision(
        outcome=P.INSTANT,
        causes=(),
        trace=(
            TraceStep(
                rule="stage",
                inputs={"stage": "AWAITING_SHIPMENT"},
                verdict=Verdict.ALLOWS,
                permission=P.INSTANT,
                line_id="l1",
            ),
            TraceStep(
                rule="payment",
                inputs={"state": "paid"},
                verdict=Verdict.SILENT,
                permission=P.INSTANT,
            ),
            TraceStep(
                rule="open_request",
                inputs={"kind": "none"},
                verdict=Verdict.SILENT,
                permission=P.INSTANT,
            ),
            TraceStep(
                rule="build",
                inputs={"client_build": "1"},
                verdict=Verdict.SILENT,
                permission=P.INSTANT,
            ),
            TraceStep(
                rule="outcome",
                inputs={"takes": "best"},
                verdict=Verdict.ALLOWS,
                permission=P.INSTANT,
            ),
        ),
        deadlines=(),
        actions=(
            Action(kind=ActionKind.CANCEL, cost=ActionCost.FREE, likelihood=Likelihood.CERTAIN),
            Action(kind=ActionKind.SEE_POLICY, cost=ActionCost.FREE, likelihood=Likelihood.CERTAIN),
        ),
        lines=(
            LineOutcome(
                line_id="l1", permission=P.INSTANT, quantity=1, refund_minor=1000, covered=True
            ),
        ),
        refund_preview=RefundPreview(
            currency="USD",
            total_minor=1300,
            items_minor=1000,
            shipping_minor=300,
            parts=(
                RefundPart(
                    payment_id="p1",
                    method=PaymentMethod.CARD,
                    label="Visa 4242",
                    amount_minor=1300,
                    days_at_least=3,
                    days_at_most=7,
                ),
            ),
        ),
        stage=S.AWAITING_SHIPMENT,
        reason_mode=ReasonMode.LIST,
        reason_required=True,
        reason_keys=(),
        confirm_step=False,
        cancel_lines=True,
    )


def test_trace_and_lines_are_real_frozen_values():
    decision = decided(an_order(), a_policy())

    for value, field in ((decision.trace[0], "rule"), (decision.lines[0], "quantity")):
        assert replace(value) == value
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, None)


@pytest.mark.parametrize(
    ("stage", "event", "at"),
    [
        pytest.param(S.AWAITING_COLLECTION, "order.packed", PACKED, id="packed"),
        pytest.param(S.IN_TRANSIT, "order.collected", COLLECTED, id="collected"),
        pytest.param(S.DELIVERED, "order.delivered", DELIVERED, id="delivered"),
    ],
)
def test_trace_names_what_closed_the_window_and_when(stage, event, at):
    decision = decided(an_order(stage), a_policy({S.AWAITING_COLLECTION: P.SELLER_UNLOCK}))

    assert (decision.trace[0].event, decision.trace[0].at) == (event, at)


def test_paying_closed_the_window_where_packing_changed_nothing():
    policy = a_policy(
        {S.AWAITING_SHIPMENT: P.SELLER_UNLOCK, S.AWAITING_COLLECTION: P.SELLER_UNLOCK}
    )

    decision = decided(an_order(S.AWAITING_COLLECTION), policy)

    assert (decision.trace[0].event, decision.trace[0].at) == ("order.paid", PAID)


def test_parcel_of_the_line_says_when_it_left():
    earlier = COLLECTED - timedelta(hours=3)
    parcel = Package(id="k1", status=S.IN_TRANSIT, collected_at=earlier)
    line = a_line(status=S.IN_TRANSIT, package_id="k1")

    decision = decided(an_order(S.IN_TRANSIT, lines=[line], packages=(parcel,)), a_policy())

    assert decision.trace[0].at == earlier


def test_order_without_open_pieces_is_already_cancelled():
    order = an_order(lines=[a_line(cancelled_quantity=1)])

    decision = decided(order, a_policy())

    assert (decision.outcome, decision.causes) == (P.NONE, (Cause.ALREADY_CANCELLED,))


def test_order_without_lines_is_final():
    assert decided(an_order(lines=[]), a_policy()).causes == (Cause.POLICY_FINAL,)


@pytest.mark.parametrize(
    ("build", "outcome", "causes"),
    [
        pytest.param(None, P.INSTANT, (), id="unknown-is-fine"),
        pytest.param(7, P.INSTANT, (), id="just-new-enough"),
        pytest.param(6, P.NONE, (Cause.BUILD_OUTDATED,), id="too-old"),
    ],
)
def test_outdated_page_limits(build, outcome, causes):
    decision = decided(an_order(), a_policy(minimum_client_build=7), client_build=build)

    assert (decision.outcome, decision.causes) == (outcome, causes)


def test_updating_does_not_lead_where_it_would_not_help():
    decision = decided(an_order(S.IN_TRANSIT), a_policy(minimum_client_build=7), client_build=1)

    assert decision.causes == (Cause.IN_TRANSIT, Cause.BUILD_OUTDATED)


def test_newest_build_grants_nothing():
    policy = a_policy({S.AWAITING_SHIPMENT: P.NONE})

    assert decided(an_order(), policy, client_build=10**9).outcome is P.NONE


@pytest.mark.parametrize(
    ("actor", "stages"),
    [
        pytest.param(
            Actor.SELLER,
            {S.ON_HOLD, S.AWAITING_SHIPMENT, S.AWAITING_COLLECTION},
            id="seller",
        ),
        pytest.param(
            Actor.SYSTEM,
            {
                S.UNPAID,
                S.ON_HOLD,
                S.AWAITING_SHIPMENT,
                S.AWAITING_COLLECTION,
                S.PARTIALLY_SHIPPING,
                S.IN_TRANSIT,
            },
            id="system",
        ),
        pytest.param(Actor.CARRIER, set(), id="carrier"),
    ],
)
def test_others_than_the_buyer_follow_their_own_table(actor, stages):
    request = OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=PACKED)

    found = {
        stage
        for stage in S
        if decided(an_order(stage, open_request=request), a_policy(), actor=actor).outcome
        is P.INSTANT
    }

    assert found == stages
