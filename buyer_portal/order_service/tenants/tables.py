"""Change here what is stored of a tenant: its seed, its clock, its skin."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class TenantRow(Row, table=True):
    """An isolated world. Its clock shows ``frozen_at``, else real time plus the offset."""

    __tablename__ = "tenants"

    id: str = Field(primary_key=True)
    seed: bytes
    clock_offset: int = Field(default=0, sa_type=BigInteger)
    frozen_at: datetime | None = Field(default=None, sa_type=Moment)
    skin: str = "standard"
    minimum_client_build: int = 1
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    """When it is deleted, by real time; None: it stays."""
    copied_from: str | None = None
    """The tenant that it is a copy of, which may be gone; None: it was made anew."""
