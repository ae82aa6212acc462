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
    states_csv,
    words_csv,
)
from buyer_portal.studio.handoff_page import index_html

AT_ONCE: Final = 2
MOST_IN_VAIN: Final = 4
"""So many visits in a row that gave no picture end it: the next would not either."""


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


Taking = Callable[[Visit], Awaitable[Sequence[bytes]]]


async def hand_over(
    chosen: HandoffSet,
    packed: ZipFile,
    *,
    client: Client,
    look: Taking,
    advance: Callable[[int], Awaitable[None]],
) -> tuple[Picture, ...]:
    """Put pictures, words, state table and the page that shows them into a ZIP.

    Args:
        look: Makes the pictures of a visit.
        advance: Told how many pictures came in, after every few.

    Returns:
        What there is no picture of, because its page gave none in time, twice.

    Raises:
        CameraError: There is no camera, or page after page gave no picture.
        OrderServiceError: A situation cannot be made.
    """
    facts: dict[str, Facts] = {}
    missing: list[Picture] = []
    in_vain = 0
    for name in chosen.scenarios:
        scenario = LIBRARY[name].scenario
        made = await client.make_tenant(scenario)
        try:
            facts[name] = await _facts(client, scenario, made)
            for some in _batches(_visited_at_once(chosen, name), AT_ONCE):
                taken = await asyncio.gather(
                    *(_pictures(client, scenario, made, pictures, look) for pictures in some)
                )
                for pictures, files in zip(some, taken, strict=True):
                    for one, file in zip(pictures, files, strict=False):
                        packed.writestr(one.file, file, compress_type=ZIP_STORED)
                    missing += pictures[len(files) :]
                    in_vain = 0 if files else in_vain + 1
                if in_vain >= MOST_IN_VAIN:
                    raise CameraError(CameraProblem.FAILED)
                await advance(sum(map(len, some)))
        finally:
            await client.remove_tenant(made.tenant)
    packed.writestr(WORDS_FILE, words_csv(chosen.scenarios))
    packed.writestr(STATES_FILE, states_csv(chosen, facts, missing))
    packed.writestr(INDEX_FILE, index_html(chosen, missing))
    return tuple(missing)


async def pack(
    chosen: HandoffSet,
    *,
    client: Client,
    camera: Camera,
    advance: Callable[[int], Awaitable[None]],
) -> tuple[str, int]:
    """Make a hand-off with the studio's camera; return its name in the album, and what it lacks.

    Raises:
        CameraError: There is no camera, or page after page gave no picture.
        OrderServiceError: A situation cannot be made.
    """
    page = camera.album.page(".zip")

    async def look(visit: Visit) -> Sequence[bytes]:
        names = await camera.look(visit)
        pictures = [(camera.album.folder / name).read_bytes() for name in names]
        camera.album.forget(names)
        return pictures

    try:
        with ZipFile(page, "w", ZIP_DEFLATED) as packed:
            missing = await hand_over(chosen, packed, client=client, look=look, advance=advance)
    except BaseException:
        camera.album.forget([page.name])
        raise
    return page.name, len(missing)


def _visited_at_once(chosen: HandoffSet, name: str) -> Iterator[tuple[Picture, ...]]:
    """Yield the pictures of a situation that one visit gives: a language on a kind of screen."""
    pictures = [one for one in chosen.pictures() if one.scenario == name]
    for is_touched in (True, False):
        for locale in chosen.locales:
            some = [one for one in pictures if one.locale == locale]
            if visited := tuple(one for one in some if one.look.is_touched is is_touched):
                yield visited


async def _facts(client: Client, scenario: Scenario, made: NewTenant) -> Facts:
    """Return what is decided about the order that is looked at."""
    key = chosen_order(scenario)
    if not key:
        return Facts()
    decision = (await client.order(made.tenant, made.orders[key])).decision
    causes = tuple(cause.value for cause in decision.causes)
    return Facts(outcome=decision.outcome.value, causes=causes)


async def _pictures(
    client: Client,
    scenario: Scenario,
    made: NewTenant,
    pictures: Sequence[Picture],
    look: Taking,
) -> Sequence[bytes]:
    """Return a situation in one language as its looks show it; empty: its page gave none, twice."""
    first, *others = pictures
    wanted = {"device": first.device, "theme": first.theme, "locale": first.locale}
    opening = scenario.opening.model_copy(update=wanted)
    shown = scenario.model_copy(update={"opening": opening})

    for _ in range(2):  # a busy machine may need a second try
        ticket = ""
        if opening.needs_buyer:
            ticket = await client.ticket(made.tenant, made.buyers[chosen_buyer(shown)].id)
        visit = Visit.of(shown, ticket_href(shown, made, ticket), is_whole=True)
        looks = tuple(one.look for one in others)
        try:
            return await look(visit.model_copy(update={"looks": looks}))
        except CameraError as error:
            if error.problem is not CameraProblem.FAILED:
                raise
    return ()


def _batches(
    visits: Iterator[tuple[Picture, ...]], most: int
) -> Iterator[Sequence[tuple[Picture, ...]]]:
    while some := tuple(islice(visits, most)):
        yield some
