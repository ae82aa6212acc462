"""Change here the testing API: tenants, clocks, faults, counterparts. Never in production."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from buyer_portal.order_contract.events import EventsPage
from buyer_portal.order_contract.notifications import NotificationsPage
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import (
    MAX_TTL_SECONDS,
    Audit,
    BuildChange,
    Clock,
    ClockChange,
    CounterpartStep,
    Faults,
    NewTenant,
    NewTicket,
    PossibleSteps,
    Revision,
    TenantEnd,
)
from buyer_portal.order_service.answers import CREATED, Answer, good, invalid, not_found
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.events.repository import events_of_tenant, last_of_tenant
from buyer_portal.order_service.notifications.use_cases import all_notifications
from buyer_portal.order_service.orders.repository import find_order_of_tenant
from buyer_portal.order_service.orders.use_cases import detail_of
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import Service, TheService
from buyer_portal.order_service.sessions.repository import has_buyer
from buyer_portal.order_service.sessions.tickets import new_ticket
from buyer_portal.order_service.tenants import use_cases
from buyer_portal.order_service.tenants.building import build_tenant
from buyer_portal.order_service.tenants.clock import end_in, real_now
from buyer_portal.order_service.tenants.repository import (
    delete_tenant,
    set_end,
    set_minimum_build,
)
from buyer_portal.order_service.tenants.steps import STEPS, possible_steps
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Mode

router = APIRouter(prefix="/testing/tenants", tags=["testing"])

NO_CONTENT: Final = 204
USUAL_TTL_SECONDS: Final = 3600
"""How long a tenant of a test stays that nobody deletes."""


_StepName = Annotated[str, Path(json_schema_extra={"enum": sorted(STEPS)})]


@router.post("", response_model=NewTenant, status_code=CREATED)
async def make_tenant(
    service: TheService,
    scenario: Scenario,
    ttl_seconds: Annotated[int | None, Query(ge=1, le=MAX_TTL_SECONDS)] = None,
) -> Response:
    """Make an isolated tenant from a scenario; it goes by itself after a while.

    Without ``ttl_seconds`` it stays an hour in test mode, and until it is deleted in demo mode.
    """
    faults = _faults_in(scenario)
    if ttl_seconds is None and service.settings.mode is Mode.TEST:
        ttl_seconds = USUAL_TTL_SECONDS
    made = await build_tenant(
        service.database, service.settings.ticket_key, scenario, end_in(ttl_seconds)
    )
    scans = tuple(made.orders.get(key, key) for key in faults.carrier_scan_before_cancel)
    service.faults.set(made.tenant, faults.model_copy(update={"carrier_scan_before_cancel": scans}))
    return good(made, CREATED).response()


@router.delete("/{tenant}", status_code=NO_CONTENT)
async def remove_tenant(service: TheService, tenant: str) -> Response:
    """Delete a tenant and everything in it."""
    service.faults.clear(tenant)
    if not await service.database.write(
        lambda transaction: delete_tenant(transaction, tenant.replace("\0", ""))
    ):
        raise not_found()
    return Response(status_code=NO_CONTENT)


@router.put("/{tenant}/ttl", response_model=TenantEnd)
async def set_ttl(service: TheService, tenant: str, end: TenantEnd) -> Response:
    """Let a tenant stay longer, or shorter, counted from now."""
    expires_at = end_in(end.ttl_seconds)
    if not await service.database.write(
        lambda transaction: set_end(transaction, tenant.replace("\0", ""), expires_at)
    ):
        raise not_found()
    return good(end).response()


@router.get("/{tenant}/revision", response_model=Revision)
async def read_revision(service: TheService, tenant: str) -> Response:
    """Return how far the tenant has come; a page with this ``data-feed`` shows all of it."""
    await _check_tenant(service, tenant)
    last = await service.database.read(lambda connection: last_of_tenant(connection, tenant))
    return good(Revision(feed_id=last)).response()


@router.get("/{tenant}/clock", response_model=Clock)
async def read_clock(service: TheService, tenant: str) -> Response:
    """Return what the clock shows."""
    shown = await service.database.read(lambda connection: use_cases.clock(connection, tenant))
    return good(shown).response()


@router.put("/{tenant}/clock", response_model=Clock)
async def set_clock(service: TheService, tenant: str, change: ClockChange) -> Response:
    """Set or advance the clock; what falls due is done before the answer."""
    return good(
        await use_cases.set_clock(service.database, tenant, change, service.work_off)
    ).response()


@router.put("/{tenant}/build", response_model=BuildChange)
async def set_build(service: TheService, tenant: str, change: BuildChange) -> Response:
    """Raise or lower the oldest client build that this tenant accepts."""
    if not await service.database.write(
        lambda transaction: set_minimum_build(transaction, tenant.replace("\0", ""), change.minimum)
    ):
        raise not_found()
    return good(change).response()


@router.put("/{tenant}/faults", response_model=Faults)
async def set_faults(service: TheService, tenant: str, faults: Faults) -> Response:
    """Replace the faults of a tenant."""
    await _check_tenant(service, tenant)
    service.faults.set(tenant, faults)
    return good(faults).response()


@router.get("/{tenant}/faults", response_model=Faults)
async def read_faults(service: TheService, tenant: str) -> Response:
    """Return the faults that were set."""
    await _check_tenant(service, tenant)
    return good(service.faults.of(tenant)).response()


@router.post("/{tenant}/buyers/{buyer_id}/tickets", response_model=NewTicket, status_code=CREATED)
async def make_ticket(service: TheService, tenant: str, buyer_id: str) -> Response:
    """Return a fresh one-use ticket."""
    await _check_tenant(service, tenant)
    if not await service.database.read(
        lambda connection: has_buyer(connection, tenant, id_in(buyer_id))
    ):
        raise not_found()
    key = service.settings.ticket_key
    ticket = new_ticket(key, tenant=tenant, buyer=buyer_id, real=real_now())
    return good(NewTicket(ticket=ticket), CREATED).response()


@router.get("/{tenant}/orders/{order_id}", response_model=OrderDetail)
async def read_order(service: TheService, tenant: str, order_id: str) -> Response:
    """Return an order as its buyer would see it."""

    def find(connection: Connection) -> Answer:
        world = use_cases.world_of(connection, tenant)
        stored = find_order_of_tenant(connection, tenant, id_in(order_id))
        if stored is None:
            raise not_found()
        return detail_of(connection, world, stored)

    return (await service.database.read(find)).response()


@router.post("/{tenant}/orders/{order_id}/{step}", response_model=OrderDetail)
async def take_step(
    service: TheService,
    tenant: str,
    order_id: str,
    step: _StepName,
    said: CounterpartStep | None = None,
) -> Response:
    """Let a seller, a carrier or the system act on an order."""
    act = STEPS.get(step)
    if act is None:
        raise not_found()

    def take(transaction: Transaction) -> Answer:
        world = use_cases.world_of(transaction.connection, tenant)
        stored = find_order_of_tenant(transaction.connection, tenant, id_in(order_id))
        if stored is None:
            raise not_found()
        after = act(transaction, world, stored, said or CounterpartStep())
        if isinstance(after, Answer):
            return after
        return detail_of(transaction.connection, world, after)

    return (await service.database.write(take)).response()


@router.get("/{tenant}/possible-steps/{order_id}", response_model=PossibleSteps)
async def read_steps(service: TheService, tenant: str, order_id: str) -> Response:
    """Return what counterparts could do to an order now: each step is tried and undone."""

    def find(transaction: Transaction) -> PossibleSteps:
        world = use_cases.world_of(transaction.connection, tenant)
        stored = find_order_of_tenant(transaction.connection, tenant, id_in(order_id))
        if stored is None:
            raise not_found()
        return possible_steps(transaction, world, stored)

    return good(await service.database.write(find)).response()


@router.get("/{tenant}/events", response_model=EventsPage)
async def read_events(service: TheService, tenant: str) -> Response:
    """Return every event of a tenant, oldest first."""
    await _check_tenant(service, tenant)
    events = await service.database.read(
        lambda connection: events_of_tenant(connection, tenant, use_cases.READ_LIMIT)
    )
    return good(EventsPage(events=events, last=events[-1].feed_id if events else 0)).response()


@router.get("/{tenant}/notifications", response_model=NotificationsPage)
async def read_notifications(service: TheService, tenant: str) -> Response:
    """Return every notification of a tenant, newest first."""

    def find(connection: Connection) -> NotificationsPage:
        world = use_cases.world_of(connection, tenant)
        return all_notifications(connection, world, use_cases.READ_LIMIT)

    return good(await service.database.read(find)).response()


@router.get("/{tenant}/audit", response_model=Audit)
async def read_audit(service: TheService, tenant: str) -> Response:
    """Return the audit rows of a tenant, by order."""
    audit = await service.database.read(lambda connection: use_cases.audit_of(connection, tenant))
    return good(audit).response()


async def _check_tenant(service: Service, tenant: str) -> None:
    await service.database.read(lambda connection: use_cases.world_of(connection, tenant))


def _faults_in(scenario: Scenario) -> Faults:
    try:
        return Faults.model_validate(scenario.faults)
    except ValidationError as error:
        wrong = error.errors()[0]
        pointer = "/faults" + "".join(f"/{part}" for part in wrong["loc"])
        raise invalid(pointer, wrong["type"]) from None
