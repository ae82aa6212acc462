"""Change here how pictures of pages are made: the process behind ``edge/camera.py``.

It reads orders from its standard input, a line of JSON each, and answers on its standard output
(``studio/camera.py`` has both). It ends when its input does.
"""

import argparse
import asyncio
import re
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from buyer_portal.studio.camera import CameraProblem, Order, Visit, Word
from buyer_portal.studio.recording import RecordedStep
from buyer_portal.testing.browser import launch_options

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PAGE_MS: Final = 20_000
STEP_MS: Final = 10_000
LONGEST: Final = 12_000
"""So many pixels of a page are shown; browsers draw no more at once."""
MOST_LINE: Final = 1024 * 1024
ZONE: Final = "Asia/Ho_Chi_Minh"
SETTLED: Final = """() => {
  const isSeen = (image) => {
    const box = image.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  return document.querySelector('[data-hydrated=true]') !== null
    && document.querySelector('[aria-busy=true], [data-phase=loading]') === null
    && document.querySelector('[data-stage=sending]') === null
    && [...document.images].every((image) => image.complete || !isSeen(image));
}"""
_SCHEMES: Final[Mapping[str, Any]] = {"day": "light", "night": "dark"}
_ADDRESS: Final = re.compile(r"\bhttps?://\S+")
LOST: Final = "() => document.documentElement.hasAttribute('data-offline')"


def camera_options(host: str) -> dict[str, Any]:
    """Return how the browser is launched: what is not the portal has no address.

    Args:
        host: Where the portal listens; sub-hosts of ``localhost`` are there too, whatever the
            resolver of this machine thinks.
    """
    options = launch_options()
    rules = f"MAP localhost {host}, MAP *.localhost {host}, MAP * ~NOTFOUND"
    switches: Any = options["args"]
    return {**options, "args": [*switches, f"--host-resolver-rules={rules}"]}


async def pictures_of(browser: "Browser", origin: str, visit: Visit) -> AsyncGenerator[bytes]:
    """Yield the pictures of a visit, made in a browser context of its own.

    Raises:
        playwright.async_api.Error: The page does not come, or a step cannot be taken.
    """
    width, height = visit.size
    context = await browser.new_context(
        base_url=origin,
        viewport={"width": width, "height": height},
        color_scheme=_SCHEMES[visit.theme],
        reduced_motion="reduce",
        timezone_id=ZONE,
        has_touch=visit.is_touched,
        service_workers="block",
    )
    try:
        context.set_default_timeout(STEP_MS)
        page = await context.new_page()
        await page.goto(visit.address, timeout=PAGE_MS)
        await page.wait_for_function(SETTLED, timeout=PAGE_MS)
        if visit.is_offline:
            await context.set_offline(offline=True)
            await page.wait_for_function(LOST, timeout=PAGE_MS)
        if not visit.steps:
            yield await _picture(page, is_whole=visit.is_whole)
            for look in visit.looks:
                width, height = look.size
                await page.set_viewport_size({"width": width, "height": height})
                await page.emulate_media(color_scheme=_SCHEMES[look.theme])
                await page.wait_for_function(SETTLED, timeout=PAGE_MS)
                yield await _picture(page, is_whole=visit.is_whole)
        for step in visit.steps:
            await take(page, step)
            yield await page.screenshot()
    finally:
        await context.close()


async def _picture(page: "Page", *, is_whole: bool) -> bytes:
    """Return what the screen shows, or the page on a screen as long as it is.

    On a screen that grows, bars that stick to its edge stand at the end of the page; a picture of
    what was scrolled would have them in its middle, over what is there.
    """
    if is_whole:
        length: int = await page.evaluate("document.documentElement.scrollHeight")
        size = page.viewport_size
        if size is not None and length > size["height"]:
            size["height"] = min(length, LONGEST)
            await page.set_viewport_size(size)
            await page.wait_for_function(SETTLED, timeout=PAGE_MS)
    return await page.screenshot()


async def take(page: "Page", step: RecordedStep) -> None:
    """Take a recorded step again, as the recorded test does; then let the page settle."""
    from playwright.async_api import Error, expect  # noqa: PLC0415 - where it is installed

    role: Any = "heading" if step.kind == "page" else step.role
    level: Mapping[str, Any] = {"level": 1} if step.kind == "page" else {}
    found = page.get_by_role(role, name=step.name, exact=True, **level)
    if step.nth >= 0:
        found = found.nth(step.nth)
    match step.kind:
        case "page":
            await expect(found).to_be_visible(timeout=STEP_MS)
        case "check":
            await found.check()
        case "fill":
            await found.fill(step.value)
        case "select":
            await found.select_option(label=step.value)
        case "click":
            await found.click()
    with suppress(Error):  # a page that goes on working is shown at work
        await page.wait_for_function(SETTLED, timeout=2000)


def _tell(word: Word) -> None:
    sys.stdout.write(word.model_dump_json() + "\n")
    sys.stdout.flush()


def _log(what: str, error: BaseException) -> None:
    """Write down what went wrong; addresses hold tickets, so they stay out."""
    first = str(error).partition("\n")[0]
    sys.stderr.write(f"camera: {what}: {_ADDRESS.sub('…', first)}\n")


async def _carry_out(browser: "Browser", origin: str, order: Order) -> None:
    """Make the pictures of an order; tell each, and how it ended."""
    from playwright.async_api import Error  # noqa: PLC0415 - where it is installed

    taken = 0
    problem = None
    try:
        async with aclosing(pictures_of(browser, origin, order.visit)) as pictures:
            async for picture in pictures:
                await asyncio.to_thread(Path(order.files[taken]).write_bytes, picture)
                taken += 1
                _tell(Word(number=order.number, taken=taken))
    except (Error, AssertionError, OSError) as error:
        _log("no picture", error)
        problem = CameraProblem.FAILED
    _tell(Word(number=order.number, taken=taken, problem=problem, is_over=True))


async def _serve(origin: str, host: str) -> None:
    """Carry out every order until the input ends."""
    try:
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415
    except ImportError:
        _tell(Word(number=0, problem=CameraProblem.NOT_INSTALLED))
        return
    reader = asyncio.StreamReader(limit=MOST_LINE)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(**camera_options(host))
        except Error as error:
            _log("no browser", error)
            _tell(Word(number=0, problem=CameraProblem.NO_BROWSER))
            return
        orders: set[asyncio.Task[None]] = set()
        while line := await reader.readline():
            task = asyncio.create_task(_carry_out(browser, origin, Order.model_validate_json(line)))
            orders.add(task)
            task.add_done_callback(orders.discard)
        for task in orders:
            task.cancel()
        await browser.close()


def main() -> None:
    """Serve the portal at an address of this machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origin", required=True, help="what the portal's pages come from")
    parser.add_argument("--host", required=True, help="the address that its names stand for")
    given = parser.parse_args()
    asyncio.run(_serve(given.origin, given.host))


if __name__ == "__main__":
    main()
