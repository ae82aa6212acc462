"""The example that engineers start from: a service of another shape, which keeps the contract."""

import ast
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from buyer_portal.conformance.exchanges import Asker
from buyer_portal.conformance.registry import CHECKS
from buyer_portal.conformance.running import Verdict, run
from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.sessions import SignIn
from examples.shopify_order_service import __main__ as serving
from examples.shopify_order_service.service import make_service
from examples.shopify_order_service.world import World

TOKEN = "a token of the portal, 32 characters"
NOT_OFFERED = {
    "requests-are-granted",
    "requests-are-declined",
    "requests-are-withdrawn",
    "windows-close",
    "silence-answers",
    "webhooks-take-effect-once",
    "forged-webhooks-are-refused",
}


async def test_it_keeps_every_promise_that_it_gives():
    transport = httpx.ASGITransport(make_service(TOKEN, is_tested=True))

    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as http:
        outcomes = [one async for one in run(Asker(http, TOKEN))]

    assert {one.check.name: str(one.finding) for one in outcomes if one.finding} == {}
    skipped = {one.check.name for one in outcomes if one.verdict is Verdict.NOT_CHECKED}
    assert skipped == NOT_OFFERED
    assert len(outcomes) == len(CHECKS)


def test_it_knows_nothing_of_the_service_that_comes_with_the_portal():
    allowed = ("buyer_portal.domain", "buyer_portal.order_contract")
    files = list(Path(serving.__file__).parent.glob("*.py"))
    imported = {
        node.module
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }

    ours = {name for name in imported if name.startswith("buyer_portal")}
    assert len(files) >= 6
    assert ours
    assert {name for name in ours if not name.startswith(allowed)} == set()


@pytest.fixture
def shop():
    """The shop as its command serves it, with the orders of the file."""
    api = make_service(TOKEN, is_tested=False)
    known = api.state.known
    world = known.add(World(tenant="main", seed=b"a seed", feed=known.feed))
    buyer = world.add_buyer("Mai Tran", "mai@example.com", serving.PASSWORD)
    for payload in json.loads(serving.ORDERS.read_text("utf-8")):
        world.add_order(payload | {"customer": {"id": buyer.customer}})
    return api


async def test_the_portals_own_client_cancels_an_order_of_it(shop):
    async with Connection(service_token=TOKEN, transport=httpx.ASGITransport(shop)) as connection:
        service = ServiceClient(connection)
        signed_in = await service.sign_in(
            SignIn(login="mai@example.com", password=serving.PASSWORD)
        )
        buyer = BuyerClient(connection, hashlib.sha256(signed_in.session_id.encode()).hexdigest())
        cards = (await buyer.orders()).orders
        before = await buyer.order(cards[0].id)
        command = CancelOrder(
            order_version=before.order.version,
            expires_at=before.server_now + timedelta(minutes=2),
            reason_key=before.decision.reason_keys[0],
        )
        answer = await buyer.cancel(cards[0].id, command, "a-key-of-mine")

    [world] = shop.state.known.worlds.values()
    [made] = [one for one in world.shop.orders.values() if one["cancelled_at"]]
    assert [card.status for card in cards] == [
        OrderStatus.AWAITING_SHIPMENT,
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.IN_TRANSIT,
        OrderStatus.DELIVERED,
    ]
    assert answer.cancellation.status is CancellationStatus.SUCCESS
    assert answer.cancellation.refund_minor == before.order.total_minor == 3330
    assert made["refunds"][0]["transactions"][0]["amount"] == made["total_price"] == "33.30"
    assert made["financial_status"] == "refunded"
