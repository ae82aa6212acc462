"""Change here what is stored of a strike."""

from sqlalchemy import Index, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Row


class StrikeRow(Row, table=True):
    """A strike; ``document`` is the domain value. An order leaves at most one."""

    __tablename__ = "strikes"
    __table_args__ = (
        Index("strikes_of_buyer", "tenant", "buyer_id", "id"),
        Index("strikes_once", "tenant", "order_id", unique=True),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    buyer_id: str
    order_id: str
    seller_id: str
    document: str = Field(sa_type=Text)
