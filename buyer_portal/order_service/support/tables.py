"""Change here what is stored of support tickets, their messages, and attempts that failed."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class TicketRow(Row, table=True):
    """A ticket; ``attached`` is what the service added when it was opened, as JSON.

    ``order_id`` is empty where the ticket is about no order, ``return_id`` where it is no appeal
    about a declined return. One of a subject is open at a time, for returns one about each.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("tickets_by_reference", "tenant", "reference", unique=True),
        Index("tickets_of_buyer", "tenant", "buyer_id", "changed_at", "id"),
        Index(
            "tickets_open_once",
            "tenant",
            "buyer_id",
            "order_id",
            "about",
            "return_id",
            unique=True,
            sqlite_where=text("status <> 'CLOSED'"),
            postgresql_where=text("status <> 'CLOSED'"),
        ),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    buyer_id: str
    order_id: str
    order_number: str
    seller_name: str
    about: str
    return_id: str = ""
    reference: str
    status: str
    version: int
    opened_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    attached: str = Field(sa_type=Text)


class TicketMessageRow(Row, table=True):
    """One message of a ticket, numbered from 1; ``code`` says what support did, mostly nothing."""

    __tablename__ = "ticket_messages"

    tenant: str = Field(primary_key=True)
    ticket_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    author: str
    text: str = Field(sa_type=Text)
    code: str = ""
    parameters: str = Field(default="{}", sa_type=Text)
    at: datetime = Field(sa_type=Moment)


class AttemptRow(Row, table=True):
    """A command that was not carried out, so that support need not ask what was tried.

    ``subject`` is the id that it was about: an order, a cancellation. One row per idempotency key.
    """

    __tablename__ = "attempts"

    tenant: str = Field(primary_key=True)
    buyer_id: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    operation: str
    code: str
    causes: str
    times: int
    at: datetime = Field(sa_type=Moment)
    kept_until: datetime = Field(sa_type=Moment, index=True)
