import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
import reflex as rx
from reflex.event import Event
from reflex.state import OnLoadInternalState, State

from buyer_portal import session
from buyer_portal.edge.guard import SessionGuard
from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.verdicts import Verdicts
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceUnavailableError
from buyer_portal.order_contract.sessions import Buyer, CurrentSession, Me
from buyer_portal.session import (
    BUILD_HEADER,
    ZONE_HEADER,
    SessionState,
    open_to_anonymous,
    use_connection,
)

SAYS = {"zone": ZONE_HEADER, "build": BUILD_HEADER}
NEVER = object()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANN, BO = "a" * 64, "b" * 64
APP = None  # the guard does not look at it
KNOWN = Me(
    buyer=Buyer(id="ann", tenant="main", name="Ann", login="ann", time_zone="Asia/Jakarta"),
    session_key="k",
    counts={"all": 3},
    minimum_client_build=2,
    feed_id=7,
    server_now=NOW,
)


class OrdersOfTests(rx.State):
    """A page's state."""

    cards: rx.Field[list[str]] = rx.field(default_factory=list)

    @rx.event
    def load(self):
        """Do what a page does."""


class LoginOfTests(rx.State):
    """A public page's state."""

    @rx.event
    def load(self):
        """Do what a page does."""


open_to_anonymous(LoginOfTests)


@pytest.fixture
def sessions():
    """Which sessions hold; an exception is raised in place of an answer."""
    return {ANN: "ann", BO: "bo"}


@pytest.fixture
def tabs():
    return OpenTabs(lambda _: True)


@pytest.fixture
def guard(sessions, tabs):
    async def ask(session_hash):
        buyer_id = sessions.get(session_hash, NotSignedInError())
        if isinstance(buyer_id, Exception):
            raise buyer_id
        buyer = Buyer(id=buyer_id, tenant="main", name=buyer_id, login=buyer_id)
        return CurrentSession(buyer=buyer, session_key="k", expires_at=NOW, server_now=NOW)

    return SessionGuard(Verdicts(ask, clock=iter(range(10_000)).__next__), tabs)


@pytest.fixture(autouse=True)
async def service():
    """What the order service says of who is signed in, in turn, and what it was asked."""
    answers, asked = [], []

    async def answer_in_turn(request):
        asked.append(f"{request.method} {request.url.path}")
        said = answers.pop(0) if answers else KNOWN
        if isinstance(said, Exception):
            raise said
        if said is NEVER:
            await asyncio.Event().wait()  # it never answers; the guard gives up
        return httpx.Response(200, json=said.model_dump(mode="json"))

    transport = httpx.MockTransport(answer_in_turn)
    async with Connection(service_token="t" * 32, transport=transport) as opened:
        use_connection(opened)
        yield SimpleNamespace(answers=answers, asked=asked)
        use_connection(None)


@pytest.fixture
def tab():
    """The state of one tab."""
    return cast("Any", State)(_reflex_internal_init=True)  # as Reflex itself makes one


def at(tab, path, *, session="", address="", **said):
    """Let the tab show ``path``, its socket opened with ``session`` by a browser that ``said``."""
    headers = {"cookie": f"portal_session_hash={session}"} if session else {}
    headers |= {name: said[key] for key, name in SAYS.items() if key in said}
    tab.router_data = {
        "pathname": path,
        "asPath": address or path,
        "token": "token-1",
        "headers": headers,
    }


def event(handler):
    [made] = Event.from_event_type(handler)
    return made


async def answer(guard, tab, handler):
    """Return None when the event passes, else the names of the events sent in its place."""
    update = await guard.preprocess(APP, tab, event(handler))
    return None if update is None else [sent.name for sent in update.events]


async def redirect(guard, tab, handler):
    update = await guard.preprocess(APP, tab, event(handler))
    [sent] = update.events
    assert sent.name == "_redirect"
    return sent.payload["path"]


