"""Change here the addresses of the inbox."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.notifications import MarkRead, NotificationsPage, Unread
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.notifications import use_cases
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["notifications"])


@router.get("/v1/notifications", response_model=NotificationsPage)
async def list_notifications(
    service: TheService, asker: TheAsker, cursor: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Return a page of the inbox, newest first."""
    page = await service.read(
        asker,
        "notifications",
        lambda connection, viewer: use_cases.notifications_page(connection, viewer, cursor),
    )
    return good(page).response()


@router.post("/v1/notifications/read", response_model=Unread)
async def mark_read(service: TheService, asker: TheAsker, marked: MarkRead) -> Response:
    """Mark notifications as read, all of them when none are named."""
    unread = await service.change(
        asker,
        "mark_read",
        lambda transaction, viewer: use_cases.mark_read(transaction, viewer, marked),
    )
    return good(unread).response()
