"""Measures events over raw sockets: ours beside the bare app's, one client and fifty."""

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bench.figures import Figure, milliseconds
from bench.servers import memory_kb
from bench.socket_client import SocketClient
from bench.world import World

WARM_UP = 20
ALONE = 300
CANCELS = 100
CLIENTS = 50
SECONDS = 8
SESSIONS = 200
MOST_RATIO = 2.5
LEAST_SHARE = 0.5
BARE = "reflex___state____state.portal____bare"
ROOT = "reflex___state____state"
DETAIL = f"{ROOT}.buyer_portal___pages___order_detail___state____order_detail_state"
CANCEL = f"{ROOT}.buyer_portal___commands___cancel_state____cancel_state"
SHOWN = '"order_rx_state_":{'
ANSWERED = '"answer_rx_state_"'


@dataclass(slots=True)
class Job:
    """One event to measure: its name, what its last update names, the pages it is sent from."""

    name: str
    until: str
    pages: Sequence[str] = ("/",)


@contextlib.asynccontextmanager
async def _connected(clients: Sequence[SocketClient]) -> AsyncIterator[Sequence[SocketClient]]:
    async with contextlib.AsyncExitStack() as stack:
        for client in clients:
            await stack.enter_async_context(client)
        yield clients


async def _send(client: SocketClient, job: Job, turn: int) -> float:
    client.page = job.pages[turn % len(job.pages)]
    return await client.send(job.name, until=job.until)


async def _alone(client: SocketClient, job: Job) -> list[float]:
    for turn in range(WARM_UP):
        await _send(client, job, turn)
    return [await _send(client, job, turn) for turn in range(ALONE)]


async def _together(clients: Sequence[SocketClient], jobs: Sequence[Job]) -> float:
    """Return how many events a second all clients get answered, each waiting for its own."""
    stop = time.perf_counter() + SECONDS
    done = 0

    async def work(client: SocketClient, job: Job) -> None:
        nonlocal done
        turn = 0
        while time.perf_counter() < stop:
            await _send(client, job, turn)
            turn += 1
            done += 1

    await asyncio.gather(*(work(*pair) for pair in zip(clients, jobs, strict=True)))
    return done / SECONDS


async def _hydrate(client: SocketClient) -> None:
    await client.send(f"{ROOT}.hydrate", until="is_hydrated")


def _open_job(world_orders: dict[str, str], at: int) -> Job:
    pages = [f"/orders/{world_orders[f'{name}{at}']}/" for name in "ab"]
    return Job(f"{DETAIL}.load", SHOWN, pages)


async def _cancels(client: SocketClient, orders: Sequence[str]) -> list[float]:
    """Open orders one after another and cancel each; return how long each cancel took."""
    samples: list[float] = []
    for order in orders:
        client.page = f"/orders/{order}/"
        await client.send(f"{DETAIL}.load", until=SHOWN)
        form = {"sent_at": str(time.time() * 1000), "text": "measured", "reason": ""}
        samples.append(await client.send(f"{CANCEL}.send", until=ANSWERED, form_data=form))
    return samples


async def measure(bare_url: str, world: World, portal_pid: int) -> list[Figure]:
    """Return round trips and rates of "open order" and "cancel", and the memory of a session."""
    async with SocketClient(bare_url) as bare:
        trivial = await _alone(bare, Job(f"{BARE}.tick", "count"))
        call = await _alone(bare, Job(f"{BARE}.ask", "count"))
    async with _connected([SocketClient(bare_url) for _ in range(CLIENTS)]) as many:
        bare_rate = await _together(many, [Job(f"{BARE}.ask", "count")] * CLIENTS)

    buyers = [f"b{at}" for at in range(CLIENTS)]
    tenant = world.tenant(
        buyers=[{"key": buyer} for buyer in buyers],
        sellers=[{"key": "free", "overrides": {"reasons": {"mode": "text", "required": False}}}],
        orders=[
            *(
                {"key": f"{name}{at}", "buyer": buyer}
                for name in "ab"
                for at, buyer in enumerate(buyers)
            ),
            *({"key": f"c{at}", "buyer": "b0", "seller": "free"} for at in range(CANCELS)),
        ],
    )
    cookies = [world.cookie(tenant, buyer) for buyer in buyers]
    orders = dict(tenant.orders)
    async with SocketClient(world.portal.url, cookie=cookies[0]) as client:
        await _hydrate(client)
        opened = await _alone(client, _open_job(orders, 0))
        cancelled = await _cancels(client, [orders[f"c{at}"] for at in range(CANCELS)])
    clients = [SocketClient(world.portal.url, cookie=cookie) for cookie in cookies]
    async with _connected(clients):
        for client in clients:
            await _hydrate(client)
        rate = await _together(clients, [_open_job(orders, at) for at in range(CLIENTS)])
    memory = await _memory_per_session(world, cookies, orders, portal_pid)
    ratio = statistics.median(opened) / statistics.median(call)
    return [
        Figure(name="bare app: trivial event (p50 / p95)", value=milliseconds(trivial)),
        Figure(name="bare app: event with one call (p50 / p95)", value=milliseconds(call)),
        Figure(
            name="open order, guard included, one client (p50 / p95)",
            value=milliseconds(opened),
            baseline=milliseconds(call),
            ratio=ratio,
            aim=f"≤ {MOST_RATIO} times baseline",
            is_met=ratio <= MOST_RATIO,
        ),
        Figure(name="cancel, one client (p50 / p95)", value=milliseconds(cancelled)),
        Figure(
            name=f"open order, {CLIENTS} clients",
            value=f"{rate:.0f} /s",
            baseline=f"{bare_rate:.0f} /s",
            ratio=rate / bare_rate,
            aim=f"≥ {LEAST_SHARE:.0%} of baseline",
            is_met=rate / bare_rate >= LEAST_SHARE,
        ),
        Figure(name="memory per open session", value=f"{memory:.0f} KB"),
    ]


async def _memory_per_session(
    world: World, cookies: Sequence[str], orders: dict[str, str], pid: int
) -> float:
    """Return what one more open tab with an order on it adds to the portal's memory, in KB."""
    before = memory_kb(pid)
    clients = [
        SocketClient(world.portal.url, cookie=cookies[at % len(cookies)]) for at in range(SESSIONS)
    ]
    async with _connected(clients):
        for at, client in enumerate(clients):
            await _hydrate(client)
            await _send(client, _open_job(orders, at % len(cookies)), 0)
        return (memory_kb(pid) - before) / SESSIONS
