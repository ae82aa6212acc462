"""Change here how a test changes an order."""

from typing import Any

import pytest

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_contract.changes import ChangeAnswer
from tests.order_service.changes.wishes import command


@pytest.fixture
def change(new_key):
    async def do(buyer: BuyerClient, order_id: str, wish: dict[str, Any]) -> ChangeAnswer:
        return await buyer.change_order(order_id, await command(buyer, order_id, wish), new_key())

    return do
