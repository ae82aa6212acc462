"""Change here how notifications are found, and how they become read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Connection, bindparam, select, tuple_, update

from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.orders.repository import UNREAD
from buyer_portal.order_service.statements import Found, Prepared

_notifications = table_of(NotificationRow)
_counters = table_of(CounterRow)

_NEWEST: Final = (
    select(_notifications)
    .where(
        _notifications.c.tenant == bindparam("tenant"),
        _notifications.c.buyer_id == bindparam("buyer_id"),
    )
    .order_by(_notifications.c.created_at.desc(), _notifications.c.feed_id.desc())
    .limit(bindparam("limit"))
)
_PAGE: Final = Prepared(_NEWEST)
_PAGE_AFTER: Final = Prepared(
    _NEWEST.where(
        tuple_(_notifications.c.created_at, _notifications.c.feed_id)
        < tuple_(bindparam("created_at", type_=Moment), bindparam("feed_id", type_=BigInteger))
    )
)
_OF_TENANT: Final = Prepared(
    select(_notifications)
    .where(_notifications.c.tenant == bindparam("tenant"))
    .order_by(_notifications.c.created_at.desc(), _notifications.c.feed_id.desc())
    .limit(bindparam("limit"))
)
_READ: Final = (
    update(_notifications)
    .where(
        _notifications.c.tenant == bindparam("the_tenant"),
        _notifications.c.buyer_id == bindparam("the_buyer"),
        _notifications.c.read_at.is_(None),
    )
    .values(read_at=bindparam("now"))
)
_READ_SOME: Final = _READ.where(_notifications.c.id.in_(bindparam("ids", expanding=True)))
_LESS: Final = Prepared(
    update(_counters)
    .where(
        _counters.c.tenant == bindparam("the_tenant"),
        _counters.c.buyer_id == bindparam("the_buyer"),
        _counters.c.name == UNREAD,
    )
    .values(count=_counters.c.count - bindparam("read"))
)


def find_notifications(
    connection: Connection,
    tenant: str,
    buyer_id: str,
    *,
    after: tuple[datetime, int] | None,
    limit: int,
) -> Sequence[Found]:
    """Return notifications newest first."""
    asked: dict[str, object] = {"tenant": tenant, "buyer_id": buyer_id, "limit": limit}
    if after is None:
        return _PAGE.rows(connection, asked)
    asked["created_at"], asked["feed_id"] = after
    return _PAGE_AFTER.rows(connection, asked)


def notifications_of_tenant(connection: Connection, tenant: str, limit: int) -> Sequence[Found]:
    """Return what every buyer of a tenant was told, newest first; for tests, never for a buyer."""
    return _OF_TENANT.rows(connection, {"tenant": tenant, "limit": limit})


def mark_read(
    transaction: Transaction, tenant: str, buyer_id: str, ids: Sequence[str], now: datetime
) -> None:
    """Mark some notifications of this buyer as read, all when none are named; count them off."""
    # The counter first: two at once then wait for each other instead of locking crosswise.
    asked: dict[str, object] = {"the_tenant": tenant, "the_buyer": buyer_id}
    _LESS.run(transaction.connection, asked | {"read": 0})
    marked = (
        transaction.connection.execute(_READ_SOME, asked | {"now": now, "ids": list(ids)})
        if ids
        else transaction.connection.execute(_READ, asked | {"now": now})
    )
    if marked.rowcount:
        _LESS.run(transaction.connection, asked | {"read": marked.rowcount})
