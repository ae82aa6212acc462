"""Change here the addresses of changing an order."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.changes import (
    ChangeAnswer,
    ChangeOrder,
    ChangePreview,
    ChangeWish,
    OrderChoices,
)
from buyer_portal.order_service.answers import CREATED
from buyer_portal.order_service.changes import use_cases
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["changes"])


@router.get("/v1/orders/{order_id}/choices", response_model=OrderChoices)
async def read_choices(service: TheService, asker: TheAsker, order_id: str) -> Response:
    """Return what can be changed, and what a new order like this one can be made of."""
    answer = await service.read(
        asker,
        "choices",
        lambda connection, viewer: use_cases.choices(connection, viewer, id_in(order_id)),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/changes/preview", response_model=ChangePreview)
async def preview_change(
    service: TheService, asker: TheAsker, order_id: str, wish: ChangeWish
) -> Response:
    """Return what a wish would make of the order; nothing is changed."""
    answer = await service.read(
        asker,
        "preview_change",
        lambda connection, viewer: use_cases.preview(connection, viewer, id_in(order_id), wish),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/changes", response_model=ChangeAnswer, status_code=CREATED)
async def change_order(
    service: TheService, asker: TheAsker, order_id: str, command: ChangeOrder
) -> Response:
    """Change an order instead of cancelling it."""
    answer = await service.command(
        asker,
        "change",
        order_id,
        command,
        lambda transaction, viewer: use_cases.change(transaction, viewer, id_in(order_id), command),
    )
    return answer.response()
