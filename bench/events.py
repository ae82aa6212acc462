"""Measures events over raw sockets: ours beside the bare app's, one client and fifty."""

import asyncio
import statistics
import time

from bench.figures import Figure, milliseconds
from bench.socket_client import SocketClient
from bench.world import World

ALONE = 300
TOGETHER = 50
SECONDS = 8
MOST_RATIO = 2.5
LEAST_SHARE = 0.5
BARE = "reflex___state____state.portal____bare"
DETAIL = "reflex___state____state.buyer_portal___pages___order_detail___state____order_detail_state"


async def _alone(client: SocketClient, name: str, until: str) -> list[float]:
    for _ in range(20):
        await client.send(name, until=until)
    return [await client.send(name, until=until) for _ in range(ALONE)]


async def _together(clients: list[SocketClient], name: str, until: str) -> float:
    """Return how many events a second fifty clients get answered, closed loop."""
    stop = time.perf_counter() + SECONDS
    done = 0

    async def work(client: SocketClient) -> None:
        nonlocal done
        while time.perf_counter() < stop:
            await client.send(name, until=until)
            done += 1

    await asyncio.gather(*(work(client) for client in clients))
    return done / SECONDS


async def _figures(
    bare_url: str, world: World, detail_handler: str, until: str, page: str, cookie: str
) -> list[Figure]:
    async with SocketClient(bare_url) as bare:
        trivial = await _alone(bare, f"{BARE}.tick", "count")
        call = await _alone(bare, f"{BARE}.ask", "count")
    async with SocketClient(world.portal.url, cookie=cookie, page=page) as client:
        opened = await _alone(client, detail_handler, until)
    bare_clients = [SocketClient(bare_url) for _ in range(TOGETHER)]
    bare_rate = await _with_all(bare_clients, f"{BARE}.ask", "count")
    ratio = statistics.median(opened) / statistics.median(call)
    clients = [SocketClient(world.portal.url, cookie=cookie, page=page) for _ in range(20)]
    rate = await _with_all(clients, detail_handler, until)
    return [
        Figure(name="bare app: trivial event", value=milliseconds(trivial)),
        Figure(name="bare app: event with one call to a service", value=milliseconds(call)),
        Figure(
            name="open order, one client (p50 / p95)",
            value=milliseconds(opened),
            baseline=milliseconds(call),
            ratio=ratio,
            aim=f"≤ {MOST_RATIO} × baseline",
            is_met=ratio <= MOST_RATIO,
        ),
        Figure(
            name=f"open order, {TOGETHER} clients",
            value=f"{rate:.0f} /s",
            baseline=f"{bare_rate:.0f} /s",
            ratio=rate / bare_rate,
            aim=f"≥ {LEAST_SHARE:.0%} of baseline",
            is_met=rate / bare_rate >= LEAST_SHARE,
        ),
    ]


async def _with_all(clients: list[SocketClient], name: str, until: str) -> float:
    await asyncio.gather(*(client.__aenter__() for client in clients))
    try:
        return await _together(clients, name, until)
    finally:
        await asyncio.gather(*(client.__aexit__(None, None, None) for client in clients))
