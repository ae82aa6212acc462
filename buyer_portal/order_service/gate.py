"""Change here what a request must pass before any feature sees it: token, size, time."""

import asyncio
import hmac
import logging
import secrets
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.returns import MOST_PHOTO_BYTES
from buyer_portal.order_service.answers import UNAUTHORIZED, Answer, problem

MAX_BODY_BYTES: Final = 64 * 1024
BODY_SECONDS: Final = 10.0
GUARDED: Final = ("/v1/", "/testing/")

_log = logging.getLogger(__name__)


class LostReplyError(BaseException):
    """A fault asked for: the effect is committed, the reply never arrives.

    Not an ``Exception``, because nothing between here and the gate may make an answer of it.
    """


class Gate:
    """The outermost ASGI application; every way out of it is an answer of ours."""

    def __init__(self, app: ASGIApp, *, service_token: str) -> None:
        self._app = app
        self._authorization = f"Bearer {service_token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            refusal, receive_again = await self._admit(scope, receive)
            if refusal is not None:
                await refusal.response()(scope, receive, send_and_note)
                return
            await self._app(scope, receive_again, send_and_note)
        except LostReplyError:
            await _drop_connection(send)
        except Exception:  # noqa: BLE001 - the last way out, logged
            number = scope.setdefault("fault", secrets.token_hex(4))
            _log.exception("fault %s: %s %s", number, scope["method"], _route_of(scope))
            if not has_started:
                await answer_fault(number).response()(scope, receive, send_and_note)

    async def _admit(self, scope: Scope, receive: Receive) -> tuple[Answer | None, Receive]:
        """Return why not, or how the application reads the body."""
        headers = Headers(scope=scope)
        path: str = scope["path"]
        if path.startswith(GUARDED) and (refusal := self._stranger(headers)):
            return refusal, receive
        length = headers.get("content-length", "")
        limit = _limit_of(scope)
        if length.isdigit() and int(length[:20]) > limit and not path.startswith("/testing/"):
            return problem(ProblemCode.TOO_LARGE), receive
        if not length.strip("0") and "transfer-encoding" not in headers:
            return None, receive
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                more = True
                while more:
                    message = await receive()
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > limit:
                        return problem(ProblemCode.TOO_LARGE), receive
        except TimeoutError:
            return problem(ProblemCode.MALFORMED_JSON, status=408), receive
        whole: Message = {"type": "http.request", "body": bytes(body), "more_body": False}
        is_given = False

        async def receive_again() -> Message:
            nonlocal is_given
            if is_given:
                return await receive()
            is_given = True
            return whole

        return None, receive_again

    def _stranger(self, headers: Headers) -> Answer | None:
        """Return what somebody hears who does not show our token."""
        shown = headers.get("authorization", "").encode("latin-1", "replace")
        if not shown:
            return problem(ProblemCode.FORBIDDEN, status=UNAUTHORIZED)
        if not hmac.compare_digest(shown, self._authorization):
            return problem(ProblemCode.FORBIDDEN)
        return None


def _limit_of(scope: Scope) -> int:
    """Return how many bytes a body may have: a photo, and what tests send, is more than a form."""
    path: str = scope["path"]
    if path.startswith("/testing/"):
        return 64 * MAX_BODY_BYTES
    is_photo = scope["method"] == "POST" and path.endswith("/photos")
    return MOST_PHOTO_BYTES if is_photo else MAX_BODY_BYTES


def answer_fault(number: str) -> Answer:
    """Return the problem of a fault, with the number that the log has for it."""
    return problem(ProblemCode.SYSTEM_ERROR, detail=f"fault {number}")


async def send_fault(request: Request, _: Exception) -> Response:
    """Answer for Starlette, which raises the error again: the gate then logs it, once."""
    number: str = request.scope.setdefault("fault", secrets.token_hex(4))
    return answer_fault(number).response()


def _route_of(scope: Scope) -> str:
    """Return the route's template, which holds nothing that a browser wrote."""
    return str(getattr(scope.get("route"), "path", "unknown route"))


async def _drop_connection(send: Send) -> None:
    """Close the connection without a word, as a network does."""
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if not isinstance(transport, asyncio.Transport):
        raise LostReplyError
    transport.abort()
    await asyncio.sleep(0.01)  # uvicorn notices on the next turn of the loop, then stays silent
