"""Change here how a buyer is told of what is no step of an order: a message, a support ticket.

Steps of an order tell of themselves (``orders/writing.py``); this is for everything beside them.
"""

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, insert, update

from buyer_portal.domain.ids import id_of
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.orders.repository import UNREAD
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.statements import Prepared

_counters = table_of(CounterRow)

_ADD: Final = Prepared(insert(table_of(NotificationRow)))
_COUNT: Final = Prepared(
    update(_counters)
    .where(
        _counters.c.tenant == bindparam("the_tenant"),
        _counters.c.buyer_id == bindparam("the_buyer"),
        _counters.c.name == UNREAD,
    )
    .values(count=_counters.c.count + 1)
)


def tell(
    transaction: Transaction,
    world: World,
    kind: EventType,
    *,
    buyer_id: str,
    order_id: str,
    names: tuple[str, ...],
    parameters: Mapping[str, str],
    sequence: int = 0,
) -> None:
    """Append the event, notify the buyer and count the notification as unread.

    Args:
        order_id: The order that it is about; empty where there is none.
        names: What makes the notification's id its own, such as a ticket and a message's number.
        sequence: The step's number for the first step of an order, which nobody else tells.
    """
    feed_id = append(
        transaction,
        world.tenant,
        kind,
        world.now,
        buyer_id=buyer_id,
        order_id=order_id,
        sequence=sequence,
        parameters=parameters,
    )
    _COUNT.run(transaction.connection, {"the_tenant": world.tenant, "the_buyer": buyer_id})
    _ADD.run(
        transaction.connection,
        {
            "tenant": world.tenant,
            "id": id_of(world.seed, world.now, "notification", str(kind), *names),
            "buyer_id": buyer_id,
            "order_id": order_id,
            "sequence": sequence,  # only steps are numbered, and told once each
            "type": str(kind),
            "created_at": world.now,
            "feed_id": feed_id,
            "parameters": json.dumps(dict(parameters), ensure_ascii=False),
        },
    )
