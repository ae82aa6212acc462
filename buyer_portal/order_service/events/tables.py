"""Change here what is stored of an event."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row

_IS_TEST: Final = text("tenant <> 'main'")
"""Nobody asks for all events of the tenant that production lives in."""


class EventRow(Row, table=True):
    """Something committed. On PostgreSQL ``feed_id`` is made of the transaction's number."""

    __tablename__ = "events"
    __table_args__ = (
        Index(
            "events_of_tenants",
            "tenant",
            "feed_id",
            sqlite_where=_IS_TEST,
            postgresql_where=_IS_TEST,
        ),
        {"sqlite_autoincrement": True},
    )

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
