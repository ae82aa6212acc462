"""Change here what is stored of webhooks: who may send, what came, who is told, what was sent."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from buyer_portal.order_service.columns import Moment, Row


class WebhookSourceRow(Row, table=True):
    """A system that may send us webhooks, with its sealed secrets: the newer and the older one.

    ``seller_id`` is the one seller that it speaks for, empty for all of the tenant's.
    """

    __tablename__ = "webhook_sources"

    tenant: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    kind: str
    seller_id: str = ""
    app_key: str = ""
    secret: str = Field(sa_type=Text)
    older_secret: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)
    rotated_at: datetime | None = Field(default=None, sa_type=Moment)


class ReceivedWebhookRow(Row, table=True):
    """A message that was accepted, and what became of it.

    ``position`` orders the messages about one ``subject``; ``try_at`` is null once it is settled.
    """

    __tablename__ = "received_webhooks"
    __table_args__ = (
        Index(
            "received_webhooks_to_try",
            "try_at",
            sqlite_where=text("try_at IS NOT NULL"),
            postgresql_where=text("try_at IS NOT NULL"),
        ),
        Index("received_webhooks_by_time", "received_at"),
    )

    tenant: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    type: str
    received_at: datetime = Field(sa_type=Moment)
    position: int = Field(default=0, sa_type=BigInteger)
    outcome: str
    reason: str = ""
    order_id: str = ""
    tries: int = 1
    try_at: datetime | None = Field(default=None, sa_type=Moment)
    body: str = Field(sa_type=Text)


class WebhookPositionRow(Row, table=True):
    """The newest message that took effect on a subject: an older one does not go back."""

    __tablename__ = "webhook_positions"

    tenant: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)


class KnownReturnRow(Row, table=True):
    """What a shop calls a return: its numbers of the request, of the parcel and of the return.

    ``return_id`` is ours; empty as long as only the order is known.
    """

    __tablename__ = "known_returns"

    tenant: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    order_id: str = Field(primary_key=True)
    return_id: str = ""
    known_at: datetime = Field(sa_type=Moment)


class WebhookEndpointRow(Row, table=True):
    """An address that is told what happens; ``types`` is a JSON list, empty for everything.

    ``failing_since`` is the first failure after the last success. ``off_reason`` says why nothing
    is sent there any more; empty while it is.
    """

    __tablename__ = "webhook_endpoints"

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
    types: str = Field(default="[]", sa_type=Text)
    secret: str = Field(sa_type=Text)
    older_secret: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
    off_at: datetime | None = Field(default=None, sa_type=Moment)
    off_reason: str = ""


class WebhookDeliveryRow(Row, table=True):
    """An event on its way to an endpoint; ``due_at`` is null once it has arrived or was given up.

    While one is under way its ``due_at`` is when somebody else may take it up again.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(
            "webhook_deliveries_open",
            "tenant",
            "endpoint_id",
            "order_id",
            "feed_id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "webhook_deliveries_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    tenant: str = Field(primary_key=True)
    endpoint_id: str = Field(primary_key=True)
    feed_id: int = Field(primary_key=True, sa_type=BigInteger)
    message_id: str
    type: str
    order_id: str = ""
    state: str
    created_at: datetime = Field(sa_type=Moment)
    tries: int = 0
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    last_status: int = 0
    last_error: str = ""
    body: str = Field(sa_type=Text)


class WebhookCursorRow(Row, table=True):
    """How far the feed was handed to endpoints; no row while there is no endpoint."""

    __tablename__ = "webhook_cursor"

    name: str = Field(primary_key=True)
    feed_id: int = Field(sa_type=BigInteger)
