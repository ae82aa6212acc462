"""Change here what is wished for in these tests."""

from datetime import timedelta
from typing import Any

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_contract.changes import ChangeOrder, ChangeWish, OrderChoices

HOME: dict[str, Any] = {
    "name": "Lan Nguyen",
    "phone": "+84 90 123 4567",
    "lines": ["1 New Street", "Hà Nội"],
}
MOVE = {"address": HOME}
PACKED_TOO = {"changes": {"AWAITING_COLLECTION": ["address"]}}
COUPON = {"code": "SAVE10", "percent": 10}


def variant(choices: OrderChoices, name: str) -> str:
    return next(one.id for offer in choices.offers for one in offer.variants if one.name == name)


def to_variant(choices: OrderChoices, name: str) -> dict[str, Any]:
    line = choices.order.lines[0].id
    return {"lines": [{"line_id": line, "variant_id": variant(choices, name)}]}


async def command(buyer: BuyerClient, order_id: str, wish: dict[str, Any]) -> ChangeOrder:
    """Return what a page would send for a wish that it has just priced."""
    wanted = ChangeWish.model_validate(wish)
    preview = await buyer.preview_change(order_id, wanted)
    return ChangeOrder(
        order_version=preview.order.version - 1,
        expires_at=preview.server_now + timedelta(minutes=2),
        wish=wanted,
        seen_total_minor=preview.order.total_minor,
    )
