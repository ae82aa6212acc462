"""Keep what shops call our returns, so that messages which name no order find theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the names of returns."""
    op.create_table(
        "known_returns",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("order_id", sa.String(), primary_key=True),
        sa.Column("return_id", sa.String(), nullable=False, server_default=""),
        sa.Column("known_at", sa.BigInteger(), nullable=False),
    )