async def cards_of(tab):
    return (await tab.get_state(OrdersOfTests)).cards


HYDRATE = event(State.hydrate_and_load).name


async def test_nobody_reaches_a_page_of_buyers(guard, tab):
    at(tab, "/vi/orders/[order_id]", address="/vi/orders/7/?tab=all")

    for handler in (OnLoadInternalState.on_load_internal, OrdersOfTests.load):
        path = await redirect(guard, tab, handler)
        assert path == "/vi/login/?next=%2Fvi%2Forders%2F7%2F%3Ftab%3Dall"


async def test_nobody_sees_public_pages_and_uses_their_states_alone(guard, tab):
    at(tab, "/vi/login")

    assert await answer(guard, tab, State.hydrate_and_load) is None
    assert await answer(guard, tab, OnLoadInternalState.on_load_internal) is None
    assert await answer(guard, tab, LoginOfTests.load) is None
    assert await answer(guard, tab, OrdersOfTests.load) == []


async def test_setvar_reaches_nobody_s_state(guard, tab):
    at(tab, "/orders", session=ANN)
    await answer(guard, tab, State.hydrate_and_load)

    by_hand = Event(name=f"{OrdersOfTests.get_full_name()}.setvar", payload={"var_name": "cards"})
    update = await guard.preprocess(APP, tab, by_hand)

    assert update is not None
    assert update.events == []


async def test_a_buyer_hydrates_then_acts(guard, tab, tabs):
    at(tab, "/orders", session=ANN)

    assert await answer(guard, tab, State.hydrate_and_load) is None
    assert await answer(guard, tab, OrdersOfTests.load) is None
    assert tabs.of_buyer("ann") == {"token-1"}
    assert tabs.of_session(ANN) == {"token-1"}


async def test_a_state_of_somebody_else_is_never_used_and_is_emptied_by_hydration(guard, tab):
    at(tab, "/orders", session=ANN)
    await answer(guard, tab, State.hydrate_and_load)
    (await tab.get_state(OrdersOfTests)).cards = ["Ann's order"]

    at(tab, "/orders", session=BO)

    assert await answer(guard, tab, OrdersOfTests.load) == [HYDRATE]
    assert await cards_of(tab) == ["Ann's order"]  # not reset before the whole tree is loaded
    assert await answer(guard, tab, State.hydrate_and_load) is None
    assert await cards_of(tab) == []
    assert await answer(guard, tab, OrdersOfTests.load) is None


async def test_a_token_without_its_session_gives_nothing(guard, tab):
    at(tab, "/orders", session=ANN)
    await answer(guard, tab, State.hydrate_and_load)
    (await tab.get_state(OrdersOfTests)).cards = ["Ann's order"]

    at(tab, "/login")

    assert await answer(guard, tab, LoginOfTests.load) == [HYDRATE]
    await answer(guard, tab, State.hydrate_and_load)
    assert await cards_of(tab) == []


async def test_a_session_revoked_elsewhere_ends_on_the_open_socket(guard, tab, sessions):
    at(tab, "/orders", session=ANN)
    await answer(guard, tab, State.hydrate_and_load)
    (await tab.get_state(OrdersOfTests)).cards = ["Ann's order"]
    del sessions[ANN]

    assert await answer(guard, tab, OrdersOfTests.load) == [HYDRATE]
    assert await answer(guard, tab, State.hydrate_and_load) is None
    assert await cards_of(tab) == []
    path = await redirect(guard, tab, OnLoadInternalState.on_load_internal)
    assert path == "/login/?problem=expired&next=%2Forders"


async def test_a_silent_service_signs_nobody_out(guard, tab, sessions):
    at(tab, "/orders", session=ANN)
    await answer(guard, tab, State.hydrate_and_load)
    sessions[ANN] = OrderServiceUnavailableError()

    assert await answer(guard, tab, OrdersOfTests.load) is None


