"""Nobody sees or changes what is another's: buyers × routes × verbs × ids."""

import pytest

from buyer_portal.order_contract.problems import Problem
from tests.order_service.pictures import a_picture

UNKNOWN = "019cadc6-9a80-7e5b-98bd-7e391d4f741d"
MALFORMED = [
    "1",
    "..",
    "%00",
    "' OR 1=1 --",
    "a" * 300,
    "\u202e",
    "019CADC6-9A80-7E5B-98BD-7E391D4F741D",
]

ROUTES = [
    ("GET", "/v1/orders/{order}"),
    ("GET", "/v1/orders/{order}/decision"),
    ("GET", "/v1/orders/{order}/decision?line=line-1:1"),
    ("POST", "/v1/orders/{order}/cancellations"),
    ("GET", "/v1/cancellations/{cancellation}"),
    ("POST", "/v1/cancellations/{cancellation}/withdrawal"),
    ("GET", "/v1/orders/{order}/return"),
    ("POST", "/v1/orders/{order}/returns"),
    ("POST", "/v1/returns/{returning}/shipment"),
    ("POST", "/v1/returns/{returning}/offer"),
    ("POST", "/v1/returns/{returning}/withdrawal"),
    ("GET", "/v1/photos/{photo}"),
    ("POST", "/v1/orders/{order}/photos"),
    ("GET", "/v1/orders/{order}/conversation"),
    ("POST", "/v1/orders/{order}/conversation"),
    ("POST", "/v1/orders/{order}/conversation/read"),
    ("DELETE", "/v1/sessions/{session_key}"),
    ("GET", "/v1/sellers/{seller}/policy"),
]
CANARY = "Canary of somebody else"


@pytest.fixture
async def two_buyers(make_world, cancel, http):
    """A buyer with a request, another of the same tenant, and one of another tenant."""
    people = {
        "buyers": [{"key": "owner", "name": CANARY}, {"key": "other"}],
        "sellers": [{"key": "seller", "preset": "until-shipped", "name": f"{CANARY} seller"}],
        "orders": [
            {
                "buyer": "owner",
                "status": "AWAITING_COLLECTION",
                "lines": [{"product_name": f"{CANARY} mug"}],
            },
            {"buyer": "owner", "status": "DELIVERED", "returning": {"reason_text": CANARY}},
        ],
    }
    here = await make_world(**people)
    there = await make_world(
        buyers=[{"key": "stranger"}], orders=[{"buyer": "stranger"}], seed="elsewhere"
    )
    owner = await here.buyer("owner")
    asked = await cancel(owner, here.order())
    await here.step("seller-say", text=f"{CANARY}, hello")
    me = await owner.me()
    photo = await http.post(
        f"/v1/orders/{here.order('order-2')}/photos",
        content=a_picture(),
        headers={"X-Portal-Session": await here.session("owner")},
    )
    ids = {
        "order": here.order(),
        "cancellation": asked.cancellation.id,
        "returning": (await here.detail("order-2")).returns[0].id,
        "photo": photo.json()["id"],
        "session_key": me.session_key,
        "seller": here.made.sellers["seller"],
    }
    return here, there, ids


_UNTIL = '"expires_at": "2030-01-01T00:00:00Z"'
BODIES = {
    "photos": a_picture(),
    "conversation": f'{{"text": "Hello", {_UNTIL}}}',
    "read": '{"up_to": 1}',
    "withdrawal": f"{{{_UNTIL}}}",
    "returns": (
        f'{{"order_version": 1, {_UNTIL}, "lines": [{{"line_id": "line-1", "quantity": 1}}]}}'
    ),
    "shipment": f'{{{_UNTIL}, "carrier": "Post", "tracking_number": "SP-12"}}',
    "offer": f'{{{_UNTIL}, "accepts": true, "seen_amount_minor": 1}}',
}


def _body(method: str, path: str) -> str | bytes | None:
    if method != "POST":
        return None
    return BODIES.get(path.rpartition("/")[2], f'{{"order_version": 1, {_UNTIL}}}')


