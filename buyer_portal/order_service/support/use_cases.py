"""Change here what a buyer can do with support tickets."""

from datetime import datetime
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.support import OPEN_TICKETS, TICKET_MESSAGES, TicketCode, TicketStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.support import (
    Attached,
    CloseTicket,
    OpenTicket,
    TicketSummary,
    WriteTicket,
)
from buyer_portal.order_service.answers import CREATED, Answer, ProblemError, good, invalid
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.notifications.telling import tell
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.statements import Found
from buyer_portal.order_service.support import repository
from buyer_portal.order_service.support.attaching import (
    appealable_in,
    attached_to,
    return_meant,
    subjects_in,
)
from buyer_portal.order_service.support.reading import answer_of, find, read
from buyer_portal.order_service.support.steps import add_message, append_event, parameters_of, step

WAIT_SECONDS: Final = 3600


def open_ticket(transaction: Transaction, viewer: Viewer, command: OpenTicket) -> Answer:
    """Open a ticket; where one of the subject is open, the words go there.

    Raises:
        ProblemError: No such order, nothing to ask about it, no words, or too many open tickets.
    """
    _check(command.expires_at, viewer.now)
    text = _words(command.text)
    connection = transaction.connection
    scope = (viewer.tenant, viewer.buyer_id)
    attached = attached_to(connection, viewer, command.order_id, command.facts)
    return_id = return_meant(command, attached)
    open_now = repository.open_tickets(connection, *scope, command.order_id)
    known = open_now.get((command.about, return_id))
    if known is not None:
        row = find(connection, viewer, known)
        messages = repository.messages_of(connection, viewer.tenant, row.id)
        if not messages or messages[-1].text != text:
            _write(transaction, viewer, row, text)
        return read(connection, viewer, row.id)
    if command.about not in subjects_in(attached):
        raise invalid("/about", "not_possible")
    if return_id and return_id not in {one.id for one in appealable_in(attached)}:
        raise invalid("/return_id", "not_possible")
    if repository.count_open(connection, *scope) >= OPEN_TICKETS:
        raise ProblemError(ProblemCode.TOO_MANY_TRIES, retry_after_seconds=WAIT_SECONDS)
    ticket = _new_ticket(transaction, viewer, command, attached, return_id)
    repository.add(transaction, viewer.tenant, viewer.buyer_id, ticket, attached.model_dump_json())
    add_message(transaction, viewer, ticket.id, number=1, author=Actor.BUYER, text=text)
    tell(
        transaction,
        viewer,
        EventType.TICKET_OPENED,
        buyer_id=viewer.buyer_id,
        order_id=ticket.order_id,
        names=(ticket.id, "1"),
        parameters=parameters_of(ticket),
    )
    answer = answer_of(connection, viewer, find(connection, viewer, ticket.id))
    return good(answer, CREATED)


def write(transaction: Transaction, viewer: Viewer, ticket_id: str, command: WriteTicket) -> Answer:
    """Add the buyer's words; the ticket waits for support again.

    Raises:
        ProblemError: No such ticket, it is closed, no words, or too many.
    """
    row = find(transaction.connection, viewer, ticket_id)
    _check(command.expires_at, viewer.now)
    _write(transaction, viewer, row, _words(command.text))
    return read(transaction.connection, viewer, ticket_id)


def close(transaction: Transaction, viewer: Viewer, ticket_id: str, command: CloseTicket) -> Answer:
    """Close a ticket because its buyer says that it is done; one that is closed stays so.

    Raises:
        ProblemError: No such ticket.
    """
    row = find(transaction.connection, viewer, ticket_id)
    _check(command.expires_at, viewer.now)
    if row.status != TicketStatus.CLOSED:
        step(
            transaction,
            viewer,
            row,
            TicketStatus.CLOSED,
            author=Actor.BUYER,
            code=TicketCode.CLOSED_BY_BUYER,
        )
        append_event(transaction, viewer, row, EventType.TICKET_CLOSED)
    return read(transaction.connection, viewer, ticket_id)


def _write(transaction: Transaction, viewer: Viewer, row: Found, text: str) -> None:
    if row.status == TicketStatus.CLOSED:
        raise ProblemError(ProblemCode.WRONG_STATE)
    if row.version >= TICKET_MESSAGES:
        raise ProblemError(ProblemCode.TOO_MANY_TRIES, retry_after_seconds=WAIT_SECONDS)
    step(transaction, viewer, row, TicketStatus.OPEN, author=Actor.BUYER, text=text)
    append_event(transaction, viewer, row, EventType.TICKET_WRITTEN)


def _new_ticket(
    transaction: Transaction,
    viewer: Viewer,
    command: OpenTicket,
    attached: Attached,
    return_id: str,
) -> TicketSummary:
    names = (viewer.buyer_id, command.order_id, str(command.about), str(viewer.now))
    names += (return_id,) if return_id else ()
    detail = attached.detail
    return TicketSummary(
        id=id_of(viewer.seed, viewer.now, "ticket", *names, str(transaction.attempt)),
        reference=reference_of(viewer.seed, "S", *names, str(transaction.attempt)),
        about=command.about,
        status=TicketStatus.OPEN,
        order_id=command.order_id,
        return_id=return_id,
        order_number="" if detail is None else detail.order.number,
        seller_name="" if detail is None else detail.seller.name,
        opened_at=viewer.now,
        changed_at=viewer.now,
    )


def _check(expires_at: datetime, now: datetime) -> None:
    if expires_at.tzinfo is None:
        raise invalid("/expires_at", "timezone_aware")
    if expires_at <= now:
        raise ProblemError(ProblemCode.COMMAND_EXPIRED)


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise invalid("/text", "missing")
    return words
