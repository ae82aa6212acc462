"""Change here how a prototype is entered: as a frame of the studio, or by a shared link."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from buyer_portal import routes
from buyer_portal.edge.rate_limit import RateLimit
from buyer_portal.edge.refusal_page import ENTRANCE, TOO_MANY, refusal_page
from buyer_portal.edge.sign_in import next_path
from buyer_portal.edge.socket_guard import address_of, cookie_name, hash_of, session_id_of
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.errors import (
    OrderNotFoundError,
    OrderServiceError,
    TooManyCopiesError,
)
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.sessions import NewSession, TicketSignIn
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.settings import Mode, Settings
from buyer_portal.studio.entering import ENTER, PROBE, SHARED, chosen_buyer, href_of, theme_of
from buyer_portal.studio.network import PLAN, NetworkPlan
from buyer_portal.studio.reaching import made_again
from buyer_portal.studio.sharing import Fault, Shared, SharedLinkError, shared

MARK: Final = "portal_prototype"
LIFETIME: Final = timedelta(days=1)
"""How long a prototype that somebody opened stays."""
MAX_TICKET: Final = 2000
AGAIN_SECONDS: Final = 5.0
"""How long a frame that was loaded anew before its cookie had come may use its ticket again."""
OPENINGS_PER_MINUTE: Final = 20
OPENINGS_OF_ALL: Final = 120


class Prototypes:
    """Signs the buyer of a prototype in, by a one-use ticket of the studio or a shared link."""

    def __init__(
        self,
        connection: Callable[[], Connection],
        *,
        settings: Settings,
        plan: NetworkPlan = PLAN,
        again_seconds: float = AGAIN_SECONDS,
    ) -> None:
        """Prepare.

        Args:
            connection: Gives the pool that the app opened; called per request.
        """
        self._again_seconds = again_seconds
        self._entering: dict[str, asyncio.Task[NewSession]] = {}
        self._connection = connection
        self._settings = settings
        self._plan = plan
        self._of_address = RateLimit(OPENINGS_PER_MINUTE, 60)
        self._of_all = RateLimit(OPENINGS_OF_ALL, 60)

    def routes(self) -> list[Route]:
        """Return the endpoints; none in production."""
        if self._settings.mode is Mode.PRODUCTION:
            return []
        return [
            Route(PROBE, self.probe),
            Route(ENTER, self.enter),
            Route(f"{SHARED}/{{token}}", self.open_link),
        ]

    async def probe(self, _: Request) -> Response:
        """Answer the studio's question whether this host of a frame can be reached."""
        headers = {
            "access-control-allow-origin": "*",
            "cross-origin-resource-policy": "cross-origin",
        }
        return JSONResponse({"portal": "frame"}, headers=headers)

    async def enter(self, request: Request) -> Response:
        """Let a frame of the studio in by its one-use ticket; without one nobody signs in.

        A frame that is loaded again has its session already.
        """
        asked = request.query_params
        tenant, ticket = asked.get("tenant", "")[:64], asked.get("ticket", "")[:MAX_TICKET]
        address = next_path(asked.get("next", ""), routes.DEFAULT_LOCALE, also=(routes.LOGIN,))
        answer = RedirectResponse(address, status_code=303)
        session_id = session_id_of(request.headers, cookie_name(self._settings)) or ""
        if self._plan.knows(hash_of(session_id), tenant):
            return answer
        try:
            await self._sign_in(request, answer, tenant=tenant, ticket=ticket)
        except OrderServiceError:
            return self._refused(request, ENTRANCE)
        self._mark(answer, asked.get("theme", ""))
        return answer

    async def open_link(self, request: Request) -> Response:
        """Make the tenant of a shared link and lead to where the link points."""
        address = address_of(request.scope, self._settings.trusted_proxy_hops)
        if wait := self._of_address.wait(address) or self._of_all.wait(""):
            answer = self._refused(request, TOO_MANY, 429)
            answer.headers["retry-after"] = str(ceil(wait))
            return answer
        now = datetime.now(UTC)
        try:
            found = shared(request.path_params["token"], key=self._settings.share_key, now=now)
            client = StudioClient(self._connection())
            made = await made_again(client, found, lifetime=LIFETIME)
            return await self._opened(request, found, made)
        except SharedLinkError as error:
            return self._refused(request, error.fault.value, 404)
        except OrderNotFoundError:  # what was kept for it is gone
            return self._refused(request, Fault.EXPIRED.value, 404)
        except TooManyCopiesError:
            return self._refused(request, "full", 429)
        except OrderServiceError:
            return self._refused(request, ENTRANCE, 503)

    def _refused(self, request: Request, reason: str, status: int = 403) -> Response:
        return refusal_page(request, reason, status=status, framed_by=self._settings.studio_origin)

    async def _opened(self, request: Request, found: Shared, made: NewTenant) -> Response:
        """Return the way to where a link points, with its buyer signed in."""
        scenario, reached = found.scenario, found.reached
        if reached is None:
            address, needs_buyer = href_of(scenario, made), scenario.opening.needs_buyer
        else:
            address, needs_buyer = next_path(reached.path, scenario.opening.locale), True
        answer = RedirectResponse(address, status_code=303)
        ticket = made.buyers[chosen_buyer(scenario)].ticket if needs_buyer else ""
        await self._sign_in(request, answer, tenant=made.tenant, ticket=ticket)
        self._plan.open(made.tenant, scenario.opening.network)
        self._mark(answer, theme_of(scenario))
        return answer

    async def _sign_in(
        self, request: Request, answer: Response, *, tenant: str, ticket: str
    ) -> None:
        """Sign in by ``ticket`` and give the answer its cookie; without one take a cookie away.

        Raises:
            OrderServiceError: The ticket was used before, or nobody answers.
        """
        name = cookie_name(self._settings)
        if not ticket:
            answer.delete_cookie(name, path="/", httponly=True, samesite="lax")
            return
        signing_in = TicketSignIn(
            ticket=ticket,
            address=address_of(request.scope, self._settings.trusted_proxy_hops),
            user_agent=request.headers.get("user-agent", "")[:256],
        )
        session = await self._session_of(signing_in)
        self._plan.know(hash_of(session.session_id), tenant)
        seconds = max(0, int((session.expires_at - datetime.now(UTC)).total_seconds()))
        answer.set_cookie(
            name,
            session.session_id,
            max_age=seconds,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._settings.is_tls,
        )

    async def _session_of(self, signing_in: TicketSignIn) -> NewSession:
        """Use a ticket, which works once; a frame's second try shares what its first one got.

        Raises:
            OrderServiceError: The ticket was used before, or nobody answers.
        """
        key = hash_of(signing_in.ticket)
        task = self._entering.get(key)
        if task is None:
            signing = ServiceClient(self._connection()).sign_in_by_ticket(signing_in)
            task = self._entering[key] = asyncio.create_task(signing)
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            asyncio.get_running_loop().call_later(self._again_seconds, self._entering.pop, key)
        return await asyncio.shield(task)

    def _mark(self, answer: Response, theme: str) -> None:
        """Have the pages say that they are a prototype, in the theme that was chosen."""
        shown = theme if theme in {"day", "night"} else "auto"
        answer.set_cookie(
            MARK,
            f"{shown}.{secrets.token_hex(4)}",
            max_age=int(LIFETIME.total_seconds()),
            path="/",
            samesite="lax",
            secure=self._settings.is_tls,
        )
