"""Change here how tenants are found, changed and deleted."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tables import ROWS_OF_TENANTS, TenantRow
from buyer_portal.order_service.tenants.clock import real_now, tenant_now

_tenants = table_of(TenantRow)
_FIND: Final = select(_tenants).where(_tenants.c.id == bindparam("id"))
_ADD: Final = insert(_tenants)
_SET_BUILD: Final = (
    update(_tenants)
    .where(_tenants.c.id == bindparam("the_id"))
    .values(minimum_client_build=bindparam("minimum"))
)
_SET_END: Final = (
    update(_tenants)
    .where(_tenants.c.id == bindparam("the_id"))
    .values(expires_at=bindparam("expires_at", type_=Moment))
)
_EXPIRED: Final = (
    select(_tenants.c.id)
    .where(_tenants.c.expires_at <= bindparam("real", type_=Moment))
    .order_by(_tenants.c.expires_at)
    .limit(1)
)
_COPIES: Final = (
    select(_tenants.c.copied_from, func.count().label("number"))
    .where(
        _tenants.c.copied_from.is_not(None),
        or_(
            _tenants.c.expires_at.is_(None),
            _tenants.c.expires_at > bindparam("real", type_=Moment),
        ),
    )
    .group_by(_tenants.c.copied_from)
)
_SET_CLOCK: Final = (
    update(_tenants)
    .where(_tenants.c.id == bindparam("the_id"))
    .values(clock_offset=bindparam("clock_offset"), frozen_at=bindparam("frozen_at", type_=Moment))
)


def find_world(connection: Connection, tenant: str) -> World | None:
    """Return a tenant as it is now, None when there is no such tenant."""
    row = connection.execute(_FIND, {"id": tenant}).one_or_none()
    if row is None:
        return None
    now = tenant_now(real_now(), row.clock_offset, row.frozen_at)
    return World(tenant=row.id, seed=row.seed, now=now)


def is_frozen(connection: Connection, tenant: str) -> bool:
    """Say whether a tenant's clock stands still."""
    row = connection.execute(_FIND, {"id": tenant}).one_or_none()
    return row is not None and row.frozen_at is not None


def add_tenant(transaction: Transaction, row: dict[str, object]) -> None:
    """Store a new tenant."""
    transaction.connection.execute(_ADD, row)


def set_clock(
    transaction: Transaction, tenant: str, *, offset: int, frozen_at: datetime | None
) -> None:
    """Store what a tenant's clock shows."""
    transaction.connection.execute(
        _SET_CLOCK, {"the_id": tenant, "clock_offset": offset, "frozen_at": frozen_at}
    )


def set_minimum_build(transaction: Transaction, tenant: str, minimum: int) -> bool:
    """Store the oldest client build that a tenant accepts; False when there is no such tenant."""
    asked = {"the_id": tenant, "minimum": minimum}
    return transaction.connection.execute(_SET_BUILD, asked).rowcount > 0


def set_end(transaction: Transaction, tenant: str, expires_at: datetime | None) -> bool:
    """Store when a tenant is deleted; False when there is no such tenant."""
    asked = {"the_id": tenant, "expires_at": expires_at}
    return transaction.connection.execute(_SET_END, asked).rowcount > 0


def expired_tenant(connection: Connection, real: datetime) -> str | None:
    """Return the tenant that should be gone the longest, None when there is none."""
    return connection.execute(_EXPIRED, {"real": real}).scalar_one_or_none()


def copies_by_source(connection: Connection, real: datetime) -> dict[str, int]:
    """Return how many copies there are of each tenant that was copied."""
    copies = connection.execute(_COPIES, {"real": real}).all()
    return {row.copied_from: row.number for row in copies}


def delete_tenant(transaction: Transaction, tenant: str) -> bool:
    """Delete a tenant and everything in it; False when there was none."""
    connection = transaction.connection
    if connection.execute(delete(_tenants).where(_tenants.c.id == tenant)).rowcount == 0:
        return False
    for model in ROWS_OF_TENANTS:
        table = table_of(model)
        connection.execute(delete(table).where(table.c.tenant == tenant))
    return True
