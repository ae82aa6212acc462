"""Change here how orders come into being: from scenarios and imports, many at a time."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, update

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import Order, OrderStatus, OrderTab
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.orders.repository import COUNTER_NAMES, ORDER_JSON
from buyer_portal.order_service.orders.summaries import SUMMARY_FORM, Card, card_of, search_text
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow, OrderSearchRow
from buyer_portal.order_service.orders.writing import KEPT_DEADLINES
from buyer_portal.order_service.statements import Prepared

_ADD_ORDERS: Final = Prepared(insert(table_of(OrderRow)))
_ADD_SEARCH: Final = Prepared(insert(table_of(OrderSearchRow)))
_ADD_AUDIT: Final = Prepared(insert(table_of(AuditRow)))
_ADD_DEADLINES: Final = Prepared(insert(table_of(DeadlineRow)))
_ADD_COUNTERS: Final = Prepared(insert(table_of(CounterRow)))
_counters = table_of(CounterRow)
_COUNT: Final = Prepared(
    update(_counters)
    .where(
        _counters.c.tenant == bindparam("the_tenant"),
        _counters.c.buyer_id == bindparam("the_buyer"),
        _counters.c.name == bindparam("the_name"),
    )
    .values(count=_counters.c.count + bindparam("more"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStep:
    """Something that had happened before the order came to us."""

    type: EventType
    at: datetime
    actor: Actor
    status: OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order to store, with the hash of the policy it keeps."""

    order: Order
    seller: Seller
    policy: Policy
    policy_hash: str
    past: Sequence[PastStep]
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRows:
    """All rows of one new order but its counters."""

    order: dict[str, object]
    search: dict[str, object]
    audit: list[dict[str, object]]
    deadlines: list[dict[str, object]]


def add_counters(connection: Connection, tenant: str, buyer_ids: Iterable[str]) -> None:
    """Give new buyers their counters, all zero."""
    rows = [
        {"tenant": tenant, "buyer_id": buyer_id, "name": name, "count": 0}
        for buyer_id in buyer_ids
        for name in COUNTER_NAMES
    ]
    if rows:
        _ADD_COUNTERS.run_many(connection, rows)


def rows_of(tenant: str, new: NewOrder, now: datetime) -> OrderRows:
    """Return what is stored of a new order."""
    card = card_of(new.order, new.seller, new.policy, now)
    return OrderRows(
        order=_order_row(tenant, new, card),
        search={
            "tenant": tenant,
            "buyer_id": new.order.buyer_id,
            "placed_at": new.order.moments.placed_at,
            "order_id": new.order.id,
            "text": search_text(new.order, new.seller),
        },
        audit=[
            {
                "tenant": tenant,
                "order_id": new.order.id,
                "sequence": sequence,
                "type": str(step.type),
                "at": step.at,
                "actor": str(step.actor),
                "version": new.order.version,
                "from_status": str(new.past[sequence - 2].status if sequence > 1 else step.status),
                "to_status": str(step.status),
                "digest": card.digest,
                "parameters": json.dumps({"number": new.order.number}),
            }
            for sequence, step in enumerate(new.past, start=1)
        ],
        deadlines=[
            {
                "tenant": tenant,
                "order_id": new.order.id,
                "kind": str(kind),
                "at": card.deadlines[kind],
            }
            for kind in KEPT_DEADLINES
            if kind in card.deadlines
        ],
    )


def insert_orders(transaction: Transaction, tenant: str, rows: Sequence[OrderRows]) -> None:
    """Store new orders and count them; their buyers have counters already."""
    if not rows:
        return
    connection = transaction.connection
    _ADD_ORDERS.run_many(connection, [row.order for row in rows])
    _ADD_SEARCH.run_many(connection, [row.search for row in rows])
    _ADD_AUDIT.run_many(connection, [entry for row in rows for entry in row.audit])
    deadlines = [deadline for row in rows for deadline in row.deadlines]
    if deadlines:
        _ADD_DEADLINES.run_many(connection, deadlines)
    more: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for tab in (str(row.order["tab"]), str(OrderTab.ALL)):
            more[str(row.order["buyer_id"]), tab] += 1
    _COUNT.run_many(
        connection,
        [
            {"the_tenant": tenant, "the_buyer": buyer_id, "the_name": name, "more": count}
            for (buyer_id, name), count in sorted(more.items())
        ],
    )


def past_of(order: Order, first: EventType = EventType.ORDER_PLACED) -> list[PastStep]:
    """Return the steps that an order's moments tell of, oldest first; never empty.

    The last one ends at the status that the order has now, so that the audit replays to it.
    """
    moments = order.moments
    told = [
        (first, moments.placed_at, Actor.BUYER, OrderStatus.UNPAID),
        (EventType.ORDER_PAID, moments.paid_at, Actor.BUYER, OrderStatus.AWAITING_SHIPMENT),
        (EventType.ORDER_PACKED, moments.packed_at, Actor.SELLER, OrderStatus.AWAITING_COLLECTION),
        (EventType.ORDER_COLLECTED, moments.collected_at, Actor.CARRIER, OrderStatus.IN_TRANSIT),
        (EventType.ORDER_DELIVERED, moments.delivered_at, Actor.CARRIER, OrderStatus.DELIVERED),
        (EventType.ORDER_COMPLETED, moments.completed_at, Actor.SYSTEM, OrderStatus.COMPLETED),
        (EventType.ORDER_CANCELLED, moments.cancelled_at, Actor.SYSTEM, OrderStatus.CANCELLED),
    ]
    steps = [
        PastStep(type=kind, at=at, actor=actor, status=status)
        for kind, at, actor, status in told
        if at is not None
    ]
    last = steps[-1]
    steps[-1] = PastStep(type=last.type, at=last.at, actor=last.actor, status=order.status)
    return steps


def _order_row(tenant: str, new: NewOrder, card: Card) -> dict[str, object]:
    order = new.order
    return {
        "tenant": tenant,
        "id": order.id,
        "buyer_id": order.buyer_id,
        "seller_id": order.seller_id,
        "number": order.number,
        "status": str(order.status),
        "tab": str(order.tab),
        "version": order.version,
        "sequence": len(new.past),
        "placed_at": order.moments.placed_at,
        "policy_hash": new.policy_hash,
        "permission_until": card.permission_until,
        "permission_later": card.permission_later,
        "summary_form": SUMMARY_FORM,
        "external_source": order.external_source,
        "external_id": order.external_id,
        "fingerprint": new.fingerprint,
        "summary": card.text,
        "document": ORDER_JSON.dump_json(order).decode(),
    }
