"""Keep an open return beside an open request to cancel, so that neither hides the other."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015c"
down_revision = "0015b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move what is open of a return to where returns are."""
    orders = sa.table(
        "orders",
        sa.column("tenant", sa.String),
        sa.column("id", sa.String),
        sa.column("document", sa.Text),
    )
    connection = op.get_bind()
    looks_open = sa.or_(
        *(orders.c.document.like(f'%"kind":"{kind}"%') for kind in ("return", "refund"))
    )
    rows = connection.execute(
        sa.select(orders.c.tenant, orders.c.id, orders.c.document).where(looks_open)
    ).all()
    for tenant, order_id, text in rows:
        document = json.loads(text)
        holders = [document, *document.get("further", [])]
        moved = [_moved(holder) for holder in holders]
        if not any(moved):
            continue
        connection.execute(
            sa.update(orders)
            .where(orders.c.tenant == tenant, orders.c.id == order_id)
            .values(document=json.dumps(document, ensure_ascii=False, separators=(",", ":")))
        )


def _moved(holder: dict[str, Any]) -> bool:
    request = holder.get("open_request")
    if request is None or request["kind"] not in {"return", "refund"}:
        return False
    holder["open_return"], holder["open_request"] = request, None
    return True
