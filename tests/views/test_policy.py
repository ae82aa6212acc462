# ranges of days have a dash in print
from dataclasses import replace

import pytest

from buyer_portal.domain.orders import PaymentMethod
from buyer_portal.domain.policy import (
    DayRange,
    Permission,
    ReasonMode,
    ReasonPolicy,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.routes import LOCALES
from buyer_portal.views.policy import PolicySectionView, PolicyStageView, PolicyView, RefundTimeView
from tests.views.policies import INSTANT, a_policy, sentences_of, view_of


def test_policy_until_packed_is_told_completely(printer_in):
    view = view_of(merged_policy("until-packed"), printer_in())

    assert view == PolicyView(
        seller="Lumen House",
        title="Policy of Lumen House",
        lead="You can cancel an order yourself until the seller packs the parcel.",
        effective_text="In force since 1 October 2026",
        version_text="Version 1",
        stages=[
            PolicyStageView(stage="Pending payment", who="You, at once", then="", mark="instant"),
            PolicyStageView(stage="Being confirmed", who="You, at once", then="", mark="instant"),
            PolicyStageView(
                stage="Waiting for shipment", who="You, at once", then="", mark="instant"
            ),
            PolicyStageView(
                stage="Packed, waiting for pick-up",
                who="Only if the seller opens it for you",
                then="",
                mark="seller_unlock",
            ),
            PolicyStageView(stage="In transit", who="Nobody", then="", mark="none"),
            PolicyStageView(
                stage="Delivered", who="Nobody, but you can return it", then="", mark="by-hand"
            ),
        ],
        sections=[
            PolicySectionView(
                title="Cancelling",
                sentences=[
                    (
                        "Once the parcel is packed, only the seller can open cancelling for you:"
                        " write to the seller and give a clear reason."
                    ),
                    "Once the carrier has the parcel, the order can no longer be cancelled.",
                    (
                        "Single pieces of an order can be cancelled; when a part has left, you can"
                        " still cancel the rest."
                    ),
                    "You choose a reason when you cancel; the seller sees it.",
                    "An order that is not paid within 2 days is cancelled by itself.",
                ],
            ),
            PolicySectionView(
                title="Changing an order",
                sentences=[
                    (
                        "As long as you have not paid, you can change the address, size or colour,"
                        " the number of pieces, the coupon, what is in it, and how you pay."
                    ),
                    (
                        "Once you have paid, you can change the address, size or colour, and the"
                        " coupon."
                    ),
                    "Once the parcel is packed, nothing can be changed any more.",
                ],
            ),
            PolicySectionView(
                title="Refunds",
                sentences=[
                    "After delivery you can ask for your money back; the seller decides.",
                    (
                        "The seller answers within 2 days. No answer means yes: you get your money"
                        " back."
                    ),
                    "Paying at the door? Then nothing was charged and nothing has to come back.",
                    "Vouchers return to your wallet when the whole order is cancelled.",
                ],
                has_refund_times=True,
            ),
            PolicySectionView(
                title="Returns",
                sentences=[
                    "You can ask to return goods for 15 days after delivery; the seller decides.",
                    "Sending them back is free.",
                    "You have 5 days to send them, once they may go back.",
                    (
                        "The seller has 8 days from sending to say that they are back; after that "
                        "your money goes back by itself."
                    ),
                ],
            ),
            PolicySectionView(
                title="Refusing a parcel at the door",
                sentences=[
                    (
                        "A last resort: it costs the seller and the carrier a trip for nothing, and"
                        " every seller sees it for 90 days."
                    ),
                    "Shipping you paid is kept when you refuse the parcel; the rest comes back.",
                    "After 2 refused parcels that still count, you can no longer pay at the door.",
                    (
                        "After 3 refused parcels that still count, this seller takes no more orders"
                        " from you."
                    ),
                    "If it was not your fault, you can appeal within 30 days.",
                ],
            ),
        ],
        refund_times=[
            RefundTimeView(method="Card", when="5–10 working days"),
            RefundTimeView(method="E-wallet", when="1–3 working days"),
            RefundTimeView(method="Bank transfer", when="3–5 working days"),
            RefundTimeView(method="Shop credit", when="the same day"),
        ],
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_told_in_every_language(preset, locale, printer_in):
    view = view_of(merged_policy(preset), printer_in(locale))

    told = [view.lead, *(sentence for part in view.sections for sentence in part.sentences)]

    assert all(sentence.endswith((".", ".”")) for sentence in told)
    assert len(told) == len(set(told))
    assert len(view.stages) == 6


def test_rules_off_the_common_path_are_told(printer_in):
    policy = a_policy(
        INSTANT,
        cancel_lines=False,
        one_cancellation=True,
        late_shipment_is_instant=True,
        unpaid_expires_hours=1,
        reasons=ReasonPolicy(mode=ReasonMode.NONE),
        restores_vouchers=False,
        free_shipping_from_minor=50_000,
        refusal_effect=RefusalEffect.STRIKE_SELLER,
        refusal_expires_days=1,
        confirm_step=True,
        minimum_client_build=4,
        cod_off_after_strikes=1,
        deny_after_strikes=2,
        appeal_days=7,
    )

    view = view_of(policy, printer_in())

    assert sentences_of(view, "Cancelling")[1:] == [
        "When the seller ships later than promised, your request is approved at once.",
        "An order is cancelled as a whole, not piece by piece.",
        "Each order has one request to cancel. When it is used, it does not come back.",
        "You cancel without giving a reason.",
        "You confirm once more before anything is cancelled.",
        "An order that is not paid within 1 hour is cancelled by itself.",
        (
            "Cancelling needs version 4 of this page or a newer one; an older page updates itself"
            " with one tap."
        ),
    ]
    assert sentences_of(view, "Refunds") == [
        "Paying at the door? Then nothing was charged and nothing has to come back.",
        "Vouchers used for the order are lost when you cancel.",
        (
            "Shipping is free from ₫50,000. When cancelling some pieces takes the order below that,"
            " shipping is charged from the refund."
        ),
    ]
    assert sentences_of(view, "Returns") == [
        "This seller takes no goods back after delivery, except where the law says so."
    ]
    assert sentences_of(view, "Refusing a parcel at the door") == [
        (
            "A last resort: it costs the seller and the carrier a trip for nothing, and this seller"
            " sees it for 1 day."
        ),
        "After 1 refused parcel that still counts, you can no longer pay at the door.",
        "After 2 refused parcels that still count, this seller takes no more orders from you.",
        "If it was not your fault, you can appeal within 7 days.",
    ]
    assert sentences_of(view, "Changing an order") == [
        "An order cannot be changed. Cancel it and order again instead."
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param(DayRange(at_least=0, at_most=0), "the same day", id="same-day"),
        pytest.param(DayRange(at_least=0, at_most=1), "up to 1 working day", id="up-to-one"),
        pytest.param(DayRange(at_least=1, at_most=1), "1 working day", id="exactly-one"),
        pytest.param(DayRange(at_least=3, at_most=7), "3–7 working days", id="range"),
    ],
)
def test_refund_times_are_ranges_of_working_days(days, told, printer_in):
    policy = a_policy(
        INSTANT, refund_days={PaymentMethod.CARD: days, PaymentMethod.CASH_ON_DELIVERY: days}
    )

    view = view_of(policy, printer_in())

    assert view.refund_times == [RefundTimeView(method="Card", when=told)]


def test_refusing_says_whether_shipping_comes_back(printer_in):
    kept = a_policy(INSTANT, refusal_refunds_shipping=False)

    assert sentences_of(view_of(kept, printer_in()), "Refusing a parcel at the door") == [
        (
            "A last resort: it costs the seller and the carrier a trip for nothing. It does not"
            " count against you."
        ),
        "Shipping you paid is kept when you refuse the parcel; the rest comes back.",
    ]


def test_a_request_that_holds_the_parcel_says_so(printer_in):
    policy = a_policy(StagePolicy(cancel=Permission.REQUEST), request_holds_parcel=True)

    told = sentences_of(view_of(policy, printer_in()), "Cancelling")

    assert "While the request is open, the parcel does not leave." in told


@pytest.mark.parametrize(
    ("mode", "required", "told"),
    [
        (ReasonMode.LIST, True, "You choose a reason when you cancel; the seller sees it."),
        (
            ReasonMode.TEXT,
            True,
            "You give a reason in your own words when you cancel; the seller sees it.",
        ),
        (
            ReasonMode.LIST_AND_TEXT,
            False,
            "You may choose a reason or write your own when you cancel; you do not have to.",
        ),
        (ReasonMode.NONE, True, "You cancel without giving a reason."),
    ],
)
def test_how_a_reason_is_asked_is_told(mode, required, told, printer_in):
    policy = a_policy(INSTANT, reasons=ReasonPolicy(mode=mode, required=required))

    assert told in sentences_of(view_of(policy, printer_in()), "Cancelling")


@pytest.mark.parametrize(
    ("market", "told"),
    [
        ("GB", "Shipping is free from £500.00."),
        ("UK", "Shipping is free from £500.00."),
        ("EU", "Shipping is free from €500.00."),
        ("", "When cancelling some pieces takes the order below the free-shipping amount,"),
    ],
)
def test_free_shipping_amount_is_in_the_money_of_the_market(market, told, printer_in):
    policy = replace(a_policy(INSTANT, free_shipping_from_minor=50_000), market=market)

    sentence = sentences_of(view_of(policy, printer_in()), "Refunds")[-1]

    assert sentence.startswith(told)
