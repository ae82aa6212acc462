"""Change here what every step of an order writes: all of it in the step's own transaction.

One guarded UPDATE decides who was first; then audit, event, notification, counters and deadlines
follow, so that none of them can be forgotten by a new kind of step.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import (
    BindParameter,
    Connection,
    String,
    bindparam,
    case,
    delete,
    insert,
    or_,
    update,
)

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import DeadlineKind
from buyer_portal.domain.ids import id_of
from buyer_portal.domain.orders import Order, OrderTab
from buyer_portal.domain.return_rules import ARRIVED
from buyer_portal.domain.returns import Return
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import StaleError, Transaction
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.orders.repository import ORDER_JSON, UNREAD, StoredOrder
from buyer_portal.order_service.orders.summaries import SUMMARY_FORM, Card, card_of
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow
from buyer_portal.order_service.returns.repository import returns_of
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.statements import Prepared

KEPT_DEADLINES: Final = (DeadlineKind.PAY_BY, DeadlineKind.SELLER_ANSWERS_BY)
"""The deadlines at which the service itself acts."""

_orders = table_of(OrderRow)
_counters = table_of(CounterRow)
_deadlines = table_of(DeadlineRow)

_CHANGE: Final = Prepared(
    update(_orders)
    .where(
        _orders.c.tenant == bindparam("the_tenant"),
        _orders.c.id == bindparam("the_id"),
        _orders.c.buyer_id == bindparam("the_buyer"),
        _orders.c.version == bindparam("seen_version"),
        _orders.c.status == bindparam("seen_status"),
    )
    .values(
        status=bindparam("status"),
        tab=bindparam("tab"),
        version=bindparam("version"),
        sequence=bindparam("sequence"),
        permission_until=bindparam("permission_until"),
        permission_later=bindparam("permission_later"),
        summary_form=bindparam("summary_form"),
        summary=bindparam("summary"),
        document=bindparam("document"),
    )
)
_ADD_AUDIT: Final = Prepared(insert(table_of(AuditRow)))
_ADD_NOTIFICATION: Final = Prepared(insert(table_of(NotificationRow)))
_LEFT: Final[BindParameter[str]] = bindparam("left", type_=String)
_ENTERED: Final[BindParameter[str]] = bindparam("entered", type_=String)
_COUNT: Final = Prepared(
    update(_counters)
    .where(
        _counters.c.tenant == bindparam("the_tenant"),
        _counters.c.buyer_id == bindparam("the_buyer"),
        or_(_counters.c.name == _LEFT, _counters.c.name == _ENTERED, _counters.c.name == UNREAD),
    )
    .values(
        count=_counters.c.count
        + case((_counters.c.name == UNREAD, 1), else_=0)
        + case((_counters.c.name == _ENTERED, 1), else_=0)
        - case((_counters.c.name == _LEFT, 1), else_=0)
    )
)
_DROP_DEADLINES: Final = Prepared(
    delete(_deadlines).where(
        _deadlines.c.tenant == bindparam("the_tenant"),
        _deadlines.c.order_id == bindparam("the_id"),
        or_(*(_deadlines.c.kind == str(kind) for kind in KEPT_DEADLINES)),
    )
)
_ADD_DEADLINE: Final = Prepared(insert(_deadlines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened, who did it, and what to tell."""

    type: EventType
    actor: Actor
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])


def save(  # noqa: PLR0917 - what happens to what, and what it is told by
    transaction: Transaction,
    world: World,
    stored: StoredOrder,
    after: Order,
    step: Step,
    returns: Sequence[Return] | None = None,
) -> StoredOrder:
    """Write the step from ``stored`` to ``after`` and all that follows from it.

    Args:
        returns: Those of the order after the step; None where the step is not about them.

    Raises:
        StaleError: Somebody was faster; the work runs again on what is there then.
    """
    before, connection = stored.order, transaction.connection
    if returns is None:
        returns = returns_beside(connection, world.tenant, after)
    card = card_of(after, stored.seller, stored.policy, world.now, returns)
    sequence = stored.sequence + 1
    document = ORDER_JSON.dump_json(after).decode()
    changed = _CHANGE.run(
        connection,
        {
            "the_tenant": world.tenant,
            "the_id": before.id,
            "the_buyer": before.buyer_id,
            "seen_version": before.version,
            "seen_status": str(before.status),
            "status": str(after.status),
            "tab": str(after.tab),
            "version": after.version,
            "sequence": sequence,
            "permission_until": card.permission_until,
            "permission_later": card.permission_later,
            "summary_form": SUMMARY_FORM,
            "summary": card.text,
            "document": document,
        },
    )
    if changed != 1:
        raise StaleError
    parameters = {"number": after.number, **step.parameters}
    written = json.dumps(parameters, ensure_ascii=False)
    _ADD_AUDIT.run(
        connection,
        {
            "tenant": world.tenant,
            "order_id": after.id,
            "sequence": sequence,
            "type": str(step.type),
            "at": world.now,
            "actor": str(step.actor),
            "version": after.version,
            "from_status": str(before.status),
            "to_status": str(after.status),
            "digest": card.digest,
            "parameters": written,
        },
    )
    feed_id = append(
        transaction,
        world.tenant,
        step.type,
        world.now,
        buyer_id=after.buyer_id,
        order_id=after.id,
        sequence=sequence,
        parameters=parameters,
    )
    _ADD_NOTIFICATION.run(
        connection,
        {
            "tenant": world.tenant,
            "id": id_of(world.seed, world.now, "notification", after.id, str(sequence)),
            "buyer_id": after.buyer_id,
            "order_id": after.id,
            "sequence": sequence,
            "type": str(step.type),
            "created_at": world.now,
            "feed_id": feed_id,
            "parameters": written,
        },
    )
    _count(connection, world.tenant, before, after)
    _plan(connection, world.tenant, before, after, card)
    return StoredOrder(
        order=after,
        document=document,
        seller=stored.seller,
        policy=stored.policy,
        policy_text=stored.policy_text,
        sequence=sequence,
    )


def returns_beside(connection: Connection, tenant: str, order: Order) -> tuple[Return, ...]:
    """Return the returns that the card of an order depends on: none before it has arrived."""
    if order.status not in ARRIVED:
        return ()
    return returns_of(connection, tenant, order.buyer_id, order.id)


def _count(connection: Connection, tenant: str, before: Order, after: Order) -> None:
    has_moved = before.tab is not after.tab
    _COUNT.run(
        connection,
        {
            "the_tenant": tenant,
            "the_buyer": after.buyer_id,
            "left": str(before.tab) if has_moved else "",
            "entered": str(after.tab) if has_moved else "",
        },
    )


def _plan(connection: Connection, tenant: str, before: Order, after: Order, card: Card) -> None:
    """Keep the rows of the deadlines that this step set or did away with."""
    could_have = bool(before.open_requests) or before.tab is OrderTab.TO_PAY
    planned = [kind for kind in KEPT_DEADLINES if kind in card.deadlines]
    if could_have:
        _DROP_DEADLINES.run(connection, {"the_tenant": tenant, "the_id": after.id})
    for kind in planned:
        _ADD_DEADLINE.run(
            connection,
            {
                "tenant": tenant,
                "order_id": after.id,
                "kind": str(kind),
                "at": card.deadlines[kind],
            },
        )
