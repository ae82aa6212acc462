"""The carrier is faster, the shop is slow, the network is gone: what buyers see then."""

import pytest
from playwright.sync_api import expect

from buyer_portal.testing.pages import CancelDialog, FailurePanel, OrderDetailPage

MUG = {"orders": [{"key": "mug"}]}


def filled_dialog(page, tenant):
    """Open the cancel dialog of the order and choose a reason."""
    detail, dialog = OrderDetailPage(page), CancelDialog(page)
    detail.open(tenant.orders["mug"])
    detail.start_cancel()
    dialog.choose_first_reason()
    return detail, dialog


@pytest.mark.scenario(
    sellers=[{"key": "gio", "preset": "until-carrier"}],
    orders=[{"key": "mug", "status": "AWAITING_COLLECTION"}],
)
def test_the_carrier_was_faster(tenant, buyer_page):
    page = buyer_page()
    _, dialog = filled_dialog(page, tenant)
    tenant.set_faults(carrier_scan_before_cancel=tenant.orders["mug"])

    dialog.send()

    expect(FailurePanel(page).title).to_be_visible()
    assert tenant.order("mug")["order"]["status"] == "IN_TRANSIT"


@pytest.mark.scenario(MUG)
def test_a_lost_answer_is_asked_for_again_and_cancels_once(tenant, buyer_page, errors):
    page = buyer_page()
    detail, dialog = filled_dialog(page, tenant)
    tenant.set_faults(operations={"cancel": {"lost_reply_times": 1}})
    errors.expect("Exception in ASGI application|Traceback")  # how the fault drops an answer

    dialog.send()

    expect(detail.title("result.cancelled.title")).to_be_visible(timeout=20_000)
    assert [event["type"] for event in tenant.events()].count("order.cancelled") == 1


@pytest.mark.scenario(MUG)
def test_a_network_that_is_gone_is_told(tenant, buyer_page, network):
    page = buyer_page()
    detail = OrderDetailPage(page)
    detail.open(tenant.orders["mug"])
    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()

    network.cut()
    expect(page.locator("[data-connection]")).not_to_have_text("", timeout=20_000)
    network.restore()

    expect(page.locator("[data-connection]")).to_have_text("", timeout=60_000)


@pytest.mark.scenario(MUG)
def test_the_dialog_is_accessible_day_and_night(
    tenant, buyer_page, assert_accessible, assert_no_errors
):
    page = buyer_page(locale="id")

    filled_dialog(page, tenant)

    assert_accessible(page, themes=("day", "night"))
    assert_no_errors()
