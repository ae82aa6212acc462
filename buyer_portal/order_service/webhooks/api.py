"""Change here the address that other systems send to. Their signature is what lets them in."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from buyer_portal.order_contract.webhooks import Receipt
from buyer_portal.order_service.service import TheService
from buyer_portal.order_service.webhooks.receiving import Arrival, receive

router = APIRouter(tags=["webhooks"])

_Name = Annotated[str, Path(max_length=200)]


@router.post("/webhooks/{tenant}/{source}", response_model=Receipt)
async def take_in(service: TheService, request: Request, tenant: _Name, source: _Name) -> Response:
    """Accept a message of a seller, a carrier, a payment system or TikTok Shop (docs/webhooks.md).

    Any 2xx says that it is kept and need not be sent again; the body says what became of it.
    """
    arrival = Arrival(tenant, source, request.headers, await request.body())
    return (await receive(service.database, service.seal, arrival)).response()
