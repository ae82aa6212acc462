"""Change here how people sign in, out and over to another account: plain forms, no script."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from buyer_portal import routes
from buyer_portal.edge.forms import FormEndpoint, guarded_form, locale_of_form, see_other
from buyer_portal.edge.socket_guard import address_of, cookie_name, hash_of, session_id_of
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    OrderServiceError,
    TooManyTriesError,
    WrongCredentialsError,
)
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.sessions import DemoSignIn, NewSession, SignIn, TicketSignIn
from buyer_portal.settings import Mode, Settings

MAX_NEXT: Final = 512
MAX_FIELD: Final = 2000  # longer ones cannot be right; the service would refuse them
WRONG_CREDENTIALS: Final = "wrong-credentials"
TOO_MANY_TRIES: Final = "too-many-tries"
UNAVAILABLE: Final = "unavailable"

# A path of ours and nothing that a browser could read as another host.
_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
# Where a sign-in may lead: pages that exist, the login page itself excepted.
_ADDRESSES = tuple(
    address
    for name, address in vars(routes).items()
    if name.isupper() and isinstance(address, str) and address.startswith("/")
    if address != routes.LOGIN
)


def next_path(asked: str, locale: str, *, also: tuple[str, ...] = ()) -> str:
    """Return where to go after signing in: ``asked`` when it is a page of ours, else orders.

    Args:
        also: Further addresses that are allowed.
    """
    fallback = routes.href(routes.ORDERS, locale)
    if len(asked) > MAX_NEXT or _OWN_PATH.fullmatch(asked) is None:
        return fallback
    path = urlsplit(asked).path
    address = path.removeprefix(routes.prefix(routes.locale_of(path)))
    return asked if any(_is_at(known, address) for known in (*_ADDRESSES, *also)) else fallback


def _is_at(known: str, address: str) -> bool:
    """Whether ``address`` is ``known`` with its ``[parts]`` filled by plain ids."""
    wanted, given = known.strip("/").split("/"), address.strip("/").split("/")
    return len(wanted) == len(given) and all(
        re.fullmatch(r"[\w-]{1,64}", actual) if part.startswith("[") else part == actual
        for part, actual in zip(wanted, given, strict=True)
    )


class SignInForms:
    """The ``/auth/*`` endpoints; each answers 303 and, on success, a new session cookie."""

    def __init__(self, service: Callable[[], ServiceClient], *, settings: Settings) -> None:
        """Prepare the endpoints.

        Args:
            service: Gives the client that the app opened; called per request.
        """
        self._service = service
        self._settings = settings
        self._origins = frozenset(settings.allowed_origins)
        self._cookie = cookie_name(settings)

    def routes(self) -> list[Route]:
        """Return the endpoints that this mode has."""
        endpoints = [
            Route("/auth/sign-in", self._guarded(self.sign_in), methods=["POST"]),
            Route("/auth/sign-out", self._guarded(self.sign_out), methods=["POST"]),
            Route("/auth/switch", self._guarded(self.switch), methods=["POST"]),
        ]
        if self._settings.mode is Mode.DEMO:
            endpoints += [Route("/auth/demo", self._guarded(self.enter_demo), methods=["POST"])]
        if self._settings.mode is not Mode.PRODUCTION:
            # A link alone signs in by a one-use ticket; that is for tests and demos only.
            endpoints += [
                Route("/auth/ticket", self.open_ticket, methods=["GET"]),
                Route("/auth/ticket", self._guarded(self.use_ticket), methods=["POST"]),
            ]
        return endpoints

    async def sign_in(self, request: Request, form: Mapping[str, str]) -> Response:
        """Sign in by name and password, within the tenant of a ticket where there is one."""
        login, password = form.get("login", "").strip(), form.get("password", "")
        ticket = form.get("ticket", "")
        if not login or not password or max(len(login), len(password), len(ticket)) > MAX_FIELD:
            return self._back_to_login(form, WRONG_CREDENTIALS)
        address, user_agent = self._caller(request)
        credentials = SignIn(
            login=login, password=password, ticket=ticket, address=address, user_agent=user_agent
        )
        return await self._enter(request, form, self._service().sign_in(credentials))

    async def sign_out(self, request: Request, form: Mapping[str, str]) -> Response:
        """End the session here and at the service."""
        return await self._leave(request, form, next_=form.get("next", ""))

    async def switch(self, request: Request, form: Mapping[str, str]) -> Response:
        """End this session and offer to sign in as somebody else, then come back."""
        return await self._leave(request, form, next_=form.get("next", ""))

    async def use_ticket(self, request: Request, form: Mapping[str, str]) -> Response:
        """Sign in by a one-use ticket."""
        given = form.get("ticket", "")
        if not 0 < len(given) <= MAX_FIELD:
            return self._back_to_login(form, WRONG_CREDENTIALS)
        address, user_agent = self._caller(request)
        ticket = TicketSignIn(ticket=given, address=address, user_agent=user_agent)
        return await self._enter(request, form, self._service().sign_in_by_ticket(ticket))

    async def enter_demo(self, request: Request, form: Mapping[str, str]) -> Response:
        """Sign in as a demo buyer with one click."""
        address, user_agent = self._caller(request)
        buyer = form.get("buyer", "")[:MAX_FIELD]
        demo = DemoSignIn(buyer=buyer, address=address, user_agent=user_agent)
        return await self._enter(request, form, self._service().demo_sign_in(demo))

    async def open_ticket(self, request: Request) -> Response:
        """Sign in by the ticket of a link."""
        form = dict(request.query_params)
        try:
            return await self.use_ticket(request, form)
        except ValidationError:
            return self._back_to_login(form, WRONG_CREDENTIALS)

    def _caller(self, request: Request) -> tuple[str, str]:
        """Return address and kind of device; the service limits tries per address."""
        address = address_of(request.scope, self._settings.trusted_proxy_hops)
        return address, request.headers.get("user-agent", "")[:256]

    async def _enter(
        self, request: Request, form: Mapping[str, str], signing_in: Awaitable[NewSession]
    ) -> Response:
        """Await a sign-in and set its cookie; a session of before ends."""
        try:
            session = await signing_in
        except (WrongCredentialsError, InvalidCommandError):
            return self._back_to_login(form, WRONG_CREDENTIALS)
        except TooManyTriesError:
            return self._back_to_login(form, TOO_MANY_TRIES)
        except OrderServiceError:
            return self._back_to_login(form, UNAVAILABLE)
        await self._end_session_of(request)
        answer = see_other(next_path(form.get("next", ""), locale_of_form(form)))
        answer.set_cookie(
            self._cookie,
            session.session_id,
            max_age=max(0, int((session.expires_at - datetime.now(UTC)).total_seconds())),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._settings.is_tls,
        )
        return answer

    async def _leave(self, request: Request, form: Mapping[str, str], *, next_: str) -> Response:
        """End the session and go to the login page."""
        has_ended = await self._end_session_of(request)
        problem_ = "" if has_ended else UNAVAILABLE
        answer = self._back_to_login({**form, "next": next_}, problem_)
        answer.delete_cookie(
            self._cookie, path="/", httponly=True, samesite="lax", secure=self._settings.is_tls
        )
        return answer

    async def _end_session_of(self, request: Request) -> bool:
        """End the session that the request came with; say whether that is certain."""
        session_id = session_id_of(request.headers, self._cookie)
        if session_id is None:
            return True
        try:
            await self._service().sign_out(hash_of(session_id))
        except OrderServiceError:
            return False
        return True

    def _back_to_login(self, form: Mapping[str, str], problem_: str) -> Response:
        """Return to the login page with what went wrong and where the buyer was going."""
        parts = [f"problem={problem_}"] if problem_ else []
        asked = form.get("next", "")
        if asked and next_path(asked, locale_of_form(form)) == asked:
            parts.append(f"next={quote(asked, safe='')}")
        ticket = form.get("ticket", "")
        if "login" in form and 0 < len(ticket) <= MAX_FIELD:  # names the tenant of the next try
            parts.append(f"ticket={quote(ticket, safe='')}")
        query = "&".join(parts)
        login = routes.href(routes.LOGIN, locale_of_form(form))
        return see_other(f"{login}?{query}" if query else login)

    def _guarded(self, endpoint: FormEndpoint) -> Callable[[Request], Awaitable[Response]]:
        """Return ``endpoint`` for forms of our own pages; what cannot be sent cannot be right."""

        async def forgiving(request: Request, form: Mapping[str, str]) -> Response:
            try:
                return await endpoint(request, form)
            except ValidationError:
                return self._back_to_login(form, WRONG_CREDENTIALS)

        return guarded_form(forgiving, origins=self._origins)
