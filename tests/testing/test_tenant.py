"""What a test does to its own world, asked of the real order service in this process."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from buyer_portal.order_service.app import OrderService, serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.order_service.webhooks.planning import plan
from buyer_portal.settings import Settings
from buyer_portal.testing.tenant import Tenant, create_tenant


class InProcess(httpx.BaseTransport):
    """Reaches an application of this process from code that does not wait."""

    def __init__(self, app) -> None:
        self._app = httpx.ASGITransport(app)
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._ask(request))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._app) as client:
            answer = await client.request(
                request.method, request.url, headers=request.headers, content=request.read()
            )
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def close(self) -> None:
        self._runner.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[OrderService]:
    """Our order service; what runs in the background does not."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tenants') / 'portal.db'}"
    database = Database(url)
    prepare(database)
    database.write_now(ensure_main_tenant)
    made = serve(Settings.model_validate({"mode": "test", "database_url": url}), database)
    yield made
    database.close()


@pytest.fixture(scope="module")
def http(service) -> Iterator[httpx.Client]:
    """The testing API as the plugin reaches it."""
    bearer = {"Authorization": f"Bearer {service.service.settings.service_token}"}
    here = InProcess(service.asgi)
    with httpx.Client(transport=here, base_url="http://order-service", headers=bearer) as client:
        yield client


@pytest.fixture
def tenant(http) -> Tenant:
    orders = [{"key": "mug", "status": "IN_TRANSIT"}, {"key": "late", "status": "UNPAID"}]
    return create_tenant(http, {"orders": orders})


def test_its_clock_is_read_set_and_advanced(tenant):
    start = tenant.now()

    tenant.advance(3600)
    later = tenant.now()
    tenant.set_clock("2027-01-01T00:00:00Z")

    assert start < later < tenant.now() == "2027-01-01T00:00:00Z"
    assert tenant.order("late")["order"]["status"] == "CANCELLED"  # nobody paid in time


def test_what_buyers_are_told_is_read_as_data(tenant, http):
    http.post("/v1/mails/take").raise_for_status()  # as the portal does from time to time
    tenant.advance(60 * 3600)
    http.post("/v1/mails/take").raise_for_status()

    [told] = tenant.notifications()
    [mail] = tenant.mails()

    assert (told["type"], told["order_id"]) == ("order.expired", tenant.orders["late"])
    assert (mail["notification_id"], mail["state"]) == (told["id"], "due")


def test_outgoing_webhooks_are_read_as_data(tenant, service):
    secret = tenant.tell("https://shop.example.com/hooks", "order.*")

    tenant.advance(60 * 3600)
    service.service.database.write_now(lambda transaction: plan(transaction, real_now()))

    assert secret.startswith("whsec_")
    [delivery] = tenant.deliveries()
    assert (delivery["type"], delivery["url"]) == (
        "order.expired",
        "https://shop.example.com/hooks",
    )


def test_another_system_tells_what_happened_and_is_believed_once_it_is_let_in(tenant):
    carrier = tenant.source("carrier")

    receipt = carrier.tell("parcel.delivered", order=tenant.orders["mug"])

    assert receipt["outcome"] == "applied"
    assert tenant.order("mug")["order"]["status"] == "DELIVERED"
    carrier.secret = "whsec_" + "A" * 44
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        carrier.tell("parcel.delivered", order=tenant.orders["mug"])


def test_a_revision_rises_with_what_happens(tenant):
    before = tenant.revision()

    tenant.do("mug", "deliver")

    assert tenant.revision() == tenant.events()[-1]["feed_id"] > before


def test_a_copy_stands_where_its_world_stood_and_goes_its_own_way(tenant):
    tenant.do("mug", "deliver")
    tenant.set_faults(slow_ms=2000)

    copy = tenant.copy()

    assert [copy] == tenant.copies
    assert (copy.orders, copy.order("mug")) == (tenant.orders, tenant.order("mug"))
    copy.advance(60 * 3600)
    assert [one.order("late")["order"]["status"] for one in (copy, tenant)] == [
        "CANCELLED",
        "UNPAID",
    ]


def test_who_signs_in_to_a_copy_has_a_ticket_of_its_own(tenant, http):
    copy = tenant.copy()
    [buyer] = copy.buyers

    theirs = http.post("/v1/sessions/by-ticket", json={"ticket": copy.ticket(buyer)})

    assert theirs.is_success
    assert copy.ticket(buyer) != tenant.ticket(buyer)
