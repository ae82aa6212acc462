"""Keep what buyers and sellers write to each other."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: the tables of this feature come with it."""
