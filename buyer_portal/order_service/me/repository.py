"""Change here how a buyer's own wishes are stored."""

from collections.abc import Mapping

from sqlalchemy import update

from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.me.tables import BuyerRow

_buyers = table_of(BuyerRow)


def change_buyer(
    transaction: Transaction, tenant: str, buyer_id: str, changes: Mapping[str, str]
) -> None:
    """Store some columns of a buyer."""
    if changes:
        transaction.connection.execute(
            update(_buyers)
            .where(_buyers.c.tenant == tenant, _buyers.c.id == buyer_id)
            .values(dict(changes))
        )
