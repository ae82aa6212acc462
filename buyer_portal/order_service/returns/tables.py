"""Change here what is stored of returns and of the photos that belong to them."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class ReturnRow(Row, table=True):
    """A return; ``document`` is the domain value without its refunds."""

    __tablename__ = "returns"
    __table_args__ = (
        Index("returns_by_reference", "tenant", "reference", unique=True),
        Index("returns_of_order", "tenant", "order_id", "id"),
    )

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    order_id: str
    buyer_id: str
    reference: str
    status: str
    document: str = Field(sa_type=Text)


class PhotoRow(Row, table=True):
    """A photo, made anew from its pixels; ``return_id`` is empty until a return is asked for."""

    __tablename__ = "photos"
    __table_args__ = (Index("photos_of_order", "tenant", "order_id", "id"),)

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    order_id: str
    buyer_id: str
    return_id: str = ""
    uploaded_at: datetime = Field(sa_type=Moment)
    width: int
    height: int
    size: int
    content: bytes = Field(sa_type=LargeBinary)
