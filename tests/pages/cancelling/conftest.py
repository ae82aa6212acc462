"""Change here how a test opens an order to cancel it."""

import httpx
import pytest

from buyer_portal import session
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.order_client.connection import Connection
from buyer_portal.pages.order_detail.state import OrderDetailState


@pytest.fixture
def open_order(open_shop, make_state):
    """Open a tenant's one order and return shop, page and dialog."""

    async def make(preset="until-packed", locale="", **order):
        shop = await open_shop(sellers=[{"key": "s", "preset": preset}], orders=[order])
        address = f"{locale}/orders/{shop.made.orders['order-1']}/"
        page = make_state(OrderDetailState, address, await shop.sign_in())
        async for _ in page.load():
            pass
        return shop, page, await page.get_state(CancelState)

    return make


class _NotedKeys(httpx.AsyncBaseTransport):
    """Passes requests on and notes the idempotency key of each command."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.keys: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if key := request.headers.get("Idempotency-Key"):
            self.keys.append(key)
        return await self._inner.handle_async_request(request)


@pytest.fixture
async def noted_keys(service):
    """The idempotency keys of all commands that reach the service."""
    noted = _NotedKeys(service._http._transport)
    token = service._http.headers["Authorization"].removeprefix("Bearer ")
    async with Connection(service_token=token, transport=noted) as connection:
        session.use_connection(connection)
        yield noted.keys
    session.use_connection(service)
