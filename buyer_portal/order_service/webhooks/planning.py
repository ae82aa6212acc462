"""Change here how what happened becomes deliveries to those who asked to be told."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from buyer_portal.order_contract.events import Event
from buyer_portal.order_contract.webhooks import DeliveryState
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import StaleError, Transaction
from buyer_portal.order_service.events.repository import events_after, last_feed_id
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.webhooks import endpoints
from buyer_portal.order_service.webhooks.endpoints import Endpoint
from buyer_portal.order_service.webhooks.sealing import Seal
from buyer_portal.order_service.webhooks.tables import (
    WebhookCursorRow,
    WebhookDeliveryRow,
)

PAGE: Final = 500
_CURSOR: Final = "out"

_deliveries = table_of(WebhookDeliveryRow)
_cursors = table_of(WebhookCursorRow)

_SEEN: Final = Prepared(select(_cursors.c.feed_id).where(_cursors.c.name == _CURSOR))
_GO_ON: Final = (
    update(_cursors)
    .where(_cursors.c.name == _CURSOR, _cursors.c.feed_id == bindparam("seen"))
    .values(feed_id=bindparam("last"))
)
_ADD: Final = Prepared(insert(_deliveries))


def add_endpoint(  # noqa: PLR0917 - what an endpoint is
    transaction: Transaction,
    seal: Seal,
    tenant: str,
    url: str,
    types: Sequence[str],
    secret: str,
    now: datetime,
) -> str:
    """Tell an address what happens from now on; return the endpoint's id."""
    if _seen(transaction.connection) is None:
        last = last_feed_id(transaction.connection)
        row = {"name": _CURSOR, "feed_id": last}
        transaction.connection.execute(insert(_cursors), row)
    while plan(transaction, now):  # what happened before is not for the new one
        pass
    return endpoints.add_row(transaction, seal, tenant, url, types, secret=secret, now=now)


def remove_endpoint(transaction: Transaction, endpoint: Endpoint) -> None:
    """Tell an address no more; without any, nothing is looked for either."""
    endpoints.remove_row(transaction, endpoint)
    if not endpoints.is_anybody_told(transaction.connection):
        transaction.connection.execute(delete(_cursors))


def is_anybody_told(connection: Connection) -> bool:
    """Say whether there is an endpoint to think of."""
    return _seen(connection) is not None


def has_news(connection: Connection) -> bool:
    """Say whether something happened that no delivery was made of yet."""
    seen = _seen(connection)
    return seen is not None and bool(events_after(connection, seen, 1))


def plan(transaction: Transaction, now: datetime) -> int:
    """Make deliveries of what happened next; return how many events that was.

    Raises:
        StaleError: Another process did it.
    """
    connection = transaction.connection
    seen = _seen(connection)
    if seen is None:
        return 0
    events = events_after(connection, seen, PAGE)
    if not events:
        return 0
    moved = connection.execute(_GO_ON, {"seen": seen, "last": events[-1].feed_id})
    if moved.rowcount != 1:
        raise StaleError
    listening = endpoints.endpoints_that_listen(connection)
    rows = [
        _row(event, endpoint, now)
        for event in events
        for endpoint in listening
        if endpoint.tenant == event.tenant and endpoint.wants(event.type)
    ]
    _ADD.run_many(connection, rows)
    return len(events)


def _seen(connection: Connection) -> int | None:
    return _SEEN.value(connection, {})


def _row(event: Event, endpoint: Endpoint, now: datetime) -> dict[str, object]:
    digest = hashlib.sha256(f"{event.tenant}:{event.feed_id}".encode()).hexdigest()
    body: dict[str, Any] = {
        "type": event.type,
        "timestamp": event.at.isoformat().replace("+00:00", "Z"),
        "data": {
            "order_id": event.order_id,
            "buyer_id": event.buyer_id,
            "sequence": event.sequence,
            "parameters": event.parameters,
        },
    }
    return {
        "tenant": event.tenant,
        "endpoint_id": endpoint.id,
        "feed_id": event.feed_id,
        "message_id": f"evt_{digest[:32]}",
        "type": event.type,
        "order_id": event.order_id,
        "state": str(DeliveryState.PENDING),
        "created_at": now,
        "tries": 0,
        "due_at": now,
        "ended_at": None,
        "last_status": 0,
        "last_error": "",
        "body": json.dumps(body, ensure_ascii=False),
    }
