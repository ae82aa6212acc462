"""The guides' way to an order, label by label, under the skin of each guide."""

import re

import pytest
from playwright.sync_api import Page, expect

from buyer_portal.routes import LOCALES, LOGIN, ORDER, ORDERS, PROFILE, SETTINGS, href
from buyer_portal.testing.buyer_pages import DEVICES, wait_until_ready
from buyer_portal.testing.pages import LoginPage, OrderDetailPage, OrdersPage
from tests.guides.statements import Guide

DOCK = {"000": "Profile", "001": "Profile", "002": "Me", "003": "Profile"}
CANCELLABLE = {"000": "AWAITING_SHIPMENT", "001": "AWAITING_SHIPMENT", "002": "ON_HOLD"}


@pytest.fixture
def say(words, guide):
    """The words under the skin of the guide."""
    return words("en").in_skin(guide.skin)


def bar_of(page: Page):
    return page.get_by_role("navigation", name="Main")


def heading_of(page: Page):
    return page.get_by_role("heading", level=1)


def follow_bar(page: Page, guide: Guide) -> None:
    """Go to the buyer's own page by the bar, under the name that the guide has for it."""
    bar_of(page).get_by_role("link", name=DOCK[guide.number], exact=True).click()
    expect(heading_of(page)).to_have_text(DOCK[guide.number])
    expect(page).to_have_url(re.compile(href(PROFILE, "en")))


@pytest.mark.statement("R1", guides=("000", "001", "002"))
def test_r1_orders_open_after_logging_in(guide, guide_shop, buyer_page, say):
    tenant = guide_shop()
    page = buyer_page.new_page()
    title = {"history": "Log into your TikTok account"}.get(
        guide.skin, "Log in to your TikTok account"
    )

    page.goto(href(ORDERS, "en"))
    expect(page).to_have_url(re.compile(href(LOGIN, "en")))
    login = LoginPage(page, say)
    login.open(f"?ticket={tenant.sign_in_ticket}&next={href(ORDERS, 'en')}")
    expect(login.heading).to_have_text(title)
    login.sign_in("lan@example.vn", "a good password")

    expect(OrdersPage(page, say).card("Gió Sneakers")).to_be_visible()


@pytest.mark.statement("R2", guides=("001", "002"))
def test_r2_it_works_on_phones_and_on_computers(guide_shop, buyer_page, say):
    tenant = guide_shop()

    for device in ("phone", "desktop"):
        page = buyer_page(tenant, "lan", device=device)
        screen = DEVICES[device]["viewport"]
        expect(OrdersPage(page, say).card("Gió Sneakers")).to_be_visible()
        place = bar_of(page).bounding_box()
        is_at_the_bottom = place["y"] + place["height"] == pytest.approx(screen["height"], abs=1)
        assert is_at_the_bottom if device == "phone" else place["x"] == 0
        assert place["width"] > place["height"] if device == "phone" else place["width"] < 300
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


@pytest.mark.statement("R3", guides=("002",))
def test_r3_an_account_without_orders_is_asked_about_the_other_one(
    make_tenant, guide, buyer_page, say
):
    tenant = make_tenant(
        skin=guide.skin,
        buyers=[{"key": "lan"}, {"key": "noah"}],
        orders=[{"key": "hers", "buyer": "lan"}],
    )
    page = buyer_page(tenant, "noah")

    expect(page.get_by_text(say("orders.empty.account"))).to_be_visible()
    OrderDetailPage(page, say).open(tenant.orders["hers"])

    expect(heading_of(page)).to_have_text("This order is not in this account")
    expect(page.get_by_text("Gió")).to_have_count(0)


@pytest.mark.statement("R4", guides=("001", "003"))
@pytest.mark.statement("R5", guides=("001", "003"))
@pytest.mark.statement("R6", guides=("001", "003"))
@pytest.mark.statement("R7", guides=("000", "001", "003"))
def test_r4_r5_r6_r7_the_bar_the_menu_and_the_settings_lead_to_the_orders(
    guide, guide_shop, buyer_page, say
):
    page = buyer_page(guide_shop(), "lan")

    follow_bar(page, guide)
    button = page.get_by_role("button", name="Menu", exact=True)
    place = button.bounding_box()
    assert place["x"] + place["width"] > DEVICES["phone"]["viewport"]["width"] - 24
    assert place["y"] < 24
    assert min(place["width"], place["height"]) >= 44
    button.click()
    expect(page.locator("#menu")).to_be_visible()
    page.locator("#menu").get_by_role("link", name="Settings and Privacy", exact=True).click()
    expect(heading_of(page)).to_have_text("Settings and Privacy")
    page.locator("main").get_by_role("link", name=re.compile("^Orders")).first.click()

    expect(OrdersPage(page, say).card("Gió Sneakers")).to_be_visible()
    assert guide.skin in ("send", "submit")


