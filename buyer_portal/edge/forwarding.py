"""Change here what the outside world reaches besides pages: health, webhooks, the testing API."""

import hmac
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from buyer_portal.edge.problems import problem
from buyer_portal.order_contract.probes import Readiness
from buyer_portal.routes import LOCALES
from buyer_portal.settings import Mode, Settings

MAX_BODY_BYTES: Final = 8 * 1024 * 1024
SECONDS: Final = 60.0
MAX_WEBHOOK_BYTES: Final = 64 * 1024
WEBHOOK_SECONDS: Final = 10.0
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,100}")
SIGNED_BY: Final = ("content-type", "webhook-id", "webhook-timestamp", "webhook-signature")
PASSED_ON: Final = frozenset({"content-type", "accept", "idempotency-key", "x-client-build"})
GIVEN_BACK: Final = frozenset({"content-type", "retry-after", "location"})


def health_routes(
    *, has_pages: bool, service: Callable[[], Awaitable[Readiness | None]], build: int
) -> list[Route]:
    """Return the two questions of whoever runs the portal.

    Args:
        has_pages: Whether a built frontend is being served.
        service: Asks the order service, which checks its database.
        build: The client build that the pages carry.
    """

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        said = await service()
        checks = {"pages": has_pages, "order_service": said is not None}
        known = {"build": build, "locales": list(LOCALES)}
        if said is not None:
            known |= {"schema": said.schema_revision, "contract": said.contract}
        status = 200 if all(checks.values()) else 503
        return JSONResponse({"ready": all(checks.values()), **checks, **known}, status_code=status)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def webhook_routes(http: Callable[[], httpx.AsyncClient]) -> list[Route]:
    """Return where other systems send to; the order service checks who they are.

    The body goes on byte by byte, because it is what was signed, and of the headers those that sign
    it. The portal's own token does not go with it.
    """

    async def forward(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_WEBHOOK_BYTES:
                return problem(413, "too-large", f"At most {MAX_WEBHOOK_BYTES} bytes.")
        client = http()
        passed = client.build_request(
            "POST",
            "/webhooks/" + "/".join(_plain(part) for part in request.path_params.values()),
            content=bytes(body),
            timeout=WEBHOOK_SECONDS,
        )
        passed.headers["authorization"] = request.headers.get("authorization", "")
        for name in SIGNED_BY:
            if name in request.headers:
                passed.headers[name] = request.headers[name]
        try:
            answer = await client.send(passed)
        except httpx.HTTPError:
            later = problem(503, "system-error", "Not taken in; send it again later.")
            later.headers["Retry-After"] = "5"
            return later
        return Response(
            answer.content, answer.status_code, headers=_only(GIVEN_BACK, answer.headers.items())
        )

    return [Route("/webhooks/{tenant}/{source}", forward, methods=["POST"])]


def _plain(name: str) -> str:
    """Return a name that stays one part of an address; what cannot be one names nobody."""
    return name if _NAME.fullmatch(name) else "-"


class TestingApi:
    """Passes ``/testing/*`` on to the order service, for who has the testing token; test mode."""

    __test__ = False  # not a test, whatever its name says to pytest

    def __init__(self, http: Callable[[], httpx.AsyncClient], *, settings: Settings) -> None:
        """Prepare.

        Args:
            http: Gives a client that reaches the order service with the service token.
        """
        self._http = http
        self._settings = settings

    def routes(self) -> list[Route]:
        """Return the endpoint, in test mode only."""
        if self._settings.mode is not Mode.TEST:
            return []
        methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        return [Route("/testing/{path:path}", self.forward, methods=methods)]

    async def forward(self, request: Request) -> Response:
        """Pass a request on and give its answer back."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._settings.testing_token.encode()):
            return problem(403, "forbidden", "The testing API needs its token.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return problem(413, "too-large", f"At most {MAX_BODY_BYTES} bytes.")
        try:
            answer = await self._http().request(
                request.method,
                httpx.URL(path=request.url.path, query=request.url.query.encode()),
                content=bytes(body),
                headers=_only(PASSED_ON, request.headers.items()),
            )
        except httpx.HTTPError as error:
            return problem(502, "system-error", f"No answer: {type(error).__name__}")
        return Response(
            answer.content, answer.status_code, headers=_only(GIVEN_BACK, answer.headers.items())
        )


def service_http(settings: Settings) -> httpx.AsyncClient:
    """Return an HTTP client that passes raw requests on to the order service."""
    transport = None
    if settings.order_service_url is None:
        transport = httpx.AsyncHTTPTransport(uds=str(settings.service_socket))
    return httpx.AsyncClient(
        transport=transport,
        base_url=settings.order_service_url or "http://order-service",
        headers={"Authorization": f"Bearer {settings.service_token}"},
        timeout=SECONDS,
        trust_env=False,
    )


def _only(names: frozenset[str], headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: text for name, text in headers if name.lower() in names}
