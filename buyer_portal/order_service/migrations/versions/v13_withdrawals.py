"""Keep withdrawals from contracts, and find orders by their number."""

import sqlalchemy as sa
from alembic import op

revision = "0009b"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the withdrawals, and an index for those who name their order without signing in."""
    op.create_table(
        "withdrawals",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("order_id", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("buyer_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
    )
    op.create_index("orders_by_number", "orders", ["tenant", "number"])
