"""Refusing at the door: said before, decided by the carrier, and what it leaves."""

import re

import pytest
from playwright.sync_api import expect

from buyer_portal.routes import LOCALES, PROFILE, REFUSE, STANDING, href
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import OrderDetailPage, RefusePage, StandingPage

REFUSED = {"status": "IN_TRANSIT", "refused": {"hours_ago": 24}}


@pytest.mark.parametrize("locale", LOCALES)
def test_refused_brought_back_refunded_noted_and_appealed(one_order, buyer_page, words, locale):
    tenant = one_order(status="IN_TRANSIT")
    say = words(locale)
    page = buyer_page(tenant, "lan", locale=locale)
    refuse, standing = RefusePage(page, say), StandingPage(page, say)
    refuse.open(tenant.orders["the-order"])

    refuse.refuse()
    expect(refuse.title("announced")).to_be_visible()
    tenant.do("the-order", "bring-back")

    expect(refuse.title("confirmed")).to_be_visible()
    expect(page.locator("[data-refund]")).to_be_visible()
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"
    page.get_by_role("link", name=say("refuse.ledger.open")).click()
    expect(standing.note()).to_contain_text("Gió Sneakers")
    expect(standing.note()).to_contain_text(say("standing.strike.seen.all"))
    standing.appeal("Nobody rang.")
    expect(standing.note()).to_contain_text(say("standing.state.appealed"))
    tenant.do("the-order", "strike-remove", reason="Right you are.")
    expect(standing.summary("standing.good.title")).to_be_visible()
    expect(standing.note()).to_contain_text("Right you are.")


def test_the_way_there_starts_at_the_button_that_is_off(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, refuse = OrderDetailPage(page, say), RefusePage(page, say)
    detail.open(tenant.orders["the-order"])

    detail.why_button.first.click()
    page.get_by_role("dialog").get_by_role("link", name=say("action.refuse_delivery")).click()

    expect(refuse.title("offer")).to_be_visible()
    expect(refuse.heading).to_have_count(1)


def test_nothing_is_sent_until_the_consequence_is_named(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    refuse = RefusePage(page, say)
    refuse.open(tenant.orders["the-order"])

    refuse.send_button.click()

    expect(refuse.alert.filter(has_text=say("refuse.error.agree"))).to_be_visible()
    assert tenant.order("the-order")["order"]["refusals"] == []
    refuse.keep_link.click()
    expect(OrderDetailPage(page, say).title("status.IN_TRANSIT")).to_be_visible()


def test_taken_back_it_comes_as_before(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT", refusal={"hours_ago": 1})
    say = words("en")
    page = buyer_page(tenant, "lan")
    refuse = RefusePage(page, say)
    refuse.open(tenant.orders["the-order"])
    expect(refuse.title("announced")).to_be_visible()

    refuse.withdraw()

    expect(refuse.title("offer")).to_be_visible()
    expect(page.get_by_text(say("refuse.withdrawn"))).to_be_visible()
    assert tenant.order("the-order")["order"]["refusals"] == []


def test_delivered_anyway_is_told_live(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT", refusal={"hours_ago": 1})
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    refuse = RefusePage(page, say)
    refuse.open(tenant.orders["the-order"])
    expect(refuse.title("announced")).to_be_visible()

    tenant.do("the-order", "deliver")

    expect(refuse.title("lapsed")).to_be_visible()


def test_the_order_and_the_profile_tell_of_it(one_order, buyer_page, words):
    tenant = one_order(**REFUSED)
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail = OrderDetailPage(page, say)

    detail.open(tenant.orders["the-order"])

    expect(page.locator("#journey")).to_contain_text(say("journey.refused"))
    expect(page.get_by_text(say("order.sentence.refused", seller="Gió Sneakers"))).to_be_visible()
    page.goto(href(PROFILE, "en"))
    page.get_by_role("link", name=say("profile.standing.open")).click()
    expect(page).to_have_url(re.compile(href(STANDING, "en")))
    expect(StandingPage(page, say).note()).to_be_visible()


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(
    "order",
    [
        pytest.param({"status": "IN_TRANSIT"}, id="offer"),
        pytest.param({"status": "IN_TRANSIT", "refusal": {"hours_ago": 1}}, id="announced"),
        pytest.param(REFUSED, id="confirmed"),
        pytest.param({"status": "AWAITING_SHIPMENT"}, id="closed"),
    ],
)
def test_refusing_is_accessible(one_order, buyer_page, order, theme):
    tenant = one_order(**order)
    page = buyer_page(tenant, "lan", theme=theme)

    page.goto(href(REFUSE, "en", order_id=tenant.orders["the-order"]))
    expect(page.locator("[data-refusal]")).to_be_visible()

    assert_accessible(page)


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(
    "order",
    [pytest.param(REFUSED, id="a-note"), pytest.param({"status": "UNPAID"}, id="good")],
)
def test_standing_is_accessible(one_order, buyer_page, words, order, theme):
    tenant = one_order(**order)
    page = buyer_page(tenant, "lan", theme=theme)

    StandingPage(page, words("en")).open()
    expect(page.locator("[data-good]")).to_be_visible()
    if "refused" in order:
        page.get_by_text(words("en")("standing.appeal.open"), exact=True).click()

    assert_accessible(page)
