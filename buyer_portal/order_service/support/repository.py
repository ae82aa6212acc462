"""Change here how tickets are found and stored; every query filters by tenant, and by buyer."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, tuple_, update

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.support import DECIDED, TicketAbout, TicketStatus
from buyer_portal.order_contract.returns import ReturnAppeal
from buyer_portal.order_contract.support import TicketMessage, TicketSummary
from buyer_portal.order_service.columns import Moment, table_of
from buyer_portal.order_service.database import StaleError, Transaction
from buyer_portal.order_service.statements import Found, Prepared
from buyer_portal.order_service.support.tables import TicketMessageRow, TicketRow

_tickets = table_of(TicketRow)
_messages = table_of(TicketMessageRow)

_HEAD: Final = (
    _tickets.c.id,
    _tickets.c.buyer_id,
    _tickets.c.order_id,
    _tickets.c.order_number,
    _tickets.c.seller_name,
    _tickets.c.about,
    _tickets.c.return_id,
    _tickets.c.reference,
    _tickets.c.status,
    _tickets.c.version,
    _tickets.c.opened_at,
    _tickets.c.changed_at,
)
_NEWEST: Final = (
    select(*_HEAD)
    .where(_tickets.c.tenant == bindparam("tenant"), _tickets.c.buyer_id == bindparam("buyer_id"))
    .order_by(_tickets.c.changed_at.desc(), _tickets.c.id.desc())
    .limit(bindparam("limit"))
)
_PAGE: Final = Prepared(_NEWEST)
_PAGE_AFTER: Final = Prepared(
    _NEWEST.where(
        tuple_(_tickets.c.changed_at, _tickets.c.id)
        < tuple_(bindparam("changed_at", type_=Moment), bindparam("after_id"))
    )
)
_OF_TENANT: Final = Prepared(
    select(*_HEAD)
    .where(_tickets.c.tenant == bindparam("tenant"))
    .order_by(_tickets.c.changed_at.desc(), _tickets.c.id.desc())
    .limit(bindparam("limit"))
)
_WHOLE: Final = select(*_HEAD, _tickets.c.attached).where(
    _tickets.c.tenant == bindparam("tenant"), _tickets.c.id == bindparam("id")
)
_ONE: Final = Prepared(_WHOLE)
_ONE_OF_BUYER: Final = Prepared(_WHOLE.where(_tickets.c.buyer_id == bindparam("buyer_id")))
_OPEN: Final = Prepared(
    select(_tickets.c.id, _tickets.c.about, _tickets.c.return_id).where(
        _tickets.c.tenant == bindparam("tenant"),
        _tickets.c.buyer_id == bindparam("buyer_id"),
        _tickets.c.order_id == bindparam("order_id"),
        _tickets.c.status != str(TicketStatus.CLOSED),
    )
)
_APPEALS: Final = Prepared(
    select(
        _tickets.c.id,
        _tickets.c.return_id,
        _tickets.c.status,
        _tickets.c.opened_at,
        _messages.c.text,
        _messages.c.code,
        _messages.c.at,
    )
    .join(
        _messages,
        (_messages.c.tenant == _tickets.c.tenant)
        & (_messages.c.ticket_id == _tickets.c.id)
        & (_messages.c.code != ""),
        isouter=True,
    )
    .where(
        _tickets.c.tenant == bindparam("tenant"),
        _tickets.c.buyer_id == bindparam("buyer_id"),
        _tickets.c.order_id == bindparam("order_id"),
        _tickets.c.about == bindparam("about"),
    )
    .order_by(_tickets.c.opened_at.desc(), _tickets.c.id.desc(), _messages.c.number.desc())
)
_COUNT_OPEN: Final = Prepared(
    select(func.count().label("number")).where(
        _tickets.c.tenant == bindparam("tenant"),
        _tickets.c.buyer_id == bindparam("buyer_id"),
        _tickets.c.status != str(TicketStatus.CLOSED),
    )
)
_ADD: Final = Prepared(insert(_tickets))
_CHANGE: Final = Prepared(
    update(_tickets)
    .where(
        _tickets.c.tenant == bindparam("the_tenant"),
        _tickets.c.id == bindparam("the_id"),
        _tickets.c.version == bindparam("seen_version"),
    )
    .values(
        status=bindparam("status"),
        version=bindparam("version"),
        changed_at=bindparam("changed_at"),
    )
)
_MESSAGES: Final = Prepared(
    select(_messages)
    .where(
        _messages.c.tenant == bindparam("tenant"), _messages.c.ticket_id == bindparam("ticket_id")
    )
    .order_by(_messages.c.number)
)
_ADD_MESSAGE: Final = Prepared(insert(_messages))


def find_tickets(
    connection: Connection,
    tenant: str,
    buyer_id: str,
    *,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[TicketSummary]:
    """Return a buyer's tickets, the last changed first."""
    asked: dict[str, object] = {"tenant": tenant, "buyer_id": buyer_id, "limit": limit}
    if after is None:
        return [summary_of(row) for row in _PAGE.rows(connection, asked)]
    asked["changed_at"], asked["after_id"] = after
    return [summary_of(row) for row in _PAGE_AFTER.rows(connection, asked)]


