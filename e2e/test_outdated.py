"""An outdated page: it says so, is loaded anew where the buyer was, and never goes round."""

import pytest
from playwright.sync_api import expect

from buyer_portal.testing import tenant as testing
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.buyer_pages import BuyerPages, wait_until_ready
from buyer_portal.testing.errors import ErrorWatch
from buyer_portal.testing.pages import CancelDialog, FailurePanel, OrderDetailPage, UpdatePage
from buyer_portal.testing.portal import free_port, running_portal

TYPED = "Tôi đặt nhầm màu"
ORDER = {
    "buyers": [{"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@example.vn"}],
    "sellers": [{"key": "gio", "name": "Gió Sneakers", "preset": "tiktok-id"}],
    "orders": [
        {
            "key": "the-order",
            "buyer": "lan",
            "seller": "gio",
            "status": "AWAITING_SHIPMENT",
            "lines": [
                {"product_name": "Shoe", "unit_price_minor": 590_000},
                {"product_name": "Bag", "unit_price_minor": 90_000, "quantity": 3},
            ],
        }
    ],
}


def _choose(dialog) -> None:
    """Give up the shoe, cancel two bags, and say why."""
    dialog.root.get_by_role("checkbox").uncheck()
    dialog.fewer("Bag")
    dialog.choose_first_reason()
    dialog.root.locator("textarea").fill(TYPED)


def _expect_chosen(dialog) -> None:
    expect(dialog.root).to_be_visible()
    expect(dialog.root.locator("textarea")).to_have_value(TYPED)
    expect(dialog.root.get_by_role("radio").first).to_be_checked()
    expect(dialog.root.get_by_role("checkbox")).not_to_be_checked()
    expect(dialog.root.locator("[data-most]")).to_have_value("2")


def test_the_shop_asks_for_a_newer_page_in_the_middle_of_cancelling(make_tenant, buyer_page, words):
    tenant, say = make_tenant(**ORDER), words("id")
    page = buyer_page(tenant, "lan", locale="id")
    detail, dialog, failure, update = (
        OrderDetailPage(page, say),
        CancelDialog(page, say),
        FailurePanel(page, say),
        UpdatePage(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    _choose(dialog)
    tenant.require_build(2)

    dialog.send()
    failure.cause("build_outdated")
    failure.update.first.click()

    expect(update.heading).to_be_visible()
    expect(update.stores).to_be_visible()
    assert_accessible(page)
    update.update()
    expect(page.get_by_text(say("banner.outdated.in_vain"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=say("banner.outdated.help")).click()
    expect(update.still_old).to_be_visible()
    assert_accessible(page)
    tenant.require_build(1)  # to the service, this page is a new one from here
    update.again_button.click()
    _expect_chosen(dialog)
    assert tenant.order("the-order")["order"]["version"] == 1


@pytest.mark.begins_first
def test_the_page_that_is_loaded_anew_is_a_newer_build(tmp_path, browser, words, request):
    """Two builds of the same portal, one after the other, at one address and over one database."""
    port, token, watch, say = (
        free_port(),
        "a testing token of two builds",
        ErrorWatch(),
        words("vi"),
    )
    with running_portal(tmp_path, testing_token=token, PORTAL_PORT=str(port)) as old:
        pages = BuyerPages(old, browser.new_context, watch)
        http = testing.testing_client(old)  # the newer one has the same address
        request.addfinalizer(http.close)
        tenant = testing.create_tenant(http, ORDER)
        page = pages(tenant, "lan", locale="vi")
        request.addfinalizer(page.context.close)
        detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
        detail.open(tenant.orders["the-order"])
        detail.start_cancel()
        _choose(dialog)
        expect(dialog.sum("now")).to_contain_text("180")
    newer = {"PORTAL_PORT": str(port), "PORTAL_BUILD": "2", "PORTAL_MINIMUM_BUILD": "2"}
    with running_portal(tmp_path, testing_token=token, **newer):
        expect(page.get_by_text(say("banner.outdated"))).to_be_visible(timeout=60_000)
        page.keyboard.press("Escape")
        page.locator("[data-outdated]").get_by_role("link").click()
        update = UpdatePage(page, say)
        expect(update.heading).to_be_visible()
        update.update()

        wait_until_ready(page)
        assert page.locator("[data-page]").get_attribute("data-build") == "2"
        _expect_chosen(dialog)
        expect(page.get_by_text(say("banner.outdated"))).to_be_hidden()
        expect(dialog.sum("now")).to_contain_text("180")
        dialog.send()
        expect(detail.title("result.cancelled.partly.title")).to_be_visible()
        after = tenant.order("the-order")["order"]
        assert [line["cancelled_quantity"] for line in after["lines"]] == [0, 2]
    watch.expect("net::ERR_|WebSocket connection")  # the portal was away
    watch.assert_none()
