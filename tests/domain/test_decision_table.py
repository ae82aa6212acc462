"""Who can cancel when, preset by preset: written down again, apart from the policy files."""

from dataclasses import replace

import pytest

from buyer_portal.domain.decision_values import ActionKind, Cause
from buyer_portal.domain.orders import OpenRequest, RejectedRequest, RequestKind
from buyer_portal.domain.policy import Permission
from buyer_portal.policies import merged_policy
from tests.domain.builders import NOW, PLACED, S, an_order, decided

I, R, U, N = Permission.INSTANT, Permission.REQUEST, Permission.SELLER_UNLOCK, Permission.NONE  # noqa: E741
STAGES = (S.UNPAID, S.ON_HOLD, S.AWAITING_SHIPMENT, S.AWAITING_COLLECTION, S.IN_TRANSIT)
CLOSED = (S.DELIVERED, S.COMPLETED, S.CANCELLED)

TABLE = {
    "unpaid-only": (I, U, U, U, N),
    "until-packed": (I, I, I, U, N),
    "until-shipped": (I, I, I, R, N),
    "until-carrier": (I, I, I, I, N),
    "tiktok-us": (I, I, R, N, N),  # long after its first hour
    "tiktok-uk": (I, I, R, N, N),
    "tiktok-id": (I, I, I, I, N),
    "tiktok-th": (I, I, R, R, N),
    "shopee-ph": (I, I, I, R, N),
    "eu-withdrawal": (I, I, I, R, N),
}
CAUSE = {
    S.ON_HOLD: Cause.NEEDS_SELLER,
    S.AWAITING_SHIPMENT: Cause.NEEDS_SELLER,
    S.AWAITING_COLLECTION: Cause.PACKED,
    S.IN_TRANSIT: Cause.IN_TRANSIT,
    S.DELIVERED: Cause.DELIVERED,
    S.COMPLETED: Cause.COMPLETED,
    S.CANCELLED: Cause.ALREADY_CANCELLED,
}
CASES = [
    pytest.param(preset, stage, permission, id=f"{preset}-{stage}")
    for preset, row in TABLE.items()
    for stage, permission in (*zip(STAGES, row, strict=True), *((stage, N) for stage in CLOSED))
]


@pytest.mark.parametrize(("preset", "stage", "permission"), CASES)
def test_stage_decides_outcome_and_cause(preset, stage, permission):
    decision = decided(an_order(stage), merged_policy(preset))

    expected = () if permission is I else (CAUSE[stage],)
    assert (decision.outcome, decision.causes) == (permission, expected)


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("stage", S)
@pytest.mark.parametrize("preset", [*TABLE])
def test_open_request_closes_every_stage(preset, stage, kind):
    request = OpenRequest(id="r1", kind=kind, requested_at=PLACED)

    decision = decided(an_order(stage, open_request=request), merged_policy(preset))

    if stage is S.CANCELLED:
        assert decision.causes == (Cause.ALREADY_CANCELLED,)
    else:
        has_left = stage in (S.PARTIALLY_SHIPPING, S.IN_TRANSIT, *CLOSED)
        gone = (CAUSE.get(stage, Cause.IN_TRANSIT),) if has_left else ()
        assert decision.causes == (Cause.ALREADY_REQUESTED, *gone)
        kinds = [action.kind for action in decision.actions]
        assert kinds[0] is ActionKind.SEE_REQUEST
        # Returns and refunds are taken back where they are shown.
        assert (ActionKind.WITHDRAW_REQUEST in kinds) is (kind is RequestKind.CANCELLATION)
    assert decision.outcome is N


@pytest.mark.parametrize(("preset", "stage", "permission"), CASES)
def test_unlock_opens_what_needed_the_seller(preset, stage, permission):
    decision = decided(an_order(stage, unlocked_at=PLACED), merged_policy(preset))

    assert decision.outcome is (I if permission in (U, R) else permission)


@pytest.mark.parametrize(("preset", "stage", "permission"), CASES)
def test_rejection_leaves_only_the_seller(preset, stage, permission):
    rejected = RejectedRequest(id="r1", rejected_at=PLACED, reason="Packed already")

    decision = decided(an_order(stage, rejected_request=rejected), merged_policy(preset))

    assert decision.outcome is (U if permission is R else permission)
    is_told = permission is not I and stage not in (S.IN_TRANSIT, *CLOSED)
    assert (Cause.REQUEST_REJECTED in decision.causes) is is_told


@pytest.mark.parametrize("preset", TABLE)
def test_returns_are_offered_after_delivery(preset):
    decision = decided(an_order(S.DELIVERED), merged_policy(preset), now=NOW)

    assert decision.actions[0].kind is ActionKind.START_RETURN


@pytest.mark.parametrize(("preset", "stage", "permission"), CASES)
def test_late_shipment_is_approved_at_once_in_the_us_alone(preset, stage, permission):
    order = an_order(stage)
    late = replace(order, moments=replace(order.moments, ship_by=PLACED))

    decision = decided(late, merged_policy(preset))

    is_lifted = preset == "tiktok-us" and permission is R
    assert decision.outcome is (I if is_lifted else permission)
