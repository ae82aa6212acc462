"""Change here how a prototype that was played is kept for a link, and opened from it.

What was kept is never entered itself: whoever opens the link gets a copy of the copy.
"""

from datetime import timedelta
from typing import Protocol

from buyer_portal.i18n.changes import change
from buyer_portal.order_contract.testing import Faults, NewTenant, TenantBuyer, TenantCopy
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.entering import chosen_buyer, chosen_order
from buyer_portal.studio.sharing import LIFETIME, Reached, Shared


class Tenants(Protocol):
    """Who makes prototypes: ``order_client/studio.py``, which this room does not know."""

    async def make_tenant(self, scenario: Scenario, *, lifetime: timedelta) -> NewTenant:
        """Return a fresh tenant."""
        ...

    async def copy_tenant(self, tenant: str, *, lifetime: timedelta) -> TenantCopy:
        """Return a copy of a tenant as it stands."""
        ...

    async def set_faults(self, tenant: str, faults: Faults) -> None:
        """Replace the faults of a tenant."""
        ...

    async def let_run(self, tenant: str) -> None:
        """Let a clock run on."""
        ...

    async def ticket(self, tenant: str, buyer_id: str) -> str:
        """Return a one-use ticket of a buyer."""
        ...


async def kept(client: Tenants, scenario: Scenario, made: NewTenant, path: str) -> Reached:
    """Keep a copy of a prototype as it stands, for as long as a link lasts.

    Raises:
        TooManyCopiesError: There are as many as there may be.
        OrderServiceError: The prototype is gone, or nobody answers.
    """
    copy = await client.copy_tenant(made.tenant, lifetime=LIFETIME)
    return Reached(
        tenant=copy.tenant,
        buyer=made.buyers[chosen_buyer(scenario)].id,
        order=made.orders.get(chosen_order(scenario), ""),
        path=path,
    )


async def made_again(client: Tenants, shared: Shared, *, lifetime: timedelta) -> NewTenant:
    """Return a tenant of a link's scenario, played as far as the link says, its clock running.

    Its pages say and wear what the link says.

    Raises:
        OrderNotFoundError: What was kept is gone.
        TooManyCopiesError: As many have it open as may.
        OrderServiceError: It cannot be made.
    """
    made = await _made(client, shared, lifetime=lifetime)
    change(made.tenant, shared.words.changes())
    return made


async def _made(client: Tenants, shared: Shared, *, lifetime: timedelta) -> NewTenant:
    scenario, reached = shared.scenario, shared.reached
    if reached is None:
        made = await client.make_tenant(scenario, lifetime=lifetime)
        await client.let_run(made.tenant)
        return made
    copy = await client.copy_tenant(reached.tenant, lifetime=lifetime)
    orders = {chosen_order(scenario): reached.order} if reached.order else {}
    await client.set_faults(copy.tenant, faults_of(scenario, orders))
    await client.let_run(copy.tenant)
    ticket = await client.ticket(copy.tenant, reached.buyer)
    buyer = TenantBuyer(id=reached.buyer, name="", login="", ticket=ticket)
    return NewTenant(
        tenant=copy.tenant,
        ticket="",
        now=copy.now,
        buyers={chosen_buyer(scenario): buyer},
        sellers={},
        orders=orders,
        expires_at=copy.expires_at,
    )


def faults_of(scenario: Scenario, orders: dict[str, str]) -> Faults:
    """Return the faults of a scenario, its orders by their ids."""
    faults = Faults.model_validate(scenario.faults)
    ids = tuple(orders.get(key, key) for key in faults.carrier_scan_before_cancel)
    return faults.model_copy(update={"carrier_scan_before_cancel": ids})
