"""Change here what every page knows of its buyer: who, since when, what is unread, what failed."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import reflex as rx
from reflex.istate.proxy import StateProxy
from reflex.state import BaseState

from buyer_portal import routes
from buyer_portal.design.skins import labels_of
from buyer_portal.i18n.changes import NO_CHANGES, changes_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.sessions import BuyerChange, Me
from buyer_portal.studio.screens import is_studio

HASH_COOKIE: Final = "portal_session_hash"
"""What the edge puts in place of the session cookie (edge/socket_guard.py)."""
ZONE_HEADER: Final = "x-portal-zone"
BUILD_HEADER: Final = "x-portal-build"
"""What the browser says of itself as it opens its socket (portal.js, edge/socket_guard.py)."""
MAX_BUILD: Final = 1_000_000
MEETING_SECONDS: Final = 1.0
"""How long a page waits for who looks at it before it is read."""

_HASH_IN_COOKIE = re.compile(rf"\A{HASH_COOKIE}=([0-9a-f]{{64}})\Z")
_BUILD = re.compile(r"[0-9]{1,7}")
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+/-]{1,64}")
_REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")

_connections: list[Connection] = []
_announcers: list[Callable[[], Awaitable[None]]] = []
_presences: list[Callable[[str], bool]] = []
_open_states: set[type[BaseState]] = set()


def use_connection(connection: Connection | None) -> None:
    """Let pages ask over ``connection`` from now on; None closes the door."""
    _connections[:] = [] if connection is None else [connection]


def connection() -> Connection:
    """Return the pool that the app opened.

    Raises:
        RuntimeError: The app has not started.
    """
    if not _connections:
        raise RuntimeError("no connection to the order service: the app has not started")
    return _connections[0]


def use_announcer(announcer: Callable[[], Awaitable[None]] | None) -> None:
    """Let the studio have every open page read again; None takes that away."""
    _announcers[:] = [] if announcer is None else [announcer]


async def read_again_everywhere() -> None:
    """Have every open page read again, because something changed that no event tells."""
    for announce in _announcers:
        await announce()


def use_presence(is_connected: Callable[[str], bool] | None) -> None:
    """Let pages ask whether a tab is still there; None takes that away."""
    _presences[:] = [] if is_connected is None else [is_connected]


def is_tab_open(tab: str) -> bool:
    """Say whether a tab is connected, so that nothing long is done for one that is gone."""
    return any(is_connected(tab) for is_connected in _presences)


def session_hash_of(state: BaseState | StateProxy) -> str:
    """Return the hash of the session that this tab's socket was opened with; empty: none.

    The edge wrote it into the handshake; no browser can.
    """
    headers = state.router_data.get("headers", {})
    found = _HASH_IN_COOKIE.match(headers.get("cookie", ""))
    return found[1] if found else ""


async def buyer_client(state: rx.State) -> BuyerClient:
    """Return what asks the order service as the buyer of this tab.

    In a background event, call it inside ``async with self``.

    Raises:
        NotSignedInError: Nobody is signed in; the guard then sends the buyer to the login page.
    """
    session_hash = session_hash_of(state)
    if not session_hash:
        raise NotSignedInError("no session")
    session = await state.get_state(SessionState)
    return BuyerClient(connection(), session_hash, client_build=session._client_build)


def service_client() -> ServiceClient:
    """Return what asks the order service as the portal itself."""
    return ServiceClient(connection())


def locale_of_page(state: rx.State) -> str:
    """Return the language of the page that this tab shows."""
    return routes.locale_of(state.router.url.path)


def open_to_anonymous(*states: type[BaseState]) -> None:
    """Let people who are not signed in send the events of these states (login, help)."""
    _open_states.update(states)


def states_open_to_anonymous() -> frozenset[type[BaseState]]:
    """Return the states whose events need no session."""
    return frozenset({SessionState, *_open_states})


def _address_of(state: rx.State) -> str:
    """Return the address of a tab's page without its language."""
    path = state.router.url.path
    return path.removeprefix(routes.prefix(routes.locale_of(path)))


def time_zone_named(name: object) -> str:
    """Return a zone name that this machine knows, aliases accepted; empty for anything else."""
    if not isinstance(name, str) or _ZONE_NAME.fullmatch(name) is None:
        return ""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):  # unknown, or a folder of zones
        return ""
    return name


def build_named(build: object) -> int | None:
    """Return the build that a browser says its page is; None for nonsense."""
    return build if type(build) is int and 0 < build <= MAX_BUILD else None


