"""Change here how deliveries are sent: when to look, how many at once, how long to wait."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

import httpx

from buyer_portal.order_service.database import Database, DatabaseUnavailableError, Transaction
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.webhooks import outbox, planning
from buyer_portal.order_service.webhooks.addresses import AddressGuard, AddressRefusedError
from buyer_portal.order_service.webhooks.endpoints import find_endpoint
from buyer_portal.order_service.webhooks.outbox import Answered, Delivery
from buyer_portal.order_service.webhooks.sealing import Seal, SealBrokenError
from buyer_portal.order_service.webhooks.signatures import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    sign,
)

TICK_SECONDS: Final = 1.0
GATHER_SECONDS: Final = 0.02
ANSWER_SECONDS: Final = 10.0
CONNECT_SECONDS: Final = 3.0
MOST_AT_ONCE: Final = 20
MOST_PER_ENDPOINT: Final = 5
MOST_READ: Final = 16 * 1024
USER_AGENT: Final = "buyer-portal-webhooks/1"

_log = logging.getLogger(__name__)


class WebhookSender:
    """Sends what is due, several at once, never two of one order to one endpoint.

    Args:
        now: The real time; tests move it.
    """

    def __init__(
        self,
        database: Database,
        seal: Seal,
        guard: AddressGuard,
        *,
        now: Callable[[], datetime] = real_now,
    ) -> None:
        self.guard = guard
        self.now = now
        self._database = database
        self._seal = seal
        self._news = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], str] = {}
        self._http: httpx.AsyncClient | None = None

    def wake(self) -> None:
        """Look again soon: something was committed."""
        self._news.set()

    async def run_for_ever(self) -> None:
        """Send what becomes due, for ever."""
        try:
            while True:
                self._news.clear()
                try:
                    await self._begin()
                except DatabaseUnavailableError:
                    pass  # already logged; the next tick tries again
                except Exception:  # noqa: BLE001 - the next tick must come
                    _log.exception("webhooks were not sent")
                await asyncio.sleep(GATHER_SECONDS)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(TICK_SECONDS):
                        await self._news.wait()
        finally:
            await self.close()

    async def send_due(self) -> int:
        """Send all that is due now and wait for the answers; return how many tries that was."""
        tries = 0
        while begun := await self._begin():
            tries += begun
            await asyncio.gather(*self._under_way)
        return tries

    async def close(self) -> None:
        """Leave what is under way to the next process."""
        for task in [*self._under_way]:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _begin(self) -> int:
        """Make deliveries of what happened, and begin to send some that are due."""
        database, now = self._database, self.now()
        if not await database.read(planning.is_anybody_told):
            return 0
        while await database.read(planning.has_news):
            await database.write(lambda transaction: planning.plan(transaction, now))
        counts = Counter(self._under_way.values())
        busy = [one for one, count in counts.items() if count >= MOST_PER_ENDPOINT]
        due = await database.read(lambda connection: outbox.due(connection, now, busy))
        chosen = self._choose(due)
        if not chosen:
            return 0

        def claim(transaction: Transaction) -> list[tuple[Delivery, datetime]]:
            claims = [(one, outbox.claim(transaction, one, now)) for one in chosen]
            return [(one, until) for one, until in claims if until is not None]

        claimed = await database.write(claim)
        for delivery, until in claimed:
            task = asyncio.create_task(self._send(delivery, until))
            self._under_way[task] = delivery.endpoint_id
            task.add_done_callback(self._forget)
        return len(claimed)

    def _choose(self, due: list[Delivery]) -> list[Delivery]:
        """Return which of them may begin, so that no slow endpoint holds up the others."""
        busy = Counter(self._under_way.values())
        chosen: list[Delivery] = []
        for one in due:
            is_full = len(self._under_way) + len(chosen) >= MOST_AT_ONCE
            if not is_full and busy[one.endpoint_id] < MOST_PER_ENDPOINT:
                busy[one.endpoint_id] += 1
                chosen.append(one)
        return chosen

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            _log.error("a delivery was not written down: %r", task.exception())

    async def _send(self, delivery: Delivery, until: datetime) -> None:
        answered = await self._try(delivery)
        now = self.now()
        await self._database.write(
            lambda transaction: outbox.end_try(transaction, delivery, until, answered, now)
        )

    async def _try(self, delivery: Delivery) -> Answered:
        """Send it once."""
        endpoint = await self._database.read(
            lambda connection: find_endpoint(connection, delivery.tenant, delivery.endpoint_id)
        )
        if endpoint is None:
            return Answered(error="the endpoint was removed")
        body, stamp = delivery.body.encode(), int(real_now().timestamp())
        try:
            signed = [
                sign(secret, delivery.message_id, stamp, body)
                for secret in endpoint.secrets(self._seal)
            ]
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._post(
                    endpoint.url,
                    body,
                    {
                        ID_HEADER: delivery.message_id,
                        TIMESTAMP_HEADER: str(stamp),
                        SIGNATURE_HEADER: " ".join(signed),
                    },
                )
        except (AddressRefusedError, SealBrokenError) as refused:
            return Answered(error=str(refused))
        except TimeoutError:
            return Answered(error=f"no answer within {ANSWER_SECONDS:.0f} seconds")
        except httpx.HTTPError as error:
            return Answered(error=type(error).__name__)

    async def _post(self, url: str, body: bytes, signed: dict[str, str]) -> Answered:
        target = await self.guard.target(url)
        headers = {
            "host": target.host,
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            **signed,
        }
        client = self._client()
        async with client.stream(
            "POST",
            target.url,
            content=body,
            headers=headers,
            extensions={"sni_hostname": target.name},
        ) as answer:
            size = 0
            async for chunk in answer.aiter_raw():
                size += len(chunk)
                if size > MOST_READ:
                    break
            return Answered(status=answer.status_code)

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(
                timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
                follow_redirects=False,
                trust_env=False,
                limits=httpx.Limits(max_connections=MOST_AT_ONCE),
            )
        return self._http
