"""Change here what the portal does when the order service reports an event."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.verdicts import Verdicts
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.events import Event

logger = logging.getLogger(__name__)

SESSION_REVOKED: Final = "session.revoked"
WAIT_SECONDS: Final = 20
FIRST_PAUSE_SECONDS: Final = 0.1
MAX_PAUSE_SECONDS: Final = 2.0
SWEEP_SECONDS: Final = 60.0


class EventFollower:
    """Follows the event feed and tells the open tabs that something changed.

    Args:
        push: Has one tab read again; called once per tab and batch of events.
    """

    def __init__(
        self,
        service: ServiceClient,
        *,
        verdicts: Verdicts,
        tabs: OpenTabs,
        push: Callable[[str], Awaitable[object]],
    ) -> None:
        self._service = service
        self._verdicts = verdicts
        self._tabs = tabs
        self._push = push

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the feed until the context is left."""
        tasks = [asyncio.create_task(self.follow()), asyncio.create_task(self.sweep())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def follow(self) -> None:
        """Follow the feed for ever, through every outage."""
        cursor: int | None = None
        pause = FIRST_PAUSE_SECONDS
        was_away = True  # a page that opened before the first answer may have missed something
        while True:
            try:
                # The first call only asks where the feed stands now.
                page = await self._service.events(
                    after=cursor, wait=0 if cursor is None else WAIT_SECONDS
                )
            except OrderServiceError as error:
                logger.warning("Cannot follow the event feed: %s", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, MAX_PAUSE_SECONDS)
                was_away = True
                continue
            pause = FIRST_PAUSE_SECONDS
            cursor = page.last
            if was_away:  # pages that failed meanwhile recover by themselves
                was_away = False
                self._verdicts.drop_all()
                await self.push_to(self._tabs.all())
            await self.act_on(page.events)

    async def act_on(self, events: tuple[Event, ...]) -> None:
        """Drop revoked verdicts at once, then push to each concerned tab once."""
        concerned: set[str] = set()
        for event in events:
            if event.type == SESSION_REVOKED:
                session_hash = event.parameters.get("session_hash", "")
                self._verdicts.drop(session_hash)
                concerned |= self._tabs.of_session(session_hash)
            elif event.buyer_id:
                concerned |= self._tabs.of_buyer(event.buyer_id)
        await self.push_to(frozenset(concerned))

    async def push_to(self, tokens: frozenset[str]) -> None:
        """Have these tabs read again; one that fails does not stop the others."""
        for token in tokens:
            try:
                await self._push(token)
            except Exception as error:  # noqa: BLE001 - one page must not end the following
                logger.warning("Could not push to a tab: %r", error)

    async def sweep(self) -> None:
        """Forget closed tabs from time to time, also of buyers to whom nothing happens."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self._tabs.all()
