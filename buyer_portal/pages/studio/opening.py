"""Change here how a screen of the studio opens its one prototype."""

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from buyer_portal.i18n.changes import NO_CHANGES, change, changes_of
from buyer_portal.order_client.errors import OrderServiceError, TooManyCopiesError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.entering import chosen_order, enter_href
from buyer_portal.studio.network import PLAN
from buyer_portal.studio.reaching import made_again
from buyer_portal.studio.shared_words import SharedWords
from buyer_portal.studio.sharing import Fault, Reached, Shared, SharedLinkError

LIFETIME: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prototype:
    """A scenario with the tenant that was made of it, and what its frame loads."""

    scenario: Scenario
    made: NewTenant
    src: str
    is_played: bool = False
    """Whether something had been done in it before it was opened."""

    @property
    def tenant(self) -> str:
        """The tenant's id."""
        return self.made.tenant

    @property
    def words(self) -> SharedWords:
        """What its pages say and wear in place of their own."""
        return SharedWords.of(changes_of(self.tenant))

    @property
    def order_id(self) -> str:
        """The order that is looked at; empty where there is none."""
        return self.made.orders.get(chosen_order(self.scenario), "")


async def opened(
    client: StudioClient,
    what: Scenario | Shared,
    origin: str,
    *,
    before: Prototype | None = None,
) -> Prototype:
    """Make the tenant of a scenario, or of a link; its clock runs, and the one of ``before`` goes.

    Raises:
        OrderServiceError: It cannot be made; ``before`` stays.
    """
    shared = what if isinstance(what, Shared) else Shared(scenario=what)
    scenario, reached = shared.scenario, shared.reached
    made = await made_again(client, shared, lifetime=LIFETIME)
    PLAN.open(made.tenant, scenario.opening.network)
    if before is not None:
        with contextlib.suppress(OrderServiceError):  # it goes by itself in the end
            await client.remove_tenant(before.tenant)
        change(before.tenant, NO_CHANGES)
    src = origin + enter_href(scenario, made, reached.path if reached else "")
    return Prototype(scenario=scenario, made=made, src=src, is_played=reached is not None)


async def forget_kept(client: StudioClient, reached: Reached | None) -> None:
    """Remove a copy that no link names after all."""
    if reached is not None:
        with contextlib.suppress(OrderServiceError):  # it goes by itself in the end
            await client.remove_tenant(reached.tenant)


REFUSALS: Final = (*(fault.value for fault in Fault), "full")
"""Why a link does not open: ``studio.refused.<reason>``."""


def refused_link(error: Exception) -> str:
    """Return why a link does not open; a copy that is gone has expired."""
    if isinstance(error, SharedLinkError):
        return error.fault.value
    return "full" if isinstance(error, TooManyCopiesError) else Fault.EXPIRED.value
