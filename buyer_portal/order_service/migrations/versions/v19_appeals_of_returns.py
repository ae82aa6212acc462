"""Let support be asked about each declined return by itself.

Before, one ticket was about all that were declined of an order: it is now about the newest of them,
and what support had decided is noted on each.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0020"
branch_labels = None
depends_on = None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEFT_AS_IT_WAS = ("return_upheld", "return_too_late")
_RETURNS = sa.table(
    "returns",
    sa.column("tenant", sa.String),
    sa.column("id", sa.String),
    sa.column("order_id", sa.String),
    sa.column("document", sa.Text),
)
_TICKETS = sa.table(
    "tickets",
    sa.column("tenant", sa.String),
    sa.column("id", sa.String),
    sa.column("order_id", sa.String),
    sa.column("about", sa.String),
    sa.column("return_id", sa.String),
    sa.column("opened_at", sa.BigInteger),
)
_MESSAGES = sa.table(
    "ticket_messages",
    sa.column("tenant", sa.String),
    sa.column("ticket_id", sa.String),
    sa.column("code", sa.String),
    sa.column("at", sa.BigInteger),
)


def upgrade() -> None:
    """Name the return of each appeal, and let one be open about each."""
    op.add_column("tickets", sa.Column("return_id", sa.String(), nullable=False, server_default=""))
    op.drop_index("tickets_open_once", "tickets")
    name_returns()
    is_open = sa.text("status <> 'CLOSED'")
    op.create_index(
        "tickets_open_once",
        "tickets",
        ["tenant", "buyer_id", "order_id", "about", "return_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def name_returns() -> None:
    """Note on tickets and returns what they have to do with each other."""
    connection = op.get_bind()
    appeals = connection.execute(
        sa.select(_TICKETS)
        .where(_TICKETS.c.about == "return_appeal", _TICKETS.c.return_id == "")
        .order_by(_TICKETS.c.opened_at)
    ).all()
    for ticket in appeals:
        asked_at = _moment(ticket.opened_at)
        found = connection.execute(
            sa.select(_RETURNS.c.id, _RETURNS.c.document).where(
                _RETURNS.c.tenant == ticket.tenant, _RETURNS.c.order_id == ticket.order_id
            )
        ).all()
        documents = {row.id: json.loads(row.document) for row in found}
        declined = [one for one in documents.values() if _was_declined(one, asked_at)]
        if not declined:
            continue
        newest = max(declined, key=lambda one: str(one["answered_at"]))
        connection.execute(
            sa.update(_TICKETS)
            .where(_TICKETS.c.tenant == ticket.tenant, _TICKETS.c.id == ticket.id)
            .values(return_id=newest["id"])
        )
        decided_at = connection.execute(
            sa.select(sa.func.max(_MESSAGES.c.at)).where(
                _MESSAGES.c.tenant == ticket.tenant,
                _MESSAGES.c.ticket_id == ticket.id,
                _MESSAGES.c.code.in_(_LEFT_AS_IT_WAS),
            )
        ).scalar()
        if decided_at is None:
            continue
        for one in declined:
            one["appeal_decided_at"] = _moment(decided_at).isoformat()
            connection.execute(
                sa.update(_RETURNS)
                .where(_RETURNS.c.tenant == ticket.tenant, _RETURNS.c.id == one["id"])
                .values(document=json.dumps(one, ensure_ascii=False, separators=(",", ":")))
            )


def _was_declined(document: dict[str, Any], asked_at: datetime) -> bool:
    """Say whether an appeal of then was about this return; overruled ones count too."""
    is_overruled = "support" in (document.get("answered_by"), document.get("received_by"))
    if document["status"] != "REJECTED" and not is_overruled:
        return False
    ended_at = document.get("ended_at")
    return ended_at is None or datetime.fromisoformat(ended_at) <= asked_at


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
