"""What is offered instead of cancelling, and what changing prints."""

from dataclasses import replace

import pytest

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import Address, OrderStatus
from buyer_portal.guidance.changes import change_instead
from buyer_portal.order_contract.changes import AddressSent
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.views.address_form import AddressFormView, address_sent
from buyer_portal.views.cancel import CancelDialogView
from buyer_portal.views.change_offer import any_change_href, change_offer

from .order_details import detail_of

ADDRESS = "ecom_order_to_ship_canceled_reason_wrong_delivery_info"
CHEAPER = "ecom_order_to_ship_canceled_reason_better_price"


@pytest.fixture
def en(printer_in):
    return printer_in("en")


def test_a_reason_that_a_change_serves_offers_it(en):
    detail = detail_of(status="AWAITING_SHIPMENT")

    offer = change_offer(ADDRESS, detail, en)

    assert (offer.kind, offer.title) == ("address", "Change the address instead?")
    assert offer.href == f"/orders/{detail.order.id}/change/?kind=address"


def test_other_reasons_offer_nothing(en):
    offer = change_offer(CHEAPER, detail_of(status="AWAITING_SHIPMENT"), en)

    assert (offer.kind, offer.href) == ("", "")


def test_a_closed_change_says_why_and_what_comes_after(en):
    detail = detail_of("unpaid-only", status="AWAITING_SHIPMENT")

    offer = change_offer(ADDRESS, detail, en)

    assert (offer.kind, offer.href, offer.title) == ("address", "", "Cannot be changed any more")
    assert offer.text == (
        "This seller takes no such change while an order is “Waiting for shipment”. "
        "Cancel here; then “Order again” opens with everything filled in."
    )


def test_the_dialog_has_an_offer_for_each_of_its_reasons(en):
    detail = detail_of(status="AWAITING_SHIPMENT")
    view = CancelDialogView.of(detail, en, portal_now_ms=0)

    kinds = {change_instead(reason.key) for reason in view.reasons} - {None}

    assert {reason.offer.kind for reason in view.reasons} == {"", *kinds}
    assert view.change_href == ""


def test_where_reasons_are_free_text_any_change_is_offered(en):
    detail = detail_of("unpaid-only", status="UNPAID")
    view = CancelDialogView.of(detail, en, portal_now_ms=0)

    assert view.change_href == f"/orders/{detail.order.id}/change/?kind=address"
    assert any_change_href(detail_of("unpaid-only", status="IN_TRANSIT"), en) == ""


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("locale", ["en", "vi", "id"])
def test_every_reason_of_every_preset_can_be_offered_or_refused_in_words(preset, locale, en):
    printer = replace(en, locale=locale)
    for stage in (OrderStatus.UNPAID, OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT):
        detail = detail_of(preset, status=stage)
        for key in merged_policy(preset, "VN").reasons.keys.get(stage, ()):
            offer = change_offer(key, detail, printer)
            wanted = change_instead(key)
            assert offer.kind == (wanted or "")
            if wanted:
                is_open = wanted in detail.policy.changes.get(stage, ())
                assert (bool(offer.href), bool(offer.title), bool(offer.text)) == (
                    is_open,
                    True,
                    True,
                )


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (("1 Main St", "Berlin", "10437"), ("1 Main St", "Berlin", "10437")),
        (("12 Lý Thường Kiệt", "Hà Nội"), ("12 Lý Thường Kiệt", "Hà Nội", "")),
        (("1 Main St", "Flat 2", "London", "N1 9GU"), ("1 Main St", "Flat 2, London", "N1 9GU")),
        (("10437",), ("10437", "", "")),
        ((), ("", "", "")),
    ],
)  # fmt: skip
def test_printed_lines_become_fields_and_fields_lines(en, lines, fields):
    form = AddressFormView.of(Address(lines=lines, region="DE"), (), en, key="k")

    assert (form.street, form.area, form.postcode) == fields
    assert form.region == "Germany"
    if form.street:
        sent = address_sent(
            name="Lan", phone="+84 90 123", street=fields[0], area=fields[1], postcode=fields[2]
        )
        assert sent == AddressSent(
            name="Lan", phone="+84 90 123", lines=tuple(line for line in fields if line)
        )


def test_addresses_of_other_orders_are_offered_but_not_the_same(en):
    own, other = Address(name="A", lines=("1",)), Address(name="B", lines=("2", "3"))

    form = AddressFormView.of(own, (own, other), en, key="k")

    assert [(known.place, known.name, known.lines) for known in form.known] == [("1", "B", "2, 3")]


def test_kinds_of_change_are_all_told(en):
    assert all(en.words.has(f"changing.heading.{kind}") for kind in ChangeKind)
