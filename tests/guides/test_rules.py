"""Who can cancel when, with which reason, and what the button says: the rules of the guides."""

import pytest

from buyer_portal.domain.decision_values import ActionCost, ActionKind, Cause, DeadlineKind
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission, ReasonMode
from buyer_portal.guidance.changes import ChangeKind, change_instead
from buyer_portal.policies import merged_policy
from buyer_portal.views.cancel import CancelDialogView, effects_of
from buyer_portal.views.order_card import OrderCardView
from buyer_portal.views.order_detail import OrderDetailView
from buyer_portal.views.order_policy import policy_sentences
from buyer_portal.views.result import refused_view
from buyer_portal.views.why import why_of

from .conftest import summary_of

INSTANT, REQUEST, UNLOCK, NONE = (
    Permission.INSTANT,
    Permission.REQUEST,
    Permission.SELLER_UNLOCK,
    Permission.NONE,
)
BEFORE_PACKING = ("UNPAID", "ON_HOLD", "AWAITING_SHIPMENT")
PAID = ("ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED")


def dialog_of(detail, printer) -> CancelDialogView:
    return CancelDialogView.of(detail, printer, portal_now_ms=0)


@pytest.mark.statement("R15", guides=("000", "001"))
def test_r15_a_reason_is_picked_from_the_list_of_the_market(order_at, printer):
    dialog = dialog_of(order_at(), printer)

    assert len(dialog.reasons) > 5
    assert dialog.is_reason_required
    assert all(reason.text and reason.text != reason.key for reason in dialog.reasons)


@pytest.mark.statement("R16", guides=("003",))
def test_r16_the_reason_is_typed_under_the_guides_own_heading(order_at, printer):
    dialog = dialog_of(order_at("UNPAID"), printer)

    assert (dialog.text_title, dialog.asks_text, dialog.reasons) == (
        "Tell us why you canceled",
        True,
        [],
    )
    assert dialog.is_reason_required


@pytest.mark.statement("R17", guides=("002",))
def test_r17_the_sellers_policy_says_whether_a_reason_is_needed(guide, order_at, printer):
    dialog = dialog_of(order_at(), printer)

    assert (dialog.is_reason_required, dialog.reason_hint) == (False, "Optional")
    assert dialog.reasons
    assert dialog.asks_text
    said = {
        mode: merged_policy(guide.preset, "VN", {"reasons": {"mode": mode}}).reasons.mode
        for mode in ReasonMode
    }
    assert said == {mode: mode for mode in ReasonMode}


@pytest.mark.statement("R18", guides=("002",))
def test_r18_the_decision_is_confirmed_in_a_step_of_its_own(order_at, printer):
    dialog = dialog_of(order_at(), printer)

    assert (dialog.has_confirm_step, dialog.confirm_title) == (True, "Really cancel?")


@pytest.mark.statement("R19", guides=("000", "001"))
def test_r19_the_last_button_says_send(order_at, printer):
    assert dialog_of(order_at(), printer).send_text == "Send"


@pytest.mark.statement("R20", guides=("003",))
def test_r20_the_last_button_says_submit(order_at, printer):
    assert dialog_of(order_at("UNPAID"), printer).send_text == "Submit"


