"""Change here what is checked of the feed."""

import asyncio

from buyer_portal.conformance.checks.cancelling import cancellable
from buyer_portal.conformance.exchanges import Reply
from buyer_portal.conformance.findings import expect
from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.order_contract.events import EventsPage, EventType

PATIENCE_SECONDS = 4


async def _feed(kit: Kit, **query: float) -> Reply:
    return await kit.asker.ask("GET", "/v1/events", query=query)


@check(Area.EVENTS, "Without a cursor the feed says where it stands.", is_reading=True)
async def feed_says_where_it_stands(kit: Kit) -> None:
    """Ask for the cursor, then from there."""
    page = (await _feed(kit)).good(EventsPage)
    expect(page.events == (), "no events", page.events)
    (await _feed(kit, after=page.last, wait=0)).good(EventsPage)


@check(Area.EVENTS, "What is committed comes after the cursor, once, in order.")
async def feed_rises(kit: Kit) -> None:
    """Cancel between two questions."""
    world, buyer, detail = await cancellable(kit)
    start = (await _feed(kit)).good(EventsPage).last
    await buyer.cancelled(detail)
    reply = await _feed(kit, after=start, wait=0)
    page = reply.good(EventsPage)
    mine = [one for one in page.events if one.tenant == world.made.tenant]
    types = [one.type for one in mine]
    reply.must(EventType.ORDER_CANCELLED in types, "order.cancelled", types)
    ids = [one.feed_id for one in page.events]
    is_rising = ids == sorted(set(ids)) and min(ids) > start
    reply.must(is_rising, f"rising numbers above {start}", ids)
    reply.must(page.last == ids[-1], f"the cursor {ids[-1]}", page.last)
    whose = {one.buyer_id for one in mine if one.type == EventType.ORDER_CANCELLED}
    reply.must(whose == {detail.order.buyer_id}, "the buyer's id in it", whose)
    after = (await _feed(kit, after=page.last, wait=0)).good(EventsPage)
    again = [one.feed_id for one in after.events if one.feed_id in ids]
    expect(not again, "nothing twice", again)


@check(Area.EVENTS, "Who waits for the feed is woken by what happens.")
async def feed_wakes(kit: Kit) -> None:
    """Wait first, cancel then."""
    world, buyer, detail = await cancellable(kit)
    cursor = (await _feed(kit)).good(EventsPage).last
    waiting = asyncio.create_task(_until(kit, cursor, world.made.tenant))
    await asyncio.sleep(0)
    await buyer.cancelled(detail)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            is_told = await waiting
    except TimeoutError:
        is_told = False
    expect(is_told, f"news within {PATIENCE_SECONDS} s", "none")


async def _until(kit: Kit, cursor: int, tenant: str) -> bool:
    while True:
        page = (await _feed(kit, after=cursor, wait=2)).good(EventsPage)
        if any(one.tenant == tenant for one in page.events):
            return True
        cursor = page.last
