"""The client against every way in which a service can fail to answer."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from buyer_portal.domain.decision_values import Cause
from buyer_portal.order_client import connection as connection_module
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection, TimeLimits
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    CommandExpiredError,
    InvalidCommandError,
    NotSignedInError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceFaultError,
    OrderServiceUnavailableError,
    ServiceTokenRefusedError,
    TooManyTriesError,
    UnreadableAnswerError,
    WrongCredentialsError,
)
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.notifications import Unread
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.sessions import SignIn
from buyer_portal.order_service.answers import STATUS_OF, problem

COMMAND = CancelOrder(order_version=1, expires_at=datetime(2030, 1, 1, tzinfo=UTC))
GOOD = httpx.Response(200, json={"unread": 3})


class Service:
    """A service that answers what a test says, in turn; the last answer stays."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, httpx.Response):
            return await answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def connect(self) -> Connection:
        """Return a client of it."""
        return Connection(service_token="token", transport=httpx.MockTransport(self))


def _problem(code: ProblemCode, **members) -> httpx.Response:
    answer = problem(code, **members)
    return httpx.Response(
        answer.status,
        content=answer.text,
        headers={"Content-Type": "application/problem+json"},
    )


async def _ask(service: Service, method: str = "GET", **call) -> Unread:
    async with service.connect() as connection:
        return await connection.ask(Unread, Call(method, "/v1/thing", **call))


async def test_answer_is_read_and_token_is_shown():
    service = Service(GOOD)

    answer = await _ask(service)

    assert answer == Unread(unread=3)
    [request] = service.requests
    assert request.headers["authorization"] == "Bearer token"
    assert str(request.url) == "http://order-service/v1/thing"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (ProblemCode.INVALID_REQUEST, InvalidCommandError),
        (ProblemCode.MALFORMED_JSON, InvalidCommandError),
        (ProblemCode.TOO_LARGE, InvalidCommandError),
        (ProblemCode.METHOD_NOT_ALLOWED, InvalidCommandError),
        (ProblemCode.KEY_REUSED, InvalidCommandError),
        (ProblemCode.KEY_MISSING, InvalidCommandError),
        (ProblemCode.WRONG_STATE, InvalidCommandError),
        (ProblemCode.NOT_FOUND, OrderNotFoundError),
        (ProblemCode.UNAUTHENTICATED, NotSignedInError),
        (ProblemCode.FORBIDDEN, ServiceTokenRefusedError),
        (ProblemCode.WRONG_CREDENTIALS, WrongCredentialsError),
        (ProblemCode.TOO_MANY_TRIES, TooManyTriesError),
        (ProblemCode.CANCELLATION_REFUSED, CancellationRefusedError),
        (ProblemCode.ORDER_CHANGED, OrderChangedError),
        (ProblemCode.COMMAND_EXPIRED, CommandExpiredError),
        (ProblemCode.NOT_WITHDRAWABLE, NotWithdrawableError),
        (ProblemCode.KEY_IN_USE, OrderServiceUnavailableError),
        (ProblemCode.SYSTEM_ERROR, OrderServiceFaultError),
    ],
)
async def test_each_problem_is_an_error_of_its_own(code, error):
    service = Service(_problem(code))

    with pytest.raises(OrderServiceError) as raised:
        await _ask(service)

    assert type(raised.value) is error
    assert raised.value.problem is not None
    assert raised.value.problem.status == STATUS_OF[code]
    assert len(service.requests) == 1


def test_every_problem_has_a_status_and_an_error():
    assert STATUS_OF.keys() == set(ProblemCode)


async def test_refusal_carries_its_causes():
    happened_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    service = Service(
        _problem(
            ProblemCode.CANCELLATION_REFUSED,
            causes=(Cause.IN_TRANSIT, Cause.REQUEST_REJECTED),
            order_version=4,
            happened_at=happened_at,
        )
    )

    async with service.connect() as connection:
        with pytest.raises(CancellationRefusedError) as refused:
            await BuyerClient(connection, "0" * 64).cancel("id", COMMAND, "key-12345678")

    assert refused.value.causes == (Cause.IN_TRANSIT, Cause.REQUEST_REJECTED)
    assert (refused.value.order_version, refused.value.happened_at) == (4, "2026-03-02T09:00:00Z")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(
            httpx.Response(200, content=b"<html>", headers={"Content-Type": "text/html"}),
            id="html-with-200",
        ),
        pytest.param(httpx.Response(200, json={"unread": "many"}), id="wrong-type"),
        pytest.param(httpx.Response(200, json=[]), id="list"),
        pytest.param(
            httpx.Response(200, content=b"{", headers={"Content-Type": "application/json"}),
            id="torn",
        ),
        pytest.param(httpx.Response(302, headers={"Location": "http://x/"}), id="redirect"),
        pytest.param(
            httpx.Response(
                200, content=b" " * (5 << 20), headers={"Content-Type": "application/json"}
            ),
            id="huge",
        ),
        pytest.param(
            httpx.Response(
                404, content=b"{}", headers={"Content-Type": "application/problem+json"}
            ),
            id="problem-of-another-kind",
        ),
        pytest.param(httpx.Response(404, json={"detail": "Not Found"}), id="json-404"),
        pytest.param(
            httpx.Response(
                418,
                json={"type": "urn:other", "title": "Teapot", "status": 418},
                headers={"Content-Type": "application/problem+json"},
            ),
            id="unknown-problem",
        ),
    ],
)
async def test_answers_outside_the_contract_are_unreadable(answer):
    service = Service(answer)

    with pytest.raises(UnreadableAnswerError):
        await _ask(service)

    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(httpx.ConnectError("refused"), id="refused"),
        pytest.param(httpx.ReadTimeout("slow"), id="slow"),
        pytest.param(httpx.RemoteProtocolError("closed"), id="lost-reply"),
        pytest.param(httpx.ReadError("reset"), id="reset"),
        pytest.param(_problem(ProblemCode.SYSTEM_ERROR, status=503), id="away"),
        pytest.param(
            httpx.Response(502, content=b"", headers={"Content-Type": "text/html"}), id="proxy"
        ),
    ],
)
async def test_reads_are_tried_three_times(failure):
    once = Service(failure, GOOD)
    always = Service(failure)

    assert (await _ask(once)).unread == 3
    with pytest.raises(OrderServiceUnavailableError):
        await _ask(always)

    assert (len(once.requests), len(always.requests)) == (2, 3)