@pytest.mark.statement("R24", guides=("000", "001"))
def test_r24_until_it_is_packed_an_order_is_cancelled_at_once(order_at):
    stages = (*BEFORE_PACKING, "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "COMPLETED")
    outcomes = {status: order_at(status).decision.outcome for status in stages}

    at_once = {status for status, outcome in outcomes.items() if outcome is INSTANT}
    assert at_once == set(BEFORE_PACKING)


@pytest.mark.statement("R25", guides=("000", "001"), preset="until-carrier")
def test_r25_under_the_note_it_is_cancelled_until_the_carrier_has_it(order_at):
    assert order_at("AWAITING_COLLECTION").decision.outcome is INSTANT
    assert order_at("IN_TRANSIT").decision.outcome is NONE


@pytest.mark.statement("R26", guides=("001",))
def test_r26_not_confirmed_or_waiting_for_shipment_can_be_cancelled(order_at, printer):
    held, waiting = order_at("ON_HOLD"), order_at("AWAITING_SHIPMENT")

    assert {held.decision.outcome, waiting.decision.outcome} == {INSTANT}
    assert OrderDetailView.of(waiting, printer).headline == "Waiting for shipment"
    assert OrderCardView.of(summary_of(waiting), printer).status_text == "Waiting for shipment"


@pytest.mark.statement("R27", guides=("002",))
def test_r27_until_it_is_processed_or_shipped_it_is_cancelled_at_once(order_at):
    outcomes = {
        status: order_at(status).decision.outcome
        for status in (*BEFORE_PACKING, "AWAITING_COLLECTION", "IN_TRANSIT")
    }

    assert outcomes == dict.fromkeys(BEFORE_PACKING, INSTANT) | {
        "AWAITING_COLLECTION": REQUEST,
        "IN_TRANSIT": NONE,
    }


@pytest.mark.statement("R28", guides=("003",))
@pytest.mark.parametrize("status", PAID)
def test_r28_once_paid_the_buyer_has_no_option_to_cancel(status, order_at, printer):
    detail = order_at(status)

    assert detail.decision.outcome in (UNLOCK, NONE)
    assert not OrderDetailView.of(detail, printer).bar.is_on
    assert OrderCardView.of(summary_of(detail), printer).cancel_text == ""
    assert order_at("UNPAID").decision.outcome is INSTANT


@pytest.mark.statement("R29", guides=("001",))
def test_r29_packed_leaves_asking_the_seller_whose_answer_is_open(order_at, printer):
    detail = order_at("AWAITING_COLLECTION")
    why = why_of(detail, printer)

    assert detail.decision.causes == (Cause.PACKED,)
    assert why.first_step[0].kind == ActionKind.ASK_SELLER
    assert "May work" in why.first_step[0].odds


@pytest.mark.statement("R32", guides=("000", "001"))
def test_r32_on_its_way_it_can_be_refused_at_the_door(order_at):
    detail = order_at("IN_TRANSIT")

    assert detail.decision.outcome is NONE
    assert ActionKind.REFUSE_DELIVERY in {action.kind for action in detail.decision.actions}


@pytest.mark.statement("R33", guides=("000", "001"))
def test_r33_refusing_is_offered_after_the_return_and_says_what_it_costs(order_at, printer):
    kinds = [action.kind for action in order_at("IN_TRANSIT").decision.actions]
    refusing = next(
        action
        for action in order_at("IN_TRANSIT").decision.actions
        if action.kind is ActionKind.REFUSE_DELIVERY
    )

    assert kinds.index(ActionKind.RETURN_AFTER_DELIVERY) < kinds.index(ActionKind.REFUSE_DELIVERY)
    assert refusing.cost is ActionCost.STANDING
    assert "last resort" in printer.say("action.refuse_delivery.hint")


@pytest.mark.statement("R35", guides=("001",))
@pytest.mark.parametrize("status", ["AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "COMPLETED"])
def test_r35_a_button_that_is_off_says_why_and_what_now(status, order_at, printer):
    detail = order_at(status)
    bar, why = OrderDetailView.of(detail, printer).bar, why_of(detail, printer)

    assert (bar.is_on, bar.has_why) == (False, True)
    assert bar.sentence.rstrip(".") == why.lead.title.rstrip(".")
    assert why.lead.text
    assert why.first_step
    assert [
        step.tone for step in why.trace if step.tone == "bad"
    ] or status == "AWAITING_COLLECTION"


@pytest.mark.statement("R36", guides=("001",))
def test_r36_in_shipping_the_button_is_there_and_off(order_at, printer):
    bar = OrderDetailView.of(order_at("IN_TRANSIT"), printer).bar

    assert (bar.is_on, bar.label) == (False, "Cancel Order")


@pytest.mark.statement("R37", guides=("002",))
@pytest.mark.parametrize(
    ("status", "said"),
    [
        pytest.param("AWAITING_COLLECTION", "The seller has packed your parcel", id="processed"),
        pytest.param("IN_TRANSIT", "Your parcel is on its way", id="shipped"),
    ],
)
def test_r37_the_explanation_is_that_it_was_processed_or_shipped(status, said, order_at, printer):
    assert why_of(order_at(status), printer).lead.title == said


@pytest.mark.statement("R41", guides=("000", "001"))
def test_r41_with_the_carrier_it_cannot_be_cancelled_whatever_was_before(order_at, printer):
    detail = order_at("IN_TRANSIT")
    step = next(step for step in detail.decision.trace if step.event == "order.collected")

    assert (detail.decision.outcome, detail.decision.causes) == (NONE, (Cause.IN_TRANSIT,))
    assert step.at == detail.order.packages[0].collected_at
    assert refused_view(step.at, detail, printer).cause.cause == Cause.IN_TRANSIT


@pytest.mark.statement("R43", guides=("001", "003"))
def test_r43_the_motives_of_the_guides_can_be_said_and_some_lead_to_a_change(guide, printer):
    keys = merged_policy(guide.preset, "VN").reasons.keys[OrderStatus.AWAITING_SHIPMENT]

    said = {key: printer.say(f"reason.{key}") for key in keys}
    changes = {change_instead(key) for key in keys}

    assert {ChangeKind.ADDRESS, ChangeKind.VARIANT} <= changes
    assert all(said.values())


@pytest.mark.statement("R44", guides=("003",))
def test_r44_the_time_frame_of_an_order_is_counted_down(order_at, printer):
    detail = order_at("UNPAID")
    view = OrderDetailView.of(detail, printer)

    assert [deadline.kind for deadline in detail.decision.deadlines] == [DeadlineKind.PAY_BY]
    assert [countdown.template for countdown in view.deadlines] == ["Pay within {time}"]


@pytest.mark.statement("R45", guides=("002",))
def test_r45_each_seller_has_a_policy_that_can_be_read_before(guide, order_at, printer):
    theirs = policy_sentences(order_at().policy, printer)
    others = policy_sentences(merged_policy("unpaid-only", "VN"), printer)

    assert theirs != others
    assert "Before you pay: you can cancel at once." in theirs
    assert OrderDetailView.of(order_at(), printer).seller_href.endswith("/policy/")
    assert guide.preset == order_at().policy.preset


@pytest.mark.statement("R54", guides=("003",))
def test_r54_what_becomes_of_shipping_and_vouchers_is_said_before(order_at, printer):
    detail = order_at(
        "UNPAID",
        charges=[
            {"kind": "shipping", "amount_minor": 32_000},
            {"kind": "voucher", "amount_minor": -10_000, "label": "NEW10"},
        ],
    )

    effects = [effect.text for effect in effects_of(detail, detail.decision, printer)]

    assert effects == [
        "The order is cancelled at once.",
        "You have not paid, so there is nothing to refund.",
        "The voucher you used is not given back.",
    ]


@pytest.mark.statement("R55", guides=("001",))
def test_r55_the_order_says_that_it_can_be_cancelled_until_it_is_packed(order_at, printer):
    sentence = OrderDetailView.of(order_at(), printer).sentence

    assert sentence == "Gió Sneakers is preparing your parcel. You can cancel until it is packed."
