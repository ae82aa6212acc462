"""Keep how far each refund has come, and when somebody has to look again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the journey of a refund; open ones are looked at as soon as the service runs."""
    for name in ("bank_reference", "provider", "payout_id", "failure"):
        op.add_column("refunds", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("refunds", sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"))
    for name in ("sent_at", "settled_at", "failed_at", "late_at", "check_at"):
        op.add_column("refunds", sa.Column(name, sa.BigInteger(), nullable=True))
    op.execute("UPDATE refunds SET check_at = requested_at WHERE status = 'INITIATED'")
    op.execute("UPDATE refunds SET settled_at = requested_at WHERE status = 'SUCCEEDED'")
    op.create_index(
        "refunds_to_check",
        "refunds",
        ["tenant", "check_at"],
        sqlite_where=sa.text("check_at IS NOT NULL"),
        postgresql_where=sa.text("check_at IS NOT NULL"),
    )
    op.create_table(
        "simulated_payouts",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("settles_at", sa.BigInteger(), nullable=False),
    )
