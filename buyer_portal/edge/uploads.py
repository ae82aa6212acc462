"""Change here how photos come in and go out: by cookie, from our own pages, to their buyer alone.

The order service tells what is a picture, draws it anew and keeps it; nothing is written here.
"""

from collections.abc import Callable
from typing import Final

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from buyer_portal.edge.problems import problem
from buyer_portal.edge.socket_guard import cookie_name, hash_of, session_id_of
from buyer_portal.order_contract.paths import SESSION_HEADER, segment
from buyer_portal.order_contract.returns import MOST_PHOTO_BYTES
from buyer_portal.settings import Settings

PICTURE: Final = "image/"
SHOWN: Final = {"content-security-policy": "default-src 'none'; sandbox"}
"""A picture opened by its address is a picture and nothing else."""


class Uploads:
    """The ``/uploads/*`` endpoints."""

    def __init__(self, http: Callable[[], httpx.AsyncClient], *, settings: Settings) -> None:
        """Prepare.

        Args:
            http: Gives a client that reaches the order service with the service token.
        """
        self._http = http
        self._origins = frozenset(settings.allowed_origins)
        self._cookie = cookie_name(settings)

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        return [
            Route("/uploads/orders/{order_id}/photos", self.add, methods=["POST"]),
            Route("/uploads/photos/{photo_id}", self.show, methods=["GET"]),
        ]

    async def add(self, request: Request) -> Response:
        """Take a photo for the next return of an order; the body is the picture itself."""
        origins = request.headers.getlist("origin")
        if len(origins) != 1 or origins[0] not in self._origins:
            return problem(403, "forbidden", "The photo did not come from one of our pages.")
        session_id = session_id_of(request.headers, self._cookie)
        if session_id is None:
            return problem(401, "unauthenticated", "Nobody is signed in.")
        if not request.headers.get("content-type", "").startswith(PICTURE):
            return problem(415, "unsupported-media-type", "Send a picture.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_PHOTO_BYTES:
                return problem(413, "too-large", f"At most {MOST_PHOTO_BYTES} bytes.")
        path = f"/v1/orders/{segment(request.path_params['order_id'])}/photos"
        return await self._ask("POST", path, session_id, bytes(body))

    async def show(self, request: Request) -> Response:
        """Return a photo to the buyer whose it is."""
        session_id = session_id_of(request.headers, self._cookie)
        if session_id is None:
            return problem(401, "unauthenticated", "Nobody is signed in.")
        path = f"/v1/photos/{segment(request.path_params['photo_id'])}"
        return await self._ask("GET", path, session_id)

    async def _ask(
        self, method: str, path: str, session_id: str, content: bytes | None = None
    ) -> Response:
        headers = {SESSION_HEADER: hash_of(session_id)}
        try:
            answer = await self._http().request(method, path, content=content, headers=headers)
        except httpx.HTTPError as error:
            return problem(502, "system-error", f"No answer: {type(error).__name__}")
        kind = answer.headers.get("content-type", "application/problem+json")
        return Response(answer.content, answer.status_code, media_type=kind, headers=SHOWN)
