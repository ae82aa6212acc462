"""Run every measurement and print one table: ``make bench``."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bench import board, browser, engine, events, live, outside, service
from bench.figures import print_table
from bench.servers import bare_app
from bench.world import world_of
from buyer_portal.testing.portal import running_portal

TOKEN = "a testing token for measurements"  # noqa: S105 - guards nothing real
REPORT = Path("reports/bench.md")


def main() -> int:
    """Measure, print, and end with 0: a figure that falls short is told, not hidden."""
    figures = engine.measure()  # first, while nothing else runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            running_portal(
                folder, testing_token=TOKEN, PORTAL_SOCKET_EVENTS_PER_SECOND="1000000"
            ) as portal,
            world_of(portal, folder / "data") as world,
        ):
            figures += browser.measure(world)
            figures += board.measure(world)
            with bare_app(folder) as bare_url:
                figures += asyncio.run(events.measure(bare_url, world, portal.pid or 0))
            figures += asyncio.run(live.measure(world))
            figures += asyncio.run(service.measure(world))
    figures += asyncio.run(outside.measure())
    print_table(figures, REPORT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
