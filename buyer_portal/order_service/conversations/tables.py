"""Change here what is stored of conversations."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class ConversationRow(Row, table=True):
    """All that a buyer and one seller wrote about one order; the list needs no message.

    ``unread`` counts the others' lines past ``read_number``; ``asked_at`` is since when the buyer
    waits for a word about cancelling. ``last_*`` repeat the newest line.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("conversations_newest", "tenant", "buyer_id", "last_at", "order_id", "seller_id"),
    )

    tenant: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    seller_id: str = Field(primary_key=True)
    buyer_id: str
    last_number: int
    last_at: datetime = Field(sa_type=Moment)
    last_author: str
    last_kind: str
    last_text: str = Field(sa_type=Text)
    read_number: int
    unread: int
    asked_at: datetime | None = Field(default=None, sa_type=Moment)


class MessageRow(Row, table=True):
    """One line of a conversation; it never changes."""

    __tablename__ = "messages"

    tenant: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    seller_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    buyer_id: str
    at: datetime = Field(sa_type=Moment)
    author: str
    kind: str
    text: str = Field(sa_type=Text)
