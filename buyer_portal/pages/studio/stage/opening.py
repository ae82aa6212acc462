"""Change here how a prototype of the stage is opened, and which frame it gets."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.entering import chosen_order, frame_href
from buyer_portal.studio.network import PLAN

LIFETIME: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prototype:
    """A scenario with the tenant that was made of it, and what its frame loads."""

    scenario: Scenario
    made: NewTenant
    src: str

    @property
    def tenant(self) -> str:
        """The tenant's id."""
        return self.made.tenant

    @property
    def order_id(self) -> str:
        """The order that is looked at; empty where there is none."""
        return self.made.orders.get(chosen_order(self.scenario), "")


async def opened(client: StudioClient, scenario: Scenario, origin: str) -> Prototype:
    """Make the tenant of a scenario, its clock running; return what its frame loads.

    Raises:
        OrderServiceError: It cannot be made.
    """
    made = await client.make_tenant(scenario, lifetime=LIFETIME)
    await client.let_run(made.tenant)
    PLAN.open(made.tenant, scenario.opening.network)
    return Prototype(scenario=scenario, made=made, src=frame_href(origin, scenario, made))
