import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from buyer_portal.edge.event_follower import EventFollower
from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.verdicts import Verdicts
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.events import Event, EventsPage

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def event(feed_id, type_, **fields):
    return Event(feed_id=feed_id, tenant="main", type=type_, at=NOW, **fields)


@pytest.fixture
def connected():
    return {"a1", "a2", "b1"}


@pytest.fixture
def tabs(connected):
    tabs = OpenTabs(connected.__contains__)
    tabs.add("a1", buyer_id="ann", session_hash="s1")
    tabs.add("a2", buyer_id="ann", session_hash="s2")
    tabs.add("b1", buyer_id="bo", session_hash="s3")
    return tabs


@pytest.fixture
def pushed():
    return []


@pytest.fixture
def make_follower(tabs, pushed):
    async def push(token):
        pushed.append(token)

    async def nobody_asks(_):
        raise AssertionError

    def make(handle):
        transport = httpx.MockTransport(handle)
        service = ServiceClient(Connection(service_token="t", transport=transport))
        return EventFollower(service, verdicts=Verdicts(nobody_asks), tabs=tabs, push=push)

    return make


def silent(_request):
    return httpx.Response(503)


async def test_an_event_reaches_every_tab_of_its_buyer_once(make_follower, pushed):
    follower = make_follower(silent)

    await follower.act_on(
        (event(1, "order.cancelled", buyer_id="ann"), event(2, "refund.settled", buyer_id="ann"))
    )

    assert sorted(pushed) == ["a1", "a2"]


async def test_a_revoked_session_reaches_its_own_tabs_alone(make_follower, pushed):
    follower = make_follower(silent)

    await follower.act_on((event(1, "session.revoked", parameters={"session_hash": "s2"}),))

    assert pushed == ["a2"]


async def test_a_closed_tab_is_forgotten(make_follower, pushed, tabs, connected):
    follower = make_follower(silent)
    connected.discard("a1")

    await follower.act_on((event(1, "order.cancelled", buyer_id="ann"),))

    assert pushed == ["a2"]
    assert tabs.all() == {"a2", "b1"}


async def test_a_tab_that_changes_hands_belongs_to_the_new_buyer(make_follower, pushed, tabs):
    follower = make_follower(silent)
    tabs.add("a1", buyer_id="bo", session_hash="s3")

    await follower.act_on((event(1, "order.cancelled", buyer_id="ann"),))

    assert pushed == ["a2"]
    assert tabs.of_buyer("bo") == {"a1", "b1"}


async def test_the_feed_is_followed_from_now_on_and_through_an_outage(make_follower, pushed):
    asked, done = [], asyncio.Event()
    pages = [
        EventsPage(events=(), last=7),
        None,
        EventsPage(events=(event(8, "order.cancelled", buyer_id="bo"),), last=8),
    ]

    async def handle(request):
        asked.append(request.url.params.get("after"))
        if not pages:
            done.set()
            await asyncio.Event().wait()
        page = pages.pop(0)
        if page is None:
            # Not a problem of the contract, so it is not tried again by the client.
            return httpx.Response(200, text="<html>", headers={"content-type": "text/html"})
        return httpx.Response(200, json=page.model_dump(mode="json"))

    async with make_follower(handle).running():
        await asyncio.wait_for(done.wait(), 5)

    assert asked == [None, "7", "7", "8"]
    # At its begin and after the outage every tab reads again; then the event reaches its buyer's.
    assert sorted(pushed[:3]) == sorted(pushed[3:6]) == ["a1", "a2", "b1"]
    assert pushed[6:] == ["b1"]
