from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import CAUSE_ORDER
from buyer_portal.domain.decision_values import (
    Action,
    ActionCost,
    ActionKind,
    Cause,
    Deadline,
    DeadlineKind,
    Decision,
    Likelihood,
    LineOutcome,
    OnExpiry,
    RefundPart,
    RefundPreview,
    TraceStep,
    Verdict,
)
from buyer_portal.domain.orders import (
    GoodsKind,
    OpenRequest,
    Package,
    PaymentMethod,
    RejectedRequest,
    RequestKind,
)
from buyer_portal.domain.policy import (
    Permission,
    ReasonMode,
    ReasonPolicy,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.domain.replay import Replayed, replay
from buyer_portal.domain.standing import Standing, Strike
from tests.domain.builders import (
    COLLECTED,
    DELIVERED,
    NOW,
    PACKED,
    PAID,
    PLACED,
    S,
    a_line,
    a_policy,
    an_order,
    decided,
)

P = Permission
HOUR = StagePolicy(cancel=P.INSTANT, instant_minutes=60, cancel_later=P.REQUEST)


def kinds(decision):
    return [action.kind for action in decision.actions]


def rules(decision):
    return [(step.rule, step.verdict) for step in decision.trace]


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
    ("minutes", "outcome"),
    [
        pytest.param(0, P.INSTANT, id="just-placed"),
        pytest.param(59.999, P.INSTANT, id="last-moment"),
        pytest.param(60, P.REQUEST, id="window-ends-sharp"),
        pytest.param(6000, P.REQUEST, id="long-after"),
    ],
)
def test_window_ends_sharp(minutes, outcome):
    now = PLACED + timedelta(minutes=minutes)

    decision = decided(an_order(), a_policy({S.AWAITING_SHIPMENT: HOUR}), now=now)

    assert decision.outcome is outcome
    end = PLACED + timedelta(minutes=60)
    running = Deadline(kind=DeadlineKind.CANCEL_BY, at=end, on_expiry=OnExpiry.CANCEL_NEEDS_SELLER)
    assert decision.deadlines == ((running,) if outcome is P.INSTANT else ())
    step = next(step for step in decision.trace if step.rule == "window")
    closed = None if outcome is P.INSTANT else "window.closed"
    assert (step.event, step.at, step.permission) == (closed, end, outcome)


def test_window_that_leaves_nothing_says_so_and_is_final():
    policy = a_policy({S.AWAITING_SHIPMENT: StagePolicy(cancel=P.INSTANT, instant_minutes=30)})

    before = decided(an_order(), policy, now=PLACED)
    after = decided(an_order(), policy)

    assert [deadline.on_expiry for deadline in before.deadlines] == [OnExpiry.CANCEL_CLOSES]
    assert (after.outcome, after.causes) == (P.NONE, (Cause.POLICY_FINAL,))


def test_unlocked_order_has_no_window_to_watch():
    order = an_order(unlocked_at=PLACED)

    decision = decided(order, a_policy({S.AWAITING_SHIPMENT: HOUR}), now=PLACED)

    assert (decision.outcome, decision.deadlines) == (P.INSTANT, ())


def test_unlock_of_the_future_opens_nothing():
    order = an_order(unlocked_at=NOW + timedelta(seconds=1))

    decision = decided(order, a_policy({S.AWAITING_SHIPMENT: P.SELLER_UNLOCK}))

    assert decision.outcome is P.SELLER_UNLOCK


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


def test_order_without_open_pieces_is_already_cancelled():
    order = an_order(lines=[a_line(cancelled_quantity=1)])

    decision = decided(order, a_policy())

    assert (decision.outcome, decision.causes) == (P.NONE, (Cause.ALREADY_CANCELLED,))


def test_order_without_lines_is_final():
    assert decided(an_order(lines=[]), a_policy()).causes == (Cause.POLICY_FINAL,)


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


