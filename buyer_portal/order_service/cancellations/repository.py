"""Change here how cancellations and refunds are found and stored."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select, update

from buyer_portal.domain.cancellations import Cancellation, Refund, RefundFailure, RefundStatus
from buyer_portal.domain.orders import PaymentMethod
from buyer_portal.order_service.cancellations.tables import CancellationRow, RefundRow
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Found, Prepared

CANCELLATION_JSON: Final[TypeAdapter[Cancellation]] = TypeAdapter(Cancellation)

_cancellations = table_of(CancellationRow)
_refunds = table_of(RefundRow)

_OF_ORDER: Final = Prepared(
    select(_cancellations.c.document)
    .where(
        _cancellations.c.tenant == bindparam("tenant"),
        _cancellations.c.buyer_id == bindparam("buyer_id"),
        _cancellations.c.order_id == bindparam("order_id"),
    )
    .order_by(_cancellations.c.id)
)
_ONE: Final = Prepared(
    select(_cancellations.c.document).where(
        _cancellations.c.tenant == bindparam("tenant"),
        _cancellations.c.buyer_id == bindparam("buyer_id"),
        _cancellations.c.id == bindparam("id"),
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
_ADD: Final = Prepared(insert(_cancellations))
_ADD_REFUND: Final = Prepared(insert(_refunds))
_CHANGE: Final = Prepared(
    update(_cancellations)
    .where(
        _cancellations.c.tenant == bindparam("the_tenant"),
        _cancellations.c.id == bindparam("the_id"),
    )
    .values(status=bindparam("status"), document=bindparam("document"))
)


def cancellations_of(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> tuple[Cancellation, ...]:
    """Return an order's cancellations with their refunds, oldest first."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "order_id": order_id}
    found = [
        CANCELLATION_JSON.validate_json(row.document) for row in _OF_ORDER.rows(connection, asked)
    ]
    if not any(cancellation.refund_minor for cancellation in found):
        return tuple(found)
    refunds: dict[str, list[Refund]] = {}
    for row in _REFUNDS_OF_ORDER.rows(connection, asked):
        refunds.setdefault(row.cancellation_id, []).append(refund_of_row(row))
    return tuple(
        replace(cancellation, refunds=tuple(refunds.get(cancellation.id, ())))
        for cancellation in found
    )


def order_of_cancellation(
    connection: Connection, tenant: str, buyer_id: str, cancellation_id: str
) -> str | None:
    """Return which order a cancellation of this buyer is about; None when it is not theirs."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "id": cancellation_id}
    document = _ONE.value(connection, asked)
    return None if document is None else CANCELLATION_JSON.validate_json(document).order_id


def add(transaction: Transaction, tenant: str, buyer_id: str, cancellation: Cancellation) -> None:
    """Store a new cancellation with its refunds."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "id": cancellation.id,
            "order_id": cancellation.order_id,
            "buyer_id": buyer_id,
            "reference": cancellation.reference,
            "status": str(cancellation.status),
            "document": _document_of(cancellation),
        },
    )
    add_refunds(transaction, tenant, buyer_id, cancellation)


def change(transaction: Transaction, tenant: str, cancellation: Cancellation) -> None:
    """Store what became of a cancellation; the order's guarded update decided the race."""
    _CHANGE.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_id": cancellation.id,
            "status": str(cancellation.status),
            "document": _document_of(cancellation),
        },
    )


def add_refunds(
    transaction: Transaction, tenant: str, buyer_id: str, cancellation: Cancellation
) -> None:
    """Store the refunds of a cancellation that took effect."""
    names = (tenant, buyer_id, cancellation.order_id, cancellation.id)
    store_refunds(transaction, *names, cancellation.refunds)


def store_refunds(  # noqa: PLR0917 - whose refunds these are
    transaction: Transaction,
    tenant: str,
    buyer_id: str,
    order_id: str,
    cause_id: str,
    refunds: Sequence[Refund],
) -> None:
    """Store money on its way back; ``cause_id`` is the cancellation or the change it is for."""
    rows: Sequence[dict[str, object]] = [
        {
            "tenant": tenant,
            "id": refund.id,
            "cancellation_id": cause_id,
            "order_id": order_id,
            "buyer_id": buyer_id,
            "payment_id": refund.payment_id,
            "method": str(refund.method),
            "label": refund.label,
            "amount_minor": refund.amount_minor,
            "currency": refund.currency,
            "status": str(refund.status),
            "requested_at": refund.requested_at,
            "expected_from": refund.expected_from,
            "expected_until": refund.expected_until,
            "bank_reference": refund.bank_reference,
            "provider": "",
            "payout_id": "",
            "failure": "",
            "attempt": refund.attempt,
            "settled_at": refund.settled_at,
            "check_at": refund.requested_at if refund.status is RefundStatus.INITIATED else None,
        }
        for refund in refunds
    ]
    if rows:
        _ADD_REFUND.run_many(transaction.connection, rows)


def _document_of(cancellation: Cancellation) -> str:
    return CANCELLATION_JSON.dump_json(replace(cancellation, refunds=())).decode()


def refund_of_row(row: Found) -> Refund:
    """Return a refund as stored."""
    return Refund(
        id=row.id,
        payment_id=row.payment_id,
        method=PaymentMethod(row.method),
        label=row.label,
        amount_minor=row.amount_minor,
        currency=row.currency,
        status=RefundStatus(row.status),
        requested_at=row.requested_at,
        expected_from=row.expected_from,
        expected_until=row.expected_until,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
        failed_at=row.failed_at,
        late_at=row.late_at,
        failure=RefundFailure(row.failure) if row.failure else None,
        bank_reference=row.bank_reference,
        attempt=row.attempt,
    )