def tickets_of_tenant(connection: Connection, tenant: str, limit: int) -> list[TicketSummary]:
    """Return every buyer's tickets; for support and tests, never for a buyer."""
    rows = _OF_TENANT.rows(connection, {"tenant": tenant, "limit": limit})
    return [summary_of(row) for row in rows]


def find_ticket(
    connection: Connection, tenant: str, ticket_id: str, *, buyer_id: str | None
) -> Found | None:
    """Return a ticket's row; None when it is unknown or, with ``buyer_id``, somebody else's.

    Args:
        buyer_id: None for support, never for a buyer.
    """
    asked = {"tenant": tenant, "id": ticket_id}
    if buyer_id is None:
        return _ONE.row(connection, asked)
    return _ONE_OF_BUYER.row(connection, asked | {"buyer_id": buyer_id})


def open_tickets(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> dict[tuple[TicketAbout, str], str]:
    """Return which tickets about an order are open, by what they are about and which return."""
    asked = {"tenant": tenant, "buyer_id": buyer_id, "order_id": order_id}
    return {
        (TicketAbout(row.about), row.return_id): row.id for row in _OPEN.rows(connection, asked)
    }


def return_appeals(
    connection: Connection, tenant: str, buyer_id: str, order_id: str
) -> tuple[ReturnAppeal, ...]:
    """Return, for each return about which support was asked, the newest ticket that asks."""
    asked = {
        "tenant": tenant,
        "buyer_id": buyer_id,
        "order_id": order_id,
        "about": str(TicketAbout.RETURN_APPEAL),
    }
    newest: dict[str, Found] = {}
    for row in _APPEALS.rows(connection, asked):
        newest.setdefault(row.return_id, row)
    return tuple(_appeal(row) for row in newest.values())


def _appeal(row: Found) -> ReturnAppeal:
    is_decided = row.code in {str(code) for code in DECIDED}
    return ReturnAppeal(
        return_id=row.return_id,
        ticket_id=row.id,
        opened_at=row.opened_at,
        is_open=row.status != TicketStatus.CLOSED,
        code=row.code if is_decided else "",
        text=row.text if is_decided else "",
        decided_at=row.at if is_decided else None,
    )


def count_open(connection: Connection, tenant: str, buyer_id: str) -> int:
    """Return how many tickets of a buyer are open."""
    return int(_COUNT_OPEN.value(connection, {"tenant": tenant, "buyer_id": buyer_id}) or 0)


def add(
    transaction: Transaction, tenant: str, buyer_id: str, ticket: TicketSummary, attached: str
) -> None:
    """Store a new ticket; a second open one of its subject collides."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "id": ticket.id,
            "buyer_id": buyer_id,
            "order_id": ticket.order_id,
            "order_number": ticket.order_number,
            "seller_name": ticket.seller_name,
            "about": str(ticket.about),
            "return_id": ticket.return_id,
            "reference": ticket.reference,
            "status": str(ticket.status),
            "version": 1,
            "opened_at": ticket.opened_at,
            "changed_at": ticket.changed_at,
            "attached": attached,
        },
    )


def change(
    transaction: Transaction, tenant: str, row: Found, status: TicketStatus, at: datetime
) -> None:
    """Move a ticket on from what was read.

    Raises:
        StaleError: Somebody was faster; the work runs again on what is there then.
    """
    changed = _CHANGE.run(
        transaction.connection,
        {
            "the_tenant": tenant,
            "the_id": row.id,
            "seen_version": row.version,
            "version": row.version + 1,
            "status": str(status),
            "changed_at": at,
        },
    )
    if changed != 1:
        raise StaleError


def messages_of(connection: Connection, tenant: str, ticket_id: str) -> tuple[TicketMessage, ...]:
    """Return a ticket's messages, oldest first; the caller has checked whose it is."""
    rows = _MESSAGES.rows(connection, {"tenant": tenant, "ticket_id": ticket_id})
    return tuple(
        TicketMessage(
            number=row.number,
            author=Actor(row.author),
            text=row.text,
            code=row.code,
            parameters=json.loads(row.parameters),
            at=row.at,
        )
        for row in rows
    )


def add_message(
    transaction: Transaction,
    tenant: str,
    ticket_id: str,
    message: TicketMessage,
    parameters: Mapping[str, str],
) -> None:
    """Store a message; two of one number collide."""
    _ADD_MESSAGE.run(
        transaction.connection,
        {
            "tenant": tenant,
            "ticket_id": ticket_id,
            "number": message.number,
            "author": str(message.author),
            "text": message.text,
            "code": message.code,
            "parameters": json.dumps(dict(parameters), ensure_ascii=False),
            "at": message.at,
        },
    )


def summary_of(row: Found) -> TicketSummary:
    """Return what a list shows of a ticket."""
    return TicketSummary(
        id=row.id,
        reference=row.reference,
        about=TicketAbout(row.about),
        return_id=row.return_id,
        status=TicketStatus(row.status),
        order_id=row.order_id,
        order_number=row.order_number,
        seller_name=row.seller_name,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
    )
