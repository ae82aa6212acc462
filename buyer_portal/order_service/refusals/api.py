"""Change here the addresses of refusing a delivery."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.refusals import (
    RefusalAnswer,
    RefusalOffer,
    RefuseDelivery,
    WithdrawRefusal,
)
from buyer_portal.order_service.answers import CREATED
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.refusals import use_cases
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["refusals"])


@router.get("/v1/orders/{order_id}/refusal", response_model=RefusalOffer)
async def read_offer(
    service: TheService,
    asker: TheAsker,
    order_id: str,
    package: Annotated[list[str] | None, Query(max_length=200)] = None,
) -> Response:
    """Return what refusing some parcels, or all in transit, would do now."""
    answer = await service.read(
        asker,
        "refusal",
        lambda connection, viewer: use_cases.offer(
            connection, viewer, id_in(order_id), package or ()
        ),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/refusals", response_model=RefusalAnswer, status_code=CREATED)
async def announce(
    service: TheService, asker: TheAsker, order_id: str, command: RefuseDelivery
) -> Response:
    """Announce that parcels will be refused at the door."""
    answer = await service.command(
        asker,
        "refuse",
        order_id,
        command,
        lambda transaction, viewer: use_cases.announce(
            transaction, viewer, id_in(order_id), command
        ),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/refusals/withdrawal", response_model=RefusalAnswer)
async def withdraw(
    service: TheService, asker: TheAsker, order_id: str, command: WithdrawRefusal
) -> Response:
    """Take back what was announced."""
    answer = await service.command(
        asker,
        "withdraw_refusal",
        order_id,
        command,
        lambda transaction, viewer: use_cases.withdraw(
            transaction, viewer, id_in(order_id), command
        ),
    )
    return answer.response()
