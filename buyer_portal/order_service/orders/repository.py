"""Change here how orders are found; every query filters by tenant, and by buyer for buyers."""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select, tuple_

from buyer_portal.domain.orders import Order, OrderTab
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.orders import HistoryEntry, Seller
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow, OrderSearchRow
from buyer_portal.order_service.sellers.tables import PolicyRow, SellerRow
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.policies import policy_from_json

ORDER_JSON: Final[TypeAdapter[Order]] = TypeAdapter(Order)
UNREAD: Final = "unread"
COUNTER_NAMES: Final = (*(str(tab) for tab in OrderTab), UNREAD)
KNOWN_POLICIES: Final = 512

_orders = table_of(OrderRow)
_search = table_of(OrderSearchRow)
_sellers = table_of(SellerRow)
_policies = table_of(PolicyRow)
_counters = table_of(CounterRow)
_audit = table_of(AuditRow)


class KnownPolicy(NamedTuple):
    """A policy and its JSON."""

    policy: Policy
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOrder:
    """An order as found, with what is needed to decide about it and to change it."""

    order: Order
    document: str
    seller: Seller
    policy: Policy
    policy_text: str
    sequence: int


class CardRow(NamedTuple):
    """A card as found; ``order_id`` and ``placed_at`` make the cursor."""

    order_id: str
    placed_at: datetime
    summary: str
    form: int
    permission_until: datetime | None
    permission_later: str


_known_policies: OrderedDict[str, KnownPolicy] = OrderedDict()

_WITH_SELLER: Final = (
    select(
        _orders.c.document,
        _orders.c.sequence,
        _orders.c.policy_hash,
        _orders.c.seller_id,
        _sellers.c.name,
    )
    .join(
        _sellers,
        (_sellers.c.tenant == _orders.c.tenant) & (_sellers.c.id == _orders.c.seller_id),
    )
    .where(_orders.c.tenant == bindparam("tenant"), _orders.c.id == bindparam("id"))
)
_OF_TENANT: Final = Prepared(_WITH_SELLER)
_OF_BUYER: Final = Prepared(_WITH_SELLER.where(_orders.c.buyer_id == bindparam("buyer_id")))
_POLICY: Final = Prepared(
    select(_policies.c.document).where(
        _policies.c.tenant == bindparam("tenant"), _policies.c.hash == bindparam("hash")
    )
)
_COUNTS: Final = Prepared(
    select(_counters.c.name, _counters.c.count.label("number")).where(
        _counters.c.tenant == bindparam("tenant"), _counters.c.buyer_id == bindparam("buyer_id")
    )
)
_HISTORY: Final = Prepared(
    select(_audit.c.sequence, _audit.c.type, _audit.c.at, _audit.c.actor, _audit.c.parameters)
    .where(_audit.c.tenant == bindparam("tenant"), _audit.c.order_id == bindparam("order_id"))
    .order_by(_audit.c.sequence)
)
_DIGEST: Final = Prepared(
    select(_audit.c.digest)
    .where(
        _audit.c.tenant == bindparam("tenant"),
        _audit.c.order_id == bindparam("order_id"),
        _audit.c.version == bindparam("version"),
    )
    .order_by(_audit.c.sequence.desc())
    .limit(1)
)


def _card_statements() -> dict[tuple[bool, bool, bool], Prepared]:
    """Return the list's statements by (one tab?, past a cursor?, searching?)."""
    statements: dict[tuple[bool, bool, bool], Prepared] = {}
    columns = (
        _orders.c.id,
        _orders.c.placed_at,
        _orders.c.summary,
        _orders.c.summary_form,
        _orders.c.permission_until,
        _orders.c.permission_later,
    )
    for has_tab in (False, True):
        for has_cursor in (False, True):
            for has_query in (False, True):
                if has_query:
                    statement = (
                        select(*columns)
                        .select_from(_search)
                        .join(
                            _orders,
                            (_orders.c.tenant == _search.c.tenant)
                            & (_orders.c.id == _search.c.order_id),
                        )
                        .where(
                            _search.c.tenant == bindparam("tenant"),
                            _search.c.buyer_id == bindparam("buyer_id"),
                            _orders.c.buyer_id == bindparam("buyer_id"),
                            _search.c.text.like(bindparam("pattern"), escape="\\"),
                        )
                    )
                    order = (_search.c.placed_at, _search.c.order_id)
                else:
                    statement = select(*columns).where(
                        _orders.c.tenant == bindparam("tenant"),
                        _orders.c.buyer_id == bindparam("buyer_id"),
                    )
                    order = (_orders.c.placed_at, _orders.c.id)
                if has_tab:
                    statement = statement.where(_orders.c.tab == bindparam("tab"))
                if has_cursor:
                    statement = statement.where(
                        tuple_(*order)
                        < tuple_(bindparam("placed_at", type_=Moment), bindparam("after_id"))
                    )
                statements[has_tab, has_cursor, has_query] = Prepared(
                    statement.order_by(*(column.desc() for column in order)).limit(
                        bindparam("limit")
                    )
                )
    return statements


