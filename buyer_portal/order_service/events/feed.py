"""Change here how followers of the feed wait."""

import asyncio
from typing import Final

from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.events.repository import events_after, last_feed_id

PAGE: Final = 500
OTHERS_SECONDS: Final = 0.5
"""How often to look for what other processes committed; our own commits wake at once."""


class Feed:
    """The feed of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._news = asyncio.Event()
        self._is_closing = False

    def wake(self) -> None:
        """Let everybody who waits look again; runs on the event loop after each commit."""
        self._news.set()

    def close(self) -> None:
        """Send everybody who waits home."""
        self._is_closing = True
        self.wake()

    async def page(self, after: int | None, wait: float) -> EventsPage:
        """Return events past a cursor, waiting for the first; None asks where the feed stands."""
        if after is None:
            return EventsPage(events=(), last=await self._database.read(last_feed_id))
        until = asyncio.get_running_loop().time() + wait
        while True:
            self._news.clear()
            events = await self._database.read(
                lambda connection: events_after(connection, after, PAGE)
            )
            left = until - asyncio.get_running_loop().time()
            if events or left <= 0 or self._is_closing:
                last = events[-1].feed_id if events else after
                return EventsPage(events=events, last=last)
            try:
                async with asyncio.timeout(min(left, OTHERS_SECONDS)):
                    await self._news.wait()
            except TimeoutError:
                continue
