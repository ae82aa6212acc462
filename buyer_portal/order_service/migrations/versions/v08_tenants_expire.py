"""Let tenants of tests go by themselves, and find their events without looking at all others'."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add when a tenant goes; those that are there stay."""
    op.add_column("tenants", sa.Column("expires_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "events_of_tenants",
        "events",
        ["tenant", "feed_id"],
        sqlite_where=sa.text("tenant <> 'main'"),
        postgresql_where=sa.text("tenant <> 'main'"),
    )
