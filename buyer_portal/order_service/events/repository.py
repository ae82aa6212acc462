"""Change here how the feed is written and read.

SQLite has one writer, so its row numbers rise in commit order. On PostgreSQL sequences do not:
there ``feed_id`` is the transaction's number with room for its events, and only events below the
oldest open transaction are delivered, so that none can appear behind a cursor.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, bindparam, func, insert, literal_column, select

from buyer_portal.order_contract.events import Event, EventType
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.tables import EventRow
from buyer_portal.order_service.statements import Found, Prepared

EVENT_BITS: Final = 20
"""Room for a million events in one transaction."""

_events = table_of(EventRow)
_NUMBER: Final = f"(pg_current_xact_id()::text::bigint << {EVENT_BITS})"
_BOUND: Final = literal_column(
    f"(pg_snapshot_xmin(pg_current_snapshot())::text::bigint << {EVENT_BITS})", BigInteger
)
_APPEND_SQLITE: Final = Prepared(insert(_events).inline())


def _event_values() -> dict[str, Any]:
    """Return what each column gets on PostgreSQL."""
    values: dict[str, Any] = {}
    for column in _events.c:
        values[column.name] = bindparam(column.name)
    values["feed_id"] = literal_column(_NUMBER, BigInteger) + bindparam("number", type_=BigInteger)
    return values


_APPEND_POSTGRES: Final = Prepared(
    insert(_events).values(_event_values()).returning(_events.c.feed_id)
)
_AFTER: Final = (
    select(_events)
    .where(_events.c.feed_id > bindparam("after"))
    .order_by(_events.c.feed_id)
    .limit(bindparam("limit"))
)
_AFTER_SQLITE: Final = Prepared(_AFTER)
_AFTER_POSTGRES: Final = Prepared(_AFTER.where(_events.c.feed_id < _BOUND))
_LAST_SQLITE: Final = Prepared(select(func.coalesce(func.max(_events.c.feed_id), 0).label("last")))
_LAST_POSTGRES: Final = Prepared(select((_BOUND - 1).label("last")))
_LAST_OF_TENANT: Final = Prepared(
    select(func.coalesce(func.max(_events.c.feed_id), 0).label("last")).where(
        _events.c.tenant == bindparam("tenant"), literal_column("tenant <> 'main'")
    )
)
_OF_TENANT: Final = Prepared(
    select(_events)
    .where(_events.c.tenant == bindparam("tenant"))
    .order_by(_events.c.feed_id)
    .limit(bindparam("limit"))
)


def append(
    transaction: Transaction,
    tenant: str,
    kind: EventType,
    at: datetime,
    *,
    buyer_id: str = "",
    order_id: str = "",
    sequence: int = 0,
    parameters: Mapping[str, str] | None = None,
) -> int:
    """Add an event, delivered when the transaction has committed; return its place in the feed."""
    row: dict[str, object] = {
        "tenant": tenant,
        "type": str(kind),
        "at": at,
        "buyer_id": buyer_id,
        "order_id": order_id,
        "sequence": sequence,
        "parameters": json.dumps(dict(parameters or {}), ensure_ascii=False),
    }
    if transaction.is_sqlite:
        return _APPEND_SQLITE.add(transaction.connection, row)
    row["number"] = next(transaction.numbers)
    return _APPEND_POSTGRES.add(transaction.connection, row)


def events_after(connection: Connection, after: int, limit: int) -> tuple[Event, ...]:
    """Return events past a cursor, oldest first."""
    is_sqlite = connection.dialect.name == "sqlite"
    statement = _AFTER_SQLITE if is_sqlite else _AFTER_POSTGRES
    rows = statement.rows(connection, {"after": after, "limit": limit})
    return tuple(_event_of(row) for row in rows)


def last_feed_id(connection: Connection) -> int:
    """Return a cursor that everything committed so far lies before."""
    is_sqlite = connection.dialect.name == "sqlite"
    statement = _LAST_SQLITE if is_sqlite else _LAST_POSTGRES
    return int(statement.value(connection, {}) or 0)


def last_of_tenant(connection: Connection, tenant: str) -> int:
    """Return the last event of a tenant; 0 before the first, and of ``main``, which nobody asks."""
    return int(_LAST_OF_TENANT.value(connection, {"tenant": tenant}) or 0)


def events_of_tenant(connection: Connection, tenant: str, limit: int) -> tuple[Event, ...]:
    """Return the first events of a tenant, oldest first."""
    rows = _OF_TENANT.rows(connection, {"tenant": tenant, "limit": limit})
    return tuple(_event_of(row) for row in rows)


def _event_of(row: Found) -> Event:
    return Event(
        feed_id=row.feed_id,
        tenant=row.tenant,
        type=row.type,
        at=row.at,
        buyer_id=row.buyer_id,
        order_id=row.order_id,
        sequence=row.sequence,
        parameters=json.loads(row.parameters),
    )
