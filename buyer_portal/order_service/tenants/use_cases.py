"""Change here what a tenant's clock does, and what tests may read of a tenant."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from buyer_portal.order_contract.testing import Audit, AuditEntry, Clock, ClockChange
from buyer_portal.order_service.answers import invalid, not_found
from buyer_portal.order_service.columns import microseconds_of, table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.orders.tables import AuditRow
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tenants import repository
from buyer_portal.order_service.tenants.clock import real_now

READ_LIMIT: Final = 10_000

WorkOff = Callable[[str, datetime], Awaitable[int]]
"""Does what a tenant had due at a moment and returns how much that was."""

_audit = table_of(AuditRow)
_AUDIT: Final = (
    select(_audit)
    .where(_audit.c.tenant == bindparam("tenant"))
    .order_by(_audit.c.order_id, _audit.c.sequence)
    .limit(READ_LIMIT)
)


def world_of(connection: Connection, tenant: str) -> World:
    """Return a tenant as it is now.

    Raises:
        ProblemError: No such tenant.
    """
    world = repository.find_world(connection, tenant.replace("\0", ""))
    if world is None:
        raise not_found()
    return world


def clock(connection: Connection, tenant: str) -> Clock:
    """Return what a tenant's clock shows.

    Raises:
        ProblemError: No such tenant.
    """
    world = world_of(connection, tenant)
    return Clock(now=world.now, is_frozen=repository.is_frozen(connection, tenant))


async def set_clock(
    database: Database, tenant: str, change: ClockChange, work_off: WorkOff
) -> Clock:
    """Set a tenant's clock, then do what has fallen due.

    Raises:
        ProblemError: No such tenant, or a moment without a time zone.
    """
    if change.now is not None and change.now.tzinfo is None:
        raise invalid("/now", "timezone_aware")

    def change_clock(transaction: Transaction) -> Clock:
        world = world_of(transaction.connection, tenant)
        was_frozen = repository.is_frozen(transaction.connection, tenant)
        is_frozen = was_frozen if change.is_frozen is None else change.is_frozen
        start = world.now if change.now is None else change.now
        now = start + timedelta(seconds=change.advance_seconds)
        repository.set_clock(
            transaction,
            tenant,
            offset=microseconds_of(now) - microseconds_of(real_now()),
            frozen_at=now if is_frozen else None,
        )
        return Clock(now=now, is_frozen=is_frozen)

    shown = await database.write(change_clock)
    passed = await work_off(tenant, shown.now)
    return shown.model_copy(update={"deadlines_passed": passed})


def audit_of(connection: Connection, tenant: str) -> Audit:
    """Return the audit rows of a tenant, by order."""
    world_of(connection, tenant)
    return Audit(
        entries=tuple(
            AuditEntry(
                order_id=row.order_id,
                sequence=row.sequence,
                type=row.type,
                at=row.at,
                actor=row.actor,
                version=row.version,
                from_status=row.from_status,
                to_status=row.to_status,
                parameters=json.loads(row.parameters),
            )
            for row in connection.execute(_AUDIT, {"tenant": tenant})
        )
    )
