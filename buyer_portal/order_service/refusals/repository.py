"""Change here how refused deliveries are found and stored."""

from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select, update

from buyer_portal.domain.refusals import DeliveryRefusal
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.refusals.tables import RefusalRow
from buyer_portal.order_service.statements import Prepared

REFUSAL_JSON: Final[TypeAdapter[DeliveryRefusal]] = TypeAdapter(DeliveryRefusal)

_refusals = table_of(RefusalRow)

_OF_ORDER: Final = Prepared(
    select(_refusals.c.document)
    .where(
        _refusals.c.tenant == bindparam("tenant"),
        _refusals.c.buyer_id == bindparam("buyer_id"),
        _refusals.c.order_id == bindparam("order_id"),
    )
    .order_by(_refusals.c.id)
)
_ADD: Final = Prepared(insert(_refusals))
_CHANGE: Final = Prepared(
    update(_refusals)
    .where(_refusals.c.tenant == bindparam("the_tenant"), _refusals.c.id == bindparam("the_id"))
    .values(status=bindparam("status"), document=bindparam("document"))
)


def refusals_of(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> tuple[DeliveryRefusal, ...]:
    """Return an order's refused deliveries, oldest first."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "order_id": order_id}
    rows = _OF_ORDER.rows(connection, asked)
    return tuple(REFUSAL_JSON.validate_json(row.document) for row in rows)


def add(transaction: Transaction, tenant: str, buyer_id: str, refusal: DeliveryRefusal) -> None:
    """Store a new refused delivery."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "id": refusal.id,
            "order_id": refusal.order_id,
            "buyer_id": buyer_id,
            "package_id": refusal.package_id,
            "status": str(refusal.status),
            "document": REFUSAL_JSON.dump_json(refusal).decode(),
        },
    )


def change(transaction: Transaction, tenant: str, refusal: DeliveryRefusal) -> None:
    """Store what became of a refused delivery; the order's guarded update decided the race."""
    _CHANGE.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_id": refusal.id,
            "status": str(refusal.status),
            "document": REFUSAL_JSON.dump_json(refusal).decode(),
        },
    )
