"""Know what a tenant was copied from, so that copies are bounded."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; copies that are there count as made anew until they go."""
    op.add_column("tenants", sa.Column("copied_from", sa.String(), nullable=True))
