"""Change here what tests do and read of webhooks. Never in production."""

from typing import Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from buyer_portal.order_contract.webhooks import (
    Deliveries,
    Delivery,
    Endpoint,
    EndpointWanted,
    NewEndpoint,
    NewSource,
    ReceivedWebhook,
    ReceivedWebhooks,
    SourceKind,
    SourceWanted,
)
from buyer_portal.order_service.answers import CREATED, good, invalid
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.service import TheService
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.use_cases import READ_LIMIT, world_of
from buyer_portal.order_service.webhooks import inbox, outbox, planning
from buyer_portal.order_service.webhooks.addresses import AddressRefusedError
from buyer_portal.order_service.webhooks.endpoints import endpoints_of, unknown_types
from buyer_portal.order_service.webhooks.receiving import try_pending_again
from buyer_portal.order_service.webhooks.signatures import SecretError, key_of, new_secret
from buyer_portal.order_service.webhooks.sources import add_source, find_source

router = APIRouter(prefix="/testing/tenants/{tenant}/webhooks", tags=["testing"])

TAKEN: Final = "taken"


@router.post("/sources", response_model=NewSource, status_code=CREATED)
async def let_in(service: TheService, tenant: str, wanted: SourceWanted) -> Response:
    """Let a system send, and return its secret."""
    secret = wanted.secret or new_secret()
    if wanted.kind is not SourceKind.TIKTOK_SHOP:
        try:
            key_of(secret)
        except SecretError:
            raise invalid("/secret", "unusable") from None

    def run(transaction: Transaction) -> None:
        world = world_of(transaction.connection, tenant)
        if find_source(transaction.connection, world.tenant, wanted.name) is not None:
            raise invalid("/name", TAKEN)
        add_source(
            transaction,
            service.seal,
            tenant=world.tenant,
            name=wanted.name,
            kind=wanted.kind,
            secret=secret,
            now=real_now(),
            seller_id=wanted.seller_id,
            app_key=wanted.app_key,
        )

    await service.database.write(run)
    return good(NewSource(name=wanted.name, secret=secret), CREATED).response()


@router.post("/endpoints", response_model=NewEndpoint, status_code=CREATED)
async def tell(service: TheService, tenant: str, wanted: EndpointWanted) -> Response:
    """Tell an address what happens from now on."""
    secret, now = new_secret(), real_now()
    try:
        service.webhooks.guard.check_url(wanted.url)
    except AddressRefusedError:
        raise invalid("/url", "refused") from None
    if unknown_types(wanted.types):
        raise invalid("/types", "unknown")

    def run(transaction: Transaction) -> str:
        world = world_of(transaction.connection, tenant)
        return planning.add_endpoint(
            transaction, service.seal, world.tenant, wanted.url, wanted.types, secret, now
        )

    endpoint_id = await service.database.write(run)
    return good(NewEndpoint(id=endpoint_id, secret=secret), CREATED).response()


@router.get("/deliveries", response_model=Deliveries)
async def read_deliveries(service: TheService, tenant: str) -> Response:
    """Return what the tenant's endpoints were, or will be, told, newest first."""

    def find(connection: Connection) -> Deliveries:
        world = world_of(connection, tenant)
        return deliveries_in(connection, world.tenant)

    return good(await service.database.read(find)).response()


@router.get("/received", response_model=ReceivedWebhooks)
async def read_received(service: TheService, tenant: str) -> Response:
    """Return what came and what became of it, newest first; pending messages are tried before."""
    await try_pending_again(service.database, real_now() + inbox.LONGEST_PAUSE)

    def find(connection: Connection) -> ReceivedWebhooks:
        world = world_of(connection, tenant)
        return received_of(connection, world.tenant)

    return good(await service.database.read(find)).response()


def received_of(connection: Connection, tenant: str) -> ReceivedWebhooks:
    """Return what a tenant got, newest first."""
    return ReceivedWebhooks(
        messages=tuple(
            ReceivedWebhook(
                source=one.key.source,
                id=one.key.id,
                type=one.type,
                received_at=one.received_at,
                outcome=one.verdict.outcome,
                reason=one.verdict.reason,
                order_id=one.verdict.order_id,
                tries=one.tries,
            )
            for one in inbox.latest(connection, tenant, READ_LIMIT)
        )
    )


def deliveries_in(connection: Connection, tenant: str) -> Deliveries:
    """Return a tenant's endpoints and their deliveries."""
    return Deliveries(
        endpoints=tuple(
            Endpoint(
                id=one.id,
                url=one.url,
                types=one.types,
                failing_since=one.failing_since,
                off_at=one.off_at,
                off_reason=one.off_reason,
            )
            for one in endpoints_of(connection, tenant)
        ),
        deliveries=tuple(
            Delivery(
                endpoint_id=one.endpoint_id,
                url=one.url,
                message_id=one.message_id,
                type=one.type,
                order_id=one.order_id,
                state=one.state,
                tries=one.tries,
                due_at=one.due_at,
                ended_at=one.ended_at,
                last_status=one.last_status,
                last_error=one.last_error,
                body=one.body,
            )
            for one in outbox.deliveries_of(connection, tenant, READ_LIMIT)
        ),
    )
