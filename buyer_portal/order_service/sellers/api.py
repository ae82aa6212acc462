"""Change here the address of a seller's policy."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.orders import SellerPolicy
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.sellers import use_cases
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["sellers"])


@router.get("/v1/sellers/{seller_id}/policy", response_model=SellerPolicy)
async def read_policy(service: TheService, asker: TheAsker, seller_id: str) -> Response:
    """Return a seller's current policy."""
    policy = await service.read(
        asker,
        "seller_policy",
        lambda connection, viewer: use_cases.seller_policy(connection, viewer, id_in(seller_id)),
    )
    return good(policy).response()
