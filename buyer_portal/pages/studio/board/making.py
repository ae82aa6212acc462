"""Change here how a frame of the board gets its tenant, its page and its facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from buyer_portal import routes
from buyer_portal.i18n.catalogue import Words
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.settings import Settings
from buyer_portal.studio.board import BoardSpec, Cell, Facts, differing, facts_of
from buyer_portal.studio.camera import CameraError, CameraProblem, Visit, camera
from buyer_portal.studio.entering import SHARED, chosen_buyer, chosen_order, enter_href, living_in
from buyer_portal.studio.frames import FrameView, frame_of
from buyer_portal.studio.network import PLAN
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.studio.sharing import share


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrame:
    """A cell whose tenant is there."""

    key: str
    tenant: str
    address: str
    """Where its page is entered, once, on whichever host."""
    facts: Facts
    visit: Visit
    """How the camera looks at it, where the browser cannot show it."""


async def make_frame(client: StudioClient, cell: Cell, zone: str) -> MadeFrame:
    """Make the tenant of a cell.

    Args:
        zone: Where its buyers live, as the designer's browser says; else each page would tell its
            own, and be read once more for it.

    Raises:
        OrderServiceError: It cannot be made.
    """
    scenario = living_in(zone, cell.scenario)
    made = await client.make_tenant(scenario)
    PLAN.open(made.tenant, scenario.opening.network)
    key = chosen_order(scenario)
    owner = next((order.buyer for order in scenario.orders if order.key == key), "")
    is_theirs = (owner or scenario.all_buyers[0].key) == chosen_buyer(scenario)
    detail = await client.order(made.tenant, made.orders[key]) if key and is_theirs else None
    address = enter_href(scenario, made)
    return MadeFrame(
        key=cell.key,
        tenant=made.tenant,
        address=address,
        facts=facts_of(detail),
        visit=Visit.of(scenario, address),
    )


async def remove_frame(client: StudioClient, tenant: str) -> None:
    """Delete the tenant of a board that is gone; what fails goes by itself within the hour."""
    try:
        await client.remove_tenant(tenant)
    except OrderServiceError:
        return


def ways_to(cell: Cell, locale: str) -> tuple[str, str]:
    """Return the ways to a frame's scenario: on the stage, and in a tab of its own."""
    token = share(cell.scenario, key=Settings.load().share_key, now=datetime.now(UTC))
    stage = routes.href(ADDRESSES[Screen.STAGE], locale)
    return f"{stage}?shared={token}", f"{SHARED}/{token}"


def waiting_frame(spec: BoardSpec, cell: Cell, words: Words, locale: str) -> FrameView:
    """Return a frame whose tenant is not there yet."""
    stage, own_tab = ways_to(cell, locale)
    return replace(frame_of(spec, cell, words), stage_href=stage, own_href=own_tab)


def differing_frames(
    spec: BoardSpec, cells: Sequence[Cell], facts: Mapping[str, Facts]
) -> frozenset[str]:
    """Return the frames that differ from most of their row."""
    return differing(
        {cell.key: facts[cell.key] for cell in cells if cell.row == row} for row in spec.rows.values
    )


async def pictured(key: str, visit: Visit) -> tuple[str, str, CameraProblem | None]:
    """Return a frame's key with the name of its picture, or with why there is none."""
    try:
        [name] = await camera().look(visit)
    except CameraError as error:
        return key, "", error.problem
    return key, name, None
