"""Change here what is remembered of a command that was carried out."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class CommandRow(Row, table=True):
    """The one answer of an idempotency key, written with the effect; kept until ``kept_until``."""

    __tablename__ = "commands"

    tenant: str = Field(primary_key=True)
    buyer_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    status: int
    kept_until: datetime = Field(sa_type=Moment, index=True)
    answer: str = Field(sa_type=Text)
