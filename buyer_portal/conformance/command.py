"""Change here what ``python -m buyer_portal check`` takes."""

import argparse
import asyncio
import tomllib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

import httpx
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from buyer_portal.conformance import running
from buyer_portal.conformance.exchanges import Asker
from buyer_portal.conformance.findings import FindingError
from buyer_portal.conformance.kit import Account
from buyer_portal.conformance.registry import Area
from buyer_portal.conformance.report import show, summary, write_junit
from buyer_portal.conformance.running import Outcome, Verdict
from buyer_portal.settings import Settings

KEPT: Final = 0
BROKEN: Final = 1
NOT_RUN: Final = 2
UNIX: Final = "unix:"
_ACCOUNTS: Final = TypeAdapter(list[Account])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.description = (
        "Prove an order service against the contract. The service token is PORTAL_SERVICE_TOKEN,"
        " or what the settings derive. docs/order-service.md says what a service must offer."
    )
    parser.add_argument("url", help="http://… of the service, or unix:/path/of/its.sock")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write JUnit XML")
    parser.add_argument(
        "--accounts",
        type=Path,
        metavar="FILE",
        help="TOML with [[account]] login, password: for a service without the testing API",
    )
    parser.add_argument(
        "--area",
        action="append",
        choices=[area.name.lower() for area in Area],
        help="check this area alone; may be repeated",
    )


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Check a service; return 0: all kept, 1: something broken, 2: it could not be checked."""
    console = Console()
    try:
        accounts = _accounts_in(given.accounts)
    except (OSError, ValueError) as error:
        console.print(f"{given.accounts} cannot be used: {error}", style="red", markup=False)
        return NOT_RUN
    areas = [Area[name.upper()] for name in given.area or ()]
    checking = running.run(Asker(client_for(given.url), settings.service_token), accounts, areas)
    outcomes = asyncio.run(_show_all(checking, given.url, console))
    if outcomes is None:
        return NOT_RUN
    summary(outcomes, console)
    if given.junit is not None:
        write_junit(outcomes, given.junit)
    return BROKEN if any(one.verdict is Verdict.BROKEN for one in outcomes) else KEPT


def client_for(url: str) -> httpx.AsyncClient:
    """Return what reaches a service, by address or by Unix socket."""
    if url.startswith(UNIX):
        transport = httpx.AsyncHTTPTransport(uds=url.removeprefix(UNIX))
        return httpx.AsyncClient(transport=transport, base_url="http://order-service")
    return httpx.AsyncClient(base_url=url, trust_env=False)


def _accounts_in(file: Path | None) -> Sequence[Account]:
    if file is None:
        return ()
    found = tomllib.loads(file.read_text("utf-8")).get("account", [])
    try:
        return _ACCOUNTS.validate_python(found)
    except ValidationError as error:
        raise ValueError("each [[account]] needs login and password") from error


async def _show_all(
    checking: AsyncIterator[Outcome], url: str, console: Console
) -> list[Outcome] | None:
    """Print outcomes as they come and return them; None: nothing could be checked."""
    outcomes: list[Outcome] = []
    try:
        async for outcome in checking:
            if not outcomes or outcomes[-1].check.area is not outcome.check.area:
                console.print(f"\n[bold]{outcome.check.area.capitalize()}[/]")
            show(outcome, console)
            outcomes.append(outcome)
    except (FindingError, httpx.InvalidURL) as error:
        console.print(f"{url} cannot be checked: {error}", style="red", markup=False)
        return None
    return outcomes
