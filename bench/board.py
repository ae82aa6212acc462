"""Measures how soon a board of the studio is there: 24 real pages, each of a buyer of its own."""

import statistics
import time
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, sync_playwright

from bench.figures import Figure
from bench.world import World
from buyer_portal.testing.browser import launch_options
from buyer_portal.testing.buyer_pages import DEVICES, wait_until_ready

FRAMES: Final = 24
BOARDS: Final = 5
WINDOWS: Final = 8
MOST_SECONDS: Final = 6.0
PATIENCE_MS: Final = 60_000
BOARD: Final = (
    "/studio/?rows=stage:UNPAID,AWAITING_SHIPMENT,AWAITING_COLLECTION,IN_TRANSIT"
    "&columns=policy:until-packed,until-shipped,unpaid-only&split=language:en,vi"
)
ALL_READY: Final = (
    f"() => document.querySelectorAll('[data-frame][data-ready=true]').length === {FRAMES}"
)


def _board_seconds(browser: Browser, world: World) -> float:
    """Return how long a board takes from its address until every page in it answers."""
    studio = f"http://studio.portal.localhost:{urlsplit(world.portal.url).port}"
    context = browser.new_context(base_url=studio, **DEVICES["desktop"])
    page = context.new_page()
    began = time.perf_counter()
    page.goto(BOARD)
    page.wait_for_function(ALL_READY, timeout=PATIENCE_MS)
    taken = time.perf_counter() - began
    context.close()
    return taken


def _window_seconds(browser: Browser, world: World) -> float:
    """Return how long one such page takes in a window of its own, as it would without a board."""
    began = time.perf_counter()
    tenant = world.tenant(buyers=[{"key": "lan"}], orders=[{"key": "o", "buyer": "lan"}])
    context = browser.new_context(base_url=world.portal.url, **DEVICES["phone"])
    page = context.new_page()
    ticket = tenant.ticket("lan")
    page.goto(f"/auth/ticket?ticket={ticket}&next=/orders/{tenant.orders['o']}/")
    wait_until_ready(page)
    page.locator("[data-phase=ready]").first.wait_for(state="attached")
    taken = time.perf_counter() - began
    context.close()
    return taken


def measure(world: World) -> list[Figure]:
    """Return what a designer waits for; the baseline opens the same pages one after the other."""
    with sync_playwright() as playwright:
        options: Any = launch_options()
        browser = playwright.chromium.launch(**options)
        try:
            windows = [_window_seconds(browser, world) for _ in range(WINDOWS)]
            boards = [_board_seconds(browser, world) for _ in range(BOARDS)]
        except Error as error:
            return [Figure(name=f"board of {FRAMES} frames", value=f"none: {error.message[:60]}")]
        finally:
            browser.close()
    baseline = FRAMES * statistics.median(windows)
    median = statistics.median(boards)
    return [
        Figure(
            name=f"board of the studio: {FRAMES} frames ready, median of {BOARDS} (worst)",
            value=f"{median:.1f} s ({max(boards):.1f} s)",
            baseline=f"{baseline:.1f} s, window after window",
            ratio=median / baseline,
            aim=f"≤ {MOST_SECONDS:.0f} s",
            is_met=median <= MOST_SECONDS,
        )
    ]
