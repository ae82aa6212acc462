"""Change here what the simulated payment system remembers."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class SimulatedPayoutRow(Row, table=True):
    """What the simulated payment system was asked for: once per key, whatever is asked twice."""

    __tablename__ = "simulated_payouts"

    tenant: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    reference: str
    amount_minor: int = Field(sa_type=BigInteger)
    currency: str
    state: str
    failure: str
    submitted_at: datetime = Field(sa_type=Moment)
    settles_at: datetime = Field(sa_type=Moment)
