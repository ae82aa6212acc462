"""Change here what is stored of a buyer and of the counters beside the tabs."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from buyer_portal.domain.mail_groups import USUAL_GROUPS
from buyer_portal.order_service.columns import Moment, Row


class BuyerRow(Row, table=True):
    """A buyer's account. ``login`` (an e-mail) and ``phone`` are stored as compared."""

    __tablename__ = "buyers"
    __table_args__ = (
        Index("buyers_by_login", "tenant", "login", unique=True),
        Index(
            "buyers_by_phone",
            "tenant",
            "phone",
            unique=True,
            sqlite_where=text("phone <> ''"),
            postgresql_where=text("phone <> ''"),
        ),
        Index(
            "buyers_by_external_id",
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
    name: str
    login: str
    phone: str = ""
    password_hash: str = ""
    locale: str = ""
    time_zone: str = ""
    theme: str = ""
    market: str = ""
    demo_key: str = ""
    demo_place: int = 0
    about_key: str = ""
    external_source: str = ""
    external_id: str = ""
    mail_groups: str = ",".join(USUAL_GROUPS)
    """What comes by e-mail, with commas between; see ``domain/mail_groups.py``."""
    created_at: datetime = Field(sa_type=Moment)


class CounterRow(Row, table=True):
    """How many orders a tab holds, or (``unread``) notifications wait; kept by each effect."""

    __tablename__ = "counters"

    tenant: str = Field(primary_key=True)
    buyer_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    count: int = 0
