"""Change here how a hand-off is put together: each situation is made, looked at and packed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.camera import Camera, CameraError, CameraProblem, Visit
from buyer_portal.studio.entering import chosen_buyer, chosen_order, ticket_href
from buyer_portal.studio.handoff import (
    INDEX_FILE,
    STATES_FILE,
    WORDS_FILE,
    Facts,
    HandoffSet,
    Picture,
    index_html,
    states_csv,
    words_csv,
)

AT_ONCE: Final = 2


class Client(Protocol):
    """What is asked of tenants; ``order_client.studio.StudioClient`` does it."""

    async def make_tenant(self, scenario: Scenario) -> NewTenant:
        """Return a fresh tenant of a scenario."""
        ...

    async def remove_tenant(self, tenant: str) -> None:
        """Delete a tenant."""
        ...

    async def ticket(self, tenant: str, buyer_id: str) -> str:
        """Return a fresh one-use ticket that signs a buyer in."""
        ...

    async def order(self, tenant: str, order_id: str) -> OrderDetail:
        """Return an order as its buyer would see it."""
        ...


Look = Callable[[Visit], Awaitable[bytes]]


async def hand_over(
    chosen: HandoffSet,
    packed: ZipFile,
    *,
    client: Client,
    look: Look,
    advance: Callable[[int], Awaitable[None]],
) -> None:
    """Put pictures, words, state table and the page that shows them into a ZIP.

    Args:
        look: Makes a picture.
        advance: Told how many pictures came in, after every few.

    Raises:
        OrderServiceError: A situation cannot be made.
    """
    facts: dict[str, Facts] = {}
    for name in chosen.scenarios:
        scenario = LIBRARY[name].scenario
        made = await client.make_tenant(scenario)
        try:
            facts[name] = await _facts(client, scenario, made)
            pictures = (one for one in chosen.pictures() if one.scenario == name)
            for some in _batches(pictures, AT_ONCE):
                taken = await asyncio.gather(
                    *(_picture(client, scenario, made, one, look) for one in some)
                )
                for one, picture in zip(some, taken, strict=True):
                    packed.writestr(one.file, picture, compress_type=ZIP_STORED)
                await advance(len(some))
        finally:
            await client.remove_tenant(made.tenant)
    packed.writestr(WORDS_FILE, words_csv(chosen.scenarios))
    packed.writestr(STATES_FILE, states_csv(chosen, facts))
    packed.writestr(INDEX_FILE, index_html(chosen))


async def pack(
    chosen: HandoffSet,
    *,
    client: Client,
    camera: Camera,
    advance: Callable[[int], Awaitable[None]],
) -> str:
    """Make a hand-off with the studio's camera; return its name in the album.

    Raises:
        CameraError: A page gave no picture, twice.
        OrderServiceError: A situation cannot be made.
    """
    page = camera.album.page(".zip")

    async def look(visit: Visit) -> bytes:
        [name] = await camera.look(visit)
        picture = (camera.album.folder / name).read_bytes()
        camera.album.forget([name])
        return picture

    try:
        with ZipFile(page, "w", ZIP_DEFLATED) as packed:
            await hand_over(chosen, packed, client=client, look=look, advance=advance)
    except BaseException:
        camera.album.forget([page.name])
        raise
    return page.name


async def _facts(client: Client, scenario: Scenario, made: NewTenant) -> Facts:
    """Return what is decided about the order that is looked at."""
    key = chosen_order(scenario)
    if not key:
        return Facts()
    decision = (await client.order(made.tenant, made.orders[key])).decision
    causes = tuple(cause.value for cause in decision.causes)
    return Facts(outcome=decision.outcome.value, causes=causes)


async def _picture(
    client: Client, scenario: Scenario, made: NewTenant, picture: Picture, look: Look
) -> bytes:
    """Return a situation as one device, theme and language show it."""
    wanted = {"device": picture.device, "theme": picture.theme, "locale": picture.locale}
    opening = scenario.opening.model_copy(update=wanted)
    shown = scenario.model_copy(update={"opening": opening})

    async def visit() -> Visit:
        ticket = ""
        if opening.needs_buyer:
            ticket = await client.ticket(made.tenant, made.buyers[chosen_buyer(shown)].id)
        return Visit.of(shown, ticket_href(shown, made, ticket), is_whole=True)

    try:
        return await look(await visit())
    except CameraError as error:
        if error.problem is not CameraProblem.FAILED:
            raise
    return await look(await visit())  # a busy machine may need a second try


def _batches(pictures: Iterator[Picture], most: int) -> Iterator[Sequence[Picture]]:
    while some := tuple(islice(pictures, most)):
        yield some
