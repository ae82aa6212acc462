"""Change here what is stored of offers, their variants, coupons and who used them."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from buyer_portal.order_service.columns import Row


class OfferRow(Row, table=True):
    """A product that a seller offers; ``place`` is where it stands among the seller's."""

    __tablename__ = "offers"
    __table_args__ = (Index("offers_of_seller", "tenant", "seller_id", "place"),)

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    seller_id: str
    place: int
    product_name: str
    currency: str
    goods: str


class VariantRow(Row, table=True):
    """A variant at today's price. ``stock`` null: nobody counts; else what is left to sell."""

    __tablename__ = "variants"
    __table_args__ = (Index("variants_of_seller", "tenant", "seller_id", "offer_id", "place"),)

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    offer_id: str
    seller_id: str
    place: int
    name: str
    picture: str
    price_minor: int = Field(sa_type=BigInteger)
    stock: int | None = None


class CouponRow(Row, table=True):
    """A coupon. ``seller_id`` empty: all sellers take it; ``buyer_id`` empty: every buyer's."""

    __tablename__ = "coupons"
    __table_args__ = (Index("coupons_by_code", "tenant", "code", unique=True),)

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    code: str
    kind: str
    currency: str
    amount_minor: int = Field(sa_type=BigInteger)
    percent: int
    minimum_minor: int = Field(sa_type=BigInteger)
    seller_id: str
    buyer_id: str


class CouponUseRow(Row, table=True):
    """The order that a buyer used a coupon for: once, unless it came back."""

    __tablename__ = "coupon_uses"

    tenant: str = Field(primary_key=True)
    coupon_id: str = Field(primary_key=True)
    buyer_id: str = Field(primary_key=True)
    order_id: str
