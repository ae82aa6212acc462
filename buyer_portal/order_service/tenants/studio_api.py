"""Change here what the testing API does for prototypes: policies tried on orders, copies."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.comparisons import ComparePolicies, PolicyComparison
from buyer_portal.order_contract.testing import MAX_TTL_SECONDS, TenantCopy
from buyer_portal.order_service.answers import CREATED, good, not_found
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.service import TheService
from buyer_portal.order_service.sessions.tickets import MAIN_TENANT
from buyer_portal.order_service.tenants import use_cases
from buyer_portal.order_service.tenants.clock import end_in
from buyer_portal.order_service.tenants.comparing import compare_over
from buyer_portal.order_service.tenants.copying import copy_tenant

router = APIRouter(prefix="/testing/tenants", tags=["testing"])

USUAL_COPY_SECONDS: Final = 3600
"""How long a copy stays that nobody says more of."""


@router.post("/{tenant}/policy-comparison", response_model=PolicyComparison)
async def compare_policies(service: TheService, tenant: str, asked: ComparePolicies) -> Response:
    """Say which of a tenant's orders another policy would decide differently; changes nothing."""
    world = await service.database.read(lambda connection: use_cases.world_of(connection, tenant))
    return good(await compare_over(service.database, world, asked)).response()


@router.post("/{tenant}/copies", response_model=TenantCopy, status_code=CREATED)
async def make_copy(
    service: TheService,
    tenant: str,
    ttl_seconds: Annotated[int, Query(ge=1, le=MAX_TTL_SECONDS)] = USUAL_COPY_SECONDS,
) -> Response:
    """Copy a tenant as it stands now, its clock frozen: the same ids, nobody signed in, no faults.

    The portal's own buyers are no tenant of a test and cannot be copied. There are 50 copies of a
    tenant at most, and 500 in all.
    """
    expires_at = end_in(ttl_seconds)

    def copy(transaction: Transaction) -> TenantCopy:
        world = use_cases.world_of(transaction.connection, tenant)
        if world.tenant == MAIN_TENANT:
            raise not_found()
        name = copy_tenant(transaction, world, expires_at)
        return TenantCopy(tenant=name, now=world.now, expires_at=expires_at)

    return good(await service.database.write(copy), CREATED).response()
