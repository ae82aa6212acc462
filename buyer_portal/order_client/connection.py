"""Change here how the portal reaches the order service: time limits, retries, size limits."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final, Self, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from buyer_portal.order_client.errors import (
    OrderServiceUnavailableError,
    UnreadableAnswerError,
    error_of,
)
from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.problems import (
    PROBLEM_MEDIA_TYPE,
    PROBLEM_TYPE_PREFIX,
    Problem,
    ProblemCode,
)

EMBEDDED_ORIGIN: Final = "http://order-service"
JSON_MEDIA_TYPE: Final = "application/json"
MAX_ANSWER_BYTES: Final = 4 * 1024 * 1024
RETRIES: Final = 2
LONGEST_WAIT_SECONDS: Final = 1
"""A service that asks for a longer pause is not asked again within the same call."""
FIRST_SERVER_ERROR: Final = 500
FIRST_REDIRECT: Final = 300
FIRST_REFUSAL: Final = 400
NO_CONTENT: Final = 204
SERVICE_UNAVAILABLE: Final = 503

Query = Mapping[str, str | int | tuple[str, ...]]
Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Seconds until we give up; ``total`` spans all tries of one call."""

    connect: float = 1.0
    read: float = 3.0
    total: float = 5.0


QUICK: Final = TimeLimits()
LONG_POLL: Final = TimeLimits(read=25.0, total=30.0)


@dataclass(frozen=True, slots=True)
class Call:
    """What to send. ``is_repeatable`` None: a GET may be tried again, the rest may not."""

    method: str
    path: str
    query: Query | None = None
    headers: Mapping[str, str] | None = None
    body: BaseModel | None = None
    is_repeatable: bool | None = None
    limits: TimeLimits = QUICK

    @property
    def is_command(self) -> bool:
        """Whether it may change something."""
        return self.method != "GET"

    @property
    def tries(self) -> int:
        """How often it may be sent."""
        repeatable = not self.is_command if self.is_repeatable is None else self.is_repeatable
        return 1 + RETRIES if repeatable else 1

    def __str__(self) -> str:
        """Return method and path, without the query, which may hold what people typed."""
        return f"{self.method} {self.path}"


class _RetryableError(Exception):
    """A try that may be repeated; ``error`` is what to raise when it may not."""

    def __init__(self, error: OrderServiceUnavailableError) -> None:
        self.error = error
        super().__init__(str(error))


