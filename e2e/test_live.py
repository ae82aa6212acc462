"""Every open page follows what others do, without a reload, and says so politely."""

import re

from playwright.sync_api import Page, expect

from buyer_portal import routes
from buyer_portal.testing.pages import (
    ConversationPage,
    OrderDetailPage,
    OrdersPage,
    RefundPage,
    StandingPage,
)

NOTICED_MS = 10_000
"""Ample for two portals and their browsers on two cores; bench measures how soon it really is."""


def _another(page: Page) -> Page:
    return page.context.new_page()


def test_every_open_page_follows(one_order, buyer_page, words):
    tenant = one_order(status="IN_TRANSIT")
    order, say = tenant.orders["the-order"], words("en")
    seller, carrier = tenant.source("seller"), tenant.source("carrier")
    list_page = buyer_page(tenant, "lan", locale="en")
    detail_page, told_page, notes_page, talk_page, refund_page = (
        _another(list_page) for _ in range(5)
    )
    # A tab that was opened behind others is not drawn; it follows nevertheless.
    talk_page.add_init_script("window.requestAnimationFrame = () => 0")
    orders, notes = OrdersPage(list_page, say), StandingPage(notes_page, say)
    talk, refund = ConversationPage(talk_page, say), RefundPage(refund_page, say)
    orders.open()
    OrderDetailPage(detail_page, say).open(order)
    told_page.goto(routes.href(routes.NOTIFICATIONS, "en"))
    notes.open()
    talk.open(order)
    refund.open(order)
    expect(refund.headline("nothing")).to_be_visible()
    expect(orders.cards.first).to_contain_text(say("status.IN_TRANSIT"))
    pages = (list_page, detail_page, told_page, notes_page, talk_page, refund_page)
    for page in pages:
        page.evaluate("window.wasHere = true")

    told = seller.tell("message.sent", order=order, text="It is on its way to you.")
    assert told["outcome"] == "applied"
    talk_page.bring_to_front()  # a page behind others is not always laid out
    expect(talk.line("It is on its way to you.")).to_be_visible(timeout=NOTICED_MS)
    assert carrier.tell("parcel.refused", order=order)["outcome"] == "applied"

    cancelled = say("status.CANCELLED")
    list_page.bring_to_front()
    expect(orders.cards.first).to_contain_text(cancelled, timeout=NOTICED_MS)
    detail_page.bring_to_front()
    expect(detail_page.get_by_text(cancelled).first).to_be_visible(timeout=NOTICED_MS)
    title = say("notification.delivery.refused.title")
    told_page.bring_to_front()
    expect(told_page.get_by_text(title).first).to_be_visible(timeout=NOTICED_MS)
    notes_page.bring_to_front()
    expect(notes.note()).to_be_visible(timeout=NOTICED_MS)
    refund_page.bring_to_front()
    expect(refund.headline("approved")).to_be_visible(timeout=NOTICED_MS)
    counted = re.escape(say("nav.notifications.unread", number="#"))
    unread = re.compile(counted.replace(re.escape("#"), "[1-9]"))
    for page in pages:
        assert page.evaluate("window.wasHere") is True  # none was loaded again
        expect(page.locator("[data-news]")).to_have_text(unread)
