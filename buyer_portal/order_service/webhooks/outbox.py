"""Change here which delivery is due, who sends it, and how it ends; ``planning.py`` makes them.

A delivery is a row from the moment its event is seen until long after its end, so nothing is lost
with a process. It is claimed before it is sent: whoever dies in between leaves it to be claimed
again, and the receiver knows the message by its id.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from buyer_portal.order_contract.webhooks import DeliveryState
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.order_service.webhooks import endpoints
from buyer_portal.order_service.webhooks.endpoints import Endpoint
from buyer_portal.order_service.webhooks.tables import (
    WebhookDeliveryRow,
    WebhookEndpointRow,
)

BATCH: Final = 100
LEASE: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=30)
PAUSES: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 86_400)
)
"""Between the tries; the schedule that Standard Webhooks recommends."""

SWITCHED_OFF_AFTER: Final = timedelta(days=5)
GONE: Final = 410
_JITTER: Final = 0.1
_deliveries = table_of(WebhookDeliveryRow)
_endpoints = table_of(WebhookEndpointRow)
_earlier = _deliveries.alias("earlier")

_IS_FIRST: Final[ColumnElement[bool]] = or_(
    _deliveries.c.order_id == "",
    ~select(_earlier.c.feed_id)
    .where(
        _earlier.c.tenant == _deliveries.c.tenant,
        _earlier.c.endpoint_id == _deliveries.c.endpoint_id,
        _earlier.c.order_id == _deliveries.c.order_id,
        _earlier.c.feed_id < _deliveries.c.feed_id,
        _earlier.c.due_at.is_not(None),
    )
    .exists(),
)
_DUE: Final = (
    select(_deliveries, _endpoints.c.url)
    .join(
        _endpoints,
        and_(
            _endpoints.c.tenant == _deliveries.c.tenant,
            _endpoints.c.id == _deliveries.c.endpoint_id,
        ),
    )
    .where(
        _deliveries.c.due_at <= bindparam("now", type_=Moment),
        _endpoints.c.off_at.is_(None),
        _IS_FIRST,
    )
    .order_by(_deliveries.c.due_at, _deliveries.c.feed_id)
    .limit(BATCH)
)
_HERE: Final = (
    _deliveries.c.tenant == bindparam("the_tenant"),
    _deliveries.c.endpoint_id == bindparam("the_endpoint"),
    _deliveries.c.feed_id == bindparam("the_feed_id"),
    _deliveries.c.due_at == bindparam("seen_due", type_=Moment),
)
_CLAIM: Final = Prepared(
    update(_deliveries)
    .where(*_HERE)
    .values(due_at=bindparam("due_at", type_=Moment), tries=_deliveries.c.tries + 1)
)
_END: Final = Prepared(
    update(_deliveries)
    .where(*_HERE)
    .values(
        state=bindparam("state"),
        due_at=bindparam("due_at", type_=Moment),
        ended_at=bindparam("ended_at", type_=Moment),
        last_status=bindparam("last_status"),
        last_error=bindparam("last_error"),
    )
)
_OF_TENANT: Final = (
    select(_deliveries, _endpoints.c.url)
    .join(
        _endpoints,
        and_(
            _endpoints.c.tenant == _deliveries.c.tenant,
            _endpoints.c.id == _deliveries.c.endpoint_id,
        ),
    )
    .where(_deliveries.c.tenant == bindparam("tenant"))
    .order_by(_deliveries.c.feed_id.desc(), _deliveries.c.endpoint_id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event on its way to one address, or arrived, or given up."""

    tenant: str
    endpoint_id: str
    url: str
    feed_id: int
    message_id: str
    type: str
    order_id: str
    state: DeliveryState
    created_at: datetime
    tries: int
    due_at: datetime | None
    ended_at: datetime | None
    last_status: int
    last_error: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How a try ended: the status, 0 where there was none, and then why."""

    status: int = 0
    error: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the receiver has it."""
        return 200 <= self.status < 300  # noqa: PLR2004 - 2xx


