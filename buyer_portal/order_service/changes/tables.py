"""Change here what is stored of a change that was made."""

from sqlalchemy import Index, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Row


class OrderChangeRow(Row, table=True):
    """A change of an order; ``document`` is the domain value without its refunds."""

    __tablename__ = "order_changes"
    __table_args__ = (
        Index("order_changes_by_reference", "tenant", "reference", unique=True),
        Index("order_changes_of_order", "tenant", "order_id"),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    order_id: str
    buyer_id: str
    reference: str
    document: str = Field(sa_type=Text)
