"""Change here what is checked before every event of a browser."""

from functools import cache
from typing import Any, Final
from urllib.parse import quote

import reflex as rx
from reflex.app import App
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import (
    BaseState,
    OnLoadInternalState,
    State,
    StateUpdate,
    UpdateVarsInternalState,
)
from reflex_base.constants import CompileVars, RouteVar
from reflex_base.utils.format import format_event_handler

from buyer_portal import routes
from buyer_portal.edge.open_tabs import OpenTabs
from buyer_portal.edge.verdicts import Standing, Verdicts
from buyer_portal.i18n.changes import read_as
from buyer_portal.session import SessionState, session_hash_of, states_open_to_anonymous
from buyer_portal.studio.screens import is_studio

PUBLIC_ADDRESSES: Final = frozenset(
    {routes.LOGIN, routes.UPDATE, routes.HELP, routes.WITHDRAWAL, "/404"}
)


class SessionGuard(Middleware):
    """Checks the session before every event; stands before all other middleware.

    * ``setvar`` is refused to everybody: it would reach every ``set_*`` method.
    * On hydration the session learns who looks, and with what, before the page is read.
    * A state that holds another session's data is emptied, which happens on hydration alone
      (there the whole tree is loaded); any other event starts a hydration instead.
    * Who is not signed in may look at public pages and use their states; else: to the login page.
    * While the order service is silent events pass: it authorises each of their calls again.
    """

    def __init__(self, verdicts: Verdicts, tabs: OpenTabs) -> None:
        self._verdicts = verdicts
        self._tabs = tabs

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event through (None) or answer in its place."""
        del app
        if event.name.endswith(".setvar"):
            return StateUpdate()
        session_hash = session_hash_of(state)
        verdict = await self._verdicts.of(session_hash)
        read_as("" if is_studio(_address_of(state)) else verdict.tenant)
        owner = "" if verdict.standing is Standing.NOBODY else session_hash
        session = await state.get_state(SessionState)
        is_hydration = event.name in _hydrations()
        if session._bound_hash != owner:  # noqa: SLF001 - the guard alone writes it
            if not is_hydration:
                return StateUpdate(events=_events(State.hydrate_and_load))
            state._get_root_state().reset()  # noqa: SLF001 - Reflex has no public way to the root
            session._bound_hash = owner  # noqa: SLF001
        if is_hydration:
            await session._meet(is_somebody=bool(owner))  # noqa: SLF001
        token = str(state.router_data.get(RouteVar.CLIENT_TOKEN, ""))
        if verdict.standing is Standing.SIGNED_IN:
            self._tabs.add(token, buyer_id=verdict.buyer_id, session_hash=session_hash)
        if owner or is_hydration:
            return None
        return self._answer_nobody(state, event)

    def _answer_nobody(self, state: BaseState, event: Event) -> StateUpdate | None:
        """Let what public pages need through; send everything else to the login page."""
        path = str(state.router_data.get(RouteVar.PATH, ""))
        locale = routes.locale_of(path)
        address = _address_of(state)
        is_public = address in PUBLIC_ADDRESSES or is_studio(address)
        if is_public and event.name.rpartition(".")[0] in _open_state_names():
            return None
        if is_public:
            return StateUpdate()
        asked_for = str(state.router_data.get(RouteVar.ORIGIN, "")) or path
        # A tab that brought a session has lost it: its buyer did not sign out here.
        login = login_href(locale, asked_for, has_expired=bool(session_hash_of(state)))
        return StateUpdate(events=_events(rx.redirect(login, replace=True)))


def _address_of(state: BaseState) -> str:
    """Return the address of a tab's page without its language."""
    path = str(state.router_data.get(RouteVar.PATH, ""))
    return path.removeprefix(routes.prefix(routes.locale_of(path))).rstrip("/")


def login_href(locale: str, asked_for: str, *, has_expired: bool) -> str:
    """Return the login page's address that leads back to ``asked_for``."""
    problem = "problem=expired&" if has_expired else ""
    return f"{routes.href(routes.LOGIN, locale)}?{problem}next={quote(asked_for, safe='')}"


def _events(event: Any) -> list[Event]:  # noqa: ANN401 - as in Reflex
    """Return what a middleware answers with to have ``event`` happen."""
    return Event.from_event_type(event)


@cache
def _hydrations() -> frozenset[str]:
    """Return the names of the events that send a tab its whole state."""
    names = (CompileVars.HYDRATE, CompileVars.HYDRATE_AND_LOAD)
    return frozenset(format_event_handler(State.event_handlers[name]) for name in names)


@cache
def _open_state_names() -> frozenset[str]:
    """Return the full names of states whose events need no session."""
    needed = {State, OnLoadInternalState, UpdateVarsInternalState}
    return frozenset(state.get_full_name() for state in needed | states_open_to_anonymous())
