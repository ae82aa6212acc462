"""Change here how refunds are found that somebody has to look at, and how they move on.

Each move is one guarded update: a refund that is not where the mover saw it stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    func,
    select,
    type_coerce,
    update,
)

from buyer_portal.domain.cancellations import Refund, RefundStatus
from buyer_portal.order_service.cancellations.repository import refund_of_row
from buyer_portal.order_service.cancellations.tables import RefundRow
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.order_service.tenants.tables import TenantRow

BATCH: Final = 100
MOVED: Final = (
    "status",
    "bank_reference",
    "provider",
    "payout_id",
    "failure",
    "attempt",
    "sent_at",
    "settled_at",
    "failed_at",
    "late_at",
    "check_at",
)

_refunds = table_of(RefundRow)
_tenants = table_of(TenantRow)

_ONE: Final = Prepared(
    select(_refunds).where(
        _refunds.c.tenant == bindparam("tenant"), _refunds.c.id == bindparam("id")
    )
)
_OPEN_OF_ORDER: Final = Prepared(
    select(_refunds)
    .where(
        _refunds.c.tenant == bindparam("tenant"),
        _refunds.c.order_id == bindparam("order_id"),
        _refunds.c.check_at.is_not(None),
    )
    .order_by(_refunds.c.id)
)
_UNSETTLED: Final = Prepared(
    select(func.count().label("number")).where(
        _refunds.c.tenant == bindparam("tenant"),
        _refunds.c.cancellation_id == bindparam("cancellation_id"),
        _refunds.c.status != str(RefundStatus.SUCCEEDED),
    )
)
_DUE: Final = (
    select(_refunds.c.id, _refunds.c.check_at)
    .where(
        _refunds.c.tenant == bindparam("tenant"),
        _refunds.c.check_at <= bindparam("now", type_=Moment),
    )
    .order_by(_refunds.c.check_at, _refunds.c.id)
    .limit(BATCH)
)
_WAITING: Final = select(_tenants.c.id).where(
    _tenants.c.frozen_at.is_(None),
    select(_refunds.c.id)
    .where(
        _refunds.c.tenant == _tenants.c.id,
        type_coerce(_refunds.c.check_at, BigInteger)
        <= bindparam("real", type_=BigInteger) + _tenants.c.clock_offset,
    )
    .exists(),
)
_MOVE: Final = Prepared(
    update(_refunds)
    .where(
        _refunds.c.tenant == bindparam("the_tenant"),
        _refunds.c.id == bindparam("the_id"),
        _refunds.c.status == bindparam("seen_status"),
        _refunds.c.check_at == bindparam("seen_check", type_=Moment),
    )
    .values({name: bindparam(name, type_=_refunds.c[name].type) for name in MOVED})
)


class Payer(NamedTuple):
    """Which payment system has a refund, and what it calls it."""

    provider: str
    payout_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRefund:
    """A refund as found, and what is needed to move it on."""

    refund: Refund
    tenant: str
    order_id: str
    buyer_id: str
    cause_id: str
    provider: str
    payout_id: str
    check_at: datetime | None

    @property
    def payer(self) -> Payer:
        """Who has it; empty names while nobody has."""
        return Payer(self.provider, self.payout_id)

    @property
    def key(self) -> str:
        """What the payment system knows this attempt by."""
        return f"{self.refund.id}:{self.refund.attempt}"


def find_refund(connection: Connection, tenant: str, refund_id: str) -> StoredRefund | None:
    """Return a refund, None when there is no such refund."""
    row = _ONE.row(connection, {"tenant": tenant, "id": refund_id})
    return None if row is None else _stored(row)


def open_refunds_of(connection: Connection, tenant: str, order_id: str) -> list[StoredRefund]:
    """Return an order's refunds that are not at their end."""
    return [
        _stored(row)
        for row in _OPEN_OF_ORDER.rows(connection, {"tenant": tenant, "order_id": order_id})
    ]


def due(connection: Connection, tenant: str, now: datetime) -> list[tuple[str, datetime]]:
    """Return some refunds that somebody has to look at by ``now``, and since when; oldest first."""
    rows = connection.execute(_DUE, {"tenant": tenant, "now": now})
    return [(row.id, row.check_at) for row in rows]


def tenants_with_due_refunds(connection: Connection, real_microseconds: int) -> list[str]:
    """Return the tenants whose running clock has come to a refund's next look."""
    return list(connection.execute(_WAITING, {"real": real_microseconds}).scalars())


def has_unsettled(connection: Connection, tenant: str, cause_id: str) -> bool:
    """Say whether money of a cancellation or return is still on its way."""
    asked = {"tenant": tenant, "cancellation_id": cause_id}
    return bool(_UNSETTLED.value(connection, asked))


def move(
    transaction: Transaction,
    seen: StoredRefund,
    after: Refund,
    *,
    payer: Payer,
    check: datetime | None,
) -> bool:
    """Store where a refund is now; False when it was not where it was seen."""
    values: Mapping[str, object] = {
        "the_tenant": seen.tenant,
        "the_id": after.id,
        "seen_status": str(seen.refund.status),
        "seen_check": seen.check_at,
        "status": str(after.status),
        "bank_reference": after.bank_reference,
        "provider": payer.provider,
        "payout_id": payer.payout_id,
        "failure": str(after.failure or ""),
        "attempt": after.attempt,
        "sent_at": after.sent_at,
        "settled_at": after.settled_at,
        "failed_at": after.failed_at,
        "late_at": after.late_at,
        "check_at": check,
    }
    return _MOVE.run(transaction.connection, values) == 1


def _stored(found: Found) -> StoredRefund:
    return StoredRefund(
        refund=refund_of_row(found),
        tenant=found.tenant,
        order_id=found.order_id,
        buyer_id=found.buyer_id,
        cause_id=found.cancellation_id,
        provider=found.provider,
        payout_id=found.payout_id,
        check_at=found.check_at,
    )
