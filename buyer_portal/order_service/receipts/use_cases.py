"""Change here what a buyer is told of their receipts."""

from sqlalchemy import Connection

from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.order_contract.receipts import AllReceipts, ReceiptAnswer, ReceiptEntry
from buyer_portal.order_service.answers import Answer, good, not_found
from buyer_portal.order_service.receipts import repository
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.statements import Found


def read(connection: Connection, viewer: Viewer, receipt_id: str) -> Answer:
    """Return a receipt, and the document as it was signed.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    row = repository.find_receipt(connection, viewer.tenant, viewer.buyer_id, receipt_id)
    if row is None:
        raise not_found()
    answer = ReceiptAnswer(
        entry=_entry_of(row), hash=row.hash, document=row.document, server_now=viewer.now
    )
    return good(answer)


def read_all(connection: Connection, viewer: Viewer) -> Answer:
    """Return every receipt of the buyer, from the first on."""
    documents = repository.documents_of(connection, viewer.tenant, viewer.buyer_id)
    return good(AllReceipts(documents=tuple(documents)))


def entries_of(
    connection: Connection, world: World, buyer_id: str, order_id: str
) -> tuple[ReceiptEntry, ...]:
    """Return which receipts an order has, the oldest first."""
    rows = repository.receipts_of_order(connection, world.tenant, buyer_id, order_id)
    return tuple(_entry_of(row) for row in rows)


def _entry_of(row: Found) -> ReceiptEntry:
    return ReceiptEntry(
        id=row.id,
        order_id=row.order_id,
        kind=ReceiptKind(row.kind),
        subject_id=row.subject_id,
        reference=row.reference,
        number=row.number,
        issued_at=row.issued_at,
    )
