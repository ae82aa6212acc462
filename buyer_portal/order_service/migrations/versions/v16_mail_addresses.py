"""Let one notification go to several addresses: the address belongs to a mail's key."""

import sqlalchemy as sa
from alembic import op

revision = "0015b"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of mails anew, with all that is in it."""
    op.drop_index("mails_due", "mails")
    op.rename_table("mails", "mails_before")
    op.create_table(
        "mails",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("notification_id", sa.String(), primary_key=True),
        sa.Column("address", sa.String(), primary_key=True, server_default=""),
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
    op.execute(
        "INSERT INTO mails (tenant, notification_id, address, buyer_id, type, state, tries,"
        " made_at, due_at, ended_at, error, subject, text)"
        " SELECT tenant, notification_id, '', buyer_id, type, state, tries,"
        " made_at, due_at, ended_at, error, subject, text FROM mails_before"
    )
    op.drop_table("mails_before")
    op.create_index(
        "mails_due",
        "mails",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
