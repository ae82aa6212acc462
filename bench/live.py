"""Measures how soon a change is on its pages while two hundred are open."""

import asyncio
import contextlib
import time

from bench.events import DETAIL, ROOT, SHOWN
from bench.figures import Figure, milliseconds, percentile
from bench.socket_client import SocketClient
from bench.world import World
from buyer_portal.testing.tenant import Tenant

BUYERS = 40
TABS = 5
MOST_SECONDS = 1.0
REVISED = '"revision_rx_state_"'


async def measure(world: World) -> list[Figure]:
    """Return the time from asking for a change until a page has it, over every page of a buyer.

    Each page does as portal.js does: it is told that something changed, and reads again.
    """
    buyers = [f"b{at}" for at in range(BUYERS)]
    tenant = world.tenant(
        buyers=[{"key": buyer} for buyer in buyers],
        orders=[{"key": f"o{at}", "buyer": buyer} for at, buyer in enumerate(buyers)],
    )
    samples: list[float] = []
    async with contextlib.AsyncExitStack() as stack:
        tabs: list[list[SocketClient]] = []
        for at, buyer in enumerate(buyers):
            cookie = world.cookie(tenant, buyer)
            page = f"/orders/{tenant.orders[f'o{at}']}/"
            opened = [
                await stack.enter_async_context(
                    SocketClient(world.portal.url, cookie=cookie, page=page)
                )
                for _ in range(TABS)
            ]
            for tab in opened:
                await tab.send(f"{ROOT}.hydrate", until="is_hydrated")
                await tab.send(f"{DETAIL}.load", until=SHOWN)
            tabs.append(opened)
        for at, opened in enumerate(tabs):
            samples += await _change(tenant, f"o{at}", opened)
    return [
        Figure(
            name=f"change until its pages have it, {BUYERS * TABS} pages open (p50 / p95)",
            value=milliseconds(samples),
            aim=f"p95 ≤ {MOST_SECONDS:.0f} s",
            is_met=percentile(samples, 0.95) <= MOST_SECONDS,
        )
    ]


async def _change(tenant: Tenant, order: str, tabs: list[SocketClient]) -> list[float]:
    """Let the seller pack an order; return how long each page of its buyer took to show it."""
    began = time.perf_counter()

    async def follow(tab: SocketClient) -> float:
        while REVISED not in (await tab.receive() or ""):
            pass
        await tab.send(f"{DETAIL}.refresh", until=SHOWN)
        return time.perf_counter() - began

    following = [asyncio.create_task(follow(tab)) for tab in tabs]
    await asyncio.to_thread(tenant.do, order, "pack")
    return list(await asyncio.gather(*following))
