"""Change here how the rows of one buyer are found in any table."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Table, select

from buyer_portal.order_service.account.personal import Scope
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.support.tables import TicketRow

CHUNK = 500

_orders = table_of(OrderRow)
_tickets = table_of(TicketRow)


def of_buyer(table: Table, scope: Scope, tenant: str, buyer_id: str) -> ColumnElement[bool]:
    """Return what holds for the rows of ``table`` that belong to a buyer."""
    column = table.c[scope.value]
    in_tenant = table.c.tenant == tenant
    if scope in (Scope.BUYER, Scope.SELF):
        return in_tenant & (column == buyer_id)
    owner = _orders if scope is Scope.ORDER else _tickets
    owned = select(owner.c.id).where(owner.c.tenant == tenant, owner.c.buyer_id == buyer_id)
    return in_tenant & column.in_(owned)


def rows_of(
    connection: Connection, table: Table, condition: ColumnElement[bool]
) -> Iterator[dict[str, object]]:
    """Return rows in the order of their key, without holding all of them at once."""
    statement = select(table).where(condition).order_by(*table.primary_key.columns)
    found = connection.execute(statement.execution_options(yield_per=CHUNK))
    for row in found.mappings():
        yield dict(row)
