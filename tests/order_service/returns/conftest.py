"""Change here how a test of returns asks for one and goes on with it."""

from datetime import timedelta

import pytest

from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    RequestReturn,
    ShipReturn,
    WithdrawReturn,
)
from tests.order_service.returns.situations import MUG


@pytest.fixture
def ask(new_key):
    """Look at what returning would give back, then ask for it, as a buyer does."""

    async def do(buyer, order_id, pieces=None, *, kind=ReturnKind.RETURN, key=None, **changes):
        pieces = pieces or {MUG: 1}
        offer = await buyer.return_offer(order_id, kind, pieces)
        fields = {
            "order_version": offer.detail.order.version,
            "expires_at": offer.detail.server_now + timedelta(minutes=2),
            "kind": kind,
            "lines": [{"line_id": name, "quantity": count} for name, count in pieces.items()],
            "reason_key": offer.reasons[0],
            "seen_refund_minor": offer.preview.total_minor,
        }
        command = RequestReturn.model_validate(fields | changes)
        return await buyer.request_return(order_id, command, key or new_key())

    return do


@pytest.fixture
def send(new_key):
    """Ship, answer or withdraw, as the command's class says."""

    async def do(buyer, found, command, key=None, **fields):
        now = (await buyer.order(found.order_id)).server_now
        body = command.model_validate({"expires_at": now + timedelta(minutes=2), **fields})
        method = {
            ShipReturn: buyer.ship_return,
            AnswerOffer: buyer.answer_offer,
            WithdrawReturn: buyer.withdraw_return,
        }[command]
        return (await method(found.id, body, key or new_key())).returns[0]

    return do
