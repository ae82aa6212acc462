"""Change here how an import finds what is there already, and how a known order is replaced."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import Order
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import StaleError, Transaction
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.orders.repository import ORDER_JSON, StoredOrder
from buyer_portal.order_service.orders.summaries import SUMMARY_FORM, card_of, search_text
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow, OrderSearchRow
from buyer_portal.order_service.orders.writing import KEPT_DEADLINES, returns_beside
from buyer_portal.order_service.sellers.tables import SellerRow
from buyer_portal.order_service.sessions.viewer import World

_orders = table_of(OrderRow)
_search = table_of(OrderSearchRow)
_audit = table_of(AuditRow)
_sellers = table_of(SellerRow)
_counters = table_of(CounterRow)
_deadlines = table_of(DeadlineRow)

_KNOWN: Final = select(
    _orders.c.id, _orders.c.buyer_id, _orders.c.external_id, _orders.c.fingerprint
).where(
    _orders.c.tenant == bindparam("tenant"),
    _orders.c.external_source == bindparam("source"),
    _orders.c.external_id.in_(bindparam("names", expanding=True)),
    _orders.c.external_id != "",
)
_SELLERS: Final = select(
    _sellers.c.id, _sellers.c.name, _sellers.c.external_id, _sellers.c.policy_hash
).where(
    _sellers.c.tenant == bindparam("tenant"),
    _sellers.c.external_source == bindparam("source"),
    _sellers.c.external_id.in_(bindparam("names", expanding=True)),
    _sellers.c.external_id != "",
)
_LAST_STEP: Final = (
    select(_audit.c.type)
    .where(_audit.c.tenant == bindparam("tenant"), _audit.c.order_id == bindparam("order_id"))
    .order_by(_audit.c.sequence.desc())
    .limit(1)
)
_OF_ORDER: Final = (
    _orders.c.tenant == bindparam("the_tenant"),
    _orders.c.id == bindparam("the_id"),
    _orders.c.version == bindparam("seen_version"),
)
_SET_FINGERPRINT: Final = (
    update(_orders).where(*_OF_ORDER).values(fingerprint=bindparam("fingerprint"))
)
_REPLACE: Final = (
    update(_orders)
    .where(*_OF_ORDER)
    .values(
        {
            name: bindparam(name)
            for name in (
                "number",
                "status",
                "tab",
                "version",
                "sequence",
                "placed_at",
                "permission_until",
                "permission_later",
                "summary_form",
                "fingerprint",
                "summary",
                "document",
            )
        }
    )
)
_DROP_SEARCH: Final = delete(_search).where(
    _search.c.tenant == bindparam("the_tenant"),
    _search.c.buyer_id == bindparam("the_buyer"),
    _search.c.placed_at == bindparam("the_moment", type_=_search.c.placed_at.type),
    _search.c.order_id == bindparam("the_id"),
)
_ADD_SEARCH: Final = insert(_search)
_ADD_AUDIT: Final = insert(_audit)
_DROP_DEADLINES: Final = delete(_deadlines).where(
    _deadlines.c.tenant == bindparam("the_tenant"), _deadlines.c.order_id == bindparam("the_id")
)
_ADD_DEADLINES: Final = insert(_deadlines)
_COUNT: Final = (
    update(_counters)
    .where(
        _counters.c.tenant == bindparam("the_tenant"),
        _counters.c.buyer_id == bindparam("the_buyer"),
        _counters.c.name == bindparam("the_name"),
    )
    .values(count=_counters.c.count + bindparam("more"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrder:
    """An order that was imported before."""

    id: str
    buyer_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSeller:
    """A seller and the policy that orders get today."""

    seller: Seller
    policy_hash: str


def known_orders(
    connection: Connection, tenant: str, source: str, names: Collection[str]
) -> dict[str, KnownOrder]:
    """Return the orders that are there already, by external id."""
    rows = connection.execute(_KNOWN, {"tenant": tenant, "source": source, "names": list(names)})
    return {
        row.external_id: KnownOrder(id=row.id, buyer_id=row.buyer_id, fingerprint=row.fingerprint)
        for row in rows
    }


def known_sellers(
    connection: Connection, tenant: str, source: str, names: Collection[str]
) -> dict[str, KnownSeller]:
    """Return the sellers that are there already, by external id."""
    rows = connection.execute(_SELLERS, {"tenant": tenant, "source": source, "names": list(names)})
    return {
        row.external_id: KnownSeller(
            seller=Seller(id=row.id, name=row.name), policy_hash=row.policy_hash
        )
        for row in rows
    }


def was_changed_here(connection: Connection, tenant: str, order_id: str) -> bool:
    """Say whether anything but an import was the last that happened to an order."""
    asked = {"tenant": tenant, "order_id": order_id}
    return connection.execute(_LAST_STEP, asked).scalar_one() != EventType.ORDER_IMPORTED


def set_fingerprint(transaction: Transaction, tenant: str, order: Order, fingerprint: str) -> None:
    """Note what the last payload said although it changed nothing.

    Raises:
        StaleError: Somebody was faster.
    """
    changed = transaction.connection.execute(
        _SET_FINGERPRINT,
        {
            "the_tenant": tenant,
            "the_id": order.id,
            "seen_version": order.version,
            "fingerprint": fingerprint,
        },
    )
    if changed.rowcount != 1:
        raise StaleError


def replace_order(
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    after: Order,
    fingerprint: str,
) -> None:
    """Write what a later payload says, with all that follows but a notification.

    Raises:
        StaleError: Somebody was faster; the batch runs again on what is there then.
    """
    connection, before, tenant = transaction.connection, stored.order, world.tenant
    returns = returns_beside(connection, tenant, after)
    card = card_of(after, stored.seller, stored.policy, world.now, returns)
    sequence = stored.sequence + 1
    changed = connection.execute(
        _REPLACE,
        {
            "the_tenant": tenant,
            "the_id": before.id,
            "seen_version": before.version,
            "number": after.number,
            "status": str(after.status),
            "tab": str(after.tab),
            "version": after.version,
            "sequence": sequence,
            "placed_at": after.moments.placed_at,
            "permission_until": card.permission_until,
            "permission_later": card.permission_later,
            "summary_form": SUMMARY_FORM,
            "fingerprint": fingerprint,
            "summary": card.text,
            "document": ORDER_JSON.dump_json(after).decode(),
        },
    )
    if changed.rowcount != 1:
        raise StaleError
    names = {"the_tenant": tenant, "the_buyer": before.buyer_id, "the_id": before.id}
    connection.execute(_DROP_SEARCH, names | {"the_moment": before.moments.placed_at})
    connection.execute(
        _ADD_SEARCH,
        {
            "tenant": tenant,
            "buyer_id": after.buyer_id,
            "placed_at": after.moments.placed_at,
            "order_id": after.id,
            "text": search_text(after, stored.seller),
        },
    )
    connection.execute(
        _ADD_AUDIT,
        {
            "tenant": tenant,
            "order_id": after.id,
            "sequence": sequence,
            "type": str(EventType.ORDER_IMPORTED),
            "at": world.now,
            "actor": str(Actor.SYSTEM),
            "version": after.version,
            "from_status": str(before.status),
            "to_status": str(after.status),
            "digest": card.digest,
            "parameters": json.dumps({"number": after.number}, ensure_ascii=False),
        },
    )
    if before.tab is not after.tab:
        for tab, more in sorted(((before.tab, -1), (after.tab, 1))):
            connection.execute(
                _COUNT,
                {
                    "the_tenant": tenant,
                    "the_buyer": after.buyer_id,
                    "the_name": str(tab),
                    "more": more,
                },
            )
    connection.execute(_DROP_DEADLINES, {"the_tenant": tenant, "the_id": after.id})
    planned: list[dict[str, object]] = [
        {"tenant": tenant, "order_id": after.id, "kind": str(kind), "at": card.deadlines[kind]}
        for kind in KEPT_DEADLINES
        if kind in card.deadlines
    ]
    if ours := to_come(planned, world):
        connection.execute(_ADD_DEADLINES, ours)
    tell(transaction, world, after, sequence)


def tell(transaction: Transaction, world: World, order: Order, sequence: int) -> None:
    """Let open pages know that an order came or changed."""
    append(
        transaction,
        world.tenant,
        EventType.ORDER_IMPORTED,
        world.now,
        buyer_id=order.buyer_id,
        order_id=order.id,
        sequence=sequence,
        parameters={"number": order.number},
    )


def to_come(deadlines: Iterable[dict[str, object]], world: World) -> list[dict[str, object]]:
    """Return the deadlines that are ours: those that passed before the import are not."""
    return [row for row in deadlines if cast("datetime", row["at"]) > world.now]
