"""Change here the command that makes a hand-off: it starts a portal, visits, and packs."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from buyer_portal.routes import LOCALES, LOGIN, href
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import VIEWPORTS, Device
from buyer_portal.settings import Settings
from buyer_portal.studio.handoff import (
    INDEX_FILE,
    MOST_PICTURES,
    STATES_FILE,
    THEMES,
    WORDS_FILE,
    Facts,
    HandoffSet,
    Picture,
    index_html,
    states_csv,
    words_csv,
)

DONE, REFUSED = 0, 2
_TOKEN: Final = "a testing token for hand-offs, of no use elsewhere"  # noqa: S105 - guards nothing real
_SETTLED: Final = "() => document.querySelector('[data-hydrated=true]') && !document.querySelector('[aria-busy=true], [data-phase=loading]')"  # noqa: E501 - JavaScript
_PATIENCE_MS: Final = 15_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    parser.add_argument("file", type=Path, help="the ZIP to write")
    parser.add_argument(
        "--scenarios", type=_of(LIBRARY), default=tuple(LIBRARY), help="names, commas between them"
    )
    parser.add_argument("--devices", type=_of(list(Device)), default=(Device.PHONE, Device.DESKTOP))
    parser.add_argument("--themes", type=_of(THEMES), default=THEMES)
    parser.add_argument("--languages", type=_of(LOCALES), default=LOCALES)


def _of(known: "Any") -> Callable[[str], tuple[str, ...]]:
    """Return what reads names with commas between them, each of which is known."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        if strange := [name for name in names if name not in known]:
            listed = ", ".join(known)
            raise argparse.ArgumentTypeError(f"no {strange[0]!r}; there are {listed}")
        if not names:
            raise argparse.ArgumentTypeError("names one or more")
        return names

    return read


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Make the ZIP; return 0, or 2 when it cannot be made."""
    del settings  # a portal of its own, in test mode
    chosen = HandoffSet(
        scenarios=given.scenarios,
        devices=tuple(Device(one) for one in given.devices),
        themes=given.themes,
        locales=given.languages,
    )
    if chosen.count > MOST_PICTURES:
        return _refuse(f"That is {chosen.count:,} pictures; {MOST_PICTURES:,} is the most.")
    try:
        from playwright.sync_api import Error as BrowserError  # noqa: PLC0415
        from playwright.sync_api import sync_playwright  # noqa: PLC0415

        from buyer_portal.testing.browser import launch_options  # noqa: PLC0415
        from buyer_portal.testing.portal import running_portal  # noqa: PLC0415
    except ImportError:
        return _refuse("It needs what tests need: pip install -r requirements-dev.txt")
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_portal(Path(folder), testing_token=_TOKEN) as portal,
            sync_playwright() as playwright,
            _testing(portal.url) as http,
            ZipFile(given.file, "w", ZIP_DEFLATED) as packed,
        ):
            browser = playwright.chromium.launch(**launch_options())  # pyright: ignore[reportArgumentType] - its own options
            facts = _fill(packed, chosen, _Visits(http=http, browser=browser, url=portal.url))
            packed.writestr(WORDS_FILE, words_csv(chosen.scenarios))
            packed.writestr(STATES_FILE, states_csv(chosen, facts))
            packed.writestr(INDEX_FILE, index_html(chosen))
    except (OSError, RuntimeError, httpx.HTTPError, BrowserError) as error:
        given.file.unlink(missing_ok=True)
        return _refuse(str(error))
    sys.stdout.write(f"{given.file}: {chosen.count} pictures, {WORDS_FILE}, {STATES_FILE}\n")
    return DONE


def _testing(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {_TOKEN}"}, timeout=60)


def _fill(packed: ZipFile, chosen: HandoffSet, visits: "_Visits") -> dict[str, Facts]:
    """Put every picture in; return what was decided in each situation."""
    facts: dict[str, Facts] = {}
    with _progress() as progress:
        task = progress.add_task("pictures", total=chosen.count)
        for picture in chosen.pictures():
            if picture.scenario not in facts:
                facts[picture.scenario] = visits.enter(picture.scenario)
            packed.writestr(picture.file, visits.shot(picture), compress_type=ZIP_STORED)
            progress.advance(task)
    return facts


def _progress() -> Progress:
    """Return a bar on the error stream, so that what is printed can be piped."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


@dataclass(slots=True, kw_only=True)
class _Visits:
    """Makes the tenant of a situation, and looks at it."""

    http: httpx.Client
    browser: Any
    url: str
    made: "Mapping[str, Any] | None" = None

    def enter(self, name: str) -> Facts:
        """Make the tenant; return what is decided about its order."""
        if self.made is not None:
            self.http.delete(f"/testing/tenants/{self.made['tenant']}")
        scenario = LIBRARY[name].scenario
        document = scenario.model_dump(mode="json", exclude_defaults=True)
        made = self.http.post("/testing/tenants", json=document).raise_for_status().json()
        self.made = made
        order = self._order(name)
        if not order:
            return Facts()
        path = f"/testing/tenants/{made['tenant']}/orders/{order}"
        decision = self.http.get(path).raise_for_status().json()["decision"]
        return Facts(outcome=decision["outcome"], causes=tuple(decision["causes"]))

    def shot(self, picture: Picture) -> bytes:
        """Return a screenshot of the page of a situation."""
        width, height = VIEWPORTS[picture.device]
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if picture.theme == "night" else "light",
            reduced_motion="reduce",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        try:
            page = context.new_page()
            page.goto(self._address(picture))
            page.wait_for_function(_SETTLED, timeout=_PATIENCE_MS)
            return page.screenshot(full_page=True)
        finally:
            context.close()

    def _address(self, picture: Picture) -> str:
        made = self.made or {}
        opening = LIBRARY[picture.scenario].scenario.opening
        if not opening.needs_buyer:
            query = urlencode({"ticket": made["ticket"]})
            return f"{href(LOGIN, picture.locale)}?{query}"
        page = href(
            opening.page,
            picture.locale,
            order_id=self._order(picture.scenario),
            seller_id=next(iter(made["sellers"].values()), ""),
            ticket_id=next(iter(made.get("tickets", {}).values()), ""),
        )
        buyer = made["buyers"][opening.buyer or next(iter(made["buyers"]))]["id"]
        path = f"/testing/tenants/{made['tenant']}/buyers/{buyer}/tickets"
        ticket = self.http.post(path).raise_for_status().json()["ticket"]
        return f"/auth/ticket?{urlencode({'ticket': ticket, 'next': page})}"

    def _order(self, name: str) -> str:
        orders = (self.made or {}).get("orders", {})
        chosen = LIBRARY[name].scenario.opening.order
        return orders.get(chosen) or next(iter(orders.values()), "")


def _refuse(reason: str) -> int:
    sys.stderr.write(f"Nothing was handed over.\n{reason}\n")
    return REFUSED
