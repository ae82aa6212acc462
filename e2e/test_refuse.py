"""Refusing at the door: said before, decided by the carrier, and what it leaves."""

import re

from playwright.sync_api import expect

from buyer_portal.routes import PROFILE, REFUSE, STANDING, href
from buyer_portal.testing.accessibility import BOTH_THEMES, assert_accessible
from buyer_portal.testing.pages import OrderDetailPage, RefusePage, StandingPage

REFUSED = {"status": "IN_TRANSIT", "refused": {"hours_ago": 24}}


def test_refused_brought_back_refunded_noted_and_appealed(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT")
    say = words("id")
    page = buyer_page(tenant, "lan", locale="id")
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


def test_nothing_is_sent_until_the_consequence_is_named(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    refuse = RefusePage(page, say)
    refuse.open(tenant.orders["the-order"])
    expect(refuse.heading).to_have_count(1)

    refuse.send_button.click()

    expect(refuse.alert.filter(has_text=say("refuse.error.agree"))).to_be_visible()
    assert tenant.order("the-order")["order"]["refusals"] == []
    refuse.keep_link.click()
    expect(OrderDetailPage(page, say).title("status.IN_TRANSIT")).to_be_visible()


def test_taken_back_it_comes_as_before_and_is_delivered(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT", refusal={"hours_ago": 1})
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    refuse = RefusePage(page, say)
    refuse.open(tenant.orders["the-order"])
    expect(refuse.title("announced")).to_be_visible()

    refuse.withdraw()

    expect(refuse.title("offer")).to_be_visible()
    expect(page.get_by_text(say("refuse.withdrawn"))).to_be_visible()
    assert tenant.order("the-order")["order"]["refusals"] == []
    refuse.refuse()
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


def test_refusing_is_accessible(make_tenant, buyer_page):
    orders = {
        "offer": {"status": "IN_TRANSIT"},
        "announced": {"status": "IN_TRANSIT", "refusal": {"hours_ago": 1}},
        "confirmed": REFUSED,
        "closed": {"status": "AWAITING_SHIPMENT"},
    }
    tenant = make_tenant(
        buyers=[{"key": "lan"}], orders=[{"key": key, **order} for key, order in orders.items()]
    )
    page = buyer_page(tenant, "lan")

    for key in orders:
        page.goto(href(REFUSE, "en", order_id=tenant.orders[key]))
        expect(page.locator(f"[data-refusal={key}]")).to_be_visible()
        assert_accessible(page, themes=BOTH_THEMES)


def test_standing_is_accessible(make_tenant, buyer_page, words):
    tenant = make_tenant(
        buyers=[{"key": "lan"}, {"key": "emma"}], orders=[{"buyer": "lan", **REFUSED}]
    )
    say = words("en")

    page = buyer_page(tenant, "lan", path=href(STANDING, "en"))
    expect(StandingPage(page, say).note()).to_be_visible()
    page.get_by_text(say("standing.appeal.open"), exact=True).click()
    assert_accessible(page, themes=BOTH_THEMES)
    page = buyer_page(tenant, "emma", path=href(STANDING, "en"))
    expect(StandingPage(page, say).summary("standing.good.title")).to_be_visible()
    assert_accessible(page, themes=BOTH_THEMES)
