"""Cancelling as each guide tells it, from the button to the notification, under its skin."""

import re

import pytest
from playwright.sync_api import Page, expect

from buyer_portal.routes import NOTIFICATIONS, ORDER, ORDERS, PROFILE, href
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage, OrdersPage
from buyer_portal.testing.tenant import Tenant

AT_ONCE = {
    "000": "AWAITING_SHIPMENT",
    "001": "AWAITING_SHIPMENT",
    "002": "AWAITING_SHIPMENT",
    "003": "UNPAID",
}


@pytest.fixture
def say(words, guide):
    """The words under the skin of the guide."""
    return words("en").in_skin(guide.skin)


@pytest.fixture
def opened(guide_shop, buyer_page, guide, say):
    """Open the page of an order and return tenant, page, its objects."""

    def make(**order):
        tenant = guide_shop(**{"status": AT_ONCE[guide.number]} | order)
        page = buyer_page(
            tenant, "lan", path=href(ORDER, "en", order_id=tenant.orders["the-order"])
        )
        return tenant, page, OrderDetailPage(page, say), CancelDialog(page, say)

    return make


def expect_told(page: Page, tenant: Tenant) -> None:
    """Find the success under the notifications, once, with the number of its order."""
    page.goto(href(NOTIFICATIONS, "en"))
    told = page.get_by_role("main").get_by_role("link", name=re.compile("Order cancelled"))
    expect(told).to_have_count(1)
    expect(told).to_contain_text(tenant.order("the-order")["order"]["number"])


@pytest.mark.statement("R14", guides=("001",))
@pytest.mark.statement("R15", guides=("000", "001"))
@pytest.mark.statement("R19", guides=("000", "001"))
@pytest.mark.statement("R21", guides=("000", "001"))
@pytest.mark.statement("R23", guides=("000", "001"))
def test_r14_r15_r19_r21_r23_a_reason_is_chosen_and_sent_and_success_is_found_again(opened, say):
    tenant, page, detail, dialog = opened()

    page.get_by_role("button", name="Cancel Order", exact=True).click()
    expect(dialog.root).to_be_visible()
    expect(dialog.keep_button).to_be_visible()
    dialog.root.get_by_role("radio").nth(1).check()
    assert tenant.order("the-order")["order"]["version"] == 1
    dialog.root.get_by_role("button", name="Send", exact=True).click()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"
    expect_told(page, tenant)
    page.goto(href(PROFILE, "en"))
    wait_until_ready(page)
    page.get_by_role("heading", name="Your Orders", exact=True).click()
    orders = OrdersPage(page, say)
    expect(orders.card("Gió Sneakers")).to_contain_text("Cancelled")
    orders.open_order("Gió Sneakers")
    expect(detail.title("status.CANCELLED")).to_be_visible()


@pytest.mark.statement("R14", guides=("003",))
@pytest.mark.statement("R16", guides=("003",))
@pytest.mark.statement("R20", guides=("003",))
@pytest.mark.statement("R21", guides=("003",))
def test_r14_r16_r20_r21_the_reason_is_typed_and_submitted_and_success_is_told(opened):
    tenant, page, detail, dialog = opened()

    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(dialog.root).to_be_visible()
    expect(dialog.keep_button).to_be_visible()
    dialog.root.get_by_label("Tell us why you canceled").fill("I chose the wrong colour")
    assert tenant.order("the-order")["order"]["version"] == 1
    dialog.root.get_by_role("button", name="Submit", exact=True).click()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    [done] = tenant.order("the-order")["cancellations"]
    assert done["reason_text"] == "I chose the wrong colour"
    expect_told(page, tenant)


@pytest.mark.statement("R17", guides=("002",))
@pytest.mark.statement("R18", guides=("002",))
def test_r17_r18_without_a_reason_the_decision_is_confirmed_on_screen(opened):
    tenant, page, detail, dialog = opened()
    detail.start_cancel()

    dialog.go_on()
    expect(page.get_by_role("heading", name="Really cancel?")).to_be_visible()
    dialog.root.get_by_role("button", name="Confirm cancellation", exact=True).click()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"


