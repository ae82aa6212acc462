"""Change here what the inbox shows."""

import json
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from buyer_portal.order_contract.notifications import (
    MarkRead,
    Notification,
    NotificationsPage,
    Unread,
)
from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.cursors import cursor_after, number_in_range, read_cursor
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.notifications import repository
from buyer_portal.order_service.orders.repository import UNREAD, counts_of
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.statements import Found

PAGE_SIZE: Final = 30


def notifications_page(connection: Connection, viewer: Viewer, cursor: str) -> NotificationsPage:
    """Return a page of the inbox.

    Raises:
        ProblemError: The cursor is none of ours.
    """
    rows = repository.find_notifications(
        connection,
        viewer.tenant,
        viewer.buyer_id,
        after=_after(cursor) if cursor else None,
        limit=PAGE_SIZE + 1,
    )
    shown = rows[:PAGE_SIZE]
    next_cursor = ""
    if len(rows) > PAGE_SIZE:
        last = shown[-1]
        next_cursor = cursor_after(last.created_at, str(last.feed_id))
    return NotificationsPage(
        notifications=tuple(notification_of(row) for row in shown),
        unread=counts_of(connection, viewer.tenant, viewer.buyer_id)[UNREAD],
        next_cursor=next_cursor,
        server_now=viewer.now,
    )


def all_notifications(connection: Connection, world: World, limit: int) -> NotificationsPage:
    """Return what every buyer of a tenant was told; for tests, never for a buyer."""
    rows = repository.notifications_of_tenant(connection, world.tenant, limit)
    return NotificationsPage(
        notifications=tuple(notification_of(row) for row in rows),
        unread=sum(row.read_at is None for row in rows),
        server_now=world.now,
    )


def mark_read(transaction: Transaction, viewer: Viewer, marked: MarkRead) -> Unread:
    """Mark notifications as read; foreign and unknown ids change nothing."""
    ids = tuple(one for one in marked.ids if "\0" not in one)
    if ids or not marked.ids:
        repository.mark_read(transaction, viewer.tenant, viewer.buyer_id, ids, viewer.now)
    counts = counts_of(transaction.connection, viewer.tenant, viewer.buyer_id)
    return Unread(unread=counts[UNREAD])


def notification_of(row: Found) -> Notification:
    """Return a stored notification."""
    return Notification(
        id=row.id,
        type=row.type,
        order_id=row.order_id,
        parameters=json.loads(row.parameters),
        created_at=row.created_at,
        is_read=row.read_at is not None,
    )


def _after(cursor: str) -> tuple[datetime, int]:
    moment, [feed_id] = read_cursor(cursor)
    try:
        return moment, number_in_range(feed_id)
    except ValueError:
        raise invalid("cursor", "unknown") from None
