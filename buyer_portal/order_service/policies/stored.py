"""Change here how the orders in the database come to a comparison of two policies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, select

from buyer_portal.domain.orders import Order
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.orders.repository import ORDER_JSON
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.policies.work import BATCH, Batch
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT

_orders = table_of(OrderRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Batch):
    """Orders as JSON, read where they are compared."""

    documents: tuple[str, ...]

    def unpacked(self) -> Iterable[Order]:
        """Return the orders."""
        return [ORDER_JSON.validate_json(document) for document in self.documents]


def stored(database: Database) -> Iterator[Documents]:
    """Yield the batches of all orders of the portal's own buyers.

    Raises:
        DatabaseUnavailableError: No answer.
    """
    after = ""
    while rows := database.read_now(partial(_page, after=after)):
        yield Documents(count=len(rows), documents=tuple(document for _, document in rows))
        after = rows[-1][0]


def _page(connection: Connection, *, after: str) -> list[tuple[str, str]]:
    """Return id and JSON of the orders that come after an id."""
    found = connection.execute(
        select(_orders.c.id, _orders.c.document)
        .where(_orders.c.tenant == MAIN_TENANT, _orders.c.id > after)
        .order_by(_orders.c.id)
        .limit(BATCH)
    )
    return [(row.id, row.document) for row in found]
