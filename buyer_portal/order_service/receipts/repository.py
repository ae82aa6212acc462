"""Change here how receipts are found and appended; none is ever changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from buyer_portal.domain.receipts import Receipt
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.receipts.tables import ReceiptRow
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.receipts.seal import SealedReceipt

MOST: Final = 500
"""So many a buyer downloads at once; more than anybody has."""

_receipts = table_of(ReceiptRow)
_NAMES: Final = (
    _receipts.c.id,
    _receipts.c.order_id,
    _receipts.c.kind,
    _receipts.c.subject_id,
    _receipts.c.reference,
    _receipts.c.number,
    _receipts.c.issued_at,
)
_LAST: Final = Prepared(
    select(_receipts.c.number, _receipts.c.hash, _receipts.c.issued_at)
    .where(_receipts.c.tenant == bindparam("tenant"), _receipts.c.buyer_id == bindparam("buyer_id"))
    .order_by(_receipts.c.number.desc())
    .limit(1)
)
_ADD: Final = Prepared(insert(_receipts))
_OF_ORDER: Final = Prepared(
    select(*_NAMES)
    .where(
        _receipts.c.tenant == bindparam("tenant"),
        _receipts.c.order_id == bindparam("order_id"),
        _receipts.c.buyer_id == bindparam("buyer_id"),
    )
    .order_by(_receipts.c.number)
)
_ONE: Final = Prepared(
    select(*_NAMES, _receipts.c.hash, _receipts.c.document).where(
        _receipts.c.tenant == bindparam("tenant"),
        _receipts.c.buyer_id == bindparam("buyer_id"),
        _receipts.c.id == bindparam("id"),
    )
)
_ALL: Final = Prepared(
    select(_receipts.c.document)
    .where(_receipts.c.tenant == bindparam("tenant"), _receipts.c.buyer_id == bindparam("buyer_id"))
    .order_by(_receipts.c.number)
    .limit(MOST)
)


class ChainEnd(NamedTuple):
    """The last receipt of a buyer; number 0 and no hash where there is none."""

    number: int
    hash: str
    issued_at: datetime | None = None


def last_of(connection: Connection, tenant: str, buyer_id: str) -> ChainEnd:
    """Return where a buyer's chain ends."""
    row = _LAST.row(connection, {"tenant": tenant, "buyer_id": buyer_id})
    return ChainEnd(0, "") if row is None else ChainEnd(row.number, row.hash, row.issued_at)


def append(
    transaction: Transaction, receipt_id: str, receipt: Receipt, sealed: SealedReceipt
) -> None:
    """Store a receipt at the end of its chain."""
    issued_at: datetime = receipt.issued_at
    _ADD.run(
        transaction.connection,
        {
            "tenant": receipt.tenant,
            "id": receipt_id,
            "buyer_id": receipt.buyer,
            "number": receipt.number,
            "order_id": receipt.order.id,
            "kind": str(receipt.kind),
            "subject_id": receipt.subject.id,
            "reference": receipt.reference,
            "issued_at": issued_at,
            "hash": sealed.hash,
            "document": sealed.text,
        },
    )


def receipts_of_order(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> Sequence[Found]:
    """Return the receipts of an order, the oldest first, without their documents."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "order_id": order_id}
    return _OF_ORDER.rows(connection, asked)


def find_receipt(
    connection: Connection, tenant: str, buyer_id: str, receipt_id: str
) -> Found | None:
    """Return a receipt of this buyer with its document; None for anybody else's."""
    return _ONE.row(connection, {"tenant": tenant, "buyer_id": buyer_id, "id": receipt_id})


def documents_of(connection: Connection, tenant: str, buyer_id: str) -> list[str]:
    """Return everything a buyer has, from the first receipt on."""
    rows = _ALL.rows(connection, {"tenant": tenant, "buyer_id": buyer_id})
    return [row.document for row in rows]
