"""Change here what a buyer can do with support tickets, and what is attached to a new one."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.ids import id_of, reference_of
from buyer_portal.domain.returns import Return
from buyer_portal.domain.support import (
    ANYTIME,
    OPEN_TICKETS,
    TICKET_MESSAGES,
    TicketAbout,
    TicketCode,
    TicketStatus,
    appealable_returns,
    subjects_of,
)
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.support import (
    Attached,
    CloseTicket,
    OpenTicket,
    PageFacts,
    TicketAnswer,
    TicketDraft,
    TicketMessage,
    TicketsPage,
    TicketSummary,
    WriteTicket,
)
from buyer_portal.order_service.answers import (
    CREATED,
    Answer,
    ProblemError,
    good,
    invalid,
    not_found,
)
from buyer_portal.order_service.columns import microseconds_of, moment_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.notifications.telling import tell
from buyer_portal.order_service.orders.use_cases import order_detail
from buyer_portal.order_service.sessions.viewer import Viewer, World
from buyer_portal.order_service.statements import Found
from buyer_portal.order_service.support import repository
from buyer_portal.order_service.support.attempts import attempts_about

PAGE_SIZE: Final = 20
LIMIT: Final = 2**63
WAIT_SECONDS: Final = 3600


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
        text = f"{microseconds_of(last.changed_at)}.{last.id}"
        next_cursor = base64.urlsafe_b64encode(text.encode()).decode()
    return TicketsPage(tickets=tuple(shown), next_cursor=next_cursor, server_now=viewer.now)


def draft(connection: Connection, viewer: Viewer, order_id: str) -> TicketDraft:
    """Return what a new ticket would hold.

    Args:
        order_id: Empty for a ticket about no order.

    Raises:
        ProblemError: Unknown, or another buyer's.
    """
    attached = _attached(connection, viewer, order_id, PageFacts())
    known = repository.open_tickets(connection, viewer.tenant, viewer.buyer_id, order_id)
    return TicketDraft(
        attached=attached,
        subjects=_subjects(attached),
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


def open_ticket(transaction: Transaction, viewer: Viewer, command: OpenTicket) -> Answer:
    """Open a ticket; where one of the subject is open, the words go there.

    Raises:
        ProblemError: No such order, nothing to ask about it, no words, or too many open tickets.
    """
    _check(command.expires_at, viewer.now)
    text = _words(command.text)
    connection = transaction.connection
    scope = (viewer.tenant, viewer.buyer_id)
    attached = _attached(connection, viewer, command.order_id, command.facts)
    return_id = _return_of(command, attached)
    open_now = repository.open_tickets(connection, *scope, command.order_id)
    known = open_now.get((command.about, return_id))
    if known is not None:
        row = find(connection, viewer, known)
        messages = repository.messages_of(connection, viewer.tenant, row.id)
        if not messages or messages[-1].text != text:
            _write(transaction, viewer, row, text)
        return read(connection, viewer, row.id)
    if command.about not in _subjects(attached):
        raise invalid("/about", "not_possible")
    if return_id and return_id not in {one.id for one in _appealable(attached)}:
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


def step(
    transaction: Transaction,
    world: World,
    row: Found,
    status: TicketStatus,
    *,
    author: Actor,
    text: str = "",
    code: TicketCode | str = "",
    parameters: Mapping[str, str] | None = None,
) -> int:
    """Move a ticket on by a message and return the message's number.

    Raises:
        StaleError: Somebody was faster.
    """
    repository.change(transaction, world.tenant, row, status, world.now)
    number = row.version + 1  # one message a version: the guarded update numbers them too
    add_message(
        transaction,
        world,
        row.id,
        number=number,
        author=author,
        text=text,
        code=code,
        parameters=parameters,
    )
    return number


def add_message(
    transaction: Transaction,
    world: World,
    ticket_id: str,
    *,
    number: int,
    author: Actor,
    text: str,
    code: TicketCode | str = "",
    parameters: Mapping[str, str] | None = None,
) -> None:
    """Store a message of now."""
    message = TicketMessage(number=number, author=author, text=text, code=str(code), at=world.now)
    repository.add_message(transaction, world.tenant, ticket_id, message, parameters or {})


def parameters_of(ticket: TicketSummary) -> dict[str, str]:
    """Return what events and notifications say of a ticket."""
    said = {"ticket_id": ticket.id, "reference": ticket.reference, "about": str(ticket.about)}
    return said | ({"number": ticket.order_number} if ticket.order_number else {})


def append_event(transaction: Transaction, world: World, row: Found, kind: EventType) -> None:
    """Let open pages know of what the buyer did themselves: nobody needs a notification of that."""
    append(
        transaction,
        world.tenant,
        kind,
        world.now,
        buyer_id=row.buyer_id,
        order_id=row.order_id,
        parameters=parameters_of(repository.summary_of(row)),
    )


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


def _attached(connection: Connection, viewer: Viewer, order_id: str, facts: PageFacts) -> Attached:
    """Return what is true now: the order as decided for this buyer, and what was tried."""
    detail = None
    subjects: list[str] = [""]
    if order_id:
        told = order_detail(connection, viewer, order_id)
        detail = OrderDetail.model_validate_json(told.text)
        subjects = [order_id, *(one.id for one in detail.cancellations)]
    return Attached(
        detail=detail,
        attempts=attempts_about(connection, viewer.tenant, viewer.buyer_id, subjects),
        facts=facts,
        client_build=viewer.client_build,
        minimum_client_build=viewer.minimum_client_build,
        at=viewer.now,
    )


def _subjects(attached: Attached) -> tuple[TicketAbout, ...]:
    detail = attached.detail
    if detail is None:
        return ANYTIME
    return subjects_of(
        detail.order,
        detail.decision,
        policy=detail.policy,
        now=attached.at,
        returns=detail.returns,
    )


def _appealable(attached: Attached) -> tuple[Return, ...]:
    """Return the declined returns about which support can be asked."""
    detail = attached.detail
    if detail is None:
        return ()
    return appealable_returns(detail.returns, policy=detail.policy, now=attached.at)


def _return_of(command: OpenTicket, attached: Attached) -> str:
    """Return which return an appeal is about; empty where it is about something else.

    Raises:
        ProblemError: Several were declined, and none is named; or one is named beside a subject
            that is about none.
    """
    if command.about is not TicketAbout.RETURN_APPEAL:
        if command.return_id:
            raise invalid("/return_id", "not_possible")
        return ""
    declined = _appealable(attached)
    if not command.return_id and len(declined) > 1:
        raise invalid("/return_id", "missing")
    return command.return_id or next((one.id for one in declined), "")


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


def _after(cursor: str) -> tuple[datetime, str]:
    try:
        text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
        microseconds, _, ticket_id = text.partition(".")
        return moment_of(_in_range(int(microseconds))), ticket_id.replace("\0", "")
    except (binascii.Error, ValueError, OverflowError):
        raise invalid("cursor", "unknown") from None


def _in_range(number: int) -> int:
    """Return a number that both databases take."""
    if not 0 <= number < LIMIT:
        raise ValueError
    return number
