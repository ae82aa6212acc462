"""Change here what is stored of e-mails."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class MailRow(Row, table=True):
    """A notification on its way by e-mail; ``due_at`` (real time) is null once that has ended.

    ``address`` is empty where it goes to the account's own. ``subject`` and ``text`` are what was
    sent, kept in test mode alone.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index(
            "mails_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    tenant: str = Field(primary_key=True)
    notification_id: str = Field(primary_key=True)
    address: str = Field(default="", primary_key=True)
    buyer_id: str
    type: str
    state: str
    tries: int = 0
    made_at: datetime = Field(sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str = ""
    subject: str = Field(default="", sa_type=Text)
    text: str = Field(default="", sa_type=Text)


class MailCursorRow(Row, table=True):
    """How far the feed was looked through for mails; no row before the first look."""

    __tablename__ = "mail_cursor"

    name: str = Field(primary_key=True)
    feed_id: int = Field(sa_type=BigInteger)
