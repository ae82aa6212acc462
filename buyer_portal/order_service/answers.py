"""Change here how answers and problems become JSON on the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.order_contract.problems import (
    PROBLEM_MEDIA_TYPE,
    PROBLEM_TYPE_PREFIX,
    FieldError,
    Problem,
    ProblemCode,
)
from buyer_portal.order_service.database import DatabaseUnavailableError

JSON_MEDIA_TYPE: Final = "application/json"
OK: Final = 200
CREATED: Final = 201
FIRST_REFUSAL: Final = 400
UNAUTHORIZED: Final = 401

STATUS_OF: Final[dict[ProblemCode, int]] = {
    ProblemCode.INVALID_REQUEST: 422,
    ProblemCode.MALFORMED_JSON: 400,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.METHOD_NOT_ALLOWED: 405,
    ProblemCode.UNAUTHENTICATED: 401,
    ProblemCode.FORBIDDEN: 403,
    ProblemCode.BAD_SIGNATURE: 401,
    ProblemCode.WRONG_CREDENTIALS: 401,
    ProblemCode.TOO_MANY_TRIES: 429,
    ProblemCode.CANCELLATION_REFUSED: 409,
    ProblemCode.ORDER_CHANGED: 409,
    ProblemCode.COMMAND_EXPIRED: 409,
    ProblemCode.KEY_REUSED: 422,
    ProblemCode.KEY_IN_USE: 409,
    ProblemCode.KEY_MISSING: 400,
    ProblemCode.NOT_WITHDRAWABLE: 409,
    ProblemCode.CHANGE_REFUSED: 409,
    ProblemCode.PURCHASE_REFUSED: 409,
    ProblemCode.NOT_REFUSABLE: 409,
    ProblemCode.RETURN_REFUSED: 409,
    ProblemCode.NOT_A_PICTURE: 415,
    ProblemCode.TOO_MANY_PHOTOS: 409,
    ProblemCode.NOT_APPEALABLE: 409,
    ProblemCode.WITHDRAWAL_REFUSED: 409,
    ProblemCode.WRONG_STATE: 409,
    ProblemCode.PARCEL_HELD: 409,
    ProblemCode.TOO_MANY_COPIES: 409,
    ProblemCode.SYSTEM_ERROR: 500,
}

TITLE_OF: Final[dict[ProblemCode, str]] = {
    ProblemCode.INVALID_REQUEST: "The request has fields that are wrong.",
    ProblemCode.MALFORMED_JSON: "The body is not JSON.",
    ProblemCode.TOO_LARGE: "The body is too large.",
    ProblemCode.NOT_FOUND: "There is no such thing for this buyer.",
    ProblemCode.METHOD_NOT_ALLOWED: "This address does not know the method.",
    ProblemCode.UNAUTHENTICATED: "There is no such session.",
    ProblemCode.FORBIDDEN: "The service token is missing or wrong.",
    ProblemCode.BAD_SIGNATURE: "No source of this address signed the message.",
    ProblemCode.WRONG_CREDENTIALS: "Name, password or ticket is wrong.",
    ProblemCode.TOO_MANY_TRIES: "Too many tries; wait before the next one.",
    ProblemCode.CANCELLATION_REFUSED: "The order cannot be cancelled.",
    ProblemCode.ORDER_CHANGED: "The order changed since the buyer saw it.",
    ProblemCode.COMMAND_EXPIRED: "The command came too late and was not carried out.",
    ProblemCode.KEY_REUSED: "The idempotency key served another command.",
    ProblemCode.KEY_IN_USE: "The first command of this key still runs.",
    ProblemCode.KEY_MISSING: "An Idempotency-Key of 8 to 128 letters or digits is needed.",
    ProblemCode.NOT_WITHDRAWABLE: "The request is not open any more.",
    ProblemCode.CHANGE_REFUSED: "The order cannot be changed so.",
    ProblemCode.PURCHASE_REFUSED: "This cannot be bought.",
    ProblemCode.NOT_REFUSABLE: "No parcel of the order can be refused at the door.",
    ProblemCode.RETURN_REFUSED: "This cannot be returned.",
    ProblemCode.NOT_A_PICTURE: "This is no JPEG, PNG or WebP picture.",
    ProblemCode.TOO_MANY_PHOTOS: "There are as many photos as there may be.",
    ProblemCode.NOT_APPEALABLE: "The strike cannot be appealed against (any more).",
    ProblemCode.WITHDRAWAL_REFUSED: "There is no right to withdraw from this contract now.",
    ProblemCode.WRONG_STATE: "The step does not fit the order's status.",
    ProblemCode.PARCEL_HELD: "The parcel waits for the decision on a request.",
    ProblemCode.TOO_MANY_COPIES: "There are as many copies as there may be.",
    ProblemCode.SYSTEM_ERROR: "The service has a fault; nothing was done.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes on the wire: a status and a JSON text, a problem from 400 on."""

    status: int
    text: str

    def response(self) -> Response:
        """Return it as Starlette sends it."""
        media_type = JSON_MEDIA_TYPE if self.status < FIRST_REFUSAL else PROBLEM_MEDIA_TYPE
        headers = {"Cache-Control": "no-store"}
        if self.status == UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        return Response(self.text, self.status, media_type=media_type, headers=headers)


