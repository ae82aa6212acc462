"""Measures in Chromium: the first load, frames until the dialog, frames until the result."""

import statistics
from typing import Any, Final

from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.figures import Figure, percentile
from bench.world import World
from buyer_portal.testing.browser import launch_options
from buyer_portal.testing.buyer_pages import DEVICES, wait_until_ready
from buyer_portal.testing.tenant import Tenant

LOADS: Final = 7
OPENINGS: Final = 50
SENDINGS: Final = 20
MOST_LOAD_KB: Final = 210
MOST_DIALOG_FRAMES: Final = 2
MOST_SEND_FRAMES: Final = 3

CONTENT_AT: Final = """() => new Promise(done => {
  const look = () => document.querySelector('[data-card]')
    ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""
FRAMES_UNTIL: Final = """([event, seen]) => {
  window.framesTaken = new Promise(done => {
    document.addEventListener(event, () => {
      let frames = 0;
      const look = () => {
        frames += 1;
        const found = document.querySelector(seen);
        const isShown = found && getComputedStyle(found).opacity >= 0.9;
        if (isShown || frames > 600) done(frames); else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, {once: true, capture: true});
  });
}"""


def _page(browser: Browser, world: World, tenant: Tenant) -> Page:
    context = browser.new_context(base_url=world.portal.url, **DEVICES["desktop"])
    page = context.new_page()
    page.goto(f"/auth/ticket?ticket={tenant.ticket('lan')}&next=/orders/")
    wait_until_ready(page)
    return page


def _loaded_by(page: Page) -> list[Response]:
    """Return a list that every answer the page gets is put into."""
    loaded: list[Response] = []

    def note(answer: Response) -> None:
        loaded.append(answer)

    page.on("response", note)
    return loaded


def _first_loads(browser: Browser, world: World) -> list[Figure]:
    tenant = world.buyer_with(20)
    signed_in = _page(browser, world, tenant).context
    cookies: Any = signed_in.cookies()
    sizes: list[int] = []
    times: list[float] = []
    for _ in range(LOADS):
        context = browser.new_context(base_url=world.portal.url, **DEVICES["phone"])
        context.add_cookies(cookies)
        page = context.new_page()
        loaded = _loaded_by(page)
        page.goto("/orders/")
        times.append(page.evaluate(CONTENT_AT))
        page.wait_for_load_state("load")
        sizes.append(
            sum(
                answer.request.sizes()["responseBodySize"]
                for answer in loaded
                if answer.request.resource_type in {"document", "script", "stylesheet"}
            )
        )
        context.close()
    kilobytes = statistics.median(sizes) / 1000
    return [
        Figure(
            name="first load of /orders: page, scripts, styles, compressed",
            value=f"{kilobytes:.0f} KB",
            aim=f"≤ {MOST_LOAD_KB} KB",
            is_met=kilobytes <= MOST_LOAD_KB,
        ),
        Figure(
            name="first load of /orders: time to the first card (p50 / p95)",
            value=f"{statistics.median(times):.0f} / {percentile(times, 0.95):.0f} ms",
        ),
    ]


def _dialog_frames(browser: Browser, world: World) -> Figure:
    tenant = world.buyer_with(1)
    page = _page(browser, world, tenant)
    page.goto(f"/orders/{next(iter(tenant.orders.values()))}/")
    wait_until_ready(page)
    button = page.locator("button[commandfor=cancel-dialog]:visible").first
    frames: list[int] = []
    for _ in range(OPENINGS):
        page.evaluate(FRAMES_UNTIL, ["pointerup", "#cancel-dialog[open]"])
        button.click()
        frames.append(page.evaluate("window.framesTaken"))
        page.keyboard.press("Escape")
        page.locator("#cancel-dialog").wait_for(state="hidden")
    median = statistics.median(frames)
    return Figure(
        name=f"press Cancel: frames until the dialog is there, median of {OPENINGS}",
        value=f"{median:g}",
        aim=f"≤ {MOST_DIALOG_FRAMES}",
        is_met=median <= MOST_DIALOG_FRAMES,
    )


def _send_frames(browser: Browser, world: World) -> Figure:
    tenant = world.tenant(
        buyers=[{"key": "lan"}],
        orders=[{"key": f"o{at}", "buyer": "lan"} for at in range(SENDINGS)],
    )
    page = _page(browser, world, tenant)
    frames: list[int] = []
    for order in tenant.orders.values():
        page.goto(f"/orders/{order}/")
        wait_until_ready(page)
        page.locator("button[commandfor=cancel-dialog]:visible").first.click()
        page.get_by_role("radio").first.check()
        page.evaluate(FRAMES_UNTIL, ["pointerup", "[data-result=cancelled]"])
        page.locator("#cancel-dialog button[type=submit]:not([data-again])").click()
        frames.append(page.evaluate("window.framesTaken"))
    median = statistics.median(frames)
    return Figure(
        name=f"press Send: frames until the result is there, median of {SENDINGS}",
        value=f"{median:g}",
        aim=f"≤ {MOST_SEND_FRAMES}",
        is_met=median <= MOST_SEND_FRAMES,
    )


def measure(world: World) -> list[Figure]:
    """Return what a buyer waits for in a real browser."""
    with sync_playwright() as playwright:
        options: Any = launch_options()
        browser = playwright.chromium.launch(**options)
        try:
            return [
                *_first_loads(browser, world),
                _dialog_frames(browser, world),
                _send_frames(browser, world),
            ]
        finally:
            browser.close()
