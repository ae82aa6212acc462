"""A bad network: the buyer is told in time, nothing typed is lost, nothing is done twice."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserType, Page, expect

from buyer_portal.routes import LOCALES
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.network import FlakyNetwork
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage
from buyer_portal.testing.plugin import BuyerPages, wait_until_ready

MOST_SECONDS = 10
TYPED = "Đặt nhầm màu"
BACK = 60_000
IN_CHARGE = """() => new Promise(done => {
  const look = () => navigator.serviceWorker.controller ? done(true) : setTimeout(look, 50);
  look();
})"""
"""Ends once our service worker answers for the page; its policy forbids polling by eval."""


@pytest.fixture
def network(portal) -> Iterator[FlakyNetwork]:
    """The way from the browser to the portal."""
    with FlakyNetwork(urlsplit(portal.url).port or 80) as made:
        yield made


@pytest.fixture
def far_page(
    network: FlakyNetwork,
    portal,
    errors,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
) -> Iterator[BuyerPages]:
    """Open pages in a browser whose every connection to the portal goes over the network."""
    options = dict(browser_type_launch_args)
    rule = f"--host-resolver-rules=MAP localhost 127.0.0.1:{network.port}"
    options["args"] = [*options.get("args", []), rule]
    errors.expect("net::ERR_|WebSocket connection")  # how a browser notes a network that is gone
    browser = browser_type.launch(**options)
    yield BuyerPages(portal, browser, errors)
    network.restore()
    browser.close()


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


@pytest.mark.parametrize("locale", LOCALES)
def test_a_half_open_link_is_told_within_ten_seconds(one_order, far_page, network, words, locale):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words(locale)
    page = far_page(tenant, "lan", locale=locale)
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


@pytest.mark.parametrize("locale", LOCALES)
def test_a_press_into_a_dead_link_is_told_and_can_be_repeated(
    one_order, far_page, network, words, locale
):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words(locale)
    page = far_page(tenant, "lan", locale=locale)
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


def test_a_reply_that_never_comes_back_is_found_again(one_order, far_page, network, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = far_page(tenant, "lan")
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


def test_a_flapping_network_loses_and_doubles_nothing(one_order, far_page, network, words):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words("en")
    page = far_page(tenant, "lan")
    detail, told = OrderDetailPage(page, say), page.locator("[data-connection]")
    dialog = _filled_dialog(page, tenant, say)

    for _ in range(5):
        network.reset()
        expect(page.locator("[data-hydrated=true]").first).to_be_attached(timeout=BACK)
        expect(told).to_have_text("", timeout=BACK)
        expect(dialog.text).to_have_value(TYPED)
    network.slow(0.3)
    done = detail.title("result.cancelled.title")
    lost = dialog.root.get_by_text(say("cancel.lost"))
    again = dialog.root.get_by_role("button", name=say("retry.slow.again"))
    dialog.send()
    expect(done.or_(lost).or_(again)).to_be_visible(timeout=BACK)
    if not done.is_visible():  # the press met a dead link, and the page said so
        (again if again.is_visible() else dialog.send_button).click()

    expect(done).to_be_visible(timeout=BACK)
    assert _cancellations(tenant) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_network_the_browser_shows_our_own_page(
    one_order, far_page, network, words, locale
):
    tenant, say = one_order(status="AWAITING_SHIPMENT"), words(locale)
    page = far_page(tenant, "lan", locale=locale)
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
