"""Change here what tests of the guides are handed: the real service, what prints for a guide."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from buyer_portal import session
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_contract.cancellations import CancellationAnswer, CancelOrder
from buyer_portal.order_contract.orders import LineSummary, OrderDetail, OrderSummary
from buyer_portal.views.printing import Printer
from tests.guides.statements import Guide, pytest_generate_tests  # noqa: F401 - a hook
from tests.pages.conftest import (  # noqa: F401 - fixtures
    Shop,
    make_state,
    open_shop,
    prepared_url,
    service,
)
from tests.views.order_details import NOW, detail_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def printer(guide: Guide) -> Printer:
    """What prints under the skin of the guide."""
    return Printer(locale="en", zone=ZONE, now=NOW, skin=guide.skin)


@pytest.fixture
def order_at(request: pytest.FixtureRequest, guide: Guide) -> Callable[..., OrderDetail]:
    """Return an order at a stage, under the preset that the test names, else the guide’s."""
    named = [mark.kwargs.get("preset") for mark in request.node.iter_markers("statement")]
    preset = next(filter(None, named), guide.preset)

    def make(status: str = "AWAITING_SHIPMENT", **order: Any) -> OrderDetail:
        return detail_of(preset, status=status, **order)

    return make


class Buyer:
    """The buyer of a shop with one order: reads it and cancels it, as the portal does."""

    def __init__(self, shop: Shop, client: BuyerClient) -> None:
        self.shop, self.client = shop, client
        self.order_id = shop.made.orders["order-1"]

    async def order(self) -> OrderDetail:
        """Return the order as it is now."""
        return await self.client.order(self.order_id)

    async def cancel(self, seen: OrderDetail | None = None, **said: Any) -> CancellationAnswer:
        """Cancel the order as it was seen, now unless given."""
        seen = seen or await self.order()
        keys = seen.decision.reason_keys
        command = CancelOrder.model_validate(
            {
                "order_version": seen.order.version,
                "expires_at": seen.server_now + timedelta(minutes=2),
                "reason_key": keys[0] if keys else "",
                "reason_text": "" if keys else "The wrong colour",
                **said,
            }
        )
        return await self.client.cancel(self.order_id, command, f"key-of-{id(command)}")


@pytest.fixture
def buyer_of(open_shop: Callable[..., Any], guide: Guide) -> Callable[..., Any]:  # noqa: F811
    """Make a shop under the guide's preset and skin, with one order of one buyer."""

    async def make(**order: Any) -> Buyer:
        shop = await open_shop(
            skin=guide.skin,
            sellers=[{"key": "seller", "name": "Gió Sneakers", "preset": guide.preset}],
            orders=[{"lines": [{"product_name": "Canvas low-tops"}], **order}],
        )
        return Buyer(shop, BuyerClient(session.connection(), await shop.sign_in()))

    return make


def summary_of(detail: OrderDetail) -> OrderSummary:
    """Return an order as it stands in the list."""
    order = detail.order
    return OrderSummary(
        id=order.id,
        number=order.number,
        status=order.status,
        version=order.version,
        seller=detail.seller,
        lines=tuple(
            LineSummary(
                product_name=line.product_name,
                variant=line.variant,
                picture=line.picture,
                quantity=line.quantity,
            )
            for line in order.lines
        ),
        line_count=len(order.lines),
        total_minor=order.total_minor,
        currency=order.currency,
        placed_at=order.moments.placed_at,
        permission=detail.decision.outcome,
    )
