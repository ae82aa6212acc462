"""Change here what is read of tickets: the list, one of them, what a new one would hold."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from buyer_portal.order_contract.support import (
    Attached,
    PageFacts,
    TicketAnswer,
    TicketDraft,
    TicketsPage,
)
from buyer_portal.order_service.answers import Answer, good, not_found
from buyer_portal.order_service.cursors import cursor_after, read_cursor
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.statements import Found
from buyer_portal.order_service.support import repository
from buyer_portal.order_service.support.attaching import attached_to, subjects_in

PAGE_SIZE: Final = 20


def tickets_page(connection: Connection, viewer: Viewer, cursor: str) -> TicketsPage:
    """Return a page of the buyer's tickets.

    Raises:
        ProblemError: The cursor is none of ours.
    """
    after = _after(cursor) if cursor else None
    found = repository.find_tickets(
        connection, viewer.tenant, viewer.buyer_id, after=after, limit=PAGE_SIZE + 1
    )
    shown = found[:PAGE_SIZE]
    next_cursor = ""
    if len(found) > PAGE_SIZE:
        last = shown[-1]
        next_cursor = cursor_after(last.changed_at, last.id)
    return TicketsPage(tickets=tuple(shown), next_cursor=next_cursor, server_now=viewer.now)


def draft(connection: Connection, viewer: Viewer, order_id: str) -> TicketDraft:
    """Return what a new ticket would hold.

    Args:
        order_id: Empty for a ticket about no order.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    attached = attached_to(connection, viewer, order_id, PageFacts())
    known = repository.open_tickets(connection, viewer.tenant, viewer.buyer_id, order_id)
    return TicketDraft(
        attached=attached,
        subjects=subjects_in(attached),
        open_tickets={about: one for (about, return_id), one in known.items() if not return_id},
        open_appeals={return_id: one for (_, return_id), one in known.items() if return_id},
        server_now=viewer.now,
    )


def read(connection: Connection, viewer: Viewer, ticket_id: str) -> Answer:
    """Return a ticket as it stands.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    return good(answer_of(connection, viewer, find(connection, viewer, ticket_id)))


def find(connection: Connection, viewer: Viewer, ticket_id: str) -> Found:
    """Return the row of a buyer's ticket.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    row = repository.find_ticket(connection, viewer.tenant, ticket_id, buyer_id=viewer.buyer_id)
    if row is None:
        raise not_found()
    return row


def answer_of(connection: Connection, world: World, row: Found) -> TicketAnswer:
    """Return a ticket with what is attached and its messages."""
    return TicketAnswer(
        ticket=repository.summary_of(row),
        attached=Attached.model_validate_json(row.attached),
        messages=repository.messages_of(connection, world.tenant, row.id),
        server_now=world.now,
    )


def _after(cursor: str) -> tuple[datetime, str]:
    moment, [ticket_id] = read_cursor(cursor)
    return moment, ticket_id
