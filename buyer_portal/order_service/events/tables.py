"""Change here what is stored of an event."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class EventRow(Row, table=True):
    """Something committed. On PostgreSQL ``feed_id`` is made of the transaction's number."""

    __tablename__ = "events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    feed_id: int = Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
        )
    )
    tenant: str
    type: str
    at: datetime = Field(sa_type=Moment)
    buyer_id: str = ""
    order_id: str = ""
    sequence: int = 0
    parameters: str = Field(default="{}", sa_type=Text)
