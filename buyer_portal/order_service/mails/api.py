"""Change here the addresses by which the portal takes e-mails and reports on them."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.mails import MailReports, MailsPage, MailsToSend
from buyer_portal.order_service.answers import good
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.mails import outbox
from buyer_portal.order_service.service import TheService
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.use_cases import world_of
from buyer_portal.settings import Mode

router = APIRouter(prefix="/v1/mails", tags=["mails"])
testing_router = APIRouter(prefix="/testing/tenants", tags=["testing"])


@router.post("/take", response_model=MailsToSend)
async def take_mails(service: TheService) -> Response:
    """Hand out what is due; it is somebody else's again when nobody reports on it."""
    taken = await service.database.write(lambda transaction: outbox.take(transaction, real_now()))
    return good(taken).response()


@router.post("/reports", status_code=204)
async def report_mails(service: TheService, given: MailReports) -> Response:
    """Note what became of mails that were taken."""
    keeps_words = service.settings.mode is Mode.TEST

    def note(transaction: Transaction) -> None:
        for one in given.reports:
            outbox.report(transaction, one, real_now(), keeps_words=keeps_words)

    await service.database.write(note)
    return Response(status_code=204)


@testing_router.get("/{tenant}/mails", response_model=MailsPage)
async def read_mails(service: TheService, tenant: str) -> Response:
    """Return every e-mail of a tenant, oldest first."""
    page = await service.database.read(
        lambda connection: outbox.mails_of(connection, world_of(connection, tenant).tenant)
    )
    return good(page).response()
