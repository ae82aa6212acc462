"""The guides' path: Profile, Menu, Settings and privacy, Orders, the order; by touch and by key."""

import pytest
from playwright.sync_api import expect

from buyer_portal.domain.orders import OrderTab
from buyer_portal.routes import PROFILE, href
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage, OrdersPage
from buyer_portal.testing.pairs import LOCALE_AND_DEVICE


@pytest.mark.parametrize(("locale", "device"), LOCALE_AND_DEVICE)
def test_profile_menu_settings_orders_leads_to_the_order(
    one_order, buyer_page, words, locale, device
):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words(locale)
    page = buyer_page(tenant, "lan", locale=locale, device=device, path=href(PROFILE, locale))

    page.get_by_role("button", name=say("profile.menu"), exact=True).click()
    page.locator("#menu").get_by_role("link", name=say("settings.title")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("settings.title"))
    page.locator("main").get_by_role("link", name=say("settings.orders")).first.click()
    OrdersPage(page, say).open_order("Gió Sneakers")

    expect(OrderDetailPage(page, say).title("status.AWAITING_SHIPMENT")).to_be_visible()


def test_tabs_count_and_filter(make_tenant, buyer_page, words):
    statuses = ["UNPAID", "AWAITING_SHIPMENT", "AWAITING_SHIPMENT", "IN_TRANSIT", "COMPLETED"]
    tenant = make_tenant(
        buyers=[{"key": "lan"}],
        orders=[
            {"key": f"o{at}", "buyer": "lan", "status": status}
            for at, status in enumerate(statuses)
        ],
    )
    say = words("en")
    orders = OrdersPage(buyer_page(tenant, "lan"), say)

    expect(orders.cards).to_have_count(5)
    expect(orders.tab(OrderTab.TO_SHIP)).to_contain_text("2")
    orders.tab(OrderTab.TO_SHIP).click()

    expect(orders.cards).to_have_count(2)
    expect(orders.cards.first).to_contain_text(say("status.AWAITING_SHIPMENT"))


def test_the_list_goes_on_to_its_end(make_tenant, buyer_page, words):
    tenant = make_tenant(
        buyers=[{"key": "lan"}],
        orders=[{"key": "many", "buyer": "lan", "status": "DELIVERED", "count": 45}],
    )
    page = buyer_page(tenant, "lan")
    orders = OrdersPage(page, words("en"))

    expect(orders.cards).to_have_count(20)
    for seen in (20, 40):
        orders.cards.last.scroll_into_view_if_needed()
        page.mouse.wheel(0, 4000)
        expect(orders.cards.nth(seen)).to_be_attached()  # one turn of the wheel may bring two pages

    expect(orders.cards).to_have_count(45)
    expect(page.get_by_text(words("en")("orders.end"))).to_be_visible()


def test_search_finds_and_an_empty_search_says_what_to_do(one_order, buyer_page, words):
    say = words("en")
    page = buyer_page(one_order(status="AWAITING_SHIPMENT"), "lan")
    orders = OrdersPage(page, say)

    orders.search.fill("gió")
    expect(orders.cards).to_have_count(1)
    orders.search.fill("no such thing")

    expect(page.get_by_text(say("orders.empty.search", query="no such thing"))).to_be_visible()


def test_an_order_that_is_opened_while_a_search_is_typed_stays_open(one_order, buyer_page, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = buyer_page(tenant, "lan")
    orders, detail = OrdersPage(page, say), OrderDetailPage(page, say)
    with page.expect_websocket() as opened:
        page.reload()
    wait_until_ready(page)
    expect(orders.cards).to_have_count(1)

    # What was typed is sent a moment later: the card is pressed before.
    with opened.value.expect_event("framereceived", lambda frame: "search_href" in str(frame)):
        orders.search.fill("gió")
        orders.open_order("Gió Sneakers")

    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()
    tenant.do("the-order", "pack")
    expect(detail.title("status.AWAITING_COLLECTION")).to_be_visible()
    page.go_back()
    expect(orders.cards).to_have_count(1)
    assert page.url.endswith("/orders/")


def test_cancelling_works_with_the_keyboard_alone(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan", device="desktop")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(tenant.orders["the-order"])
    expect(detail.heading).to_be_visible()

    detail.cancel_button.focus()
    page.keyboard.press("Enter")
    expect(dialog.root).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog.root).to_be_hidden()
    expect(detail.cancel_button).to_be_focused()
    page.keyboard.press("Enter")
    dialog.root.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    dialog.send_button.focus()
    page.keyboard.press("Enter")

    expect(detail.title("result.cancelled.title")).to_be_visible()
