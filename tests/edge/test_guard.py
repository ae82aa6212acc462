from datetime import UTC, datetime
from typing import Any, cast

import pytest
import reflex as rx
from reflex.event import Event
from reflex.state import OnLoadInternalState, State

from buyer_portal.edge.guard import SessionGuard
from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.verdicts import Verdicts
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceUnavailableError
from buyer_portal.order_contract.sessions import Buyer, CurrentSession
from buyer_portal.session import SessionState, open_to_anonymous

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANN, BO = "a" * 64, "b" * 64
APP = None  # the guard does not look at it


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


@pytest.fixture
def tab():
    """The state of one tab."""
    return cast("Any", State)(_reflex_internal_init=True)  # as Reflex itself makes one


def at(tab, path, *, session="", address=""):
    """Let the tab show ``path``, its socket opened with ``session``."""
    headers = {"cookie": f"portal_session_hash={session}"} if session else {}
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
