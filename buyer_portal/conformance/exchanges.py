"""Change here how a request is sent to a service under test and how its answer is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from buyer_portal.conformance.findings import Exchange, FindingError
from buyer_portal.order_contract.problems import (
    PROBLEM_MEDIA_TYPE,
    PROBLEM_TYPE_PREFIX,
    Problem,
    ProblemCode,
)

Json = dict[str, Any]
Query = Mapping[str, str | int | float]
Answer = TypeVar("Answer", bound=BaseModel)

JSON_MEDIA_TYPE: Final = "application/json"
FIRST_REFUSAL: Final = 400
SECONDS: Final = 30.0
SHOWN: Final = 500
SECRETS: Final = frozenset({"authorization", "x-portal-session"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered."""

    status: int
    headers: httpx.Headers
    content: bytes
    exchange: Exchange

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_good(self) -> bool:
        """Whether it was carried out."""
        return self.status < FIRST_REFUSAL

    @property
    def code(self) -> str:
        """The code of a problem; empty where it is none."""
        try:
            return Problem.model_validate_json(self.content).type.removeprefix(PROBLEM_TYPE_PREFIX)
        except ValidationError:
            return ""

    def good(self, answer: type[Answer], *, status: int | None = None) -> Answer:
        """Return the message that it must be.

        Raises:
            FindingError: A refusal, another status, or not what the contract describes.
        """
        wanted = f"a good answer ({status or '2xx'}) that is a {answer.__name__}"
        is_right = self.is_good if status is None else self.status == status
        self.must(is_right, wanted, f"status {self.status}")
        self.must(self.media_type == JSON_MEDIA_TYPE, JSON_MEDIA_TYPE, self.media_type or "none")
        try:
            return answer.model_validate_json(self.content)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = "/".join(str(part) for part in first["loc"])
            raise self.finding(wanted, f"at /{where}: {first['msg']}") from None

    def refused(self, *codes: ProblemCode, status: int | None = None) -> Problem:
        """Return the problem that it must be, with one of the codes.

        Raises:
            FindingError: It was carried out, is no problem, or another one.
        """
        named = " or ".join(codes)
        self.must(not self.is_good, f"a refusal: {named}", f"status {self.status}")
        self.must(
            self.media_type == PROBLEM_MEDIA_TYPE,
            f"a refusal in {PROBLEM_MEDIA_TYPE}",
            self.media_type or "no media type",
        )
        try:
            problem = Problem.model_validate_json(self.content)
        except ValidationError:
            raise self.finding("a problem of RFC 9457", "something else") from None
        self.must(
            problem.type in {PROBLEM_TYPE_PREFIX + code for code in codes}, named, problem.type
        )
        self.must(problem.status == self.status, f"status {self.status} in it", problem.status)
        if status is not None:
            self.must(self.status == status, f"status {status}", self.status)
        return problem

    def must(self, holds: object, expected: str, got: object) -> None:
        """Go on when it ``holds``.

        Raises:
            FindingError: It does not.
        """
        if not holds:
            raise self.finding(expected, str(got))

    def finding(self, expected: str, got: str) -> FindingError:
        """Return the finding that this answer is."""
        return FindingError(expected, got, (self.exchange,))


@dataclass(slots=True)
class Asker:
    """Sends requests with the service token; ``http`` reaches the service."""

    http: httpx.AsyncClient
    token: str
    sent: int = field(default=0)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        content: bytes | None = None,
        has_token: bool = True,
    ) -> Reply:
        """Send one request; an answer of any kind is an answer.

        Raises:
            FindingError: None came.
        """
        given = {**({"Authorization": f"Bearer {self.token}"} if has_token else {})}
        given |= dict(headers or {})
        raw = content
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None:
            given.setdefault("Content-Type", JSON_MEDIA_TYPE)
        self.sent += 1
        request = self.http.build_request(
            method, path, params=query, headers=given, content=raw, timeout=SECONDS
        )
        shown = _shown(request)
        try:
            response = await self.http.send(request, follow_redirects=False)
        except httpx.HTTPError as error:
            exchange = Exchange(shown, type(error).__name__)
            raise FindingError("an answer", f"{type(error).__name__}", (exchange,)) from error
        exchange = Exchange(shown, _answer_shown(response))
        return Reply(response.status_code, response.headers, response.content, exchange)


def _shown(request: httpx.Request) -> str:
    named = ("idempotency-key", "x-client-build", *SECRETS)
    headers = [
        f"{name}: {'…' if name in SECRETS else request.headers[name]}"
        for name in named
        if name in request.headers
    ]
    body = request.content.decode("utf-8", "replace")[:SHOWN]
    where = request.url.raw_path.decode("ascii", "replace")
    return "\n".join(part for part in (f"{request.method} {where}", *headers, body) if part)


def _answer_shown(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "no content type")
    text = response.text
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
    return f"{response.status_code} {kind}\n{shown}".rstrip()
