"""Change here how buyers take their data along and delete their account: outside the socket."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from buyer_portal import routes
from buyer_portal.edge.forms import guarded_form, locale_of_form, see_other
from buyer_portal.edge.problems import problem
from buyer_portal.edge.socket_guard import cookie_name, hash_of, session_id_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    NotSignedInError,
    OrderServiceError,
)
from buyer_portal.order_contract.account import DeleteAccount
from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.problems import PROBLEM_TYPE_PREFIX, ProblemCode
from buyer_portal.settings import Settings

EXPORT: Final = "/account/export"
DELETE: Final = "/auth/delete-account"
MAX_LOGIN: Final = 320
OTHER: Final = "other"
BUSY: Final = "busy"
UNAVAILABLE: Final = "unavailable"


class OwnData:
    """The download and the deletion; both know the buyer by the cookie alone."""

    def __init__(
        self,
        connection: Callable[[], Connection],
        http: Callable[[], httpx.AsyncClient],
        *,
        settings: Settings,
    ) -> None:
        """Prepare.

        Args:
            connection: Gives the pool that questions of buyers go through.
            http: Gives a client that reaches the order service with the service token.
        """
        self._connection = connection
        self._http = http
        self._settings = settings
        self._cookie = cookie_name(settings)

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        origins = frozenset(self._settings.allowed_origins)
        return [
            Route(EXPORT, self.export, methods=["GET"]),
            Route(DELETE, guarded_form(self.delete, origins=origins), methods=["POST"]),
        ]

    async def export(self, request: Request) -> Response:
        """Pass everything that is known of the buyer on, as it comes."""
        session_id = session_id_of(request.headers, self._cookie)
        if session_id is None:
            return see_other(routes.href(routes.LOGIN, routes.DEFAULT_LOCALE))
        http = self._http()
        asked = http.build_request(
            "GET", "/v1/me/export", headers={SESSION_HEADER: hash_of(session_id)}
        )
        try:
            answer = await http.send(asked, stream=True)
        except httpx.HTTPError as error:
            return problem(502, "system-error", f"No answer: {type(error).__name__}")
        if answer.status_code != httpx.codes.OK:
            await answer.aclose()
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                return see_other(routes.href(routes.LOGIN, routes.DEFAULT_LOCALE))
            return problem(502, "system-error", "The data could not be put together now.")
        name = f"my-orders-{datetime.now(UTC):%Y-%m-%d}.zip"
        return StreamingResponse(
            _bytes_of(answer),
            media_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
            background=BackgroundTask(answer.aclose),
        )

    async def delete(self, request: Request, form: Mapping[str, str]) -> Response:
        """Delete the account whose name was typed again; then nobody is signed in."""
        locale = locale_of_form(form)
        session_id = session_id_of(request.headers, self._cookie)
        if session_id is None:
            return see_other(routes.href(routes.LOGIN, locale))
        client = BuyerClient(self._connection(), hash_of(session_id))
        typed = form.get("login", "").strip().replace("\0", "")
        if not 0 < len(typed) <= MAX_LOGIN:
            return self._back(locale, OTHER)
        try:
            await client.delete_account(DeleteAccount(login=typed))
        except NotSignedInError:
            return see_other(routes.href(routes.LOGIN, locale))
        except InvalidCommandError as error:
            is_busy = error.problem is not None and error.problem.type == (
                PROBLEM_TYPE_PREFIX + ProblemCode.WRONG_STATE
            )
            return self._back(locale, BUSY if is_busy else OTHER)
        except OrderServiceError:
            return self._back(locale, UNAVAILABLE)
        answer = see_other(f"{routes.href(routes.LOGIN, locale)}?problem=deleted")
        answer.delete_cookie(
            self._cookie, path="/", httponly=True, samesite="lax", secure=self._settings.is_tls
        )
        return answer

    def _back(self, locale: str, problem_: str) -> Response:
        return see_other(f"{routes.href(routes.YOUR_DATA, locale)}?problem={problem_}#delete")


async def _bytes_of(answer: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in answer.aiter_bytes():
        yield chunk
