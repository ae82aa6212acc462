"""Change here how received messages are kept, found again and forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.order_contract.webhooks import WebhookOutcome
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.order_service.webhooks.meaning import Heard, Verdict
from buyer_portal.order_service.webhooks.tables import ReceivedWebhookRow, WebhookPositionRow

KEPT: Final = timedelta(days=30)
"""How long a message is known, so that a late replay of it does nothing."""

PATIENCE: Final = timedelta(days=7)
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=10)
_MOST_DOUBLINGS: Final = 10
BATCH: Final = 100

_received = table_of(ReceivedWebhookRow)
_positions = table_of(WebhookPositionRow)

_FIND: Final = Prepared(
    select(_received).where(
        _received.c.tenant == bindparam("tenant"),
        _received.c.source == bindparam("source"),
        _received.c.id == bindparam("id"),
    )
)
_ADD: Final = Prepared(insert(_received))
_SETTLE: Final = Prepared(
    update(_received)
    .where(
        _received.c.tenant == bindparam("the_tenant"),
        _received.c.source == bindparam("the_source"),
        _received.c.id == bindparam("the_id"),
        _received.c.outcome == str(WebhookOutcome.PENDING),
    )
    .values(
        outcome=bindparam("outcome"),
        reason=bindparam("reason"),
        order_id=bindparam("order_id"),
        tries=bindparam("tries"),
        try_at=bindparam("try_at", type_=Moment),
    )
)
_HURRY: Final = Prepared(
    update(_received)
    .where(
        _received.c.tenant == bindparam("the_tenant"),
        _received.c.reason == bindparam("the_reason"),
        _received.c.try_at > bindparam("now", type_=Moment),
    )
    .values(try_at=bindparam("now", type_=Moment))
)
_DUE: Final = (
    select(_received.c.tenant, _received.c.source, _received.c.id)
    .where(_received.c.try_at <= bindparam("now", type_=Moment))
    .order_by(_received.c.position, _received.c.received_at)
    .limit(BATCH)
)
_LATEST: Final = (
    select(_received)
    .where(_received.c.tenant == bindparam("tenant"))
    .order_by(_received.c.received_at.desc(), _received.c.id)
)
_FORGET: Final = delete(_received).where(
    _received.c.received_at < bindparam("before", type_=Moment),
    _received.c.try_at.is_(None),
)
_POSITION: Final = Prepared(
    select(_positions.c.position).where(
        _positions.c.tenant == bindparam("tenant"),
        _positions.c.source == bindparam("source"),
        _positions.c.subject == bindparam("subject"),
    )
)
_ADD_POSITION: Final = Prepared(insert(_positions))
_SET_POSITION: Final = Prepared(
    update(_positions)
    .where(
        _positions.c.tenant == bindparam("the_tenant"),
        _positions.c.source == bindparam("the_source"),
        _positions.c.subject == bindparam("the_subject"),
    )
    .values(position=bindparam("position"))
)


class MessageKey(NamedTuple):
    """Which message it is."""

    tenant: str
    source: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message as kept."""

    key: MessageKey
    type: str
    received_at: datetime
    verdict: Verdict
    tries: int
    try_at: datetime | None
    body: str


def find(connection: Connection, key: MessageKey) -> Received | None:
    """Return a message; None when it never came."""
    row = _FIND.row(connection, key._asdict())
    return None if row is None else _received_of(row)


def add(  # noqa: PLR0917 - what is kept of a message
    transaction: Transaction,
    key: MessageKey,
    heard: Heard,
    verdict: Verdict,
    body: str,
    now: datetime,
) -> None:
    """Keep a message that came for the first time."""
    _ADD.run(
        transaction.connection,
        {
            **key._asdict(),
            "type": heard.type,
            "received_at": now,
            "position": heard.position,
            "outcome": str(verdict.outcome),
            "reason": verdict.reason,
            "order_id": verdict.order_id,
            "tries": 1,
            "try_at": _try_at(verdict, 1, now),
            "body": body,
        },
    )


def settle(transaction: Transaction, seen: Received, verdict: Verdict, now: datetime) -> bool:
    """Write what became of a pending message; False when somebody was faster."""
    tries = seen.tries + 1
    changed = _SETTLE.run(
        transaction.connection,
        {
            "the_tenant": seen.key.tenant,
            "the_source": seen.key.source,
            "the_id": seen.key.id,
            "outcome": str(verdict.outcome),
            "reason": verdict.reason,
            "order_id": verdict.order_id,
            "tries": tries,
            "try_at": _try_at(verdict, tries, now),
        },
    )
    return changed == 1


def hurry(transaction: Transaction, tenant: str, reason: str, now: datetime) -> None:
    """Try the messages again now that wait for one reason: it may have gone."""
    given = {"the_tenant": tenant, "the_reason": reason, "now": now}
    _HURRY.run(transaction.connection, given)


def due(connection: Connection, now: datetime) -> Sequence[MessageKey]:
    """Return some pending messages that are worth another try, the oldest news first."""
    return [MessageKey(*row) for row in connection.execute(_DUE, {"now": now})]


def latest(connection: Connection, tenant: str, limit: int) -> Sequence[Received]:
    """Return what a tenant got, newest first."""
    rows = connection.execute(_LATEST.limit(limit), {"tenant": tenant})
    return [_received_of(row) for row in rows]


def forget_old(transaction: Transaction, now: datetime) -> None:
    """Drop settled messages that have had their time."""
    transaction.connection.execute(_FORGET, {"before": now - KEPT})


def position_of(connection: Connection, tenant: str, source: str, subject: str) -> int | None:
    """Return how new the news is that a source has told about a subject."""
    return _POSITION.value(connection, {"tenant": tenant, "source": source, "subject": subject})


def set_position(
    transaction: Transaction, tenant: str, source: str, subject: str, position: int
) -> None:
    """Note how new the news is now."""
    connection = transaction.connection
    changed = _SET_POSITION.run(
        connection,
        {
            "the_tenant": tenant,
            "the_source": source,
            "the_subject": subject,
            "position": position,
        },
    )
    if not changed:
        row = {"tenant": tenant, "source": source, "subject": subject, "position": position}
        _ADD_POSITION.run(connection, row)


def _try_at(verdict: Verdict, tries: int, now: datetime) -> datetime | None:
    if verdict.outcome is not WebhookOutcome.PENDING:
        return None
    doublings = min(tries - 1, _MOST_DOUBLINGS)
    return now + min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)


def _received_of(row: Found) -> Received:
    verdict = Verdict(outcome=WebhookOutcome(row.outcome), reason=row.reason, order_id=row.order_id)
    return Received(
        key=MessageKey(row.tenant, row.source, row.id),
        type=row.type,
        received_at=row.received_at,
        verdict=verdict,
        tries=row.tries,
        try_at=row.try_at,
        body=row.body,
    )