class SessionState(rx.State):
    """Who is signed in; the one state that pages share."""

    is_signed_in: rx.Field[bool] = rx.field(default=False)
    buyer_name: rx.Field[str] = rx.field(default="")
    buyer_login: rx.Field[str] = rx.field(default="")
    market: rx.Field[str] = rx.field(default="")
    skin: rx.Field[str] = rx.field(default="standard")
    theme: rx.Field[str] = rx.field(default="")
    saved_locale: rx.Field[str] = rx.field(default="")
    time_zone: rx.Field[str] = rx.field(default="UTC")
    unread: rx.Field[int] = rx.field(default=0)
    has_news: rx.Field[bool] = rx.field(default=False)
    """Whether more became unread while the page was open."""
    unread_messages: rx.Field[int] = rx.field(default=0)
    strikes: rx.Field[int] = rx.field(default=0)
    counts: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    is_outdated: rx.Field[bool] = rx.field(default=False)
    is_service_down: rx.Field[bool] = rx.field(default=False)
    error_reference: rx.Field[str] = rx.field(default="")
    """Set when a handler failed: what the buyer can quote to support."""
    words: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """Texts that the studio changed for this tenant, by message id; production has none."""
    pseudo: rx.Field[str] = rx.field(default="")
    look: rx.Field[str] = rx.field(default="")
    revision: rx.Field[int] = rx.field(default=0)
    """Rises when something changed for the buyer; open pages then read again (portal.js)."""

    mail_groups: rx.Field[list[str]] = rx.field(default_factory=list)
    """What comes by e-mail."""
    feed_id: rx.Field[int] = rx.field(default=0)
    """The last event of the buyer's tenant that the counters here know of."""
    shown_feed: rx.Field[int] = rx.field(default=0)
    """The last event that the page shows as well; tests wait for it (``data-feed``)."""
    is_unmet: rx.Field[bool] = rx.field(default=False)
    """Whether who looks was not known in time; the browser then asks for it (portal.js)."""

    _client_build: int | None = None
    _bound_hash: str = ""
    """Whose data this state holds; written by the guard alone."""

    @rx.event
    async def arrive(self, time_zone: str, client_build: int) -> None:
        """Note what only the browser knows, then read who is signed in.

        Pages do this where the guard, which does it first, had no answer in time.

        Args:
            time_zone: ``Intl``'s name of the zone.
            client_build: The build that was compiled into the page.
        """
        before = (self._client_build, self.time_zone)
        await self._learn(
            zone=time_zone_named(time_zone),
            build=build_named(client_build),
            is_somebody=bool(session_hash_of(self)),
        )
        is_other = before != (self._client_build, self.time_zone)
        if is_other or self.shown_feed < self.feed_id:  # what was read before is read again
            self.revision += 1

    async def _meet(self, *, is_somebody: bool) -> None:
        """Learn who looks, in which zone and build, before the page is read; the guard does so.

        A page that knew it only later would be read twice.
        """
        headers = self.router_data.get("headers", {})
        zone, build = (headers.get(name, "") for name in (ZONE_HEADER, BUILD_HEADER))
        self.revision = self.shown_feed = 0
        self.is_unmet = False
        try:
            async with asyncio.timeout(MEETING_SECONDS):
                await self._learn(
                    zone=time_zone_named(zone),
                    build=build_named(int(build) if _BUILD.fullmatch(build) else None),
                    is_somebody=is_somebody,
                )
        except TimeoutError:
            self.is_unmet = True
        else:
            self.shown_feed = self.feed_id

    async def _learn(self, *, zone: str, build: int | None, is_somebody: bool) -> None:
        """Note what only the browser knows, as far as it does, and read who is signed in."""
        self._client_build = build or self._client_build
        self.time_zone = zone or self.time_zone
        self.has_news = self.is_unmet = False
        if not is_somebody:
            return
        try:
            client = await buyer_client(self)
            me = await client.me()
            if zone and me.buyer.time_zone != zone:
                me = await client.change_me(BuyerChange(time_zone=zone))
        except NotSignedInError:
            self._forget()
        except OrderServiceError:
            self.is_service_down = True
        else:
            self._know(me)

    @rx.event
    async def refresh(self) -> None:
        """Read again what every page shows; the page itself follows ``revision``."""
        if not session_hash_of(self):
            return
        try:
            me = await (await buyer_client(self)).me()
        except NotSignedInError:
            self._forget()
        except OrderServiceError:
            self.is_service_down = True
        else:
            unread = me.buyer.unread_notifications
            if unread != self.unread:
                self.has_news = unread > self.unread
            self._know(me)
        self.revision += 1

    @rx.event
    def note_shown(self, feed_id: int) -> None:
        """Note that the page was read after the counters knew of an event."""
        if type(feed_id) is int and self.shown_feed < feed_id <= self.feed_id:
            self.shown_feed = feed_id

    @rx.event
    def dismiss_error(self) -> None:
        """Close the banner about a failed event."""
        self.error_reference = ""

    @rx.event
    def show_error(self, reference: str) -> None:
        """Show the banner about a failed event; the reference stands in the log too."""
        if isinstance(reference, str) and _REFERENCE.fullmatch(reference):
            self.error_reference = reference

    def _know(self, me: Me) -> None:
        """Take over what the service says of the buyer."""
        buyer = me.buyer
        self.is_signed_in = True
        self.is_service_down = False
        self.buyer_name = buyer.name
        self.buyer_login = buyer.login
        self.market = buyer.market
        self.skin = buyer.skin
        self.theme = buyer.theme
        self.saved_locale = buyer.locale
        self.mail_groups = [str(one) for one in buyer.mail_groups]
        self.unread = buyer.unread_notifications
        self.unread_messages = buyer.unread_messages
        self.strikes = buyer.strikes
        self.counts = me.counts
        changes = NO_CHANGES if is_studio(_address_of(self)) else changes_of(buyer.tenant)
        self.words = changes.first_forms(locale_of_page(self))
        self.pseudo = changes.pseudo.value
        self.look = changes.look
        if labels := labels_of(changes.look):
            self.skin = labels
        self.feed_id = me.feed_id
        self.is_outdated = (
            self._client_build is not None and self._client_build < me.minimum_client_build
        )

    def _forget(self) -> None:
        """Know nobody: the session ended."""
        build, zone, bound = self._client_build, self.time_zone, self._bound_hash
        self.reset()
        self._client_build, self.time_zone, self._bound_hash = build, zone, bound
