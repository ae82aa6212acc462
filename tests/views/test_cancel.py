import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.standing import Standing
from buyer_portal.views.cancel import CancelDialogView, EffectView

from .order_details import BAG, NOW, SHOE, detail_of


def dialog(printer, *args, **order) -> CancelDialogView:
    return CancelDialogView.of(detail_of(*args, **order), printer, portal_now_ms=1)


def test_one_piece_of_one_line_asks_for_no_pieces(printer_in):
    assert dialog(printer_in()).lines == []


def test_several_lines_are_all_chosen_at_first(printer_in):
    view = dialog(printer_in(), lines=[SHOE, {**BAG, "quantity": 3}])

    assert [(line.name, line.chosen, line.most, line.is_single) for line in view.lines] == [
        ("Canvas low-tops", "1", "1", True),
        ("Shoe bag", "3", "3", False),
    ]


def test_a_seller_who_cancels_whole_orders_offers_no_pieces(printer_in):
    assert dialog(printer_in(), "unpaid-only", status="UNPAID", lines=[SHOE, BAG]).lines == []


def test_what_has_left_is_shown_but_cannot_be_chosen(printer_in):
    lines = [
        {**SHOE, "status": "IN_TRANSIT"},
        {**BAG, "quantity": 2, "status": "AWAITING_SHIPMENT"},
    ]

    view = dialog(printer_in(), status="PARTIALLY_SHIPPING", lines=lines)

    assert [(line.name, line.outcome, line.is_closed, line.chosen) for line in view.lines] == [
        ("Canvas low-tops", "late", True, "0"),
        ("Shoe bag", "now", False, "2"),
    ]
    assert view.lines[0].outcome_text == "Too late to cancel – return it after delivery"


def test_no_reason_is_offered_twice_in_the_same_words(printer_in):
    texts = [reason.text for reason in dialog(printer_in()).reasons]

    assert len(texts) == len(set(texts)) > 5


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        pytest.param("until-packed", ("Send", "Tell us why you are cancelling"), id="send"),
        pytest.param("unpaid-only", ("Submit", "Tell us why you canceled"), id="submit"),
    ],
)
def test_labels_follow_the_skin_of_the_policy(preset, expected, printer_in):
    view = dialog(printer_in(), preset, status="UNPAID")

    assert (view.send_text, view.text_title) == expected


def test_the_effects_name_refund_method_and_days(printer_in):
    view = dialog(printer_in(), payment_method="e_wallet", payment_label="MoMo", charges=[])

    assert view.effects == [
        EffectView(icon="check", text="The order is cancelled at once."),
        EffectView(
            icon="return",
            text="₫590,000 goes back to MoMo, expected 23–25 Nov.",
        ),
    ]


def test_a_request_says_what_silence_does(printer_in):
    view = dialog(printer_in(), "until-shipped", status="AWAITING_COLLECTION", charges=[])

    assert view.title == "Ask Gió Sneakers to cancel?"
    assert [effect.icon for effect in view.effects] == ["clock", "return"]
    assert view.effects[0].text == (
        "Gió Sneakers has to agree until Tue 24 Nov, 14:00. Without an answer, it is cancelled."
    )


@pytest.mark.parametrize(
    ("order", "text"),
    [
        pytest.param(
            {"status": "UNPAID"},
            "You have not paid, so there is nothing to refund.",
            id="unpaid",
        ),
        pytest.param(
            {"payment_method": "cash_on_delivery"}, "You pay nothing at the door.", id="cash"
        ),
    ],
)
def test_nothing_to_refund_is_said(order, text, printer_in):
    assert [effect.text for effect in dialog(printer_in(), **order).effects][-1] == text


def test_other_pieces_show_what_they_give_back(printer_in):
    detail = detail_of(lines=[SHOE, {**BAG, "quantity": 3}], charges=[])
    bag = detail.order.lines[1]
    fewer = decide(
        detail.order,
        {bag.id: 2},
        actor=Actor.BUYER,
        now=NOW,
        policy=detail.policy,
        standing=Standing(),
        client_build=None,
    )

    view = CancelDialogView.of(
        detail, printer_in(), portal_now_ms=1, decision=fewer, chosen={bag.id: 2}
    )

    assert [line.chosen for line in view.lines] == ["0", "2"]
    assert "₫180,000" in view.effects[1].text


def test_a_confirmation_is_asked_where_the_policy_wants_one(printer_in):
    assert dialog(printer_in(), "eu-withdrawal").has_confirm_step
    assert not dialog(printer_in(), "until-packed").has_confirm_step
