"""The order changes while its buyer decides, and an order of another account."""

import re

from playwright.sync_api import expect

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import ORDER, href
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import CancelDialog, FailurePanel, LoginPage, OrderDetailPage

TYPED = "Đặt nhầm"


def test_the_open_dialog_tells_what_happened_and_keeps_what_was_typed(one_order, buyer_page, words):
    tenant = one_order(status="AWAITING_SHIPMENT", preset="until-shipped")
    say = words("vi")
    page = buyer_page(tenant, "lan", locale="vi", device="desktop")
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.text.fill(TYPED)
    expect(page.get_by_text(say("changed.dialog"))).to_be_hidden()

    tenant.do("the-order", "pack")

    expect(page.get_by_text(say("changed.dialog"))).to_be_visible()
    news = dialog.root.locator("[data-changes]").get_by_role("listitem")
    expect(news.first).to_contain_text(say("event.order.packed"))
    expect(news.filter(has_text=say("changed.request"))).to_be_visible()
    expect(dialog.text).to_have_value(TYPED)
    assert_accessible(page)
    assert tenant.order("the-order")["order"]["open_request"] is None


def test_a_press_that_met_a_changed_order_is_repeated_by_the_buyer_alone(
    one_order, buyer_page, words, errors
):
    tenant = one_order(status="AWAITING_SHIPMENT", preset="until-shipped")
    say = words("en")
    page = buyer_page(tenant, "lan")
    detail, dialog, failure = (
        OrderDetailPage(page, say),
        CancelDialog(page, words_of("en", "history")),
        FailurePanel(page, say),
    )
    detail.open(tenant.orders["the-order"])
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.text.fill(TYPED)
    dialog.go_on()
    # The page hears of the packing, but cannot read it: the press meets an order that changed.
    tenant.set_faults(operations={"order": {"system_error_times": 1}})
    errors.expect(r"system-error|system_error|500|fault")
    tenant.do("the-order", "pack")
    expect(page.locator("[data-stale]")).to_be_attached()

    dialog.send()

    failure.cause("order_changed")
    expect(failure.changes.first).to_contain_text(say("event.order.packed"))
    page.get_by_role("button", name=say("failure.retry"), exact=True).click()
    expect(dialog.text).to_have_value(TYPED)
    dialog.go_on()
    dialog.send()
    expect(detail.title("result.requested.title")).to_be_visible()


def test_an_order_of_another_account_shows_nothing_and_leads_there(make_tenant, buyer_page, words):
    tenant = make_tenant(
        buyers=[
            {"key": "lan", "name": "Lan", "email": "lan@example.vn", "password": "demo-demo"},
            {"key": "bo", "name": "Bo", "email": "bo@example.vn", "password": "demo-demo"},
        ],
        sellers=[{"key": "gio", "name": "Gió Sneakers", "preset": "until-packed"}],
        orders=[{"key": "the-order", "buyer": "lan", "seller": "gio"}],
    )
    say = words("id")
    page = buyer_page(tenant, "bo", locale="id")
    detail, login = OrderDetailPage(page, say), LoginPage(page, say)
    expect(page.get_by_text(say("orders.empty.account"))).to_be_visible()

    detail.open(tenant.orders["the-order"])

    expect(detail.title("order.missing.title")).to_be_visible()
    expect(page.get_by_text("Gió Sneakers")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("button", name=say("order.missing.switch")).click()
    expect(login.name).to_be_visible()
    path = href(ORDER, "id", order_id=tenant.orders["the-order"])
    ticket = f"/auth/ticket?ticket={tenant.ticket('lan')}&next={path}"
    expect(page.locator("input[name=next]").first).to_have_value(re.compile(re.escape(path)))
    page.goto(ticket)
    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()
