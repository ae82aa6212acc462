"""The feed: commit order, long poll, nothing lost behind a cursor."""

import asyncio
import time

import pytest

from buyer_portal.order_client.errors import CancellationRefusedError
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.events.repository import append, events_after, last_feed_id
from buyer_portal.order_service.tenants.clock import real_now


def _append(database: Database, tenant: str, name: str) -> None:
    database.write_now(lambda transaction: _add(transaction, tenant, name))


def _add(transaction: Transaction, tenant: str, name: str) -> None:
    append(transaction, tenant, EventType.ORDER_PLACED, real_now(), parameters={"name": name})


async def _follow(portal, tenant: str, after: int) -> tuple[list[str], int]:
    page = await portal.events(after=after, wait=0)
    ours = [event for event in page.events if event.tenant == tenant]
    return [event.parameters["name"] for event in ours], page.last


async def test_cancel_is_on_the_feed_with_its_order(make_world, cancel, portal):
    world = await make_world()
    last = (await portal.events()).last
    answer = await cancel(await world.buyer(), world.order())

    page = await portal.events(after=last)

    [event] = [one for one in page.events if one.tenant == world.made.tenant]
    assert (event.type, event.order_id, event.sequence) == ("order.cancelled", world.order(), 3)
    assert event.parameters == {
        "number": answer.order.number,
        "cancellation_id": answer.cancellation.id,
        "reference": answer.cancellation.reference,
        "pieces": "1",
        "refund_minor": "154800",
        "currency": "VND",
    }
    assert page.last >= event.feed_id


async def test_follower_is_woken_by_a_commit(make_world, portal, database):
    world = await make_world()
    last = (await portal.events()).last
    start = time.monotonic()
    waiting = asyncio.create_task(portal.events(after=last, wait=15))
    await asyncio.sleep(0.05)

    await database.write(lambda transaction: _add(transaction, world.made.tenant, "news"))
    page = await waiting

    assert world.made.tenant in {event.tenant for event in page.events}
    assert time.monotonic() - start < 10


async def test_follower_notices_what_other_processes_commit(make_world, portal, database):
    world = await make_world()
    last = (await portal.events()).last
    waiting = asyncio.create_task(portal.events(after=last, wait=15))
    await asyncio.sleep(0.05)

    await asyncio.to_thread(_append, database, world.made.tenant, "news")  # wakes nobody

    assert world.made.tenant in {event.tenant for event in (await waiting).events}


async def test_wait_ends_without_news(portal):
    last = (await portal.events()).last

    page = await portal.events(after=last, wait=0)

    assert (page.events, page.last) == ((), last)


async def test_cursor_past_the_end_is_kept(portal):
    page = await portal.events(after=2**62, wait=0)

    assert (page.events, page.last) == ((), 2**62)


async def test_events_come_once_and_in_order(make_world, portal, database):
    tenant = (await make_world()).made.tenant
    _, cursor = [], (await portal.events()).last
    seen: list[str] = []

    for number in range(12):
        _append(database, tenant, str(number))
        if number % 3 == 2:
            names, cursor = await _follow(portal, tenant, cursor)
            seen += names

    assert seen == [str(number) for number in range(12)]


async def test_events_of_an_older_transaction_are_not_overtaken(make_world, portal, database):
    """PostgreSQL: the one that began first commits last; nothing may be lost behind the cursor."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer")
    tenant = (await make_world()).made.tenant
    cursor = (await portal.events()).last

    with database.engine.begin() as slow:
        _add(Transaction(slow), tenant, "slow")
        _append(database, tenant, "quick")
        held_back, cursor = await _follow(portal, tenant, cursor)
    names, cursor = await _follow(portal, tenant, cursor)

    assert (held_back, names) == ([], ["slow", "quick"])


async def test_nothing_of_a_rolled_back_transaction_is_told(make_world, cancel, portal):
    world = await make_world(orders=[{"status": "DELIVERED"}])
    last = (await portal.events()).last

    with pytest.raises(CancellationRefusedError):
        await cancel(await world.buyer(), world.order())

    assert world.made.tenant not in {
        event.tenant for event in (await portal.events(after=last, wait=0)).events
    }


def test_cursor_of_an_empty_page_is_the_bound(database):
    last = database.read_now(last_feed_id)

    assert database.read_now(lambda connection: events_after(connection, last, 10)) == ()
