"""Open pages follow what is committed: through kills of the service, and of the follower itself."""

import asyncio
import contextlib
import gc
import os
import signal
import time
import warnings

import pytest

from buyer_portal.edge.embedded_service import EmbeddedService
from buyer_portal.edge.event_follower import EventFollower
from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.portal import connect
from buyer_portal.edge.verdicts import Verdicts
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario

KILLS = 2
STEPS = ("pack", "carrier-scan", "deliver", "complete")


class Tabs:
    """Open pages that read again when they are told to, as pages do."""

    def __init__(self, connection: Connection, made: NewTenant) -> None:
        self._connection = connection
        self.path = f"/testing/tenants/{made.tenant}/orders"
        self.orders = list(made.orders.values())
        self.tokens = [f"tab-{at}" for at in range(3)]
        self.open = OpenTabs(lambda _: True)
        for token in self.tokens:
            self.open.add(token, buyer_id=made.buyers["buyer"].id, session_hash=token)
        self.shown: dict[str, dict[str, int]] = {token: {} for token in self.tokens}
        self.read_at = 0.0
        self._reading: set[asyncio.Task[None]] = set()

    async def push(self, token: str) -> None:
        """Begin to read, as an enqueued event does; the next push reads again what this missed."""
        task = asyncio.create_task(self._read(token))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def rest(self) -> None:
        """Wait until nobody reads."""
        while self._reading:
            await asyncio.gather(*self._reading)

    async def version(self, order_id: str) -> int:
        """Return the version that the database has."""
        detail = await self._connection.ask(OrderDetail, Call("GET", f"{self.path}/{order_id}"))
        return detail.order.version

    async def _read(self, token: str) -> None:
        with contextlib.suppress(OrderServiceError):  # the follower comes again after an outage
            self.shown[token] = {one: await self.version(one) for one in self.orders}
            self.read_at = time.monotonic()


@pytest.fixture
async def service(settings, monkeypatch):
    monkeypatch.setenv("PORTAL_MODE", "test")
    embedded = EmbeddedService(settings)
    async with embedded.running():
        yield embedded


@pytest.fixture
async def connection(settings, service):  # noqa: ARG001 - it must run
    async with connect(settings) as opened:
        yield opened
    with warnings.catch_warnings():  # connections that a kill broke are never closed by httpcore
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


async def _tabs(connection: Connection) -> Tabs:
    body = Scenario.model_validate({"orders": [{"key": f"o{at}"} for at in range(KILLS + 1)]})
    made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=body))
    return Tabs(connection, made)


async def _commit(connection: Connection, path: str, step: str) -> None:
    """Take a step, again after an outage; one that was taken already is refused, which is fine."""
    for _ in range(200):
        try:
            await connection.ask(OrderDetail, Call("POST", f"{path}/{step}"))
        except OrderServiceError as error:
            if error.problem and error.problem.type.endswith(ProblemCode.WRONG_STATE):
                return
            await asyncio.sleep(0.05)  # the service starts again; it tells nobody when
        else:
            return
    raise AssertionError(step)


def _follow(connection: Connection, tabs: Tabs) -> EventFollower:
    service = ServiceClient(connection)
    verdicts = Verdicts(service.session)
    return EventFollower(service, verdicts=verdicts, tabs=tabs.open, push=tabs.push)


async def _settled(tabs: Tabs) -> None:
    """Wait until every page shows what the database has; how soon that is stands in bench/."""
    began = time.monotonic()
    truth = {one: await tabs.version(one) for one in tabs.orders}
    while any(shown != truth for shown in tabs.shown.values()):
        assert time.monotonic() - began < 30, tabs.shown
        await asyncio.sleep(0.02)  # pages read when the follower tells them
    await tabs.rest()


def _recorded(follower: EventFollower, tenant: str) -> list[int]:
    """Note which events of a tenant a follower acts on."""
    seen: list[int] = []
    act_on = follower.act_on

    async def note(events) -> None:
        seen.extend(event.feed_id for event in events if event.tenant == tenant)
        await act_on(events)

    follower.act_on = note
    return seen


async def test_pages_follow_through_kills_of_the_service(connection, service):
    """Killed in the middle of commits, twice: no event is lost, none comes twice."""
    tabs = await _tabs(connection)
    tenant = tabs.path.split("/")[3]
    follower = _follow(connection, tabs)
    seen = _recorded(follower, tenant)
    before = await connection.ask(EventsPage, Call("GET", f"/testing/tenants/{tenant}/events"))

    async with follower.running():
        await _settled(tabs)  # it has begun
        for at, order_id in enumerate(tabs.orders[:KILLS]):
            steps = asyncio.create_task(_take_steps(connection, f"{tabs.path}/{order_id}"))
            await asyncio.sleep(0.02 * at)  # at another moment of the work each time
            assert service.pid is not None
            os.kill(service.pid, signal.SIGKILL)
            await steps
        await _take_steps(connection, f"{tabs.path}/{tabs.orders[-1]}")
        await _settled(tabs)

    after = await connection.ask(EventsPage, Call("GET", f"/testing/tenants/{tenant}/events"))
    known = {event.feed_id for event in before.events}
    assert seen == [one.feed_id for one in after.events if one.feed_id not in known]
    assert len(seen) == len(STEPS) * (KILLS + 1)


async def test_pages_catch_up_when_the_follower_begins_again(connection):
    """One page that fails in between does not end the following."""
    tabs = await _tabs(connection)
    path, broken = f"{tabs.path}/{tabs.orders[0]}", tabs.tokens[0]
    push, failures = tabs.push, [KeyError(broken)]

    async def fail_once(token: str) -> None:
        if token == broken and failures:
            raise failures.pop()
        await push(token)

    async with _follow(connection, tabs).running():
        await _settled(tabs)
        tabs.push = fail_once
    for _ in range(2):  # the second is refused as taken already
        await _commit(connection, path, "pack")  # nobody follows

    async with _follow(connection, tabs).running():
        await asyncio.sleep(0.1)  # the page that fails now gets no other call for this change
        await _commit(connection, path, "carrier-scan")
        await _settled(tabs)
    assert failures == []


async def _take_steps(connection: Connection, path: str) -> None:
    for step in STEPS:
        await _commit(connection, path, step)