@pytest.mark.statement("R8", guides=("000", "001"))
def test_r8_the_short_way_is_profile_and_your_orders(guide, guide_shop, buyer_page, say):
    page = buyer_page(guide_shop(), "lan")

    follow_bar(page, guide)
    page.get_by_role("heading", name="Your Orders", exact=True).click()

    expect(OrdersPage(page, say).card("Gió Sneakers")).to_be_visible()


@pytest.mark.statement("R4", guides=("002",))
@pytest.mark.statement("R9", guides=("002",))
def test_r4_r9_the_order_history_behind_me_lists_all_recent_orders(
    make_tenant, guide, buyer_page, say
):
    tenant = make_tenant(
        skin=guide.skin,
        buyers=[{"key": "lan"}],
        orders=[{"buyer": "lan", "status": status} for status in ("UNPAID", "COMPLETED")],
    )
    page = buyer_page(tenant, "lan")

    follow_bar(page, guide)
    page.get_by_role("heading", name="Order history", exact=True).click()

    expect(heading_of(page)).to_have_text("Order history")
    expect(OrdersPage(page, say).cards).to_have_count(2)


@pytest.mark.statement("R10", guides=("003",))
def test_r10_all_orders_are_in_all_and_the_product_opens_its_own(guide_shop, buyer_page, say):
    page = buyer_page(guide_shop(lines=[{"product_name": "Canvas low-tops"}]), "lan")

    page.get_by_role("link", name=re.compile("^All")).click()
    page.get_by_role("link", name="Canvas low-tops", exact=True).click()

    expect(OrderDetailPage(page, say).title("status.AWAITING_SHIPMENT")).to_be_visible()


@pytest.mark.statement("R11", guides=("003",))
def test_r11_what_is_not_paid_is_cancelled_from_pending_payment(guide_shop, buyer_page, say):
    tenant = guide_shop(status="UNPAID")
    page = buyer_page(tenant, "lan")
    orders = OrdersPage(page, say)

    page.get_by_role("link", name=re.compile("^Pending payment")).click()
    expect(orders.card("Gió Sneakers")).to_contain_text("Pending payment")
    orders.card("Gió Sneakers").get_by_role("button", name=re.compile("^Cancel:")).click()
    page.get_by_role("dialog").get_by_role("textbox").fill("The wrong colour")
    page.get_by_role("dialog").get_by_role("button", name="Submit", exact=True).click()

    expect(OrderDetailPage(page, say).title("result.cancelled.title")).to_be_visible()
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"


@pytest.mark.statement("R12", guides=("001", "002"))
@pytest.mark.statement("R13", guides=("001", "002"))
def test_r12_r13_an_order_shows_its_status_and_cancel_order_at_the_bottom(
    guide, guide_shop, buyer_page, say
):
    page = buyer_page(guide_shop(status=CANCELLABLE[guide.number]), "lan")
    detail = OrderDetailPage(page, say)

    OrdersPage(page, say).open_order("Gió Sneakers")

    expect(detail.title(f"status.{CANCELLABLE[guide.number]}")).to_be_visible()
    button = page.get_by_role("button", name="Cancel Order", exact=True)
    expect(button).to_be_enabled()
    place, screen = button.bounding_box(), DEVICES["phone"]["viewport"]
    assert place["y"] > screen["height"] * 0.8
    assert place["y"] + place["height"] <= screen["height"]


@pytest.mark.statement("R4", guides=("001", "002", "003"))
def test_r4_no_label_of_a_guide_makes_a_page_wider_than_the_screen(guide_shop, buyer_page):
    tenant = guide_shop(status="UNPAID")
    page = buyer_page(tenant, "lan")
    page.set_viewport_size({"width": 320, "height": 640})

    for locale in LOCALES:
        order = href(ORDER, locale, order_id=tenant.orders["the-order"])
        for address in (href(ORDERS, locale), href(PROFILE, locale), href(SETTINGS, locale), order):
            page.goto(address)
            wait_until_ready(page)
            expect(page.locator("[data-phase=ready], [data-page]").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
