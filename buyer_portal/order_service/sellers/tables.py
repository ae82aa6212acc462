"""Change here what is stored of sellers and of policies."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class SellerRow(Row, table=True):
    """A seller and the policy that new orders get."""

    __tablename__ = "sellers"
    __table_args__ = (
        Index(
            "sellers_by_external_id",
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
    policy_hash: str
    effective_from: datetime = Field(sa_type=Moment)
    external_source: str = ""
    external_id: str = ""


class PolicyRow(Row, table=True):
    """A merged policy under the hash of its own text, so each is stored once and never changes."""

    __tablename__ = "policies"

    tenant: str = Field(primary_key=True)
    hash: str = Field(primary_key=True)
    document: str = Field(sa_type=Text)
