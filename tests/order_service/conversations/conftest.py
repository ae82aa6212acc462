"""Change here how a test writes to a seller."""

import pytest

from buyer_portal.order_contract.conversations import SendMessage


@pytest.fixture
def write(new_key, soon):
    """Write to a seller, as a page does."""

    async def do(buyer, order_id: str, text: str = "Hello", key: str = "", **fields):
        now = (await buyer.me()).server_now
        command = SendMessage.model_validate({"text": text, "expires_at": soon(now), **fields})
        return await buyer.send_message(order_id, command, key or new_key())

    return do
