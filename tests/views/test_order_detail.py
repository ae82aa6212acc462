from dataclasses import replace

import pytest

from buyer_portal.domain.orders import Charge, ChargeKind
from buyer_portal.policies import merged_policy
from buyer_portal.views.order_detail import (
    CancelBarView,
    OrderDetailView,
    result_of,
)
from buyer_portal.views.order_policy import policy_sentences
from buyer_portal.views.prices import PriceRowView

from .order_details import BAG, SHOE, detail_of


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param(
            {},
            CancelBarView(
                is_on=True, label="Cancel order", sentence="You can cancel now.", has_why=False
            ),
            id="instant",
        ),
        pytest.param(
            {"preset": "until-shipped", "status": "AWAITING_COLLECTION"},
            CancelBarView(
                is_on=True,
                label="Ask to cancel",
                sentence="The seller decides about your request.",
                has_why=False,
            ),
            id="request",
        ),
        pytest.param(
            {"status": "AWAITING_COLLECTION"},
            CancelBarView(
                is_on=False,
                label="Cancel order",
                sentence="The seller has packed your parcel",
                has_why=True,
            ),
            id="packed",
        ),
        pytest.param(
            {"status": "IN_TRANSIT"},
            CancelBarView(
                is_on=False,
                label="Cancel order",
                sentence="Your parcel is on its way",
                has_why=True,
            ),
            id="in-transit",
        ),
        pytest.param(
            {"preset": "unpaid-only"},
            CancelBarView(
                is_on=False,
                label="Cancel order",
                sentence="Only the seller can cancel this order now",
                has_why=True,
            ),
            id="needs-seller",
        ),
        pytest.param(
            {
                "status": "PARTIALLY_SHIPPING",
                "lines": [{**SHOE, "status": "IN_TRANSIT"}, {**BAG, "status": "AWAITING_SHIPMENT"}],
            },
            CancelBarView(
                is_on=True,
                label="Cancel order",
                sentence="You can cancel what has not left yet.",
                has_why=False,
            ),
            id="partly-shipped",
        ),
    ],
)
def test_the_button_is_always_there_and_says_how_it_stands(order, expected, printer_in):
    assert OrderDetailView.of(detail_of(**order), printer_in()).bar == expected


def test_a_request_is_a_status_of_its_own(printer_in):
    detail = detail_of("until-shipped", status="AWAITING_COLLECTION", is_requested=True)

    view = OrderDetailView.of(detail, printer_in())

    assert (view.status, view.headline, view.bar.is_on) == (
        "REQUESTED",
        "Cancellation requested",
        False,
    )


def test_prices_add_up_and_explain_an_adjustment(printer_in):
    detail = detail_of(charges=[{"kind": "shipping", "amount_minor": 32_000}])
    order = detail.order
    charges = (
        *order.charges,
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-10_000, label="NEW10"),
        Charge(kind=ChargeKind.ADJUSTMENT, amount_minor=-1_000),
    )
    changed = replace(order, charges=charges, total_minor=order.total_minor - 11_000)

    view = OrderDetailView.of(detail.model_copy(update={"order": changed}), printer_in())

    assert view.prices == [
        PriceRowView(kind="goods", text="Items", amount_text="₫590,000"),
        PriceRowView(kind="shipping", text="Shipping", amount_text="₫32,000"),
        PriceRowView(kind="voucher", text="Voucher NEW10", amount_text="-₫10,000"),
        PriceRowView(
            kind="adjustment",
            text="Adjustment",
            amount_text="-₫1,000",
            note="The shop’s system stated another total than its parts add up to. "
            "This line closes the gap.",
        ),
    ]
    assert view.total_text == "₫611,000"


def test_history_is_newest_first_and_an_event_without_words_has_some(printer_in):
    view = OrderDetailView.of(detail_of(), printer_in())

    assert [entry.text for entry in view.history] == ["Updated", "Ordered"]


def test_a_line_names_its_status_only_where_it_differs(printer_in):
    lines = [{**SHOE, "status": "IN_TRANSIT"}, {**BAG, "status": "AWAITING_SHIPMENT"}]
    detail = detail_of(status="PARTIALLY_SHIPPING", lines=lines)
    whole = OrderDetailView.of(detail_of(lines=[SHOE, BAG]), printer_in())

    partly = OrderDetailView.of(detail, printer_in())

    assert [line.status_text for line in partly.lines] == ["In transit", "Waiting for shipment"]
    assert [line.status_text for line in whole.lines] == ["", ""]


def test_an_unknown_cancellation_in_the_address_shows_nothing(printer_in):
    assert result_of("somebody-elses", detail_of(), printer_in()) is None


@pytest.mark.parametrize("locale", ["en", "vi", "id"])
@pytest.mark.parametrize(
    "preset", ["unpaid-only", "until-packed", "until-shipped", "until-carrier", "eu-withdrawal"]
)
@pytest.mark.parametrize(
    "status",
    [
        "UNPAID",
        "ON_HOLD",
        "AWAITING_SHIPMENT",
        "AWAITING_COLLECTION",
        "IN_TRANSIT",
        "DELIVERED",
        "COMPLETED",
    ],
)
def test_every_stage_prints_in_every_language(locale, preset, status, printer_in):
    view = OrderDetailView.of(detail_of(preset, status=status), printer_in(locale))

    [policy] = view.policy
    said = [view.headline, view.sentence, view.bar.sentence, *policy.sentences]
    assert policy.seller == ""
    assert all(said)
    assert not any("{" in text for text in said)


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        pytest.param("until-packed", "You can cancel until it is packed.", id="until-packed"),
        pytest.param(
            "until-carrier", "You can cancel until the carrier picks it up.", id="until-collected"
        ),
        pytest.param(
            "tiktok-us", "You can cancel at once until Sun 22 Nov, 14:12.", id="for-an-hour"
        ),
    ],
)
def test_the_sentence_says_until_when_the_order_can_be_cancelled(preset, said, printer_in):
    detail = detail_of(preset, placed_hours_ago=0.8, status="AWAITING_SHIPMENT")

    sentence = OrderDetailView.of(detail, printer_in()).sentence

    assert sentence == f"Gió Sneakers is preparing your parcel. {said}"


def test_a_policy_with_a_window_says_how_long_it_is(printer_in):
    sentences = policy_sentences(merged_policy("tiktok-us", "US"), printer_in())

    assert sentences[1] == (
        "Once paid, until it is packed: you can cancel at once for 1 hour after ordering, "
        "then you can ask and the seller decides."
    )


def test_each_seller_of_an_order_has_a_policy_of_their_own(printer_in):
    lines = [{"product_name": "Mug"}, {"product_name": "Tote", "seller": "Mộc"}]
    detail = detail_of("until-packed", others={"Mộc": "unpaid-only"}, lines=lines)

    own, other = OrderDetailView.of(detail, printer_in()).policy

    assert (own.seller, other.seller) == tuple(seller.name for seller in detail.sellers)
    assert own.sentences[1] == "Once paid, until it is packed: you can cancel at once."
    assert other.sentences[1].endswith("only the seller can open cancelling for you.")