@pytest.mark.statement("R17", guides=("002",))
def test_r17_a_seller_who_wants_a_reason_gets_one(guide_shop, buyer_page, words, guide):
    """A policy may only ask less than the ones above it, so the other way is another preset."""
    tenant = guide_shop(overrides={"reasons": {"mode": "none"}}, status="AWAITING_SHIPMENT")
    say = words("en").in_skin(guide.skin)
    page = buyer_page(tenant, "lan", path=href(ORDER, "en", order_id=tenant.orders["the-order"]))
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)

    detail.start_cancel()

    expect(dialog.keep_button).to_be_visible()
    expect(dialog.root.get_by_role("radio")).to_have_count(0)
    expect(dialog.text).to_have_count(0)


@pytest.mark.statement("R22", guides=("000", "001"))
def test_r22_failure_says_cancellation_of_order_failed(guide_shop, buyer_page, say):
    tenant = guide_shop(status="AWAITING_SHIPMENT")
    page = buyer_page(tenant, "lan", path=href(ORDER, "en", order_id=tenant.orders["the-order"]))
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.start_cancel()
    dialog.choose_first_reason()
    tenant.set_faults(carrier_scan_before_cancel=tenant.orders["the-order"])

    dialog.send()

    failure = page.get_by_role("alert").filter(has_text="Cancellation of order failed")
    expect(failure.get_by_role("heading", name="Cancellation of order failed")).to_be_visible()
    expect(failure).to_contain_text("Your parcel is on its way")
    expect(failure).to_contain_text("Nothing was cancelled, charged or changed.")
    assert tenant.order("the-order")["order"]["status"] == "IN_TRANSIT"


@pytest.mark.statement("R35", guides=("001",))
@pytest.mark.statement("R36", guides=("001",))
def test_r35_r36_in_shipping_the_button_is_off_and_another_one_says_why(opened):
    _, page, detail, dialog = opened(status="IN_TRANSIT")

    expect(detail.cancel_button).to_have_attribute("aria-disabled", "true")
    detail.cancel_button.click(force=True)
    expect(dialog.root).to_be_hidden()
    detail.why_button.first.click()

    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Your parcel is on its way")
    expect(sheet).to_contain_text("Stage “In transit”: cancelling is over.")
    expect(sheet).to_contain_text("Handed to the carrier")


@pytest.mark.statement("R37", guides=("002",))
def test_r37_a_packed_order_says_so_and_offers_to_ask(opened):
    _, page, detail, _ = opened(status="AWAITING_COLLECTION")

    expect(page.get_by_role("button", name="Ask to cancel").first).to_be_enabled()
    expect(page.get_by_role("main")).to_contain_text("The carrier picks it up next.")
    expect(detail.title("status.AWAITING_COLLECTION")).to_be_visible()


@pytest.mark.statement("R44", guides=("003",))
def test_r44_the_time_to_pay_runs_on_list_and_page(opened, say):
    tenant, page, _, _ = opened()

    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Pay within \d+ "))
    page.goto(href(ORDERS, "en"))
    expect(OrdersPage(page, say).card("Gió Sneakers")).to_contain_text(re.compile(r"Pay within"))
    tenant.advance(49 * 3600)

    expect(OrdersPage(page, say).card("Gió Sneakers")).to_contain_text("Cancelled")


@pytest.mark.statement("R45", guides=("002",))
def test_r45_the_policy_of_the_seller_is_read_from_the_order(opened):
    _, page, _, _ = opened()

    page.get_by_role("link", name=re.compile("policy", re.IGNORECASE)).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Gió Sneakers")
    expect(page.get_by_role("main")).to_contain_text("Packed")
