"""Change here who may send webhooks: added, rotated and removed per tenant; secrets stay sealed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.order_contract.webhooks import SourceKind
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.order_service.webhooks.sealing import Seal
from buyer_portal.order_service.webhooks.tables import WebhookSourceRow

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""What a source, and a tenant in an address, may be called."""

_sources = table_of(WebhookSourceRow)
_FIND: Final = Prepared(
    select(_sources).where(
        _sources.c.tenant == bindparam("tenant"), _sources.c.name == bindparam("name")
    )
)
_OF_TENANT: Final = (
    select(_sources).where(_sources.c.tenant == bindparam("tenant")).order_by(_sources.c.name)
)
_ADD: Final = insert(_sources)
_SET: Final = (
    update(_sources)
    .where(_sources.c.tenant == bindparam("the_tenant"), _sources.c.name == bindparam("the_name"))
    .values(
        secret=bindparam("secret"),
        older_secret=bindparam("older_secret"),
        rotated_at=bindparam("rotated_at", type_=_sources.c.rotated_at.type),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who may send, with sealed secrets: the newer one, and the older one while both hold."""

    tenant: str
    name: str
    kind: SourceKind
    seller_id: str
    app_key: str
    sealed: tuple[str, ...]
    created_at: datetime
    rotated_at: datetime | None

    def secrets(self, seal: Seal) -> tuple[str, ...]:
        """Return the secrets that hold."""
        return tuple(seal.open(one) for one in self.sealed)


def find_source(connection: Connection, tenant: str, name: str) -> Source | None:
    """Return a source; None when there is none of that name."""
    row = _FIND.row(connection, {"tenant": tenant, "name": name})
    return None if row is None else _source_of(row)


def sources_of(connection: Connection, tenant: str) -> Sequence[Source]:
    """Return a tenant's sources by name."""
    return [_source_of(row) for row in connection.execute(_OF_TENANT, {"tenant": tenant})]


def add_source(
    transaction: Transaction,
    seal: Seal,
    *,
    tenant: str,
    name: str,
    kind: SourceKind,
    secret: str,
    now: datetime,
    seller_id: str = "",
    app_key: str = "",
) -> None:
    """Let somebody send from now on."""
    transaction.connection.execute(
        _ADD,
        {
            "tenant": tenant,
            "name": name,
            "kind": str(kind),
            "seller_id": seller_id,
            "app_key": app_key,
            "secret": seal.close(secret),
            "older_secret": "",
            "created_at": now,
            "rotated_at": None,
        },
    )


def rotate_source(
    transaction: Transaction, seal: Seal, source: Source, secret: str, now: datetime
) -> None:
    """Give a source a new secret; the present one holds on, the one before it no longer."""
    transaction.connection.execute(
        _SET,
        {
            "the_tenant": source.tenant,
            "the_name": source.name,
            "secret": seal.close(secret),
            "older_secret": source.sealed[0],
            "rotated_at": now,
        },
    )


def retire_older_secret(transaction: Transaction, source: Source, now: datetime) -> None:
    """Let only the newest secret hold."""
    transaction.connection.execute(
        _SET,
        {
            "the_tenant": source.tenant,
            "the_name": source.name,
            "secret": source.sealed[0],
            "older_secret": "",
            "rotated_at": now,
        },
    )


def remove_source(transaction: Transaction, tenant: str, name: str) -> bool:
    """Let a source send no more; False when there was none. What it sent stays."""
    statement = delete(_sources).where(_sources.c.tenant == tenant, _sources.c.name == name)
    return transaction.connection.execute(statement).rowcount > 0


def _source_of(row: Found) -> Source:
    return Source(
        tenant=row.tenant,
        name=row.name,
        kind=SourceKind(row.kind),
        seller_id=row.seller_id,
        app_key=row.app_key,
        sealed=tuple(one for one in (row.secret, row.older_secret) if one),
        created_at=row.created_at,
        rotated_at=row.rotated_at,
    )
