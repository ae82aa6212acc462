"""Change here what is stored of a receipt."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class ReceiptRow(Row, table=True):
    """A receipt, written once. ``document`` is what was signed, byte for byte.

    ``number`` counts each buyer's from 1 without a gap: two that are written at once collide.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        Index("receipts_chain", "tenant", "buyer_id", "number", unique=True),
        Index("receipts_of_order", "tenant", "order_id"),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    buyer_id: str
    number: int
    order_id: str
    kind: str
    subject_id: str
    reference: str
    issued_at: datetime = Field(sa_type=Moment)
    hash: str
    document: str = Field(sa_type=Text)
