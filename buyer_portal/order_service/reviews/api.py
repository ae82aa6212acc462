"""Change here the addresses of reviews."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.reviews import GiveReview, ReviewAnswer
from buyer_portal.order_service.answers import CREATED, good
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.reviews import use_cases
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(prefix="/v1/orders/{order_id}/review", tags=["reviews"])


@router.get("", response_model=ReviewAnswer)
async def read_review(service: TheService, asker: TheAsker, order_id: str) -> Response:
    """Return what the buyer said of an order, and whether it can be said now."""
    found = await service.read(
        asker,
        "review",
        lambda connection, viewer: use_cases.read(connection, viewer, id_in(order_id)),
    )
    return good(found).response()


@router.post("", response_model=ReviewAnswer, status_code=CREATED)
async def give_review(
    service: TheService, asker: TheAsker, order_id: str, command: GiveReview
) -> Response:
    """Say how it went, once the money is back."""
    answer = await service.command(
        asker,
        "give_review",
        order_id,
        command,
        lambda transaction, viewer: use_cases.give(transaction, viewer, id_in(order_id), command),
    )
    return answer.response()