@pytest.mark.parametrize(
    ("ceiling", "outcome", "cause"),
    [
        pytest.param(P.NONE, P.NONE, Cause.POLICY_FINAL, id="never"),
        pytest.param(P.REQUEST, P.REQUEST, Cause.NEEDS_SELLER, id="on-request"),
        pytest.param(P.INSTANT, P.INSTANT, None, id="not-excluded"),
    ],
)
def test_goods_are_excluded_by_kind(ceiling, outcome, cause):
    order = an_order(lines=[a_line(goods=GoodsKind.DIGITAL)])

    decision = decided(order, a_policy(exclusions={GoodsKind.DIGITAL: ceiling}))

    assert (decision.outcome, decision.lines[0].cause) == (outcome, cause)


def test_packed_goods_that_are_excluded_are_final_not_packed():
    order = an_order(S.AWAITING_COLLECTION, lines=[a_line(goods=GoodsKind.PERISHABLE)])

    decision = decided(order, a_policy(exclusions={GoodsKind.PERISHABLE: P.NONE}))

    assert decision.causes == (Cause.POLICY_FINAL,)


def test_exclusions_hold_at_their_stages_and_never_before_payment():
    goods = {GoodsKind.PRE_ORDER: P.REQUEST}
    lines = [a_line(goods=GoodsKind.PRE_ORDER, status=S.UNPAID)]
    policy = a_policy(exclusions=goods, exclusion_stages=(S.AWAITING_COLLECTION,))

    outcomes = {
        stage: decided(an_order(stage, lines=lines), policy).outcome
        for stage in (S.UNPAID, S.AWAITING_SHIPMENT, S.AWAITING_COLLECTION)
    }

    assert outcomes == {
        S.UNPAID: P.INSTANT,
        S.AWAITING_SHIPMENT: P.INSTANT,
        S.AWAITING_COLLECTION: P.REQUEST,
    }
    assert decided(an_order(S.UNPAID, lines=lines), a_policy(exclusions=goods)).outcome is P.INSTANT


@pytest.mark.parametrize("by_seller", [True, False])
def test_orders_shipped_by_the_seller_may_need_the_seller(by_seller):
    policy = a_policy(excludes_shipped_by_seller=P.REQUEST)

    decision = decided(an_order(shipped_by_seller=by_seller), policy)

    assert decision.outcome is (P.REQUEST if by_seller else P.INSTANT)


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [
        pytest.param(0, P.REQUEST, id="due-now-is-not-late"),
        pytest.param(1, P.INSTANT, id="late"),
    ],
)
def test_late_seller_has_lost_the_say(hours, outcome):
    ship_by = NOW - timedelta(hours=hours)
    order = an_order()
    order = replace(order, moments=replace(order.moments, ship_by=ship_by))
    policy = a_policy({S.AWAITING_SHIPMENT: P.REQUEST}, late_shipment_is_instant=True)

    assert decided(order, policy).outcome is outcome


@pytest.mark.parametrize(
    ("made", "stage", "outcome"),
    [
        pytest.param(0, S.AWAITING_SHIPMENT, P.INSTANT, id="first"),
        pytest.param(1, S.AWAITING_SHIPMENT, P.NONE, id="second"),
        pytest.param(1, S.UNPAID, P.INSTANT, id="unpaid-is-the-floor"),
    ],
)
def test_one_cancellation_per_order(made, stage, outcome):
    decision = decided(an_order(stage, cancellations_made=made), a_policy(one_cancellation=True))

    assert decision.outcome is outcome
    assert decision.causes == (() if outcome is P.INSTANT else (Cause.POLICY_FINAL,))


@pytest.mark.parametrize("kind", list(RequestKind))
def test_any_open_request_comes_first(kind):
    """The captured eligibility answer 25001011: a cancel is blocked by a reverse order."""
    answer_by = NOW + timedelta(hours=5)
    request = OpenRequest(
        id="r", kind=kind, requested_at=PACKED, answer_by=answer_by, silence_approves=False
    )

    decision = decided(an_order(open_request=request), a_policy())

    assert (decision.outcome, decision.causes) == (P.NONE, (Cause.ALREADY_REQUESTED,))
    assert decision.deadlines == (
        Deadline(
            kind=DeadlineKind.SELLER_ANSWERS_BY,
            at=answer_by,
            on_expiry=OnExpiry.REQUEST_CLOSED,
        ),
    )
    withdraws = ActionKind.WITHDRAW_REQUEST in kinds(decision)
    assert withdraws is (kind is RequestKind.CANCELLATION)


