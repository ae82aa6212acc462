"""Change here what is stored of cancellations and refunds."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class CancellationRow(Row, table=True):
    """A cancellation; ``document`` is the domain value without its refunds."""

    __tablename__ = "cancellations"
    __table_args__ = (
        Index("cancellations_by_reference", "tenant", "reference", unique=True),
        Index("cancellations_of_order", "tenant", "order_id"),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    order_id: str
    buyer_id: str
    reference: str
    status: str
    document: str = Field(sa_type=Text)


class RefundRow(Row, table=True):
    """Money to give back by one payment: at most one per cancellation and payment.

    ``check_at`` is when somebody has to look at it again, on the tenant's clock; null at its end.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        Index("refunds_once", "tenant", "cancellation_id", "payment_id", unique=True),
        Index("refunds_of_order", "tenant", "order_id"),
        Index(
            "refunds_to_check",
            "tenant",
            "check_at",
            sqlite_where=text("check_at IS NOT NULL"),
            postgresql_where=text("check_at IS NOT NULL"),
        ),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    cancellation_id: str
    order_id: str
    buyer_id: str
    payment_id: str
    method: str
    label: str
    amount_minor: int = Field(sa_type=BigInteger)
    currency: str
    status: str
    requested_at: datetime = Field(sa_type=Moment)
    expected_from: datetime = Field(sa_type=Moment)
    expected_until: datetime = Field(sa_type=Moment)
    bank_reference: str = ""
    provider: str = ""
    payout_id: str = ""
    failure: str = ""
    attempt: int = 1
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    failed_at: datetime | None = Field(default=None, sa_type=Moment)
    late_at: datetime | None = Field(default=None, sa_type=Moment)
    check_at: datetime | None = Field(default=None, sa_type=Moment)
