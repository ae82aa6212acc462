"""Change here the addresses of returns and their photos."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    Photo,
    RequestReturn,
    ReturnAnswer,
    ReturnOffer,
    ShipReturn,
    WithdrawReturn,
)
from buyer_portal.order_service.answers import CREATED, ProblemError
from buyer_portal.order_service.orders.api import PieceText, pieces_in
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.returns import asking, offering, photos, use_cases
from buyer_portal.order_service.returns.pictures import MEDIA_TYPE, NotAPictureError, made_anew
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["returns"])

_drawing = asyncio.Semaphore(2)
"""Unpacking a large picture takes a hundred megabytes: two at a time are enough."""


@router.get("/v1/orders/{order_id}/return", response_model=ReturnOffer)
async def read_offer(
    service: TheService,
    asker: TheAsker,
    order_id: str,
    kind: ReturnKind | None = None,
    line: Annotated[list[PieceText] | None, Query(max_length=200)] = None,
) -> Response:
    """Return what can be returned, and what some pieces (``line_id:quantity``) would give back."""
    answer = await service.read(
        asker,
        "return",
        lambda connection, viewer: offering.offer(
            connection, viewer, id_in(order_id), kind, pieces_in(line or [])
        ),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/returns", response_model=ReturnAnswer, status_code=CREATED)
async def request_return(
    service: TheService, asker: TheAsker, order_id: str, command: RequestReturn
) -> Response:
    """Ask to send pieces back, or for their money."""
    answer = await service.command(
        asker,
        "request_return",
        order_id,
        command,
        lambda transaction, viewer: asking.request(transaction, viewer, id_in(order_id), command),
    )
    return answer.response()


@router.post("/v1/returns/{return_id}/shipment", response_model=ReturnAnswer)
async def ship_return(
    service: TheService, asker: TheAsker, return_id: str, command: ShipReturn
) -> Response:
    """Say that the parcel is on its way."""
    answer = await service.command(
        asker,
        "ship_return",
        return_id,
        command,
        lambda transaction, viewer: use_cases.ship(transaction, viewer, id_in(return_id), command),
    )
    return answer.response()


@router.post("/v1/returns/{return_id}/offer", response_model=ReturnAnswer)
async def answer_offer(
    service: TheService, asker: TheAsker, return_id: str, command: AnswerOffer
) -> Response:
    """Take or decline a part of the money."""
    answer = await service.command(
        asker,
        "answer_offer",
        return_id,
        command,
        lambda transaction, viewer: use_cases.answer_offer(
            transaction, viewer, id_in(return_id), command
        ),
    )
    return answer.response()


@router.post("/v1/returns/{return_id}/withdrawal", response_model=ReturnAnswer)
async def withdraw_return(
    service: TheService, asker: TheAsker, return_id: str, command: WithdrawReturn
) -> Response:
    """Take a return back."""
    answer = await service.command(
        asker,
        "withdraw_return",
        return_id,
        command,
        lambda transaction, viewer: use_cases.withdraw(
            transaction, viewer, id_in(return_id), command
        ),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/photos", response_model=Photo, status_code=CREATED)
async def add_photo(
    service: TheService, asker: TheAsker, order_id: str, request: Request
) -> Response:
    """Keep a photo for the next return; the body is the picture itself."""
    await service.read(asker, "photo", lambda _, viewer: viewer)  # who is nobody draws nothing
    content = await request.body()
    try:
        async with _drawing:
            picture = await asyncio.to_thread(made_anew, content)
    except NotAPictureError:
        raise ProblemError(ProblemCode.NOT_A_PICTURE) from None
    answer = await service.change(
        asker,
        "add_photo",
        lambda transaction, viewer: photos.add(transaction, viewer, id_in(order_id), picture),
    )
    return answer.response()


@router.get("/v1/photos/{photo_id}", response_class=Response)
async def read_photo(service: TheService, asker: TheAsker, photo_id: str) -> Response:
    """Return a photo to its buyer."""
    content = await service.read(
        asker,
        "photo",
        lambda connection, viewer: photos.content_of(connection, viewer, id_in(photo_id)),
    )
    return Response(content, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


@router.delete("/v1/photos/{photo_id}", status_code=204, response_class=Response)
async def remove_photo(service: TheService, asker: TheAsker, photo_id: str) -> Response:
    """Forget a photo that was not sent yet."""
    await service.change(
        asker,
        "remove_photo",
        lambda transaction, viewer: photos.remove(transaction, viewer, id_in(photo_id)),
    )
    return Response(status_code=204)
