"""Change here the command that makes a hand-off: it starts a portal, visits, and packs."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from buyer_portal.routes import DEFAULT_LOCALE, LOCALES
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import Device
from buyer_portal.settings import Settings
from buyer_portal.studio.camera import CameraError, CameraProblem, Visit
from buyer_portal.studio.handoff import (
    MOST_PICTURES,
    STATES_FILE,
    THEMES,
    WORDS_FILE,
    HandoffSet,
    Picture,
)

DONE, INCOMPLETE, REFUSED = 0, 1, 2
MOST_LISTED: Final = 10
_TOKEN: Final = "a testing token for hand-offs, of no use elsewhere"  # noqa: S105 - guards nothing real


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    parser.add_argument("file", type=Path, help="the ZIP to write")
    parser.add_argument(
        "--scenarios", type=_of(LIBRARY), default=tuple(LIBRARY), help="names, commas between them"
    )
    parser.add_argument("--devices", type=_of(list(Device)), default=(Device.PHONE, Device.DESKTOP))
    parser.add_argument("--themes", type=_of(THEMES), default=THEMES)
    parser.add_argument("--languages", type=_of(LOCALES), default=(DEFAULT_LOCALE,))
    parser.add_argument(
        "--all", action="store_true", help="every device, theme and language, whatever else is said"
    )


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
        devices=tuple(Device) if given.all else tuple(Device(one) for one in given.devices),
        themes=THEMES if given.all else given.themes,
        locales=LOCALES if given.all else given.languages,
    )
    if chosen.count > MOST_PICTURES:
        return _refuse(f"That is {chosen.count:,} pictures; {MOST_PICTURES:,} is the most.")
    try:
        from playwright.async_api import Error as BrowserError  # noqa: PLC0415

        from buyer_portal.order_client.errors import OrderServiceError  # noqa: PLC0415
        from buyer_portal.testing.portal import running_portal  # noqa: PLC0415
    except ImportError:
        return _refuse("It needs what tests need: pip install -r requirements-dev.txt")
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_portal(Path(folder), testing_token=_TOKEN) as portal,
        ):
            missing = asyncio.run(_make(chosen, given.file, portal.url))
    except (OSError, RuntimeError, CameraError, OrderServiceError, BrowserError) as error:
        given.file.unlink(missing_ok=True)
        return _refuse(str(error))
    except KeyboardInterrupt:
        given.file.unlink(missing_ok=True)
        raise
    pictures = chosen.count - len(missing)
    sys.stdout.write(f"{given.file}: {pictures} pictures, {WORDS_FILE}, {STATES_FILE}\n")
    if not missing:
        return DONE
    listed = "".join(f"  {one.file}\n" for one in missing[:MOST_LISTED])
    sys.stderr.write(f"{len(missing)} pages gave no picture in time:\n{listed}")
    return INCOMPLETE


async def _make(chosen: HandoffSet, file: Path, url: str) -> Sequence[Picture]:
    """Write the ZIP, made of what the portal at ``url`` shows; return what it has no picture of."""
    # Only here, because every command reads this module.
    from playwright.async_api import Error as BrowserError  # noqa: PLC0415
    from playwright.async_api import async_playwright  # noqa: PLC0415

    from buyer_portal.order_client.connection import Connection  # noqa: PLC0415
    from buyer_portal.order_client.studio import StudioClient  # noqa: PLC0415
    from buyer_portal.studio.handing_over import hand_over  # noqa: PLC0415
    from buyer_portal.testing.camera import camera_options, pictures_of  # noqa: PLC0415

    with ZipFile(file, "w", ZIP_DEFLATED) as packed, _progress() as progress:
        task = progress.add_task("pictures", total=chosen.count)
        async with (
            async_playwright() as playwright,
            Connection(service_token=_TOKEN, base_url=url) as connection,
        ):
            browser = await playwright.chromium.launch(**camera_options("127.0.0.1"))

            async def look(visit: Visit) -> Sequence[bytes]:
                try:
                    async with aclosing(pictures_of(browser, url, visit)) as pictures:
                        return [picture async for picture in pictures]
                except BrowserError as error:
                    raise CameraError(CameraProblem.FAILED) from error

            async def advance(number: int) -> None:
                progress.advance(task, number)

            client = StudioClient(connection)
            missing = await hand_over(chosen, packed, client=client, look=look, advance=advance)
            await browser.close()
    return missing


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


def _refuse(reason: str) -> int:
    sys.stderr.write(f"Nothing was handed over.\n{reason}\n")
    return REFUSED
