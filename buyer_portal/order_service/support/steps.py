"""Change here what each step of a ticket writes, and how it is told."""

from collections.abc import Mapping

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.support import TicketCode, TicketStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.support import TicketMessage, TicketSummary
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import append
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.statements import Found
from buyer_portal.order_service.support import repository


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
