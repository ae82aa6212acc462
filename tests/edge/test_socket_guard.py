import asyncio
import hashlib
import uuid
from time import monotonic
from typing import Any

import pytest
from starlette.datastructures import Headers

from buyer_portal.edge.socket_guard import (
    BURST,
    SOCKETS_PER_ADDRESS,
    SOCKETS_PER_SESSION,
    SocketGuard,
    address_of,
    session_id_of,
)
from buyer_portal.settings import Settings

SESSION_ID = "c" * 43
HASH = hashlib.sha256(SESSION_ID.encode()).hexdigest()
OWN = ("origin", "http://localhost:8000")
COOKIE = ("cookie", f"portal_session={SESSION_ID}")


def socket_scope(*headers, query=None, address="10.0.0.1"):
    query = f"token={uuid.uuid4()}&EIO=4" if query is None else query
    return {
        "type": "websocket",
        "path": "/_event/",
        "query_string": query.encode(),
        "headers": [(name.encode(), text.encode()) for name, text in headers],
        "client": (address, 50000),
    }


async def nothing() -> Any:
    await asyncio.Event().wait()


async def opened(guard_settings, *scopes):
    """Open sockets one after another, all kept open; return the scopes that came through."""
    seen, refused, tasks = [], [], []

    async def inner(scope, _receive, _send):
        seen.append(scope)
        await asyncio.Event().wait()

    async def send(message):
        refused.append(message)

    guard = SocketGuard(inner, settings=guard_settings)
    for scope in scopes:
        tasks.append(asyncio.create_task(guard(scope, nothing, send)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(seen) + len(refused) == len(scopes)
    assert refused == [{"type": "websocket.close", "code": 1008}] * len(refused)
    return seen


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        pytest.param([], None, id="no-origin"),
        pytest.param([("origin", "https://evil.example")], None, id="foreign-origin"),
        pytest.param([("origin", "http://localhost:8001")], None, id="other-port"),
        pytest.param([("origin", "null")], None, id="null-origin"),
        pytest.param([OWN, ("origin", "https://evil.example")], None, id="two-origins"),
        pytest.param([OWN], "", id="no-token"),
        pytest.param([OWN], "token=../../etc", id="token-is-no-uuid"),
        pytest.param([OWN], f"token={uuid.uuid4()}x", id="token-too-long"),
        pytest.param([OWN], f"token={uuid.uuid4()}&token={uuid.uuid4()}", id="two-tokens"),
    ],
)
async def test_a_socket_that_no_page_of_ours_opened_is_refused(settings, headers, query):
    assert await opened(settings, socket_scope(*headers, query=query)) == []


async def test_the_handshake_carries_the_hash_and_no_other_cookie(settings):
    forged = ("cookie", f"portal_session_hash={'f' * 64}; other=1")

    [scope] = await opened(
        settings, socket_scope(OWN, COOKIE, forged, ("authorization", "Bearer hush"))
    )

    assert scope["headers"] == [
        (b"origin", b"http://localhost:8000"),
        (b"cookie", f"portal_session_hash={HASH}".encode()),
    ]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "&zone=Asia%2FJakarta&build=7",
            [(b"x-portal-zone", b"Asia/Jakarta"), (b"x-portal-build", b"7")],
        ),
        pytest.param("&zone=Asia%0D%0Acookie:a&build=%C3%A9", [], id="no-header-is-made-up"),
        pytest.param(f"&zone={'z' * 65}&build=", [], id="too-long"),
    ],
)
async def test_the_handshake_carries_what_the_browser_says_of_itself(settings, query, told):
    forged = ("x-portal-build", "9")

    [scope] = await opened(
        settings, socket_scope(OWN, forged, query=f"token={uuid.uuid4()}{query}")
    )

    assert scope["headers"] == [(b"origin", b"http://localhost:8000"), *told]


async def test_without_a_session_no_cookie_comes_through(settings):
    forged = ("cookie", f"portal_session_hash={'f' * 64}")

    [scope] = await opened(settings, socket_scope(OWN, forged))

    assert scope["headers"] == [(b"origin", b"http://localhost:8000")]


@pytest.mark.parametrize(
    "cookies",
    [
        pytest.param([f"portal_session={SESSION_ID}; portal_session={'d' * 43}"], id="twice"),
        pytest.param([f"portal_session={SESSION_ID}", f"portal_session={'d' * 43}"], id="two"),
        pytest.param(["portal_session=short"], id="short"),
        pytest.param([f'portal_session="{"é" * 43}"'], id="other-letters"),
        pytest.param(["portal_session="], id="empty"),
        pytest.param([f"portal_session={'c' * 200}"], id="long"),
    ],
)
def test_a_cookie_of_the_wrong_form_is_no_session(cookies):
    headers = Headers(raw=[(b"cookie", cookie.encode("latin-1")) for cookie in cookies])

    assert session_id_of(headers, "portal_session") is None


async def test_a_session_holds_a_bounded_number_of_sockets(settings):
    scopes = [
        socket_scope(OWN, COOKIE, address=f"10.0.0.{number}")
        for number in range(SOCKETS_PER_SESSION + 3)
    ]

    assert len(await opened(settings, *scopes)) == SOCKETS_PER_SESSION


async def test_an_address_holds_a_bounded_number_of_sockets(settings):
    scopes = [socket_scope(OWN) for _ in range(SOCKETS_PER_ADDRESS + 3)]

    assert len(await opened(settings, *scopes)) == SOCKETS_PER_ADDRESS


async def test_this_machine_may_open_more_because_a_proxy_speaks_for_all_buyers(settings):
    scopes = [socket_scope(OWN, address="127.0.0.1") for _ in range(SOCKETS_PER_ADDRESS + 3)]

    assert len(await opened(settings, *scopes)) == SOCKETS_PER_ADDRESS + 3


async def test_a_closed_socket_makes_room(settings):
    async def inner(_scope, _receive, _send):
        return

    refused = []

    async def send(message):
        refused.append(message)

    guard = SocketGuard(inner, settings=settings)
    for _ in range(SOCKETS_PER_SESSION * 2):
        await guard(socket_scope(OWN, COOKIE), nothing, send)

    assert refused == []


async def test_a_flood_is_slowed_to_the_rate_after_a_free_burst(tmp_path):
    rate = 100
    settings = Settings.model_validate(
        {
            "mode": "test",
            "port": 8000,
            "data_dir": tmp_path,
            "public_url": None,
            "socket_events_per_second": rate,
        }
    )
    took = []

    async def endless():
        return {"type": "websocket.receive", "text": "2"}

    async def inner(_scope, receive, _send):
        began = monotonic()
        for _ in range(BURST):
            await receive()
        took.append(monotonic() - began)
        began = monotonic()
        for _ in range(20):
            await receive()
        took.append(monotonic() - began)

    async def send(_message):
        raise AssertionError("nothing is sent")

    await SocketGuard(inner, settings=settings)(socket_scope(OWN), endless, send)

    assert took[0] < 0.5
    assert 0.1 < took[1] < 2


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 2.2.2.2, 1.1.1.1", "2.2.2.2"),
        (2, "1.1.1.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_an_address_is_believed_as_far_as_the_proxies_are_ours(hops, forwarded, address):
    scope = socket_scope(("x-forwarded-for", forwarded))

    assert address_of(scope, hops) == address
