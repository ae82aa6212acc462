"""Change here the addresses of the signed-in buyer."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.sessions import BuyerChange, Me
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.me import use_cases
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["me"])


@router.get("/v1/me", response_model=Me)
async def read_me(service: TheService, asker: TheAsker) -> Response:
    """Return the buyer, the counters and the clock."""
    return good(await service.read(asker, "me", use_cases.me)).response()


@router.patch("/v1/me", response_model=Me)
async def change_me(service: TheService, asker: TheAsker, change: BuyerChange) -> Response:
    """Store language, time zone or theme."""
    changed = await service.change(
        asker,
        "change_me",
        lambda transaction, viewer: use_cases.change_me(transaction, viewer, change),
    )
    return good(changed).response()
