"""The main job: a buyer cancels, and is told the truth."""

import pytest
from playwright.sync_api import expect

from buyer_portal.domain.orders import OrderTab
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage, OrdersPage
from buyer_portal.testing.pairs import LOCALE_AND_DEVICE


@pytest.mark.parametrize(("locale", "device"), LOCALE_AND_DEVICE)
def test_cancel_from_the_detail(one_order, buyer_page, words, locale, device):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words(locale)
    page = buyer_page(tenant, "lan", locale=locale, device=device)
    orders, detail, dialog = (
        OrdersPage(page, say),
        OrderDetailPage(page, say),
        CancelDialog(page, say),
    )

    orders.open_order("Gió Sneakers")
    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    expect(page.locator("[data-refund]")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-refund]")).to_have_count(1)
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"


def test_cancel_from_the_list(one_order, buyer_page, words):
    tenant = one_order(status="UNPAID")
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi", device="desktop")
    orders, dialog = OrdersPage(page, say), CancelDialog(page, say)

    orders.start_cancel("Gió Sneakers")
    dialog.choose_first_reason()
    dialog.send()

    expect(OrderDetailPage(page, say).title("result.cancelled.title")).to_be_visible()
    orders.open("?tab=cancelled")
    expect(orders.card("Gió Sneakers")).to_contain_text(say("status.CANCELLED"))
    expect(orders.tab(OrderTab.CANCELLED)).to_contain_text("1")


def test_cancel_fails_when_the_carrier_was_faster(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION", preset="until-carrier")
    say = words("id")
    page = buyer_page(tenant, "lan", locale="id")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    tenant.set_faults(carrier_scan_before_cancel=tenant.orders["the-order"])

    dialog.send()

    expect(page.get_by_text(say("failure.title"), exact=True)).to_be_visible()
    expect(page.get_by_text(say("failure.nothing_done"))).to_be_visible()
    assert tenant.order("the-order")["order"]["status"] == "IN_TRANSIT"


def test_without_a_reason_nothing_is_sent_and_keep_order_changes_nothing(
    one_order, buyer_page, words
):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(tenant.orders["the-order"])

    detail.start_cancel()
    dialog.send()
    expect(dialog.errors).to_contain_text(say("cancel.error.reason"))
    dialog.keep_button.click()

    expect(dialog.root).to_be_hidden()
    expect(detail.cancel_button).to_be_focused()
    assert tenant.order("the-order")["order"]["version"] == 1


def test_a_request_waits_for_the_seller_and_can_be_withdrawn(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION", preset="until-shipped")
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say.in_skin("history"))
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.go_on()

    dialog.send()
    expect(detail.title("result.requested.title")).to_be_visible()
    page.get_by_role("button", name=say("result.withdraw")).click()

    expect(detail.title("result.withdrawn.title")).to_be_visible()
    assert tenant.order("the-order")["order"]["open_request"] is None
