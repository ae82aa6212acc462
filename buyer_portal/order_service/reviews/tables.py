"""Change here what is stored of a review."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class ReviewRow(Row, table=True):
    """What a buyer said of an order, once. ``improvements`` are keys with commas between."""

    __tablename__ = "reviews"
    __table_args__ = (Index("reviews_newest", "tenant", "given_at"),)

    tenant: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    buyer_id: str
    seller_id: str
    rating: int
    improvements: str
    text: str = Field(sa_type=Text)
    given_at: datetime = Field(sa_type=Moment)
