"""What the public port passes on to the order service, and what never goes with it."""

import httpx
import pytest
from starlette.applications import Starlette

from buyer_portal.edge.forwarding import MAX_WEBHOOK_BYTES, webhook_routes


@pytest.fixture
def reach():
    """Return a client of the public port before an order service that ``answer`` plays."""

    def make(answer):
        inside = httpx.AsyncClient(
            transport=httpx.MockTransport(answer),
            base_url="http://order-service",
            headers={"Authorization": "Bearer service-token"},
        )
        app = Starlette(routes=webhook_routes(lambda: inside))
        transport = httpx.ASGITransport(app)
        return httpx.AsyncClient(transport=transport, base_url="http://portal")

    return make


async def test_bytes_and_signature_go_on_as_they_came(reach):
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(200, json={"id": "m", "outcome": "applied"})

    body = b'{"type" :  1,\n"data":{}}'
    sent = {"Authorization": "abc", "webhook-id": "m", "x-forwarded-for": "1.2.3.4", "cookie": "a"}

    told = await reach(answer).post("/webhooks/main/tiktok", content=body, headers=sent)

    [request] = seen
    assert (told.status_code, told.json()["outcome"]) == (200, "applied")
    assert (request.url.raw_path, request.content) == (b"/webhooks/main/tiktok", body)
    assert request.headers["authorization"] == "abc"
    assert request.headers["webhook-id"] == "m"
    assert {"cookie", "x-forwarded-for"}.isdisjoint(request.headers)


async def test_the_portals_own_token_does_not_go_with_it(reach):
    seen = []

    def answer(request):
        seen.append(request.headers.get("authorization"))
        return httpx.Response(401, json={})

    await reach(answer).post("/webhooks/main/carrier", content=b"{}")

    assert seen == [""]


async def test_no_other_address_is_reached_through_it(reach):
    seen = []

    def answer(request):
        seen.append(request.url.raw_path)
        return httpx.Response(401, json={})

    await reach(answer).post("/webhooks/%2e%2e/v1", content=b"{}")
    await reach(answer).post("/webhooks/main/a%3Fb", content=b"{}")

    assert seen == [b"/webhooks/-/v1", b"/webhooks/main/-"]


async def test_what_is_too_large_is_not_passed_on(reach):
    def answer(_):
        raise AssertionError

    told = await reach(answer).post(
        "/webhooks/main/carrier", content=b" " * (MAX_WEBHOOK_BYTES + 1)
    )

    assert told.status_code == 413


async def test_a_sender_is_asked_to_come_again_while_the_service_is_away(reach):
    def answer(_):
        raise httpx.ConnectError("away")

    told = await reach(answer).post("/webhooks/main/carrier", content=b"{}")

    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert told.headers["content-type"] == "application/problem+json"
