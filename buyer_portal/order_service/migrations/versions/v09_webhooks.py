"""Keep who sends webhooks, what they sent, whom we tell and what was delivered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0019"
branch_labels = None
depends_on = None


def _text(
    name: str, *, default: str | None = "", kind: type[sa.String] = sa.String
) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=False, server_default=default)


def _number(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=default)


def _key(name: str, kind: type[sa.String | sa.BigInteger] = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind(), primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Add webhooks in and out."""
    op.create_table(
        "webhook_sources",
        _key("tenant"),
        _key("name"),
        _text("kind", default=None),
        _text("seller_id"),
        _text("app_key"),
        _text("secret", default=None, kind=sa.Text),
        _text("older_secret", kind=sa.Text),
        _number("created_at"),
        _number("rotated_at", nullable=True),
    )
    op.create_table(
        "received_webhooks",
        _key("tenant"),
        _key("source"),
        _key("id"),
        _text("type", default=None),
        _number("received_at"),
        _number("position", default="0"),
        _text("outcome", default=None),
        _text("reason"),
        _text("order_id"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="1"),
        _number("try_at", nullable=True),
        _text("body", default=None, kind=sa.Text),
    )
    op.create_index("received_webhooks_by_time", "received_webhooks", ["received_at"])
    op.create_index(
        "received_webhooks_to_try",
        "received_webhooks",
        ["try_at"],
        sqlite_where=sa.text("try_at IS NOT NULL"),
        postgresql_where=sa.text("try_at IS NOT NULL"),
    )
    op.create_table(
        "webhook_positions",
        _key("tenant"),
        _key("source"),
        _key("subject"),
        _number("position"),
    )
    op.create_table(
        "webhook_endpoints",
        _key("tenant"),
        _key("id"),
        _text("url", default=None, kind=sa.Text),
        _text("types", default="[]", kind=sa.Text),
        _text("secret", default=None, kind=sa.Text),
        _text("older_secret", kind=sa.Text),
        _number("created_at"),
        _number("failing_since", nullable=True),
        _number("off_at", nullable=True),
        _text("off_reason"),
    )
    op.create_table(
        "webhook_deliveries",
        _key("tenant"),
        _key("endpoint_id"),
        _key("feed_id", sa.BigInteger),
        _text("message_id", default=None),
        _text("type", default=None),
        _text("order_id"),
        _text("state", default=None),
        _number("created_at"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        _number("due_at", nullable=True),
        _number("ended_at", nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=False, server_default="0"),
        _text("last_error"),
        _text("body", default=None, kind=sa.Text),
    )
    for name, columns in (
        ("webhook_deliveries_open", ["tenant", "endpoint_id", "order_id", "feed_id"]),
        ("webhook_deliveries_due", ["due_at"]),
    ):
        op.create_index(
            name,
            "webhook_deliveries",
            columns,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
    op.create_table("webhook_cursor", _key("name"), _number("feed_id"))
