"""The portal on an order service that somebody else wrote: examples/shopify_order_service."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from buyer_portal.testing.pages import CancelDialog, LoginPage, OrderDetailPage, OrdersPage
from buyer_portal.testing.portal import Portal, free_port, running_portal

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "a token that shop and portal share, 32+"
TESTING_TOKEN = "a testing token of a shop"


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """A shop of its own process."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "examples.shopify_order_service", "--port", str(port)],
        env=os.environ | {"PORTAL_SERVICE_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)},
    )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            httpx.get(f"{url}/readyz").raise_for_status()
            break
        except httpx.TransportError:
            time.sleep(0.05)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def portal_on_it(shop: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("other")
    settings = {"ORDER_SERVICE_URL": shop, "PORTAL_SERVICE_TOKEN": TOKEN}
    with running_portal(folder, testing_token=TESTING_TOKEN, **settings) as started:
        yield started


def test_a_buyer_of_another_shop_signs_in_and_cancels(portal_on_it, browser: Browser, words):
    say = words("en")
    context = browser.new_context(base_url=portal_on_it.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    login, orders = LoginPage(page, say), OrdersPage(page, say)
    detail, dialog = OrderDetailPage(page, say), CancelDialog(page, say)

    login.open()
    login.sign_in("mai@example.com", "kiln")
    page.wait_for_url("**/orders/**")
    page.get_by_role("link", name="Tea tin").first.click()
    expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()

    expect(detail.title("result.cancelled.title")).to_be_visible()
    orders.open("?tab=cancelled")
    expect(orders.card("Kiln & Co")).to_contain_text(say("status.CANCELLED"))
    context.close()
