"""Change here who may open a socket, how many, and how fast it may talk."""

import asyncio
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from time import monotonic
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from buyer_portal.session import BUILD_HEADER, HASH_COOKIE, ZONE_HEADER
from buyer_portal.settings import Settings

EVENT_PATH: Final = "/_event"
SOCKETS_PER_SESSION: Final = 24
SOCKETS_PER_ADDRESS: Final = 200
BURST: Final = 200
STARVED_SECONDS: Final = 15.0
POLICY_VIOLATION: Final = 1008
SAID: Final = {"zone": ZONE_HEADER, "build": BUILD_HEADER}
"""What a browser says of itself in its socket's address, and where pages find it."""
MAX_SAID: Final = 64

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SESSION_ID = re.compile(r"[A-Za-z0-9_-]{32,128}")


def cookie_name(settings: Settings) -> str:
    """Return the session cookie's name; the prefix makes browsers insist on Secure and Path=/."""
    return "__Host-portal_session" if settings.is_tls else "portal_session"


def hash_of(session_id: str) -> str:
    """Return what is stored and passed on in place of a session id."""
    return hashlib.sha256(session_id.encode()).hexdigest()


def session_id_of(headers: Headers, name: str) -> str | None:
    """Return the raw session id of a request's cookies; None when there is none of the right form.

    A cookie sent twice is none: which of the two is ours cannot be known.
    """
    found: list[str] = []
    for header in headers.getlist("cookie"):
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            return None
        if name in cookies:
            found.append(cookies[name].value)
        if header.count(f"{name}=") > 1:
            return None
    if len(found) != 1 or _SESSION_ID.fullmatch(found[0]) is None:
        return None
    return found[0]


def address_of(scope: Scope, trusted_proxy_hops: int) -> str:
    """Return the caller's address, by as many proxies as are ours and no more."""
    client = scope.get("client")
    address = str(client[0]) if client else ""
    if trusted_proxy_hops:
        forwarded = [
            part.strip()
            for header in Headers(scope=scope).getlist("x-forwarded-for")
            for part in header.split(",")
            if part.strip()
        ]
        if len(forwarded) >= trusted_proxy_hops:
            address = forwarded[-trusted_proxy_hops]
    return address[:64]


@dataclass(slots=True)
class _Bucket:
    """Tokens for messages: ``rate`` a second, at most ``BURST`` saved up."""

    rate: float
    tokens: float = BURST
    at: float = 0.0

    def take(self, now: float) -> float:
        """Take a token; return the seconds to wait for it, 0 when there was one."""
        if self.at:
            self.tokens = min(BURST, self.tokens + (now - self.at) * self.rate)
        self.at = now
        self.tokens -= 1
        return 0.0 if self.tokens >= 0 else -self.tokens / self.rate


class SocketGuard:
    """Lets only our own pages open sockets, and replaces the cookie by its hash.

    Reflex keeps the headers of the handshake in its state store; behind this guard they hold
    ``portal_session_hash`` and no other cookie. Whatever a browser sends under that name goes.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._origins = frozenset(settings.allowed_origins)
        self._cookie = cookie_name(settings)
        self._hops = settings.trusted_proxy_hops
        self._rate = float(settings.socket_events_per_second)
        self._of_session: Counter[str] = Counter()
        self._of_address: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed socket on; refuse every other one before it is accepted."""
        headers = Headers(scope=scope)
        session_id = session_id_of(headers, self._cookie)
        session = hash_of(session_id) if session_id else ""
        address = address_of(scope, self._hops)
        if not self._is_allowed(scope, headers) or self._is_too_many(session, address):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        self._of_session[session] += 1
        self._of_address[address] += 1
        try:
            await self._app(_without_secrets(scope, session), self._slowed(receive), send)
        finally:
            _count_down(self._of_session, session)
            _count_down(self._of_address, address)

    def _is_allowed(self, scope: Scope, headers: Headers) -> bool:
        """Whether one of our pages asks, with one well-formed client token."""
        tokens = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [])
        return (
            headers.getlist("origin") != []
            and all(origin in self._origins for origin in headers.getlist("origin"))
            and len(tokens) == 1
            and _UUID.fullmatch(tokens[0]) is not None
        )

    def _is_too_many(self, session: str, address: str) -> bool:
        """Whether this session or address holds as many sockets as it may."""
        if session and self._of_session[session] >= SOCKETS_PER_SESSION:
            return True
        # From this machine come a proxy of ours (all buyers at once) and developers.
        return not _is_loopback(address) and self._of_address[address] >= SOCKETS_PER_ADDRESS

    def _slowed(self, receive: Receive) -> Receive:
        """Return ``receive`` that makes a socket wait for its tokens, and ends a flood."""
        bucket = _Bucket(self._rate)
        starved_since = 0.0

        async def receive_in_turn() -> Message:
            nonlocal starved_since
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            now = monotonic()
            wait = bucket.take(now)
            if not wait:
                starved_since = 0.0
                return message
            starved_since = starved_since or now
            if now - starved_since > STARVED_SECONDS:
                return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
            await asyncio.sleep(wait)
            return message

        return receive_in_turn


def _count_down(counter: Counter[str], key: str) -> None:
    """Forget one socket, and the key with its last."""
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]


def _is_loopback(address: str) -> bool:
    """Whether ``address`` is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _without_secrets(scope: Scope, session: str) -> Scope:
    """Return ``scope`` whose headers name the session by its hash alone, and what was said."""
    ours = {b"cookie", b"authorization", *(name.encode() for name in SAID.values())}
    headers = [(name, text) for name, text in scope["headers"] if name.lower() not in ours]
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    for name, header in SAID.items():
        said = asked.get(name, [""])[0]
        if said and said.isascii() and said.isprintable() and len(said) <= MAX_SAID:
            headers.append((header.encode(), said.encode()))
    if session:
        headers.append((b"cookie", f"{HASH_COOKIE}={session}".encode()))
    return {**scope, "headers": headers}
