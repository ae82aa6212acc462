"""Change here what is stored of an order: columns to find it by, its document, its audit."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class OrderRow(Row, table=True):
    """An order: columns for filters and races, ``summary`` for its card, ``document`` for the rest.

    ``permission`` on the card becomes ``permission_later`` at ``permission_until``.
    The document stands last: SQLite then skips it where nobody asks for it.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_of_buyer", "tenant", "buyer_id", "placed_at", "id"),
        Index("orders_of_tab", "tenant", "buyer_id", "tab", "placed_at", "id"),
        Index("orders_by_number", "tenant", "number"),
        Index(
            "orders_by_external_id",
            "tenant",
            "external_source",
            "external_id",
            unique=True,
            sqlite_where=text("external_id <> ''"),
            postgresql_where=text("external_id <> ''"),
        ),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    buyer_id: str
    seller_id: str
    number: str
    status: str
    tab: str
    version: int
    sequence: int
    placed_at: datetime = Field(sa_type=Moment)
    policy_hash: str
    permission_until: datetime | None = Field(default=None, sa_type=Moment)
    permission_later: str = ""
    summary_form: int
    external_source: str = ""
    external_id: str = ""
    fingerprint: str = ""
    summary: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)


class OrderSearchRow(Row, table=True):
    """What the search looks through: narrow, and ordered as the list is."""

    __tablename__ = "order_search"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tenant: str = Field(primary_key=True)
    buyer_id: str = Field(primary_key=True)
    placed_at: datetime = Field(sa_type=Moment, primary_key=True)
    order_id: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)


class AuditRow(Row, table=True):
    """One step of one order; never changed, numbered without gaps.

    ``digest`` is what a buyer who saw this version could cancel and get back.
    """

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tenant: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    type: str
    at: datetime = Field(sa_type=Moment)
    actor: str
    version: int
    from_status: str
    to_status: str
    digest: str = ""
    parameters: str = Field(default="{}", sa_type=Text)
