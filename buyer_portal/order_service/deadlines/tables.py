"""Change here what is stored of a deadline."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class DeadlineRow(Row, table=True):
    """A moment at which something happens to an order; gone once it has happened."""

    __tablename__ = "deadlines"
    __table_args__ = (Index("deadlines_due", "tenant", "at"),)

    tenant: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
