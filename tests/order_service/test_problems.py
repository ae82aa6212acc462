"""Whatever is sent, the answer is a typed problem; never a stack trace, never half an effect."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyer_portal.order_contract.problems import PROBLEM_MEDIA_TYPE, Problem

JSON = {"Content-Type": "application/json"}


def _code(answer) -> str:
    assert answer.headers["content-type"].partition(";")[0] == PROBLEM_MEDIA_TYPE
    problem = Problem.model_validate_json(answer.content)
    assert problem.status == answer.status_code
    assert "Traceback" not in answer.text
    return problem.type.removeprefix("urn:buyer-portal:problem:")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/v1/nothing", 404, "not-found"),
        ("PUT", "/v1/orders", 405, "method-not-allowed"),
        ("DELETE", "/v1/me", 405, "method-not-allowed"),
        ("OPTIONS", "/v1/me", 405, "method-not-allowed"),
    ],
)
async def test_unknown_addresses_and_methods(http, method, path, status, code):
    answer = await http.request(method, path)

    assert (answer.status_code, _code(answer)) == (status, code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(b"{", 400, "malformed-json", id="torn"),
        pytest.param(b"\xff\xfe", 400, "malformed-json", id="not-utf-8"),
        pytest.param(b"[" * 60_000, 400, "malformed-json", id="deep"),
        pytest.param(b"", 422, "invalid-request", id="empty"),
        pytest.param(b"null", 422, "invalid-request", id="null"),
        pytest.param(b"[]", 422, "invalid-request", id="list"),
        pytest.param(b"{}", 422, "invalid-request", id="nothing-in-it"),
        pytest.param(b'{"order_version": 1e400}', 422, "invalid-request", id="infinite"),
        pytest.param(b"{" + b" " * 70_000 + b"}", 413, "too-large", id="large"),
    ],
)
async def test_bodies_that_are_no_command(make_world, http, body, status, code):
    world = await make_world()
    session = await world.session()

    answer = await http.post(
        f"/v1/orders/{world.order()}/cancellations",
        content=body,
        headers={**JSON, "X-Portal-Session": session, "Idempotency-Key": "key-12345678"},
    )

    assert (answer.status_code, _code(answer)) == (status, code)


async def test_large_body_in_pieces_is_refused(http):
    async def pieces():
        for _ in range(100):
            yield b" " * 1000

    answer = await http.post("/v1/sessions", content=pieces(), headers=JSON)

    assert (answer.status_code, _code(answer)) == (413, "too-large")


async def test_unknown_fields_are_named(make_world, http):
    world = await make_world()

    answer = await http.patch(
        "/v1/me",
        json={"theme": "dark", "a/b~c": 1},
        headers={"X-Portal-Session": await world.session()},
    )

    [error] = Problem.model_validate_json(answer.content).errors
    assert (error.pointer, error.reason) == ("/a~1b~0c", "extra_forbidden")


@pytest.mark.parametrize(
    "query",
    [
        "tab=nonsense",
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=nonsense",
        "cursor=" + "A" * 500,
        "cursor=LjE",
        "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkuYQ==",
        "q=" + "x" * 101,
    ],
)
async def test_wrong_parameters_are_named(make_world, http, query):
    world = await make_world()

    answer = await http.get(
        f"/v1/orders?{query}", headers={"X-Portal-Session": await world.session()}
    )

    problem = Problem.model_validate_json(answer.content)
    assert answer.status_code == 422
    assert [error.pointer for error in problem.errors] == [query.partition("=")[0]]


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "zero\u200bwidth",
    "line\nbreak\r\nSet-Cookie: a=b",
    "'; DROP TABLE orders; --",
    "%_\\",
    "🙂" * 50,
    "ÅßΩ漢字",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_comes_back_as_it_was(make_world, cancel, text):
    world = await make_world()
    buyer = await world.buyer()

    await cancel(buyer, world.order(), reason_text=text)

    [cancellation] = (await buyer.order(world.order())).cancellations
    assert cancellation.reason_text == text.strip()
    assert (await buyer.orders(query=text[:100])).orders == ()


@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud800", "\\udfff"])
async def test_text_that_no_database_takes_is_refused(make_world, http, text):
    world = await make_world()
    body = (
        '{"order_version":1,"expires_at":"2030-01-01T00:00:00Z","reason_text":"'
        + text
        + '","reason_key":"ecom_order_to_ship_canceled_reason_created_by_mistakes"}'
    )

    answer = await http.post(
        f"/v1/orders/{world.order()}/cancellations",
        content=body,
        headers={
            **JSON,
            "X-Portal-Session": await world.session(),
            "Idempotency-Key": "key-12345678",
        },
    )

    assert (answer.status_code, _code(answer)) == (422, "invalid-request")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["order_version", "expires_at", "reason_key", "reason_text", "lines", "client_build"]
FIELDS += ["login", "password", "ticket", "buyer", "ids", "theme", "locale", "time_zone"]
_fields = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, _json))


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=_fields, text=st.text(max_size=40))
async def test_anything_gets_an_answer_of_the_contract(make_world, http, body, text):
    world = await make_world()
    session = await world.session()
    headers = {**JSON, "X-Portal-Session": session, "Idempotency-Key": "key-12345678"}
    sent = json.dumps(body)
    quoted = text.encode("utf-8", "replace").decode()

    answers = [
        await http.post(f"/v1/orders/{world.order()}/cancellations", content=sent, headers=headers),
        await http.post("/v1/sessions", content=sent, headers=headers),
        await http.post("/v1/sessions/by-ticket", content=sent, headers=headers),
        await http.post("/v1/notifications/read", content=sent, headers=headers),
        await http.patch("/v1/me", content=sent, headers=headers),
        await http.get("/v1/orders", params={"q": quoted}, headers=headers),
        await http.get("/v1/orders", params={"cursor": quoted}, headers=headers),
        await http.get("/v1/events", params={"after": quoted}, headers=headers),
        await http.get(
            f"/v1/orders/{world.order()}/decision", params={"line": quoted}, headers=headers
        ),
    ]

    for answer in answers:
        assert answer.status_code < 500
        if answer.status_code >= 400:
            _code(answer)
