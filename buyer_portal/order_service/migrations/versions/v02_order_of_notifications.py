"""Keep with each notification its event's place in the feed, which orders those of one moment."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the place; what is there keeps 0 and is ordered by its moment alone."""
    op.add_column(
        "notifications",
        sa.Column("feed_id", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.drop_index("notifications_of_buyer", table_name="notifications")
    op.create_index(
        "notifications_newest", "notifications", ["tenant", "buyer_id", "created_at", "feed_id"]
    )
