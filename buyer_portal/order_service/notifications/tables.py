"""Change here what is stored of a notification."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class NotificationRow(Row, table=True):
    """Something told to one buyer: a step of an order, once, or what is none (``sequence`` 0)."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(
            "notifications_once",
            "tenant",
            "buyer_id",
            "order_id",
            "sequence",
            unique=True,
            sqlite_where=text("sequence > 0"),
            postgresql_where=text("sequence > 0"),
        ),
        Index("notifications_by_feed", "tenant", "feed_id"),
        Index("notifications_newest", "tenant", "buyer_id", "created_at", "feed_id"),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    buyer_id: str
    order_id: str
    sequence: int
    type: str
    created_at: datetime = Field(sa_type=Moment)
    feed_id: int = Field(
        default=0, sa_column=Column(BigInteger, nullable=False, server_default="0")
    )
    """The event's place in the feed: what orders notifications of one moment."""
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    parameters: str = Field(default="{}", sa_type=Text)
