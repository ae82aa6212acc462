"""Change here what support does with a ticket: answer, close, grant or decline an appeal."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.support import TicketAbout, TicketCode, TicketStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.support import TicketAnswer, TicketsPage
from buyer_portal.order_service.answers import ProblemError, invalid, not_found
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.notifications.telling import tell
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.statements import Found
from buyer_portal.order_service.support import repository
from buyer_portal.order_service.support.appeals import overrule
from buyer_portal.order_service.support.reading import answer_of
from buyer_portal.order_service.support.return_appeals import overrule_return, uphold_refusal
from buyer_portal.order_service.support.steps import parameters_of, step

_LIMIT: Final = 1000


def tickets(connection: Connection, world: World) -> TicketsPage:
    """Return every ticket of a tenant, the last changed first."""
    found = repository.tickets_of_tenant(connection, world.tenant, _LIMIT)
    return TicketsPage(tickets=tuple(found), server_now=world.now)


def read(connection: Connection, world: World, ticket_id: str) -> TicketAnswer:
    """Return a ticket of any buyer.

    Raises:
        ProblemError: There is none.
    """
    return answer_of(connection, world, _find(connection, world, ticket_id))


def take(
    transaction: Transaction, world: World, ticket_id: str, name: str, text: str
) -> TicketAnswer:
    """Do something with a ticket that is not closed.

    Raises:
        ProblemError: No such ticket or step, it is closed, or it needs words.
    """
    act = STEPS.get(name)
    if act is None:
        raise not_found()
    row = _find(transaction.connection, world, ticket_id)
    if row.status == TicketStatus.CLOSED:
        raise ProblemError(ProblemCode.WRONG_STATE)
    act(transaction, world, row, text.strip())
    return read(transaction.connection, world, ticket_id)


def answer(transaction: Transaction, world: World, row: Found, text: str) -> None:
    """Write to the buyer."""
    if not text:
        raise invalid("/text", "missing")
    _tell(transaction, world, row, TicketStatus.ANSWERED, text)


def close(transaction: Transaction, world: World, row: Found, text: str) -> None:
    """Say that the ticket is done, with or without words."""
    _tell(transaction, world, row, TicketStatus.CLOSED, text)


def grant(transaction: Transaction, world: World, row: Found, text: str) -> None:
    """Overrule the seller: it is cancelled, or the return goes on, or it is said why not any more.

    Raises:
        ProblemError: It is no appeal, or support has decided about it.
    """
    _check_appeal(row)
    stored = _order_of(transaction, world, row)
    if row.about == TicketAbout.RETURN_APPEAL:
        _grant_return(transaction, world, row, stored, text)
        return
    done = overrule(transaction, world, stored)
    if isinstance(done, Cause):
        _tell(
            transaction,
            world,
            row,
            TicketStatus.ANSWERED,
            text,
            code=TicketCode.APPEAL_TOO_LATE,
            said={"cause": str(done)},
        )
        return
    _tell(
        transaction,
        world,
        row,
        TicketStatus.CLOSED,
        text,
        code=TicketCode.APPEAL_GRANTED,
        said={
            "cancellation_id": done.id,
            "cancellation": done.reference,
            "refund_minor": str(done.refund_minor),
            "currency": done.currency,
        },
    )


def decline(transaction: Transaction, world: World, row: Found, text: str) -> None:
    """Leave it at the seller's word, with a reason."""
    _check_appeal(row)
    if not text:
        raise invalid("/text", "missing")
    code = TicketCode.APPEAL_DECLINED
    if row.about == TicketAbout.RETURN_APPEAL:
        uphold_refusal(transaction, world, _order_of(transaction, world, row), row.return_id)
        code = TicketCode.RETURN_UPHELD
    _tell(transaction, world, row, TicketStatus.CLOSED, text, code=code)


STEPS: Final[dict[str, Callable[[Transaction, World, Found, str], None]]] = {
    "answer": answer,
    "close": close,
    "grant": grant,
    "decline": decline,
}


def _tell(
    transaction: Transaction,
    world: World,
    row: Found,
    status: TicketStatus,
    text: str,
    *,
    code: TicketCode | str = "",
    said: dict[str, str] | None = None,
) -> None:
    number = step(
        transaction,
        world,
        row,
        status,
        author=Actor.SUPPORT,
        text=text,
        code=code,
        parameters=said,
    )
    is_closed = status is TicketStatus.CLOSED
    parameters = parameters_of(repository.summary_of(row)) | ({"code": str(code)} if code else {})
    tell(
        transaction,
        world,
        EventType.TICKET_CLOSED if is_closed else EventType.TICKET_ANSWERED,
        buyer_id=row.buyer_id,
        order_id=row.order_id,
        names=(row.id, str(number)),
        parameters=parameters,
    )


def _grant_return(
    transaction: Transaction, world: World, row: Found, stored: StoredOrder, text: str
) -> None:
    done = overrule_return(transaction, world, stored, row.return_id)
    if isinstance(done, Cause):
        code, said = TicketCode.RETURN_TOO_LATE, {"cause": str(done)}
    else:
        code, said = TicketCode.RETURN_GRANTED, {"return_id": done.id, "return": done.reference}
    _tell(transaction, world, row, TicketStatus.CLOSED, text, code=code, said=said)


def _order_of(transaction: Transaction, world: World, row: Found) -> StoredOrder:
    stored = find_order_of_tenant(transaction.connection, world.tenant, row.order_id)
    if stored is None:
        raise not_found()
    return stored


def _check_appeal(row: Found) -> None:
    if row.about not in (TicketAbout.APPEAL, TicketAbout.RETURN_APPEAL):
        raise ProblemError(ProblemCode.WRONG_STATE)


def _find(connection: Connection, world: World, ticket_id: str) -> Found:
    row = repository.find_ticket(connection, world.tenant, ticket_id, buyer_id=None)
    if row is None:
        raise not_found()
    return row
