"""A bad network: the buyer is told in time, nothing typed is lost, nothing is done twice."""

import re
import time

from playwright.sync_api import Page, expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage

MOST_SECONDS = 10
TYPED = "Đặt nhầm màu"
BACK = 60_000
IN_CHARGE = """() => new Promise(done => {
  const look = () => navigator.serviceWorker.controller ? done(true) : setTimeout(look, 50);
  look();
})"""
"""Ends once our service worker answers for the page; its policy forbids polling by eval."""


def _cancellations(tenant) -> int:
    return sum(event["type"] == "order.cancelled" for event in tenant.events())


def _filled_dialog(page: Page, tenant, say) -> CancelDialog:
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)
    detail.open(tenant.orders["the-order"])
    wait_until_ready(page)
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.text.fill(TYPED)
    return dialog


def _banner(say) -> re.Pattern[str]:
    """Return how the banner begins, whatever time it names."""
    return re.compile(re.escape(say.forms("banner.connection")[0].partition("{time}")[0]))


def test_a_half_open_link_is_told_within_ten_seconds(one_order, buyer_page, network, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    dialog = _filled_dialog(page, tenant, say)
    dialog.keep_button.click()
    told = page.locator("[data-connection]")

    network.freeze()
    frozen_at = time.monotonic()
    expect(told).to_have_text(_banner(say), timeout=30_000)

    assert time.monotonic() - frozen_at <= MOST_SECONDS
    assert_accessible(page)
    network.drop_held()
    expect(told).to_have_text("", timeout=BACK)
    OrderDetailPage(page, say).start_cancel()
    expect(dialog.text).to_have_value(TYPED)


def test_a_press_into_a_dead_link_is_told_and_can_be_repeated(
    one_order, buyer_page, network, words
):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("id")
    page = buyer_page(tenant, "lan", locale="id")
    dialog = _filled_dialog(page, tenant, say)
    network.freeze()

    dialog.send()
    expect(dialog.root.get_by_text(say("cancel.checking"))).to_be_visible(timeout=30_000)

    remedies = dialog.root.locator(".slow-help")
    for remedy in ("connection", "network", "restart"):
        expect(remedies).to_contain_text(say(f"retry.slow.{remedy}"))
    assert_accessible(page)
    network.drop_held()
    expect(page.locator("[data-connection]")).to_have_text("", timeout=BACK)
    expect(dialog.root.get_by_text(say("cancel.lost"))).to_be_visible(timeout=BACK)
    assert _cancellations(tenant) == 0
    expect(dialog.text).to_have_value(TYPED)
    dialog.send()
    expect(OrderDetailPage(page, say).title("result.cancelled.title")).to_be_visible(timeout=BACK)
    assert _cancellations(tenant) == 1


def test_a_reply_that_never_comes_back_is_found_again(one_order, buyer_page, network, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = buyer_page(tenant, "lan")
    dialog = _filled_dialog(page, tenant, say)
    tenant.set_faults(operations={"cancel": {"slow_ms": 1500}})

    dialog.send()
    expect(dialog.root.get_by_text(say("cancel.sending")).first).to_be_visible()
    page.locator("form[data-stage=sending]").first.wait_for(state="attached")
    network.freeze()
    expect(page.locator("[data-connection]")).to_have_text(_banner(say), timeout=30_000)
    network.drop_held()

    cancelled = page.get_by_text(say("status.CANCELLED"))
    expect(cancelled.first).to_be_attached(timeout=BACK)
    assert _cancellations(tenant) == 1


def test_a_flapping_network_loses_and_doubles_no_press(one_order, buyer_page, network, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = buyer_page(tenant, "lan")
    detail, told = OrderDetailPage(page, say), page.locator("[data-connection]")
    dialog = _filled_dialog(page, tenant, say)

    for _ in range(5):
        network.reset()
        expect(page.locator("[data-hydrated=true]").first).to_be_attached(timeout=BACK)
        expect(told).to_have_text("", timeout=BACK)
        expect(dialog.text).to_have_value(TYPED)
    network.cut()
    dialog.send()  # into nothing: it goes out once the network is back
    expect(dialog.root.get_by_text(say("cancel.still"))).to_be_visible()
    network.restore()
    network.slow(0.3)

    expect(detail.title("result.cancelled.title")).to_be_visible(timeout=BACK)
    assert _cancellations(tenant) == 1


def test_without_a_network_the_browser_shows_our_own_page(one_order, buyer_page, network, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("vi")
    page = buyer_page(tenant, "lan", locale="vi")
    page.evaluate(IN_CHARGE)
    network.cut()

    OrderDetailPage(page, say).open(tenant.orders["the-order"])

    expect(page.get_by_role("heading", level=1)).to_have_text(say("offline.title"))
    assert_accessible(page)
    kept = page.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(kept => new URL(kept.url).pathname)"
        "))).flat().sort())"
    )
    assert kept == [
        "/favicon.svg",
        "/icon-192.png",
        "/id/offline/",
        "/offline.js",
        "/offline/",
        "/vi/offline/",
    ]
    network.restore()
    expect(OrderDetailPage(page, say).title("status.AWAITING_SHIPMENT")).to_be_visible(timeout=BACK)
