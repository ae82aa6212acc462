"""Tenants from scenarios, their faults, and that production has none of it."""

import time
from datetime import datetime

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    InvalidCommandError,
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceFaultError,
)
from buyer_portal.order_contract.probes import CONTRACT_VERSION, Feature
from buyer_portal.order_contract.testing import Clock, NewTenant, Revision
from buyer_portal.order_service.app import serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import schema_revision
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Mode, Settings


async def test_same_scenario_same_world(make_world):
    scenario = {"orders": [{"status": status} for status in OrderStatus], "seed": "twice"}

    first, second = await make_world(**scenario), await make_world(**scenario)

    assert first.made.tenant != second.made.tenant
    assert first.made.orders == second.made.orders
    for key in first.made.orders:
        one, other = await first.detail(key), await second.detail(key)
        assert one == other


async def test_other_seed_other_ids(make_world):
    first, second = await make_world(seed="a"), await make_world(seed="b")

    assert first.made.orders["order-1"] != second.made.orders["order-1"]


async def test_every_status_can_be_had(make_world):
    world = await make_world(orders=[{"key": status, "status": status} for status in OrderStatus])

    for status in OrderStatus:
        detail = await world.detail(status)
        assert detail.order.status is status
        assert detail.decision.stage is status


async def test_many_orders_are_made_quickly(make_world):
    start = time.process_time()
    world = await make_world(orders=[{"count": 3000}])
    seconds = time.process_time() - start

    buyer = await world.buyer()
    page = await buyer.orders()
    assert (page.counts["all"], page.counts["to-ship"]) == (3000, 3000)
    oldest = (await buyer.orders(query=page.orders[5].number)).orders
    assert [card.id for card in oldest] == [page.orders[5].id]
    assert (await buyer.order(page.orders[7].id)).order.number == page.orders[7].number
    assert seconds < 10


async def test_orders_alike_have_histories_of_their_own(make_world):
    world = await make_world(orders=[{"status": "IN_TRANSIT", "count": 3}])

    details = [await world.detail(key) for key in ("order-1", "order-1/2", "order-1/3")]

    for detail in details:
        moments = detail.order.moments
        assert [entry.at for entry in detail.history] == [
            moments.placed_at,
            moments.paid_at,
            moments.packed_at,
            moments.collected_at,
        ]
        assert {entry.parameters["number"] for entry in detail.history} == {detail.order.number}
    assert len({detail.order.moments.placed_at for detail in details}) == 3


async def test_small_tenant_is_made_quickly(make_world):
    await make_world()
    start = time.process_time()
    for _ in range(5):
        await make_world(orders=[{}, {"status": "UNPAID"}, {"status": "IN_TRANSIT"}])

    assert (time.process_time() - start) / 5 < 0.25


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param({"sellers": [{"key": "s", "preset": "nonsense"}]}, id="unknown-preset"),
        pytest.param(
            {"sellers": [{"key": "s", "overrides": {"nonsense": 1}}]}, id="unknown-override"
        ),
        pytest.param({"orders": [{"buyer": "nobody"}]}, id="unknown-buyer"),
        pytest.param({"orders": [{"status": "LOST"}]}, id="unknown-status"),
        pytest.param({"faults": {"nonsense": 1}}, id="unknown-fault"),
        pytest.param(
            {"orders": [{"status": "IN_TRANSIT", "open_request": {}}]}, id="impossible-request"
        ),
        pytest.param({"nonsense": 1}, id="unknown-field"),
    ],
)
async def test_impossible_scenarios_are_refused_whole(http, scenario):
    answer = await http.post("/testing/tenants", json=scenario)

    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_deleted_tenant_leaves_nothing(make_world, connection, http):
    world = await make_world()
    session = await world.session()

    await connection.tell(Call("DELETE", world.path))

    assert (await http.get("/v1/me", headers={"X-Portal-Session": session})).status_code == 401
    with pytest.raises(OrderNotFoundError):
        await world.detail()
    with pytest.raises(OrderNotFoundError):
        await connection.tell(Call("DELETE", world.path))


async def test_slow_fault_is_slow(make_world):
    world = await make_world()
    buyer = await world.buyer()
    await world.faults(operations={"orders": {"slow_ms": 120}})

    start = time.monotonic()
    await buyer.orders()
    slow = time.monotonic() - start

    assert slow >= 0.12
    await world.faults()
    assert (await buyer.orders()).counts["all"] == 1


