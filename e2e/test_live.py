"""Every open page follows what others do, without a reload, and says so politely."""

import json
import re
import time

import httpx
from playwright.sync_api import Page, expect

from buyer_portal import routes
from buyer_portal.order_service.webhooks.signatures import sign
from buyer_portal.testing.pages import (
    ConversationPage,
    OrderDetailPage,
    OrdersPage,
    RefundPage,
    StandingPage,
)
from buyer_portal.testing.tenant import Tenant

NOTICED_MS = 10_000
"""Ample for two portals and their browsers on two cores; bench measures how soon it really is."""


class Sources:
    """Systems of a tenant that send webhooks to the public port."""

    def __init__(self, http: httpx.Client, url: str, tenant: Tenant) -> None:
        self._http, self._url, self._tenant = http, url, tenant
        self._secrets: dict[str, str] = {}

    def tell(self, kind: str, type_: str, **said: str) -> None:
        """Let a system of a kind tell something about the one order."""
        if kind not in self._secrets:
            made = self._http.post(
                f"/testing/tenants/{self._tenant.id}/webhooks/sources",
                json={"name": kind, "kind": kind},
            )
            self._secrets[kind] = made.raise_for_status().json()["secret"]
        order = self._tenant.orders["the-order"]
        message = {"type": type_, "timestamp": "2026-03-02T09:00:00Z", "data": {"order": order}}
        message["data"].update(said)
        body, at = json.dumps(message).encode(), int(time.time())
        answer = httpx.post(
            f"{self._url}/webhooks/{self._tenant.id}/{kind}",
            content=body,
            headers={
                "webhook-id": type_,
                "webhook-timestamp": str(at),
                "webhook-signature": sign(self._secrets[kind], type_, at, body),
            },
        )
        assert answer.json()["outcome"] == "applied", answer.text


def _another(page: Page) -> Page:
    return page.context.new_page()


def test_every_open_page_follows(one_order, buyer_page, words, portal, testing_http):
    tenant = one_order(status="IN_TRANSIT")
    order, say = tenant.orders["the-order"], words("en")
    sources = Sources(testing_http, portal.url, tenant)
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

    sources.tell("seller", "message.sent", text="It is on its way to you.")
    talk_page.bring_to_front()  # a page behind others is not always laid out
    expect(talk.line("It is on its way to you.")).to_be_visible(timeout=NOTICED_MS)
    sources.tell("carrier", "parcel.refused")

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
