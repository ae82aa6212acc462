"""Keep which notifications go out by e-mail, and what a buyer wants of them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0009b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the outbox, its cursor, and each buyer's choice: what is usual."""
    op.add_column(
        "buyers",
        sa.Column(
            "mail_groups",
            sa.String(),
            nullable=False,
            server_default="cancellations,refunds,returns,messages",
        ),
    )
    op.create_table(
        "mails",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("notification_id", sa.String(), primary_key=True),
        sa.Column("buyer_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index(
        "mails_due",
        "mails",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "mail_cursor",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
    )
    op.create_index("notifications_by_feed", "notifications", ["tenant", "feed_id"])
