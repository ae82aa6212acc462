"""The portal on an order service that it knows nothing of: the Shopify-shaped one of examples/."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from buyer_portal.testing import tenant as testing
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.buyer_pages import BuyerPages
from buyer_portal.testing.errors import no_errors
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage, OrdersPage
from buyer_portal.testing.plugin import TESTING_TOKEN
from buyer_portal.testing.portal import Portal, free_port, running_portal

ROOT = Path(__file__).parents[1]
SERVICE_TOKEN = "a token of both, of 32 characters or more"
READY_SECONDS = 60


@contextlib.contextmanager
def shop() -> Iterator[str]:
    """Run the second order service and yield its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "examples.shopify_order_service", "--testing"]
    process = subprocess.Popen(  # noqa: S603 - our own example
        [*command, "--port", str(port)], cwd=ROOT, env={"PORTAL_SERVICE_TOKEN": SERVICE_TOKEN}
    )
    try:
        until = time.monotonic() + READY_SECONDS
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{url}/readyz").raise_for_status()
                break
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)  # another process starts; it tells nobody when
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def portal_of_another(tmp_path: Path) -> Iterator[Portal]:
    with (
        shop() as address,
        running_portal(
            tmp_path,
            testing_token=TESTING_TOKEN,
            ORDER_SERVICE_URL=address,
            PORTAL_SERVICE_TOKEN=SERVICE_TOKEN,
        ) as started,
    ):
        yield started


def test_an_order_of_another_back_end_is_cancelled(portal_of_another, browser: Browser, words):
    say = words("vi")
    orders = [{"key": "mug"}, {"key": "sent", "status": "IN_TRANSIT"}]
    with no_errors(portal_of_another) as errors, testing.testing_client(portal_of_another) as http:
        tenant = testing.create_tenant(http, {"orders": orders})
        pages = BuyerPages(portal_of_another, browser.new_context, errors)
        page = pages(tenant, locale="vi")
        cards, detail, dialog = OrdersPage(page), OrderDetailPage(page), CancelDialog(page)
        expect(cards.cards).to_have_count(2)
        expect(cards.card(say("status.IN_TRANSIT"))).to_have_count(1)
        cards.open_order(say("status.AWAITING_SHIPMENT"))
        expect(detail.title("status.AWAITING_SHIPMENT")).to_be_visible()
        assert_accessible(page)

        detail.start_cancel()
        dialog.choose_first_reason()
        dialog.send()

        expect(detail.title("result.cancelled.title")).to_be_visible()
        assert_accessible(page)
        told = [one["type"] for one in tenant.events()]
        assert told.count("order.cancelled") == 1
        cards.open()
        expect(cards.card(say("status.CANCELLED"))).to_have_count(1)
        pages.close()
