"""Change here how returns are found and stored."""

from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.domain.cancellations import Refund
from buyer_portal.domain.returns import Return, due_of
from buyer_portal.order_service.cancellations.repository import refund_of_row, store_refunds
from buyer_portal.order_service.cancellations.tables import RefundRow
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.returns.tables import ReturnRow
from buyer_portal.order_service.statements import Prepared

RETURN_JSON: Final[TypeAdapter[Return]] = TypeAdapter(Return)
RETURNS_JSON: Final[TypeAdapter[tuple[Return, ...]]] = TypeAdapter(tuple[Return, ...])
DUE_PREFIX: Final = "return:"
"""Before the id of a return in the kind of its deadline."""

_returns = table_of(ReturnRow)
_refunds = table_of(RefundRow)
_deadlines = table_of(DeadlineRow)

_OF_ORDER: Final = Prepared(
    select(_returns.c.document)
    .where(
        _returns.c.tenant == bindparam("tenant"),
        _returns.c.buyer_id == bindparam("buyer_id"),
        _returns.c.order_id == bindparam("order_id"),
    )
    .order_by(_returns.c.id)
)
_ONE: Final = Prepared(
    select(_returns.c.document).where(
        _returns.c.tenant == bindparam("tenant"),
        _returns.c.buyer_id == bindparam("buyer_id"),
        _returns.c.id == bindparam("id"),
    )
)
_REFUNDS_OF_ORDER: Final = Prepared(
    select(_refunds)
    .where(
        _refunds.c.tenant == bindparam("tenant"),
        _refunds.c.buyer_id == bindparam("buyer_id"),
        _refunds.c.order_id == bindparam("order_id"),
    )
    .order_by(_refunds.c.id)
)
_ADD: Final = Prepared(insert(_returns))
_CHANGE: Final = Prepared(
    update(_returns)
    .where(_returns.c.tenant == bindparam("the_tenant"), _returns.c.id == bindparam("the_id"))
    .values(status=bindparam("status"), document=bindparam("document"))
)
_ADD_DUE: Final = Prepared(insert(_deadlines))
_DROP_DUE: Final = Prepared(
    delete(_deadlines).where(
        _deadlines.c.tenant == bindparam("the_tenant"),
        _deadlines.c.order_id == bindparam("the_id"),
        _deadlines.c.kind == bindparam("the_kind"),
    )
)


def returns_of(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> tuple[Return, ...]:
    """Return an order's returns with their refunds, oldest first."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "order_id": order_id}
    found = [RETURN_JSON.validate_json(row.document) for row in _OF_ORDER.rows(connection, asked)]
    found.sort(key=lambda one: (one.requested_at, one.asked_at_version))
    if not any(one.paid_back_at for one in found):
        return tuple(found)
    refunds: dict[str, list[Refund]] = {}
    for row in _REFUNDS_OF_ORDER.rows(connection, asked):
        refunds.setdefault(row.cancellation_id, []).append(refund_of_row(row))
    return tuple(replace(one, refunds=tuple(refunds.get(one.id, ()))) for one in found)


def order_of_return(
    connection: Connection, tenant: str, buyer_id: str, return_id: str
) -> str | None:
    """Return which order a return of this buyer is about; None when it is not theirs."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "id": return_id}
    document = _ONE.value(connection, asked)
    return None if document is None else RETURN_JSON.validate_json(document).order_id


def add(transaction: Transaction, tenant: str, buyer_id: str, new: Return) -> None:
    """Store a new return with its refunds and its next deadline."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "id": new.id,
            "order_id": new.order_id,
            "buyer_id": buyer_id,
            "reference": new.reference,
            "status": str(new.status),
            "document": _document_of(new),
        },
    )
    store_refunds(transaction, tenant, buyer_id, new.order_id, new.id, new.refunds)
    _plan(transaction, tenant, new)


def change(
    transaction: Transaction, tenant: str, buyer_id: str, before: Return, after: Return
) -> None:
    """Store what became of a return; the order's guarded update decided the race."""
    _CHANGE.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_id": after.id,
            "status": str(after.status),
            "document": _document_of(after),
        },
    )
    if before.paid_back_at is None:
        store_refunds(transaction, tenant, buyer_id, after.order_id, after.id, after.refunds)
    _DROP_DUE.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_id": after.order_id,
            "the_kind": f"{DUE_PREFIX}{after.id}",
        },
    )
    _plan(transaction, tenant, after)


def _plan(transaction: Transaction, tenant: str, found: Return) -> None:
    due = due_of(found)
    if due is not None:
        _ADD_DUE.run(
            transaction.connection,
            {
                "tenant": tenant,
                "order_id": found.order_id,
                "kind": f"{DUE_PREFIX}{found.id}",
                "at": due.at,
            },
        )


def _document_of(found: Return) -> str:
    return RETURN_JSON.dump_json(replace(found, refunds=())).decode()