def _partly_returned(status, *, line_ids=("gone",), **changes):
    """An order of which one line has arrived and goes back, and another is at ``status``."""
    lines = [a_line("gone", status=S.DELIVERED), a_line("here", status=status)]
    request = OpenRequest(id="r", kind=RequestKind.RETURN, requested_at=PACKED, line_ids=line_ids)
    return an_order(S.PARTIALLY_SHIPPING, lines=lines, open_return=request, **changes)


@pytest.mark.parametrize(
    ("status", "line_ids", "asked", "outcome", "causes"),
    [
        pytest.param(
            S.AWAITING_SHIPMENT, ("gone",), None, P.INSTANT, (Cause.PARTLY_SHIPPED,), id="the-rest"
        ),
        pytest.param(
            S.AWAITING_SHIPMENT, ("gone",), {"here": 1}, P.INSTANT, (), id="the-rest-alone"
        ),
        pytest.param(
            S.AWAITING_SHIPMENT,
            ("gone",),
            {"gone": 1},
            P.NONE,
            (Cause.ALREADY_REQUESTED, Cause.DELIVERED),
            id="what-goes-back",
        ),
        pytest.param(
            S.AWAITING_SHIPMENT,
            ("gone", "here"),
            {"here": 1},
            P.NONE,
            (Cause.ALREADY_REQUESTED,),
            id="money-asked-for-it",
        ),
        pytest.param(
            S.AWAITING_SHIPMENT,
            (),
            {"here": 1},
            P.NONE,
            (Cause.ALREADY_REQUESTED,),
            id="nobody-noted-what",
        ),
        pytest.param(
            S.DELIVERED,
            ("gone",),
            None,
            P.NONE,
            (Cause.ALREADY_REQUESTED, Cause.DELIVERED),
            id="all-arrived",
        ),
    ],
)
def test_an_open_return_bars_only_what_it_is_about(status, line_ids, asked, outcome, causes):
    order = _partly_returned(status, line_ids=line_ids)

    decision = decided(order, a_policy(), lines=asked)

    assert (decision.outcome, decision.causes) == (outcome, causes)
    assert replay(decision.trace) == Replayed(outcome=outcome, causes=causes)


def test_a_request_to_cancel_leads_where_a_return_is_open_too():
    answer_by = NOW + timedelta(hours=5)
    request = OpenRequest(
        id="c", kind=RequestKind.CANCELLATION, requested_at=PACKED, answer_by=answer_by
    )

    decision = decided(_partly_returned(S.AWAITING_COLLECTION, open_request=request), a_policy())

    assert decision.outcome is P.NONE
    assert decision.causes[0] is Cause.ALREADY_REQUESTED
    assert [one.at for one in decision.deadlines] == [answer_by]


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


def test_unpaid_order_names_when_it_expires():
    decision = decided(an_order(S.UNPAID), a_policy(unpaid_expires_hours=24), now=PAID)

    assert decision.deadlines == (
        Deadline(
            kind=DeadlineKind.PAY_BY,
            at=PLACED + timedelta(hours=24),
            on_expiry=OnExpiry.ORDER_EXPIRES,
        ),
    )


@pytest.mark.parametrize(
    ("days", "is_open"),
    [
        pytest.param(6.999, True, id="last-moment"),
        pytest.param(7, False, id="ends-sharp"),
    ],
)
def test_returns_run_from_delivery(days, is_open):
    now = DELIVERED + timedelta(days=days)

    decision = decided(an_order(S.DELIVERED), a_policy(return_days=7), now=now)

    closes = Deadline(
        kind=DeadlineKind.RETURN_BY,
        at=DELIVERED + timedelta(days=7),
        on_expiry=OnExpiry.RETURN_CLOSES,
    )
    assert decision.deadlines == ((closes,) if is_open else ())
    assert (ActionKind.START_RETURN in kinds(decision)) is is_open


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