def good(message: BaseModel, status: int = OK) -> Answer:
    """Return the answer that ``message`` is."""
    return Answer(status, message.model_dump_json())


class ProblemError(Exception):
    """Ends the request with a problem; a transaction that is open is rolled back."""

    def __init__(
        self,
        code: ProblemCode,
        *,
        detail: str = "",
        errors: Sequence[FieldError] = (),
        retry_after_seconds: int | None = None,
    ) -> None:
        self.code = code
        self.retry_after_seconds = retry_after_seconds
        self.answer = problem(
            code, detail=detail, errors=errors, retry_after_seconds=retry_after_seconds
        )
        super().__init__(code)


def problem(
    code: ProblemCode,
    *,
    status: int | None = None,
    detail: str = "",
    errors: Sequence[FieldError] = (),
    causes: Sequence[Cause] = (),
    obstacle: ChangeObstacle | None = None,
    return_obstacle: ReturnObstacle | None = None,
    order_version: int | None = None,
    happened_at: datetime | None = None,
    retry_after_seconds: int | None = None,
) -> Answer:
    """Return a problem as an answer that can be sent, or kept beside an idempotency key."""
    said = Problem(
        type=PROBLEM_TYPE_PREFIX + code,
        title=TITLE_OF[code],
        status=status or STATUS_OF[code],
        detail=detail,
        errors=tuple(errors),
        causes=tuple(causes),
        obstacle=obstacle,
        return_obstacle=return_obstacle,
        order_version=order_version,
        happened_at=happened_at.isoformat().replace("+00:00", "Z") if happened_at else None,
        retry_after_seconds=retry_after_seconds,
    )
    return Answer(said.status, said.model_dump_json(exclude_defaults=True))


def invalid(pointer: str, reason: str, detail: str = "") -> ProblemError:
    """Return the problem of one wrong field; ``detail`` is for people who read answers."""
    error = FieldError(pointer=pointer, reason=reason)
    return ProblemError(ProblemCode.INVALID_REQUEST, detail=detail, errors=(error,))


def not_found() -> ProblemError:
    """Return what unknown, malformed and other buyers' ids all look like."""
    return ProblemError(ProblemCode.NOT_FOUND)


def add_problem_handlers(app: FastAPI) -> None:
    """Make every refusal of the framework a problem too."""
    app.add_exception_handler(ProblemError, _send_problem)
    app.add_exception_handler(RequestValidationError, _send_invalid)
    app.add_exception_handler(HTTPException, _send_http_problem)
    app.add_exception_handler(DatabaseUnavailableError, _send_unavailable)


async def _send_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - the handler is registered for it
    response = error.answer.response()
    if error.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


async def _send_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the handler is registered for it
    errors: list[FieldError] = []
    for found in error.errors()[:20]:
        kind = str(found.get("type", ""))
        where = [str(part) for part in found.get("loc", ())]
        if kind == "json_invalid":
            return problem(ProblemCode.MALFORMED_JSON).response()
        if where[:1] == ["body"]:
            pointer = "".join(
                "/" + part.replace("~", "~0").replace("/", "~1") for part in where[1:]
            )
        else:
            pointer = where[-1] if where else ""
        errors.append(FieldError(pointer=_printable(pointer)[:200], reason=kind))
    return problem(ProblemCode.INVALID_REQUEST, errors=errors).response()


def _printable(text: str) -> str:
    """Return text that any encoder takes: field names come from the sender."""
    return text.encode("utf-8", "replace").decode()


async def _send_http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the handler is registered for it
    code = {404: ProblemCode.NOT_FOUND, 405: ProblemCode.METHOD_NOT_ALLOWED}.get(
        error.status_code, ProblemCode.MALFORMED_JSON
    )
    response = problem(code).response()
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    if code is ProblemCode.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(_methods_of(request))
    return response


def _methods_of(request: Request) -> list[str]:
    """Return every method that the address asked for knows; the router names the first route's."""
    path: str = request.scope["path"]
    paths = cast("FastAPI", request.app).openapi()["paths"]
    found = [template for template in paths if compile_path(template)[0].match(path)]
    named = [path] if path in paths else found  # a written address hides those with a gap
    return sorted(method.upper() for template in named for method in paths[template])


async def _send_unavailable(_: Request, error: Exception) -> Response:
    del error
    response = problem(
        ProblemCode.SYSTEM_ERROR, status=503, detail="database unavailable", retry_after_seconds=1
    ).response()
    response.headers["Retry-After"] = "1"
    return response
