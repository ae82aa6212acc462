"""Change here the addresses of signing in and out, sessions and devices."""

from fastapi import APIRouter
from starlette.responses import Response

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.sessions import (
    CurrentSession,
    DemoBuyers,
    DemoSignIn,
    Devices,
    NewSession,
    SignIn,
    TicketSignIn,
)
from buyer_portal.order_service.answers import CREATED, ProblemError, good
from buyer_portal.order_service.me.use_cases import current_session
from buyer_portal.order_service.service import TheAsker, TheService
from buyer_portal.order_service.sessions import use_cases
from buyer_portal.settings import Mode

router = APIRouter(tags=["sessions"])

NO_CONTENT = 204


@router.post("/v1/sessions", response_model=NewSession, status_code=CREATED)
async def sign_in(service: TheService, credentials: SignIn) -> Response:
    """Sign in by name and password."""
    key = service.settings.ticket_key
    return good(await use_cases.sign_in(service.database, key, credentials), CREATED).response()


@router.post("/v1/sessions/by-ticket", response_model=NewSession, status_code=CREATED)
async def sign_in_by_ticket(service: TheService, ticket: TicketSignIn) -> Response:
    """Sign in by a one-use ticket; never in production."""
    if service.settings.mode is Mode.PRODUCTION:
        raise ProblemError(ProblemCode.WRONG_CREDENTIALS)
    key = service.settings.ticket_key
    session = await service.database.write(
        lambda transaction: use_cases.sign_in_by_ticket(transaction, key, ticket)
    )
    return good(session, CREATED).response()


@router.post("/v1/sessions/demo", response_model=NewSession, status_code=CREATED)
async def demo_sign_in(service: TheService, demo: DemoSignIn) -> Response:
    """Sign in as a demo buyer; demo mode only."""
    if service.settings.mode is not Mode.DEMO:
        raise ProblemError(ProblemCode.WRONG_CREDENTIALS)
    session = await service.database.write(
        lambda transaction: use_cases.demo_sign_in(transaction, demo)
    )
    return good(session, CREATED).response()


@router.get("/v1/demo-buyers", response_model=DemoBuyers)
async def demo_buyers(service: TheService, ticket: str = "") -> Response:
    """Return the one-click buyers, none outside demo mode, and the skin of the ticket's tenant."""
    key, is_demo = service.settings.ticket_key, service.settings.mode is Mode.DEMO
    shown = await service.database.read(
        lambda connection: use_cases.demo_buyers(connection, key, ticket, has_buyers=is_demo)
    )
    return good(shown).response()


@router.get("/v1/sessions/current", response_model=CurrentSession)
async def read_session(service: TheService, asker: TheAsker) -> Response:
    """Return whose session this is."""
    return good(await service.read(asker, "session", current_session)).response()


@router.delete("/v1/sessions/current", status_code=NO_CONTENT)
async def sign_out(service: TheService, asker: TheAsker) -> Response:
    """End the session; one that has ended stays ended."""
    if not asker.session_hash:
        raise ProblemError(ProblemCode.UNAUTHENTICATED)
    await service.database.write(
        lambda transaction: use_cases.sign_out(transaction, asker.session_hash)
    )
    return Response(status_code=NO_CONTENT)


@router.get("/v1/sessions", response_model=Devices)
async def list_devices(service: TheService, asker: TheAsker) -> Response:
    """Return where the buyer is signed in."""
    return good(await service.read(asker, "devices", use_cases.devices)).response()


@router.delete("/v1/sessions/{key}", status_code=NO_CONTENT)
async def revoke_device(service: TheService, asker: TheAsker, key: str) -> Response:
    """Sign one of the buyer's devices out."""
    await service.change(
        asker,
        "revoke_device",
        lambda transaction, viewer: use_cases.revoke_device(transaction, viewer, key),
    )
    return Response(status_code=NO_CONTENT)