class Connection:
    """One pool of connections to the service; open it once per process, share it.

    Args:
        service_token: What the service knows the portal by.
        socket: The embedded service's Unix socket; wins over ``base_url``.
        base_url: A remote service's address.
        transport: For tests: any httpx transport, e.g. ``httpx.ASGITransport``.
        on_authorised: Told the session's hash and the moment of asking (``time.monotonic``) of
            each call that the service carried out for a session.
        quick: The limits of calls that name none; tests on a machine that stalls are patient.
    """

    def __init__(
        self,
        *,
        service_token: str,
        socket: Path | None = None,
        base_url: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        pool_size: int = 64,
        on_authorised: Callable[[str, float], None] | None = None,
        quick: TimeLimits = QUICK,
    ) -> None:
        self._on_authorised = on_authorised
        self._quick = quick
        limits = httpx.Limits(
            max_connections=pool_size, max_keepalive_connections=pool_size, keepalive_expiry=30
        )
        if transport is None and socket is not None:
            transport = httpx.AsyncHTTPTransport(uds=str(socket), limits=limits)
        self._http = httpx.AsyncClient(
            base_url=EMBEDDED_ORIGIN if socket is not None or not base_url else base_url,
            transport=transport,
            limits=limits,
            follow_redirects=False,
            trust_env=False,
            headers={
                "Authorization": f"Bearer {service_token}",
                "Accept": JSON_MEDIA_TYPE,
                "User-Agent": "buyer-portal",
            },
        )

    async def __aenter__(self) -> Self:
        """Return the connection itself, so that ``async with`` closes it."""
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the pool."""
        await self.close()

    async def close(self) -> None:
        """Close every pooled connection."""
        await self._http.aclose()

    async def ask(self, answer: type[Answer], call: Call) -> Answer:
        """Send a call and return its answer.

        Raises:
            OrderServiceError: Any of the tree in ``errors``.
        """
        content = await self._content(call)
        try:
            return answer.model_validate_json(content)
        except ValidationError as error:
            message = f"{call}: {error.error_count()} fields do not match the contract"
            raise UnreadableAnswerError(message, may_have_happened=call.is_command) from error

    async def tell(self, call: Call) -> None:
        """Send a call whose answer has no content.

        Raises:
            OrderServiceError: Any of the tree in ``errors``.
        """
        await self._content(call)

    async def _content(self, call: Call) -> bytes:
        """Return the body of a good answer; try again where that is safe and time remains."""
        failure = OrderServiceUnavailableError(str(call))
        if call.limits is QUICK:
            call = replace(call, limits=self._quick)
        try:
            async with asyncio.timeout(call.limits.total):
                for turn in range(call.tries):
                    if turn:
                        pause = random.uniform(0.02, 0.08) * 2**turn  # noqa: S311 - jitter
                        await asyncio.sleep(max(pause, failure.retry_after_seconds or 0))
                    try:
                        return await self._try(call)
                    except _RetryableError as retryable:
                        # A reply lost before stays lost, whatever the next try meets.
                        retryable.error.may_have_happened |= failure.may_have_happened
                        failure = retryable.error
                        if (failure.retry_after_seconds or 0) > LONGEST_WAIT_SECONDS:
                            break  # whoever asked knows better than we when to come back
        except TimeoutError:
            raise OrderServiceUnavailableError(
                f"{call}: no answer in {call.limits.total} s", may_have_happened=call.is_command
            ) from None
        raise failure

    def _request(self, call: Call) -> httpx.Request:
        """Return what goes on the wire."""
        limits = call.limits
        headers = dict(call.headers or {})
        content: bytes | None = None
        if call.body is not None:
            content = call.body.model_dump_json(exclude_none=True).encode()
            headers["Content-Type"] = JSON_MEDIA_TYPE
        return self._http.build_request(
            call.method,
            call.path,
            params=dict(call.query) if call.query else None,
            headers=headers,
            content=content,
            timeout=httpx.Timeout(
                limits.read, connect=limits.connect, pool=limits.connect, write=limits.connect
            ),
        )

    async def _try(self, call: Call) -> bytes:
        """Send once; return the body of a good answer or raise what was said instead."""
        asked_at = monotonic()
        try:
            response = await self._http.send(self._request(call), stream=True)
            try:
                content = await _read(response, call)
            finally:
                await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            unsent = OrderServiceUnavailableError(f"{call}: {type(error).__name__}")
            raise _RetryableError(unsent) from error
        except httpx.TransportError as error:
            lost = OrderServiceUnavailableError(
                f"{call}: {type(error).__name__}", may_have_happened=call.is_command
            )
            raise _RetryableError(lost) from error
        if response.status_code < FIRST_REDIRECT:
            session_hash = (call.headers or {}).get(SESSION_HEADER)
            if session_hash and self._on_authorised:
                self._on_authorised(session_hash, asked_at)
            return content
        refusal = error_of(_problem_in(response, content, call))
        if response.status_code == SERVICE_UNAVAILABLE and isinstance(
            refusal, OrderServiceUnavailableError
        ):
            raise _RetryableError(refusal)
        raise refusal


async def _read(response: httpx.Response, call: Call) -> bytes:
    """Return the body, refused when it is no JSON, a redirect or too large."""
    media_type = response.headers.get("content-type", "").partition(";")[0].strip()
    is_good = response.status_code < FIRST_REDIRECT
    if response.status_code == NO_CONTENT:
        return b""
    if FIRST_REDIRECT <= response.status_code < FIRST_REFUSAL:
        raise UnreadableAnswerError(
            f"{call}: unexpected redirect", may_have_happened=call.is_command
        )
    if media_type != (JSON_MEDIA_TYPE if is_good else PROBLEM_MEDIA_TYPE):
        if response.status_code >= FIRST_SERVER_ERROR:  # a proxy's own error page
            raise _RetryableError(
                OrderServiceUnavailableError(
                    f"{call}: {response.status_code} without a problem",
                    may_have_happened=call.is_command,
                    retry_after_seconds=_wait_in(response),
                )
            )
        message = f"{call}: answered {media_type or 'no media type'}"
        raise UnreadableAnswerError(message, may_have_happened=call.is_command)
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MAX_ANSWER_BYTES:
            raise UnreadableAnswerError(
                f"{call}: answer too large", may_have_happened=call.is_command
            )
        parts.append(part)
    return b"".join(parts)


def _wait_in(response: httpx.Response) -> int | None:
    """Return the seconds of a ``Retry-After``; None for a date or nothing."""
    said = response.headers.get("retry-after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else None  # noqa: PLR2004 - a week


def _problem_in(response: httpx.Response, content: bytes, call: Call) -> Problem:
    """Return the problem that a refusal carries."""
    try:
        return Problem.model_validate_json(content)
    except ValidationError as error:
        if response.status_code >= FIRST_SERVER_ERROR:
            return Problem(
                type=f"{PROBLEM_TYPE_PREFIX}{ProblemCode.SYSTEM_ERROR}",
                title=f"{call}: {response.status_code}",
                status=response.status_code,
            )
        raise UnreadableAnswerError(f"{call}: a problem that cannot be read") from error