def due(connection: Connection, now: datetime, busy: Collection[str] = ()) -> list[Delivery]:
    """Return some deliveries to send now: of an order only the first that has not ended.

    Args:
        busy: Endpoints that take no more for the moment.
    """
    statement = _DUE.where(_deliveries.c.endpoint_id.not_in(busy)) if busy else _DUE
    return [_delivery_of(row) for row in connection.execute(statement, {"now": now})]


def claim(transaction: Transaction, seen: Delivery, now: datetime) -> datetime | None:
    """Take a delivery for a while; return until when, None when somebody was faster."""
    until = now + LEASE
    claimed = _CLAIM.run(transaction.connection, _here(seen, seen.due_at) | {"due_at": until})
    return until if claimed == 1 else None


def end_try(
    transaction: Transaction, seen: Delivery, until: datetime, answered: Answered, now: datetime
) -> None:
    """Write down how the try ended that was claimed until ``until``.

    Args:
        seen: As it was before it was claimed.
    """
    tries = seen.tries + 1
    state, due_at = DeliveryState.PENDING, _next_try(tries, now)
    if answered.is_good:
        state, due_at = DeliveryState.DELIVERED, None
    elif due_at is None:
        state = DeliveryState.GIVEN_UP
    values = {
        "state": str(state),
        "due_at": due_at,
        "ended_at": None if due_at else now,
        "last_status": answered.status,
        "last_error": answered.error,
    }
    if _END.run(transaction.connection, _here(seen, until) | values) != 1:
        return
    endpoint = endpoints.find_endpoint(transaction.connection, seen.tenant, seen.endpoint_id)
    if endpoint is not None:
        _note(transaction, endpoint, answered, now)


def deliveries_of(connection: Connection, tenant: str, limit: int) -> list[Delivery]:
    """Return what a tenant's endpoints were, or will be, told, newest first."""
    rows = connection.execute(_OF_TENANT.limit(limit), {"tenant": tenant})
    return [_delivery_of(row) for row in rows]


def forget_old(transaction: Transaction, now: datetime) -> None:
    """Drop deliveries that have had their time."""
    statement = delete(_deliveries).where(
        _deliveries.c.created_at < bindparam("before", type_=Moment)
    )
    transaction.connection.execute(statement, {"before": now - KEPT})


def _note(transaction: Transaction, endpoint: Endpoint, answered: Answered, now: datetime) -> None:
    """Keep how the endpoint does; one that fails for days, or is gone, is switched off."""
    if answered.is_good:
        if endpoint.failing_since is not None:
            endpoints.note_failing(transaction, endpoint, None)
        return
    said = f"status {answered.status}" if answered.status else answered.error
    if answered.status == GONE:
        endpoints.switch_off(transaction, endpoint, now, "it said that it is gone (status 410)")
    elif endpoint.failing_since is None:
        endpoints.note_failing(transaction, endpoint, now)
    elif now - endpoint.failing_since >= SWITCHED_OFF_AFTER and endpoint.off_at is None:
        since = endpoint.failing_since.strftime("%Y-%m-%d %H:%M")
        reason = f"no delivery arrived since {since}; the last answer was: {said}"
        endpoints.switch_off(transaction, endpoint, now, reason)


def _next_try(tries: int, now: datetime) -> datetime | None:
    if tries > len(PAUSES):
        return None
    pause = PAUSES[tries - 1]
    return now + pause * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - jitter


def _here(seen: Delivery, due_at: datetime | None) -> dict[str, object]:
    return {
        "the_tenant": seen.tenant,
        "the_endpoint": seen.endpoint_id,
        "the_feed_id": seen.feed_id,
        "seen_due": due_at,
    }


def _delivery_of(row: Found) -> Delivery:
    return Delivery(
        tenant=row.tenant,
        endpoint_id=row.endpoint_id,
        url=row.url,
        feed_id=row.feed_id,
        message_id=row.message_id,
        type=row.type,
        order_id=row.order_id,
        state=DeliveryState(row.state),
        created_at=row.created_at,
        tries=row.tries,
        due_at=row.due_at,
        ended_at=row.ended_at,
        last_status=row.last_status,
        last_error=row.last_error,
        body=row.body,
    )
