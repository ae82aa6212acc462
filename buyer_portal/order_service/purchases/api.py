"""Change here the addresses of placing an order."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.purchases import Basket, BasketPrice, PlacedAnswer, PlaceOrder
from buyer_portal.order_service.answers import CREATED
from buyer_portal.order_service.purchases import use_cases
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["purchases"])


@router.post("/v1/orders/preview", response_model=BasketPrice)
async def price_basket(service: TheService, asker: TheAsker, basket: Basket) -> Response:
    """Return what a basket costs now; nothing is bought."""
    answer = await service.read(
        asker,
        "price_basket",
        lambda connection, viewer: use_cases.price(connection, viewer, basket),
    )
    return answer.response()


@router.post("/v1/orders", response_model=PlacedAnswer, status_code=CREATED)
async def place_order(service: TheService, asker: TheAsker, command: PlaceOrder) -> Response:
    """Place a new order, made from one that the buyer has."""
    answer = await service.command(
        asker,
        "place_order",
        command.basket.again_of,
        command,
        lambda transaction, viewer: use_cases.place(transaction, viewer, command, asker.key),
    )
    return answer.response()
