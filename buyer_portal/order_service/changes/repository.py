"""Change here how changes of orders are found and stored."""

from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select, update

from buyer_portal.domain.order_differences import AppliedChange
from buyer_portal.domain.orders import Order
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_service.cancellations.repository import refund_of_row, store_refunds
from buyer_portal.order_service.cancellations.tables import RefundRow
from buyer_portal.order_service.changes.tables import OrderChangeRow
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.orders.summaries import search_text
from buyer_portal.order_service.orders.tables import OrderSearchRow
from buyer_portal.order_service.statements import Prepared

CHANGE_JSON: Final[TypeAdapter[AppliedChange]] = TypeAdapter(AppliedChange)

_changes = table_of(OrderChangeRow)
_refunds = table_of(RefundRow)
_search = table_of(OrderSearchRow)

_ADD: Final = Prepared(insert(_changes))
_OF_ORDER: Final = Prepared(
    select(_changes.c.document)
    .where(
        _changes.c.tenant == bindparam("tenant"),
        _changes.c.buyer_id == bindparam("buyer_id"),
        _changes.c.order_id == bindparam("order_id"),
    )
    .order_by(_changes.c.id)
)
_REFUNDS: Final = Prepared(
    select(_refunds)
    .where(
        _refunds.c.tenant == bindparam("tenant"),
        _refunds.c.buyer_id == bindparam("buyer_id"),
        _refunds.c.cancellation_id == bindparam("change_id"),
    )
    .order_by(_refunds.c.id)
)
_SEARCH: Final = Prepared(
    update(_search)
    .where(
        _search.c.tenant == bindparam("the_tenant"),
        _search.c.buyer_id == bindparam("the_buyer"),
        _search.c.placed_at == bindparam("the_moment", type_=Moment),
        _search.c.order_id == bindparam("the_order"),
    )
    .values(text=bindparam("text"))
)


def add(transaction: Transaction, tenant: str, buyer_id: str, change: AppliedChange) -> None:
    """Store a change with its refunds."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "id": change.id,
            "order_id": change.order_id,
            "buyer_id": buyer_id,
            "reference": change.reference,
            "document": CHANGE_JSON.dump_json(replace(change, refunds=())).decode(),
        },
    )
    store_refunds(transaction, tenant, buyer_id, change.order_id, change.id, change.refunds)


def changes_of(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> tuple[AppliedChange, ...]:
    """Return what a buyer changed about an order, oldest first, with the refunds of each."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "order_id": order_id}
    found = [CHANGE_JSON.validate_json(row.document) for row in _OF_ORDER.rows(connection, asked)]
    names = {"tenant": tenant, "buyer_id": buyer_id}
    return tuple(
        replace(
            change,
            refunds=tuple(
                refund_of_row(row)
                for row in _REFUNDS.rows(connection, {**names, "change_id": change.id})
            ),
        )
        if change.difference_minor < 0
        else change
        for change in found
    )


def follow_in_search(transaction: Transaction, tenant: str, order: Order, seller: Seller) -> None:
    """Let the search find an order by what it holds now."""
    _SEARCH.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_buyer": order.buyer_id,
            "the_moment": order.moments.placed_at,
            "the_order": order.id,
            "text": search_text(order, seller),
        },
    )
