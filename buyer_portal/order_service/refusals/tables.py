"""Change here what is stored of a refused delivery."""

from sqlalchemy import Index, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Row


class RefusalRow(Row, table=True):
    """A parcel that its buyer refuses; ``document`` is the domain value."""

    __tablename__ = "refusals"
    __table_args__ = (Index("refusals_of_order", "tenant", "order_id", "id"),)

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    order_id: str
    buyer_id: str
    package_id: str
    status: str
    document: str = Field(sa_type=Text)
