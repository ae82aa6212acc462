"""Change here how a return is found by what a shop calls it.

A shop gives a return several numbers: one of the request, one of each parcel, one of the return.
Whichever message first tells one of them together with the order, or with a number that is known,
makes it known; what came before and waited for it is tried again at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from buyer_portal.domain.returns import Return
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.returns.repository import returns_of
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.webhooks import inbox
from buyer_portal.order_service.webhooks.meaning import UNKNOWN_RETURN, Told
from buyer_portal.order_service.webhooks.tables import KnownReturnRow

_known = table_of(KnownReturnRow)
_FIND: Final = (
    select(_known.c.name, _known.c.order_id, _known.c.return_id)
    .where(
        _known.c.tenant == bindparam("tenant"),
        _known.c.name.in_(bindparam("names", expanding=True)),
    )
    .order_by(_known.c.known_at, _known.c.name, _known.c.order_id)
)
_ADD: Final = Prepared(insert(_known))
_LINK: Final = Prepared(
    update(_known)
    .where(
        _known.c.tenant == bindparam("the_tenant"),
        _known.c.name == bindparam("the_name"),
        _known.c.order_id == bindparam("the_order"),
    )
    .values(return_id=bindparam("return_id"))
)


@dataclass(frozen=True, slots=True)
class KnownReturn:
    """A number, the order that it is about, and our return; empty while there is none."""

    name: str
    order_id: str
    return_id: str


def known_by(connection: Connection, tenant: str, names: Collection[str]) -> list[KnownReturn]:
    """Return what is known of any of these numbers, first what was known first."""
    if not names:
        return []
    rows = connection.execute(_FIND, {"tenant": tenant, "names": list(names)})
    return [KnownReturn(*row) for row in rows]


def returns_told_of(told: Told) -> tuple[Return, ...]:
    """Return every return of the order that a message is about."""
    order = told.stored.order
    return returns_of(told.transaction.connection, told.world.tenant, order.buyer_id, order.id)


def remember(
    told: Told, names: Collection[str], known: Collection[KnownReturn], now: datetime
) -> None:
    """Note that these numbers mean the order, and which return of it once there is one."""
    transaction, order = told.transaction, told.stored.order
    tenant = told.world.tenant
    return_id = told.return_id or _return_of(told)
    mine = {one.name: one for one in known if one.order_id == order.id}
    news = [name for name in names if name not in mine]
    for name in news:
        _ADD.run(
            transaction.connection,
            {
                "tenant": tenant,
                "name": name,
                "order_id": order.id,
                "return_id": return_id,
                "known_at": now,
            },
        )
    late = [one.name for one in mine.values() if return_id and not one.return_id]
    for name in late:
        _link(transaction, tenant, name, order.id, return_id)
    if news or late:
        inbox.hurry(transaction, tenant, UNKNOWN_RETURN, now)


def _link(transaction: Transaction, tenant: str, name: str, order_id: str, return_id: str) -> None:
    _LINK.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_name": name,
            "the_order": order_id,
            "return_id": return_id,
        },
    )


def _return_of(told: Told) -> str:
    """Return the return that runs, or the only one there is; empty where that is not plain."""
    every = [one for one in returns_told_of(told) if told.seller_id in ("", one.seller_id)]
    running = [one for one in every if one.is_running]
    chosen = running or every
    return chosen[0].id if len(chosen) == 1 else ""