async def test_a_forged_header_is_no_session(guard, tab):
    at(tab, "/orders", session=ANN)
    tab.router_data["headers"] = {"cookie": f"x=1; portal_session_hash={ANN}"}

    assert (await redirect(guard, tab, OrdersOfTests.load)) == "/login/?next=%2Forders"


def test_whose_data_a_state_holds_never_leaves_the_server(tab):
    session = tab.dict()[SessionState.get_full_name()]

    assert not [name for name in session if "bound" in name or "build" in name]


async def test_who_looks_is_known_before_a_page_is_read(guard, tab, service):
    at(tab, "/orders", session=ANN, zone="Asia/Jakarta", build="2")

    await answer(guard, tab, State.hydrate_and_load)

    met = await tab.get_state(SessionState)
    assert service.asked == ["GET /v1/me"]
    assert (met.buyer_name, met.counts, met.is_unmet) == ("Ann", {"all": 3}, False)
    assert (met.time_zone, met._client_build, met.is_outdated) == ("Asia/Jakarta", 2, False)
    # Nothing tells the page to read again what it is about to read.
    assert (met.revision, met.shown_feed) == (0, 7)


async def test_a_zone_that_changed_is_told_to_the_service(guard, tab, service):
    at(tab, "/orders", session=ANN, zone="Europe/Berlin", build="1")

    await answer(guard, tab, State.hydrate_and_load)

    assert service.asked == ["GET /v1/me", "PATCH /v1/me"]
    assert (await tab.get_state(SessionState)).is_outdated  # build 1, and it takes 2


@pytest.mark.parametrize("said", [{}, {"zone": "Moon/Sea", "build": "0"}, {"build": "1e3"}])
async def test_nonsense_of_a_browser_is_as_nothing(said, guard, tab):
    at(tab, "/orders", session=ANN, **said)

    await answer(guard, tab, State.hydrate_and_load)

    met = await tab.get_state(SessionState)
    assert (met.time_zone, met._client_build) == ("UTC", None)


async def test_a_page_is_not_kept_waiting_for_who_looks(guard, tab, service, monkeypatch):
    monkeypatch.setattr(session, "MEETING_SECONDS", 0.01)
    service.answers.append(NEVER)
    at(tab, "/orders", session=ANN)

    passed = await answer(guard, tab, State.hydrate_and_load)
    met = await tab.get_state(SessionState)
    unmet, revision = met.is_unmet, met.revision
    await met.arrive("UTC", 2)

    assert passed is None
    assert (unmet, met.is_unmet) == (True, False)  # so the browser asks again
    assert met.buyer_name == "Ann"
    assert met.revision == revision + 1  # and what was read meanwhile is read again


async def test_a_page_that_is_loaded_again_is_met_again(guard, tab, service):
    at(tab, "/orders", session=ANN)
    await answer(guard, tab, State.hydrate_and_load)
    met = await tab.get_state(SessionState)
    await met.refresh()
    before = met.revision
    service.answers.append(KNOWN.model_copy(update={"feed_id": 9}))

    await answer(guard, tab, State.hydrate_and_load)

    assert before == 1
    assert (met.revision, met.shown_feed) == (0, 9)


async def test_a_silent_service_is_said_as_a_page_opens(guard, tab, service):
    service.answers.extend([httpx.ConnectError("nobody listens")] * 9)
    at(tab, "/orders", session=ANN)

    await answer(guard, tab, State.hydrate_and_load)

    met = await tab.get_state(SessionState)
    assert (met.is_service_down, met.is_unmet) == (True, False)


async def test_nobody_is_asked_about_where_nobody_is_signed_in(guard, tab, service):
    at(tab, "/login", zone="Asia/Jakarta")

    await answer(guard, tab, State.hydrate_and_load)

    assert service.asked == []
    assert (await tab.get_state(SessionState)).time_zone == "Asia/Jakarta"
