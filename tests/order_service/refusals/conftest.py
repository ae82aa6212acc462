"""Change here how a test refuses a parcel, and takes that back."""

from datetime import timedelta

import pytest

from buyer_portal.order_contract.refusals import RefuseDelivery, WithdrawRefusal


@pytest.fixture
def refuse(new_key):
    """Look at what refusing would do, then announce it, as a buyer does."""

    async def do(buyer, order_id, key=None, **changes):
        offer = await buyer.refusal(order_id)
        fields = {
            "order_version": offer.detail.order.version,
            "expires_at": offer.detail.server_now + timedelta(minutes=2),
            "seen_strikes": offer.preview.seen_after,
            "seen_refund_minor": offer.preview.refund.total_minor,
        }
        command = RefuseDelivery.model_validate(fields | changes)
        return await buyer.refuse(order_id, command, key or new_key())

    return do


@pytest.fixture
def withdraw(new_key):
    async def do(buyer, order_id, key=None, **changes):
        now = (await buyer.order(order_id)).server_now
        fields = {"expires_at": now + timedelta(minutes=2)}
        command = WithdrawRefusal.model_validate(fields | changes)
        return await buyer.withdraw_refusal(order_id, command, key or new_key())

    return do
