"""Keep refused deliveries and the strikes they leave."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: the tables of this feature come with it."""
