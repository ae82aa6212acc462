"""Change here whom a tenant tells what happens: added, rotated, switched off and on, removed."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Found
from buyer_portal.order_service.webhooks.sealing import Seal
from buyer_portal.order_service.webhooks.tables import WebhookDeliveryRow, WebhookEndpointRow

UNTOLD: Final = frozenset({EventType.SESSION_REVOKED})
"""What stays between the service and the portal."""

_endpoints = table_of(WebhookEndpointRow)
_deliveries = table_of(WebhookDeliveryRow)
_HERE: Final = (
    _endpoints.c.tenant == bindparam("the_tenant"),
    _endpoints.c.id == bindparam("the_id"),
)
_ADD: Final = insert(_endpoints)
_ALL: Final = select(_endpoints).order_by(_endpoints.c.tenant, _endpoints.c.created_at)
_OF_TENANT: Final = _ALL.where(_endpoints.c.tenant == bindparam("tenant"))
_ON: Final = _ALL.where(_endpoints.c.off_at.is_(None))
_ANY: Final = select(_endpoints.c.id).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address that is told ``types`` of events (all where empty), with its sealed secrets."""

    tenant: str
    id: str
    url: str
    types: tuple[str, ...]
    sealed: tuple[str, ...]
    created_at: datetime
    failing_since: datetime | None
    off_at: datetime | None
    off_reason: str

    def wants(self, kind: str) -> bool:
        """Say whether it is told of events of a type; ``order.*`` takes all that begin so."""
        if kind in UNTOLD:
            return False
        return not self.types or any(
            kind == one or (one.endswith(".*") and kind.startswith(one[:-1])) for one in self.types
        )

    def secrets(self, seal: Seal) -> tuple[str, ...]:
        """Return what to sign with, the newest first."""
        return tuple(seal.open(one) for one in self.sealed)


def unknown_types(types: Sequence[str]) -> list[str]:
    """Return which of ``types`` no event has."""
    known = [str(one) for one in EventType if one not in UNTOLD]
    return [
        one
        for one in types
        if one not in known
        and not (one.endswith(".*") and any(kind.startswith(one[:-1]) for kind in known))
    ]


def find_endpoint(connection: Connection, tenant: str, endpoint_id: str) -> Endpoint | None:
    """Return an endpoint; None when there is no such one."""
    named = {"the_tenant": tenant, "the_id": endpoint_id}
    row = connection.execute(select(_endpoints).where(*_HERE), named).one_or_none()
    return None if row is None else _endpoint_of(row)


def endpoints_of(connection: Connection, tenant: str) -> list[Endpoint]:
    """Return a tenant's endpoints, the oldest first."""
    return [_endpoint_of(row) for row in connection.execute(_OF_TENANT, {"tenant": tenant})]


def endpoints_that_listen(connection: Connection) -> list[Endpoint]:
    """Return every endpoint that is not switched off."""
    return [_endpoint_of(row) for row in connection.execute(_ON)]


def is_anybody_told(connection: Connection) -> bool:
    """Say whether there is any endpoint at all."""
    return connection.execute(_ANY).first() is not None


def add_row(
    transaction: Transaction, seal: Seal, tenant: str, url: str, types: Sequence[str], *,
    secret: str, now: datetime,
) -> str:  # fmt: skip
    """Store an endpoint; return its id."""
    endpoint_id = f"ep_{secrets.token_hex(8)}"
    transaction.connection.execute(
        _ADD,
        {
            "tenant": tenant,
            "id": endpoint_id,
            "url": url,
            "types": json.dumps(list(types)),
            "secret": seal.close(secret),
            "older_secret": "",
            "created_at": now,
            "failing_since": None,
            "off_at": None,
            "off_reason": "",
        },
    )
    return endpoint_id


def rotate_endpoint(transaction: Transaction, seal: Seal, endpoint: Endpoint, secret: str) -> None:
    """Sign with a new secret, and with the present one beside it until the next rotation."""
    _set(transaction, endpoint, secret=seal.close(secret), older_secret=endpoint.sealed[0])


def note_failing(transaction: Transaction, endpoint: Endpoint, since: datetime | None) -> None:
    """Note since when it fails; None: it answers well."""
    _set(transaction, endpoint, failing_since=since)


def switch_off(transaction: Transaction, endpoint: Endpoint, now: datetime, reason: str) -> None:
    """Send nothing there any more, for a reason that can be read."""
    _set(transaction, endpoint, off_at=now, off_reason=reason)


def switch_on(transaction: Transaction, endpoint: Endpoint, now: datetime) -> None:
    """Send there again, what waits first."""
    _set(transaction, endpoint, off_at=None, off_reason="", failing_since=None)
    waiting = update(_deliveries).where(
        _deliveries.c.tenant == endpoint.tenant,
        _deliveries.c.endpoint_id == endpoint.id,
        _deliveries.c.due_at.is_not(None),
    )
    transaction.connection.execute(
        waiting.values(due_at=bindparam("now", type_=Moment), tries=0), {"now": now}
    )


def remove_row(transaction: Transaction, endpoint: Endpoint) -> None:
    """Forget an endpoint and what was sent there."""
    connection = transaction.connection
    connection.execute(
        delete(_endpoints).where(*_HERE), {"the_tenant": endpoint.tenant, "the_id": endpoint.id}
    )
    connection.execute(
        delete(_deliveries).where(
            _deliveries.c.tenant == endpoint.tenant, _deliveries.c.endpoint_id == endpoint.id
        )
    )


def _set(transaction: Transaction, endpoint: Endpoint, **values: object) -> None:
    binds = {name: bindparam(name, type_=_endpoints.c[name].type) for name in values}
    statement = update(_endpoints).where(*_HERE).values(binds)
    named = {"the_tenant": endpoint.tenant, "the_id": endpoint.id}
    transaction.connection.execute(statement, named | values)


def _endpoint_of(row: Found) -> Endpoint:
    return Endpoint(
        tenant=row.tenant,
        id=row.id,
        url=row.url,
        types=tuple(json.loads(row.types)),
        sealed=tuple(one for one in (row.secret, row.older_secret) if one),
        created_at=row.created_at,
        failing_since=row.failing_since,
        off_at=row.off_at,
        off_reason=row.off_reason,
    )
