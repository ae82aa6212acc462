"""Change here the address of the event feed."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.service import TheService

router = APIRouter(tags=["events"])

MAX_FEED_ID = 2**63 - 1


@router.get("/v1/events", response_model=EventsPage)
async def follow(
    service: TheService,
    after: Annotated[int | None, Query(ge=0, le=MAX_FEED_ID)] = None,
    wait: Annotated[float, Query(ge=0, le=20)] = 0,
) -> Response:
    """Return what was committed after a cursor, waiting up to ``wait`` seconds for the first."""
    return good(await service.feed.page(after, wait)).response()
