"""Change here the addresses of support tickets."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.support import (
    CloseTicket,
    OpenTicket,
    TicketAnswer,
    TicketDraft,
    TicketsPage,
    WriteTicket,
)
from buyer_portal.order_service.answers import CREATED, OK, good
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheAsker, TheService
from buyer_portal.order_service.support import reading, use_cases

router = APIRouter(prefix="/v1/support", tags=["support"])


@router.get("/tickets", response_model=TicketsPage)
async def list_tickets(
    service: TheService, asker: TheAsker, cursor: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Return a page of the buyer's tickets, the last changed first."""
    page = await service.read(
        asker,
        "tickets",
        lambda connection, viewer: reading.tickets_page(connection, viewer, cursor),
    )
    return good(page).response()


@router.get("/draft", response_model=TicketDraft)
async def read_draft(
    service: TheService, asker: TheAsker, order_id: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """Return what a new ticket would hold, about an order or none."""
    found = await service.read(
        asker,
        "ticket_draft",
        lambda connection, viewer: reading.draft(
            connection, viewer, id_in(order_id) if order_id else ""
        ),
    )
    return good(found).response()


@router.post(
    "/tickets",
    response_model=TicketAnswer,
    status_code=CREATED,
    responses={OK: {"model": TicketAnswer}},
)
async def open_ticket(service: TheService, asker: TheAsker, command: OpenTicket) -> Response:
    """Open a ticket; where one of the subject is open, the words go there (200)."""
    answer = await service.command(
        asker,
        "open_ticket",
        command.order_id,
        command,
        lambda transaction, viewer: use_cases.open_ticket(
            transaction,
            viewer,
            command.model_copy(update={"order_id": id_in(command.order_id)})
            if command.order_id
            else command,
        ),
    )
    return answer.response()


@router.get("/tickets/{ticket_id}", response_model=TicketAnswer)
async def read_ticket(service: TheService, asker: TheAsker, ticket_id: str) -> Response:
    """Return a ticket as it stands."""
    answer = await service.read(
        asker,
        "ticket",
        lambda connection, viewer: reading.read(connection, viewer, id_in(ticket_id)),
    )
    return answer.response()


@router.post("/tickets/{ticket_id}/messages", response_model=TicketAnswer)
async def write(
    service: TheService, asker: TheAsker, ticket_id: str, command: WriteTicket
) -> Response:
    """Write to support."""
    answer = await service.command(
        asker,
        "write_ticket",
        ticket_id,
        command,
        lambda transaction, viewer: use_cases.write(transaction, viewer, id_in(ticket_id), command),
    )
    return answer.response()


@router.post("/tickets/{ticket_id}/closure", response_model=TicketAnswer)
async def close(
    service: TheService, asker: TheAsker, ticket_id: str, command: CloseTicket
) -> Response:
    """Say that a ticket is done."""
    answer = await service.command(
        asker,
        "close_ticket",
        ticket_id,
        command,
        lambda transaction, viewer: use_cases.close(transaction, viewer, id_in(ticket_id), command),
    )
    return answer.response()
