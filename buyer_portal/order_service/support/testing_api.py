"""Change here how tests and the studio play support. Never in production."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.support import SupportStep, TicketAnswer, TicketsPage
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheService
from buyer_portal.order_service.support import counterparts
from buyer_portal.order_service.tenants.use_cases import world_of

router = APIRouter(prefix="/testing/tenants", tags=["testing"])


@router.get("/{tenant}/tickets", response_model=TicketsPage)
async def list_support_tickets(service: TheService, tenant: str) -> Response:
    """Return every ticket of a tenant, the last changed first."""
    page = await service.database.read(
        lambda connection: counterparts.tickets(connection, world_of(connection, tenant))
    )
    return good(page).response()


@router.get("/{tenant}/tickets/{ticket_id}", response_model=TicketAnswer)
async def read_support_ticket(service: TheService, tenant: str, ticket_id: str) -> Response:
    """Return a ticket of any buyer."""
    answer = await service.database.read(
        lambda connection: counterparts.read(
            connection, world_of(connection, tenant), id_in(ticket_id)
        )
    )
    return good(answer).response()


@router.post("/{tenant}/tickets/{ticket_id}/{step}", response_model=TicketAnswer)
async def take_support_step(
    service: TheService, tenant: str, ticket_id: str, step: str, said: SupportStep | None = None
) -> Response:
    """Let support ``answer``, ``close``, ``grant`` or ``decline`` (an appeal)."""

    def take(transaction: Transaction) -> TicketAnswer:
        world = world_of(transaction.connection, tenant)
        text = (said or SupportStep()).text
        return counterparts.take(transaction, world, id_in(ticket_id), step, text)

    return good(await service.database.write(take)).response()