async def test_commands_are_repeated_with_their_key_alone():
    lost = httpx.RemoteProtocolError("closed")
    service, form = Service(lost), Service(lost)
    async with service.connect() as connection, form.connect() as other:
        with pytest.raises(OrderServiceUnavailableError) as unknown:
            await BuyerClient(connection, "0" * 64).cancel("id", COMMAND, "key-12345678")
        with pytest.raises(OrderServiceUnavailableError):
            await ServiceClient(other).sign_in(SignIn(login="a", password="b"))

    assert unknown.value.may_have_happened
    assert [one.headers["idempotency-key"] for one in service.requests] == ["key-12345678"] * 3
    assert len({one.content for one in service.requests}) == 1
    assert len(form.requests) == 1


@pytest.mark.parametrize(
    ("answers", "may_have_happened"),
    [
        pytest.param([httpx.ConnectError("refused")], False, id="never-sent"),
        pytest.param(
            [httpx.ReadTimeout("slow"), httpx.ConnectError("refused")], True, id="lost-then-refused"
        ),
        pytest.param([_problem(ProblemCode.SYSTEM_ERROR)], False, id="said-so"),
        pytest.param([httpx.Response(200, json=[])], True, id="unreadable"),
    ],
)
async def test_error_says_whether_it_may_have_happened(answers, may_have_happened):
    service = Service(*answers)

    async with service.connect() as connection:
        with pytest.raises(OrderServiceUnavailableError) as unknown:
            await BuyerClient(connection, "0" * 64).cancel("id", COMMAND, "key-12345678")

    assert unknown.value.may_have_happened is may_have_happened


async def test_total_time_is_limited():
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        return GOOD

    with pytest.raises(OrderServiceUnavailableError):
        await _ask(Service(never), limits=TimeLimits(total=0.05))


async def test_pool_is_ours_alone(monkeypatch):
    """A proxy of the environment must not read what buyers do."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    assert (await _ask(Service(GOOD))).unread == 3
    assert TimeLimits(connect=1.0, read=3.0, total=5.0) == connection_module.QUICK
    assert connection_module.LONG_POLL.read == 25.0


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("019c-1", "019c-1"),
        ("../me", "..%2Fme"),
        ("..", "%2E%2E"),
        ("", "%2E"),
        ("a?b#c", "a%3Fb%23c"),
        ("\u202e", "%E2%80%AE"),
        ("\ud800", "%3F"),
        ("a\0b", "a%00b"),
    ],
)
async def test_ids_stay_one_segment(text, path):
    service = Service(_problem(ProblemCode.NOT_FOUND))

    async with service.connect() as connection:
        with pytest.raises(OrderNotFoundError):
            await BuyerClient(connection, "0" * 64).order(text)

    assert segment(text) == path
    [request] = service.requests
    assert request.url.raw_path.startswith(b"/v1/orders/")
    assert request.url.raw_path.count(b"/") == 3


async def test_only_a_call_carried_out_for_a_session_is_told_as_authorised():
    told: list[str] = []
    refused = _problem(ProblemCode.UNAUTHENTICATED)
    service = Service(GOOD, GOOD, refused)
    connection = Connection(
        service_token="token",
        transport=httpx.MockTransport(service),
        on_authorised=lambda session, _: told.append(session),
    )
    call = Call("GET", "/v1/thing", headers={"X-Portal-Session": "a" * 64})

    async with connection:
        await connection.ask(Unread, call)
        await connection.ask(Unread, Call("GET", "/v1/thing"))
        with pytest.raises(NotSignedInError):
            await connection.ask(Unread, call)

    assert told == ["a" * 64]
