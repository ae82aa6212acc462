"""Change here what is stored of a withdrawal."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class WithdrawalRow(Row, table=True):
    """A statement that took effect; one an order. ``document`` is the domain value."""

    __tablename__ = "withdrawals"

    tenant: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    id: str
    buyer_id: str
    reference: str
    received_at: datetime = Field(sa_type=Moment)
    receipt_id: str
    document: str = Field(sa_type=Text)
