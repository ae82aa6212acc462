"""Change here what a plain form of ours must pass before its endpoint reads it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from buyer_portal import routes
from buyer_portal.edge.problems import problem

MAX_FORM_BYTES: Final = 16 * 1024
FORM: Final = "application/x-www-form-urlencoded"

FormEndpoint: TypeAlias = Callable[[Request, Mapping[str, str]], Awaitable[Response]]


def guarded_form(
    endpoint: FormEndpoint, *, origins: frozenset[str]
) -> Callable[[Request], Awaitable[Response]]:
    """Return ``endpoint`` that only forms of our own pages reach, read and of bounded size."""

    async def guarded(request: Request) -> Response:
        given = request.headers.getlist("origin")
        if len(given) != 1 or given[0] not in origins:
            return problem(403, "forbidden", "The form did not come from one of our pages.")
        if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
            return problem(415, "unsupported-media-type", f"Send {FORM}.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_FORM_BYTES:
                return problem(413, "too-large", f"At most {MAX_FORM_BYTES} bytes.")
        try:
            fields = parse_qsl(
                body.decode(), keep_blank_values=True, errors="strict", max_num_fields=32
            )
        except ValueError:
            return problem(400, "malformed-form", "The form is not valid UTF-8.")
        return await endpoint(request, dict(fields))

    return guarded


def locale_of_form(form: Mapping[str, str]) -> str:
    """Return the language that a form stands in: its own field, else that of ``next``."""
    locale = form.get("locale", "")
    return locale if locale in routes.LOCALES else routes.locale_of(form.get("next", ""))


def see_other(path: str) -> RedirectResponse:
    """Return the answer to a form: go on there."""
    return RedirectResponse(path, status_code=303)