async def test_system_error_happens_so_often_and_does_nothing(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    await world.faults(operations={"cancel": {"system_error_times": 2}})

    for _ in range(2):
        with pytest.raises(OrderServiceFaultError):
            await buyer.cancel(world.order(), command, key)
        assert (await buyer.order(world.order())).order.version == 1
    answer = await buyer.cancel(world.order(), command, key)

    assert answer.order.status is OrderStatus.CANCELLED


async def test_fault_of_everything_spares_the_guard_and_other_tenants(make_world, portal):
    broken, whole = await make_world(), await make_world()
    session = await broken.session()
    buyer = await broken.buyer()
    await broken.faults(system_error_seconds=60)

    with pytest.raises(OrderServiceFaultError):
        await buyer.orders()
    assert (await portal.session(session)).buyer.id == broken.made.buyers["buyer"].id
    assert (await (await whole.buyer()).orders()).counts["all"] == 1


async def test_carrier_can_be_faster_than_the_next_cancel(make_world, cancel):
    world = await make_world(
        orders=[{"key": "mug"}, {"key": "lamp"}], faults={"carrier_scan_before_cancel": "mug"}
    )
    buyer = await world.buyer()

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(buyer, world.order("mug"))
    other = await cancel(buyer, world.order("lamp"))

    assert refusal.value.causes == ("in_transit",)
    assert other.order.status is OrderStatus.CANCELLED


async def test_unknown_tenants_are_not_found(connection):
    for method, path in [
        ("GET", "/clock"),
        ("PUT", "/clock"),
        ("PUT", "/faults"),
        ("PUT", "/build"),
        ("GET", "/faults"),
        ("GET", "/events"),
        ("GET", "/audit"),
        ("GET", "/notifications"),
        ("DELETE", ""),
    ]:
        body = Scenario.model_construct() if method == "PUT" else None
        with pytest.raises((OrderNotFoundError, InvalidCommandError)):
            await connection.ask(Clock, Call(method, f"/testing/tenants/t-none{path}", body=body))


async def test_clock_needs_a_zone(http, make_world):
    world = await make_world()

    answer = await http.put(f"{world.path}/clock", json={"now": "2026-01-01T00:00:00"})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "/now", "reason": "timezone_aware"}]


async def test_production_has_no_testing_api(tmp_path, database_url):
    import httpx  # noqa: PLC0415

    secret = tmp_path / "secret"
    secret.write_text("x" * 64)
    settings = Settings.model_validate(
        {
            "mode": Mode.PRODUCTION,
            "database_url": database_url,
            "public_url": "https://orders.example.com",
            "secret_file": secret,
            "payments": "stripe",
            "stripe_api_key": "sk_live_0000",
        }
    )
    made = serve(settings, Database(database_url))
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(made.asgi),
            base_url="http://order-service",
            headers={"Authorization": f"Bearer {settings.service_token}"},
        ) as http:
            answers = [
                await http.post("/testing/tenants", json={}),
                await http.get("/testing/tenants/main/clock"),
                await http.post("/v1/sessions/by-ticket", json={"ticket": "a.b"}),
                await http.post("/v1/sessions/demo", json={"buyer": "lan"}),
            ]
    finally:
        made.service.database.close()

    assert [answer.status_code for answer in answers] == [404, 404, 401, 401]


async def test_tenant_of_no_buyer_of_another(make_world, connection):
    world = await make_world()
    answer = await connection.ask(
        NewTenant, Call("POST", "/testing/tenants", body=Scenario.model_validate({"orders": []}))
    )

    assert answer.orders == {}
    assert answer.tenant != world.made.tenant
    with pytest.raises(NotSignedInError):
        await connection.ask(Clock, Call("GET", "/v1/me"))


async def test_a_tenant_goes_by_itself_when_its_time_is_over(http, made, make_world):
    left = (await http.post("/testing/tenants?ttl_seconds=60", json={"orders": [{}]})).json()
    kept = (await http.post("/testing/tenants?ttl_seconds=60", json={"orders": [{}]})).json()
    world = await make_world()
    await http.put(f"/testing/tenants/{kept['tenant']}/ttl", json={"ttl_seconds": 3600})

    await made.service.forget_tenants(datetime.fromisoformat(left["expires_at"]))

    assert (await http.get(f"/testing/tenants/{left['tenant']}/clock")).status_code == 404
    assert (await http.get(f"/testing/tenants/{kept['tenant']}/clock")).status_code == 200
    assert (await http.get(f"{world.path}/clock")).status_code == 200
    assert world.made.expires_at is not None


async def test_a_page_can_tell_that_it_shows_everything_that_happened(make_world, cancel):
    world = await make_world()
    buyer = await world.buyer()
    before = (await buyer.me()).feed_id

    await cancel(buyer, world.order())

    revision = await world.connection.ask(Revision, Call("GET", f"{world.path}/revision"))
    events = await world.events()
    assert before < revision.feed_id == events.last == (await buyer.me()).feed_id


async def test_a_service_says_what_it_is(http):
    said = (await http.get("/readyz")).json()

    assert said == {
        "status": "ready",
        "contract": CONTRACT_VERSION,
        "features": [str(feature) for feature in Feature],
        "schema_revision": schema_revision(),
        "minimum_client_build": 1,
        "locales": ["en", "vi", "id"],
    }
