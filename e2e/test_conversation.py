"""Asking the seller: written, answered live, and what the answer means."""

import re

import pytest
from playwright.sync_api import expect

from buyer_portal.routes import MESSAGES, href
from buyer_portal.testing.accessibility import BOTH_THEMES, assert_accessible
from buyer_portal.testing.pages import (
    CancelDialog,
    ConversationPage,
    MessagesPage,
    OrderDetailPage,
)

WIDEST_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_ask_the_seller_who_unlocks_and_cancel(one_order, buyer_page, words):
    """Guide 003: a clear reason, the seller lists the cancel option, the buyer cancels."""
    tenant = one_order(status="AWAITING_SHIPMENT", preset="unpaid-only")
    say = words("id")
    page = buyer_page(tenant, "lan", locale="id")
    detail, chat, dialog = (
        OrderDetailPage(page, say),
        ConversationPage(page, say),
        CancelDialog(page, say.in_skin("submit")),
    )

    detail.open(tenant.orders["the-order"])
    page.get_by_role(
        "link", name=re.compile(f"^{re.escape(say('action.ask_seller'))}")
    ).first.click()
    expect(chat.heading).to_have_text("Gió Sneakers")
    number = tenant.order("the-order")["order"]["number"]
    expect(chat.field).to_have_value(re.compile(number))
    chat.send_button.click()
    expect(chat.line(number)).to_contain_text(say("conversation.kind.ask_cancel"))
    expect(chat.field).to_have_value("")
    expect(chat.panel("waiting")).to_be_visible()

    tenant.seller_unlocks("the-order", "You asked in time.")
    expect(chat.panel("unlocked")).to_contain_text(say("conversation.unlocked.title"))
    expect(chat.line("You asked in time.")).to_be_visible()
    chat.panel("unlocked").get_by_role("button").click()
    dialog.text.fill("I ordered the wrong size")
    dialog.send()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    assert tenant.order("the-order")["order"]["status"] == "CANCELLED"


