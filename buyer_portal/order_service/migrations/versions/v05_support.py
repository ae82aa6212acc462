"""Keep support tickets and their answers, and what buyers tried in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let notifications be about more than an order's steps."""
    op.create_table(
        "tickets",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("buyer_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("seller_name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("attached", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id"),
    )
    op.create_index("tickets_by_reference", "tickets", ["tenant", "reference"], unique=True)
    op.create_index("tickets_of_buyer", "tickets", ["tenant", "buyer_id", "changed_at", "id"])
    is_open = sa.text("status <> 'CLOSED'")
    op.create_index(
        "tickets_open_once",
        "tickets",
        ["tenant", "buyer_id", "order_id", "about"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "ticket_messages",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "ticket_id", "number"),
    )
    op.create_table(
        "attempts",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("buyer_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("causes", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kept_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "buyer_id", "subject", "key"),
    )
    op.create_index("ix_attempts_kept_until", "attempts", ["kept_until"])
    _number_steps_alone()


def _number_steps_alone() -> None:
    is_step = sa.text("sequence > 0")
    op.drop_index("notifications_once", table_name="notifications")
    op.create_index(
        "notifications_once",
        "notifications",
        ["tenant", "buyer_id", "order_id", "sequence"],
        unique=True,
        sqlite_where=is_step,
        postgresql_where=is_step,
    )
