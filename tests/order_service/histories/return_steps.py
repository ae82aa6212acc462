"""Change here how a buyer in a random history goes on with a return."""

from datetime import timedelta

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.returns import AnswerOffer, ShipReturn, WithdrawReturn


async def go_on_with_return(buyer: BuyerClient, name: str, detail: OrderDetail, key: str) -> None:
    """Send the newest return of an order back, withdraw it, or answer the seller's offer."""
    found, until = detail.returns[-1], detail.server_now + timedelta(minutes=1)
    if name == "send-back":
        sent = ShipReturn(expires_at=until, carrier="Post", tracking_number="SP-1234")
        await buyer.ship_return(found.id, sent, key)
    elif name == "withdraw-return":
        await buyer.withdraw_return(found.id, WithdrawReturn(expires_at=until), key)
    elif found.offer is not None:
        answer = AnswerOffer(
            expires_at=until,
            accepts=name == "accept-offer",
            seen_amount_minor=found.offer.amount_minor,
        )
        await buyer.answer_offer(found.id, answer, key)
