"""What the page about refusing says: the exact consequences, in each language."""

from dataclasses import replace
from datetime import timedelta

import pytest

from buyer_portal.domain.orders import SellerPart
from buyer_portal.domain.refusals import parcels_in_transit, preview_refusal
from buyer_portal.domain.standing import Standing, Strike
from buyer_portal.order_contract.refusals import RefusalOffer
from buyer_portal.routes import LOCALES
from buyer_portal.views.refuse import RefuseView
from tests.views.order_details import NOW, detail_of


def offer_of(preset="until-packed", strikes=0, **order):
    detail = detail_of(preset, **{"status": "IN_TRANSIT"} | order)
    standing = Standing(
        strikes=tuple(
            Strike(
                id=f"k{number}",
                order_id=f"old{number}",
                seller_id=detail.seller.id,
                is_seen_by_all=True,
                happened_at=NOW - timedelta(days=10 + number),
                expires_at=NOW + timedelta(days=80 - number),
                appeal_by=NOW,
            )
            for number in range(strikes)
        )
    )
    parcels = parcels_in_transit(detail.order)
    preview = preview_refusal(
        detail.order,
        parcels,
        policy=detail.policy,
        seller_policy=detail.policy,
        standing=standing,
        now=NOW,
    )
    return RefusalOffer(detail=detail, parcels=parcels, preview=preview)


def view_of(offer, printer):
    return RefuseView.of(offer, printer, portal_now_ms=0)


def test_the_offer_names_whom_until_when_and_what_comes_back(printer_in):
    view = view_of(offer_of(), printer_in())

    assert view.kind == "offer"
    assert [effect.text for effect in view.effects] == [
        "Gió Sneakers and the carrier drive a parcel both ways for nothing.",
        (
            "It leaves a note in your standing. Every seller sees it for 90 days, as a warning: "
            "until Sat 20 Feb, 14:00, if it happens now."
        ),
        "Cash on delivery stays on: it goes off at 2 notes, you would have 1.",
        (
            "Gió Sneakers goes on selling to you: that ends at 3 refused parcels of theirs, "
            "you would have 1."
        ),
        (
            "You get back ₫590,000 as soon as the carrier reports it. (₫590,000 to Visa 4242, "
            "within 5–10 working days)"
        ),
        "₫25,800 of shipping is not given back: that is in this seller’s policy.",
    ]
    assert (view.ledger.now, view.ledger.then, view.ledger.until) == (
        "0",
        "1",
        "Sat 20 Feb, 14:00",
    )
    assert view.agree == "I understand that every seller will see this until Sat 20 Feb, 14:00."


def test_the_box_names_what_this_one_takes_away(printer_in):
    view = view_of(offer_of(strikes=1), printer_in())

    assert view.agree == (
        "I understand that every seller will see this until Sat 20 Feb, 14:00. "
        "I will not be able to pay at the door with Gió Sneakers then."
    )


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        pytest.param("unpaid-only", "Only Gió Sneakers sees it", id="seller"),
        pytest.param("eu-withdrawal", "It leaves no note in your standing", id="none"),
    ],
)
def test_the_note_is_what_the_policy_says(preset, said, printer_in):
    view = view_of(offer_of(preset), printer_in())

    assert any(said in effect.text for effect in view.effects)


def test_paying_at_the_door_has_nothing_to_give_back(printer_in):
    view = view_of(offer_of(payment_method="cash_on_delivery"), printer_in())

    assert view.effects[-1].text == (
        "You have not paid yet. Do not pay at the door; then there is nothing to give back."
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("preset", ["until-packed", "unpaid-only", "eu-withdrawal"])
@pytest.mark.parametrize("strikes", [0, 1, 2, 3])
def test_every_consequence_has_words(locale, preset, strikes, printer_in):
    view = view_of(offer_of(preset, strikes), printer_in(locale))

    assert all(effect.text for effect in view.effects)
    assert view.agree


def test_better_ways_come_first_and_lead_where_they_happen(printer_in):
    view = view_of(offer_of(), printer_in())
    kinds = [step.kind for step in (*view.first_step, *view.more_steps)]

    assert kinds[0] == "return_after_delivery"
    assert "refuse_delivery" not in kinds
    assert all(step.mode in ("link", "how") for step in (*view.first_step, *view.more_steps))


@pytest.mark.parametrize(
    ("status", "text"),
    [
        pytest.param("AWAITING_SHIPMENT", "Nothing has left yet", id="early"),
        pytest.param("DELIVERED", "It has arrived already", id="late"),
    ],
)
def test_where_nothing_travels_there_is_nothing_to_refuse(status, text, printer_in):
    view = view_of(offer_of(status=status), printer_in())

    assert view.kind == "closed"
    assert view.text.startswith(text)
    assert view.effects == []


def test_a_further_seller_is_named_where_the_parcel_is_theirs(printer_in):
    offer = offer_of("unpaid-only")
    assert offer.preview.strike is not None
    theirs = replace(offer.preview.strike, seller_id="further")
    order = offer.detail.order

    detail = offer.detail.model_copy(
        update={"order": replace(order, further=(SellerPart(seller_id="further", name="Nắng"),))}
    )
    changed = offer.model_copy(
        update={"detail": detail, "preview": replace(offer.preview, strike=theirs)}
    )

    assert view_of(changed, printer_in()).seller == "Nắng"