_CARDS: Final = _card_statements()


def find_order(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> StoredOrder | None:
    """Return an order of this buyer; None when it is unknown or somebody else's."""
    row = _OF_BUYER.row(connection, {"tenant": tenant, "buyer_id": buyer_id, "id": order_id})
    return None if row is None else _stored(connection, tenant, row)


def find_order_of_tenant(connection: Connection, tenant: str, order_id: str) -> StoredOrder | None:
    """Return an order for sellers, carriers and deadlines, never for a buyer."""
    row = _OF_TENANT.row(connection, {"tenant": tenant, "id": order_id})
    return None if row is None else _stored(connection, tenant, row)


def _stored(connection: Connection, tenant: str, row: Found) -> StoredOrder:
    known = policy_by_hash(connection, tenant, row.policy_hash)
    return StoredOrder(
        order=ORDER_JSON.validate_json(row.document),
        document=row.document,
        seller=Seller(id=row.seller_id, name=row.name),
        policy=known.policy,
        policy_text=known.text,
        sequence=row.sequence,
    )


def policy_by_hash(connection: Connection, tenant: str, policy_hash: str) -> KnownPolicy:
    """Return a policy; a hash names one text for ever, so what was read once stays right."""
    known = _known_policies.get(policy_hash)
    if known is None:
        text = str(_POLICY.value(connection, {"tenant": tenant, "hash": policy_hash}))
        known = KnownPolicy(policy_from_json(text), text)
        _known_policies[policy_hash] = known
        if len(_known_policies) > KNOWN_POLICIES:
            _known_policies.popitem(last=False)
    return known


def counts_of(connection: Connection, tenant: str, buyer_id: str) -> dict[str, int]:
    """Return every counter of a buyer, also those that are zero."""
    rows = _COUNTS.rows(connection, {"tenant": tenant, "buyer_id": buyer_id})
    return dict.fromkeys(COUNTER_NAMES, 0) | {row.name: row.number for row in rows}


def find_cards(
    connection: Connection,
    tenant: str,
    buyer_id: str,
    *,
    tab: OrderTab,
    query: str,
    after: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[CardRow]:
    """Return cards newest first; ``query`` is folded text, empty for no search."""
    has_tab = tab is not OrderTab.ALL
    asked: dict[str, object] = {"tenant": tenant, "buyer_id": buyer_id, "limit": limit}
    if has_tab:
        asked["tab"] = str(tab)
    if after is not None:
        asked["placed_at"], asked["after_id"] = after
    if query:
        asked["pattern"] = f"%{_escaped(query)}%"
    rows = _CARDS[has_tab, after is not None, bool(query)].rows(connection, asked)
    return [CardRow(*row) for row in rows]


def history_of(connection: Connection, tenant: str, order_id: str) -> tuple[HistoryEntry, ...]:
    """Return what happened to an order, oldest first; the caller has checked whose it is."""
    rows = _HISTORY.rows(connection, {"tenant": tenant, "order_id": order_id})
    return tuple(
        HistoryEntry(
            sequence=row.sequence,
            type=row.type,
            at=row.at,
            actor=row.actor,
            parameters=json.loads(row.parameters),
        )
        for row in rows
    )


def digest_at(connection: Connection, tenant: str, order_id: str, version: int) -> str | None:
    """Return what a version offered; None when there was no such version."""
    asked = {"tenant": tenant, "order_id": order_id, "version": version}
    return _DIGEST.value(connection, asked)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
