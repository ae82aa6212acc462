"""Keep what a seller offers, so that an order can be changed or placed again."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: the tables of this feature come with it."""
