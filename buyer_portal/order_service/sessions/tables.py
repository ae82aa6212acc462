"""Change here what is stored of sessions, sign-in tries and used tickets."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class SessionRow(Row, table=True):
    """A signed-in device; the id itself is never stored. All moments are in real time."""

    __tablename__ = "sessions"
    __table_args__ = (Index("sessions_of_buyer", "tenant", "buyer_id", "signed_in_at"),)

    id_hash: str = Field(primary_key=True)
    tenant: str
    buyer_id: str
    key: str
    user_agent: str = ""
    address: str = ""
    signed_in_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class TryRow(Row, table=True):
    """Failed sign-ins of one account or one address since ``since``."""

    __tablename__ = "sign_in_tries"

    tenant: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    count: int
    since: datetime = Field(sa_type=Moment, index=True)


class UsedTicketRow(Row, table=True):
    """A one-use ticket that was used; kept until it would have expired anyway."""

    __tablename__ = "used_tickets"

    tenant: str = Field(primary_key=True)
    nonce: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Moment, index=True)