def test_ask_the_seller_who_declines_with_a_reason(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION", preset="until-packed")
    say = words("en")
    page = buyer_page(tenant, "lan")
    chat = ConversationPage(page, say)
    chat.open(tenant.orders["the-order"])
    chat.quick_request("ask_cancel").click()
    expect(chat.field).to_be_focused()
    chat.send_button.click()
    expect(chat.panel("waiting")).to_be_visible()

    tenant.seller_declines("the-order", "It is on the <b>truck</b> already.")

    panel = chat.panel("declined")
    expect(panel).to_contain_text("It is on the <b>truck</b> already.")
    appeal = panel.get_by_role("link", name=re.compile(re.escape(say("action.appeal"))))
    expect(appeal).to_have_attribute("href", re.compile(r"/support/.*appeal"))


def test_a_request_is_followed_and_taken_back(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_COLLECTION", preset="until-shipped")
    say = words("en")
    page = buyer_page(tenant, "lan")
    chat, dialog = ConversationPage(page, say), CancelDialog(page, say.in_skin("history"))
    detail = OrderDetailPage(page, say)
    chat.open(tenant.orders["the-order"])
    chat.panel("can_request").get_by_role("button").click()
    dialog.choose_first_reason()
    dialog.go_on()
    dialog.send()
    expect(detail.title("result.requested.title")).to_be_visible()
    tenant.do("the-order", "seller-receive")
    tenant.do("the-order", "seller-hold")
    for step in ("sent", "received", "held"):
        expect(
            page.locator("[data-request-steps]").get_by_text(say(f"request.{step}"))
        ).to_be_visible()

    chat.open(tenant.orders["the-order"])
    panel = chat.panel("requested")
    expect(panel.locator("[data-state=done]")).to_have_count(3)
    chat.withdraw_button.click()

    expect(chat.line(say("conversation.line.withdrawn"))).to_be_visible()
    expect(chat.panel("can_request")).to_be_visible()
    assert tenant.order("the-order")["order"]["open_request"] is None


def test_a_carrier_who_is_faster_is_told_live(one_order, buyer_page, words):
    tenant = one_order(
        status="AWAITING_COLLECTION", preset="shopee-ph", open_request={"hours_ago": 1}
    )
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail = OrderDetailPage(page, say)
    detail.open(tenant.orders["the-order"])
    expect(detail.title("result.requested.title")).to_be_visible()

    tenant.do("the-order", "carrier-scan")

    expect(detail.title("result.overtaken.title")).to_be_visible()
    expect(page.locator("[data-race=bad]")).to_contain_text("The carrier took the parcel on")


def test_what_the_seller_writes_is_unread_until_it_is_read(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan", device="desktop", path=href(MESSAGES, "en"))
    chat, messages = ConversationPage(page, say), MessagesPage(page, say)
    expect(messages.empty).to_be_visible()
    link = page.get_by_role("link", name=say("nav.messages.unread", number="2"))

    for text in ("Hello!", "We ship it tomorrow."):
        tenant.seller_says("the-order", text)

    link.click()
    expect(messages.row("We ship it tomorrow.")).to_contain_text("2 unread messages")
    messages.row("Gió Sneakers").click()
    expect(chat.line("We ship it tomorrow.")).to_be_visible()
    tenant.seller_says("the-order", "At noon, to be exact.")
    expect(chat.line("At noon, to be exact.")).to_be_in_viewport()
    messages.open()
    expect(messages.row("At noon, to be exact.")).not_to_contain_text("unread")
    expect(page.get_by_role("link", name=say("nav.messages"), exact=True)).to_be_attached()


def test_a_draft_survives_a_reload_and_a_fault(one_order, buyer_page, words, errors):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    chat = ConversationPage(page, say)
    chat.open(tenant.orders["the-order"])
    chat.field.fill("Is it <i>blue</i>?")
    page.reload()
    expect(chat.field).to_have_value("Is it <i>blue</i>?")
    tenant.set_faults(operations={"send_message": {"system_error_times": 50}})
    errors.expect("500|503")

    chat.send_button.click()
    expect(chat.problem).to_contain_text(say("conversation.error.failed"))
    expect(chat.field).to_have_value("Is it <i>blue</i>?")
    tenant.set_faults()
    chat.retry_button.click()

    expect(chat.line("Is it <i>blue</i>?")).to_have_count(1)
    expect(chat.field).to_have_value("")


def test_a_lost_reply_writes_once(one_order, buyer_page, words, errors):
    tenant = one_order(status="AWAITING_SHIPMENT")
    say = words("en")
    page = buyer_page(tenant, "lan")
    chat = ConversationPage(page, say)
    chat.open(tenant.orders["the-order"])
    tenant.set_faults(operations={"send_message": {"lost_reply_times": 3}})
    errors.expect("Exception in ASGI application|Traceback")  # how the fault drops a reply

    chat.write("Only once, please.")

    expect(chat.line("Only once, please.")).to_be_visible(timeout=20_000)
    expect(chat.line("Only once, please.")).to_have_count(1)


def test_enter_sends_where_there_is_a_mouse(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT")
    page = buyer_page(tenant, "lan", device="desktop")
    chat = ConversationPage(page, words("en"))
    chat.open(tenant.orders["the-order"])

    chat.field.press_sequentially("First line")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("second line")
    chat.field.press("Enter")

    expect(chat.line("First line")).to_contain_text("second line")
    expect(chat.field).to_be_focused()


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_state_is_accessible(one_order, buyer_page, words, device):
    tenant = one_order(status="AWAITING_SHIPMENT", preset="unpaid-only")
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi", device=device)
    chat, messages = ConversationPage(page, say), MessagesPage(page, say)

    def check() -> None:
        assert_accessible(page, themes=BOTH_THEMES)
        assert page.evaluate(WIDEST_OVERFLOW) <= 0

    chat.open(tenant.orders["the-order"])
    expect(chat.field).to_be_visible()
    check()
    chat.quick_request("ask_cancel").click()
    chat.send_button.click()
    expect(chat.panel("waiting")).to_be_visible()
    check()
    tenant.seller_says("the-order", "x" * 400)
    tenant.seller_declines("the-order", "Hàng đã đóng gói và đang chờ đơn vị vận chuyển.")
    expect(chat.panel("declined")).to_be_visible()
    check()
    tenant.seller_unlocks("the-order", "Chúng tôi đã tìm lại được kiện hàng.")
    expect(chat.panel("unlocked")).to_be_visible()
    check()
    messages.open()
    expect(messages.row("Gió Sneakers")).to_be_visible()
    check()
