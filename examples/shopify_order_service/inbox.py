"""What buyers are told, and the feed that the portal follows."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_contract.notifications import MarkRead, NotificationsPage, Unread
from examples.shopify_order_service.asking import (
    TheSession,
    TheState,
    good,
)
from examples.shopify_order_service.world import wrong

router = APIRouter()


@router.get("/v1/notifications")
async def notifications(session: TheSession, cursor: str = "") -> Response:
    if cursor:
        raise wrong("cursor", "unknown")
    told = session.world.told.get(session.buyer.id, [])
    unread = sum(not one.is_read for one in told)
    now = session.world.now
    return good(NotificationsPage(notifications=tuple(told), unread=unread, server_now=now))


@router.post("/v1/notifications/read")
async def mark_read(session: TheSession, marked: MarkRead) -> Response:
    told = session.world.told.get(session.buyer.id, [])
    told[:] = [
        one.model_copy(update={"is_read": True}) if not marked.ids or one.id in marked.ids else one
        for one in told
    ]
    return good(Unread(unread=sum(not one.is_read for one in told)))


@router.get("/v1/events")
async def events(
    state: TheState,
    after: Annotated[int | None, Query(ge=0)] = None,
    wait: Annotated[float, Query(ge=0, le=20)] = 0,
) -> Response:
    last = len(state.feed.events)
    if after is None:
        return good(EventsPage(events=(), last=last))
    until = asyncio.get_running_loop().time() + wait
    while not (found := state.feed.events[after : after + 500]):
        if asyncio.get_running_loop().time() >= until:
            break
        await asyncio.sleep(0.05)
    return good(EventsPage(events=tuple(found), last=found[-1].feed_id if found else after))