async def _ask(http, session, method, path, ids, key):  # noqa: PLR0917 - a table's columns
    address = path.format_map(ids)
    return await http.request(
        method,
        address,
        content=_body(method, path),
        headers={
            "X-Portal-Session": session,
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
    )


async def test_foreign_ids_look_like_unknown_ones(two_buyers, http, new_key):
    here, there, ids = two_buyers
    unknown = dict.fromkeys(ids, UNKNOWN)
    sessions = [await here.session("other"), await there.session("stranger")]
    before = (await here.detail(), await here.audit(), await here.events())

    for session in sessions:
        for method, path in ROUTES:
            if "{seller}" in path and session == sessions[0]:
                continue  # sellers are public within their tenant
            foreign = await _ask(http, session, method, path, ids, new_key())
            nobody = await _ask(http, session, method, path, unknown, new_key())

            assert foreign.status_code == 404, (method, path)
            assert (foreign.content, foreign.headers) == (nobody.content, nobody.headers)

    assert (await here.detail(), await here.audit(), await here.events()) == before


async def test_malformed_ids_look_like_unknown_ones(two_buyers, http, new_key):
    here, _, ids = two_buyers
    session = await here.session("owner")

    for text in MALFORMED:
        malformed = dict.fromkeys(ids, text)
        for method, path in ROUTES:
            answer = await _ask(http, session, method, path, malformed, new_key())

            assert answer.status_code in {404, 405}, (method, path, text)
            assert Problem.model_validate_json(answer.content).status == answer.status_code


async def test_lists_hold_nothing_of_others(two_buyers, http):
    here, there, _ = two_buyers
    lists = [
        "/v1/me",
        "/v1/orders",
        "/v1/orders?q=canary",
        "/v1/notifications",
        "/v1/conversations",
        "/v1/sessions",
        "/v1/sessions/current",
    ]

    for session in (await here.session("other"), await there.session("stranger")):
        for path in lists:
            answer = await http.get(path, headers={"X-Portal-Session": session})

            assert answer.status_code == 200
            assert CANARY not in answer.text, path


async def test_cursor_of_another_buyer_gives_nothing_of_theirs(make_world):
    world = await make_world(
        buyers=[{"key": "rich"}, {"key": "poor"}],
        orders=[{"buyer": "rich", "count": 5}, {"buyer": "poor"}],
    )
    rich, poor = await world.buyer("rich"), await world.buyer("poor")
    cursor = (await rich.orders(limit=2)).next_cursor

    page = await poor.orders(cursor=cursor)

    assert {order.id for order in page.orders} <= {world.order("order-2")}


@pytest.mark.parametrize(
    "session",
    ["", "0" * 64, "x" * 64, "0" * 63, "'; DROP TABLE sessions; --", "\xff" * 64],
)
async def test_no_session_no_answer(make_world, http, session):
    world = await make_world()
    paths = ["/v1/me", "/v1/orders", "/v1/notifications", "/v1/sessions", "/v1/sessions/current"]
    paths += [f"/v1/orders/{world.order()}", f"/v1/orders/{UNKNOWN}", "/v1/orders/malformed"]

    answers = [
        await http.get(path, headers={"X-Portal-Session": session.encode("latin-1")})
        for path in paths
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


async def test_service_token_is_needed(http):
    for path in ("/v1/me", "/v1/events", "/testing/tenants/main/clock", "/v1/nothing"):
        for shown in ("", "Bearer ", "Bearer wrong", "Basic abc", "Bearer \xff"):
            answer = await http.get(path, headers={"Authorization": shown.encode("latin-1")})

            assert answer.status_code == (403 if shown else 401)
            assert answer.json()["type"] == "urn:buyer-portal:problem:forbidden"


async def test_tenants_with_one_seed_stay_apart(make_world, cancel):
    """The same scenario twice gives the same ids; a session reaches its own tenant alone."""
    first, second = await make_world(), await make_world()
    assert first.made.orders == second.made.orders

    await cancel(await first.buyer(), first.order())

    assert (await second.detail()).order.version == 1
    assert (await (await second.buyer()).me()).buyer.unread_notifications == 0
