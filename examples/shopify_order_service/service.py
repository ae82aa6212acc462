"""The contract over HTTP: parses, finds out who asks, encodes; ``world.py`` decides."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from buyer_portal.order_contract.problems import FieldError, ProblemCode
from examples.shopify_order_service import inbox, orders, probes, sessions, testing
from examples.shopify_order_service.asking import State, as_json
from examples.shopify_order_service.world import RefusedError

MAX_BODY_BYTES: Final = 64 * 1024
GUARDED: Final = ("/v1/", "/testing/")


async def _send_refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - the handler is registered for it
    return as_json(json.dumps(error.body), error.status)


async def _send_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    if any(found["type"] == "json_invalid" for found in error.errors()):
        refusal = RefusedError(ProblemCode.MALFORMED_JSON)
    else:
        errors = tuple(
            FieldError(
                pointer="".join(f"/{part}" for part in found["loc"][1:])
                if found["loc"][0] == "body"
                else str(found["loc"][-1]),
                reason=found["type"],
            )
            for found in error.errors()
        )
        refusal = RefusedError(ProblemCode.INVALID_REQUEST, errors=errors)
    return as_json(json.dumps(refusal.body), refusal.status)


async def _send_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    known = {404: ProblemCode.NOT_FOUND, 405: ProblemCode.METHOD_NOT_ALLOWED}
    refusal = RefusedError(known.get(error.status_code, ProblemCode.MALFORMED_JSON))
    answer = as_json(json.dumps(refusal.body), refusal.status)
    answer.headers.update(error.headers or {})
    return answer


async def _send_fault(_: Request, error: Exception) -> Response:
    del error  # the server logs it
    refusal = RefusedError(ProblemCode.SYSTEM_ERROR)
    return as_json(json.dumps(refusal.body), refusal.status)


def make_service(token: str, *, is_tested: bool) -> FastAPI:
    """Return the service; with ``is_tested`` it has the testing API, never in production."""
    api = FastAPI(title="A Shopify shop as an order service", docs_url=None, redoc_url=None)
    api.state.known = State(token, is_tested)
    api.add_exception_handler(RefusedError, _send_refusal)
    api.add_exception_handler(RequestValidationError, _send_invalid)
    api.add_exception_handler(HTTPException, _send_http)
    api.add_exception_handler(Exception, _send_fault)

    @api.middleware("http")
    async def gate(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        shown = request.headers.get("authorization", "")
        is_known = hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
        if request.url.path.startswith(GUARDED) and not is_known:
            refusal = RefusedError(ProblemCode.FORBIDDEN)
            return as_json(json.dumps(refusal.body), refusal.status)
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > MAX_BODY_BYTES:
            refusal = RefusedError(ProblemCode.TOO_LARGE)
            return as_json(json.dumps(refusal.body), refusal.status)
        return await go_on(request)

    for feature in (probes, sessions, orders, inbox):
        api.include_router(feature.router)
    if is_tested:
        api.include_router(testing.router)
    return api
