"""Change here the picture that stands in for the stage's frame where the browser has none."""

from collections.abc import AsyncGenerator

import reflex as rx

from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.pages.studio.opening import Prototype
from buyer_portal.pages.studio.stage.held import Held
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.session import connection, open_to_anonymous
from buyer_portal.studio.album import picture_href
from buyer_portal.studio.camera import CameraError, CameraProblem, Visit, camera, forget_pictures
from buyer_portal.studio.entering import chosen_buyer, enter_href


class PictureState(rx.State):
    """The buyer's page as the portal's own browser sees it, made anew after each step."""

    picture: rx.Field[str] = rx.field(default="")
    """Its address; the one of before stays until the next is there, ``-``: there is none."""
    is_taking: rx.Field[bool] = rx.field(default=False)
    problem: rx.Field[str] = rx.field(default="")
    """Why there is none (``CameraProblem``)."""
    own_tab: rx.Field[str] = rx.field(default="")
    """Where the same buyer's page opens in a tab of its own, once."""

    _seen: Held | None = None
    """What the picture shows, or the one that is being made."""
    _name: str = ""

    @rx.event(background=True)
    async def take(self) -> AsyncGenerator[None]:
        """Make a picture of the prototype as it stands, unless there is one of that."""
        async with self:
            stage = await self.get_state(StageState)
            prototype, held = stage._prototype, stage._held()
            if prototype is None or held is None or held == self._seen or stage.can_frame != "no":
                return
            self._seen, self.is_taking, self.problem = held, True, ""
        yield
        name, own_tab, problem = "", "", ""
        try:
            visit, own_tab = await _ways_in(prototype, held.page)
            [name] = await camera().look(visit)
        except CameraError as error:
            problem = error.problem.value
        except OrderServiceError:
            problem = CameraProblem.FAILED.value
        async with self:
            if self._seen != held:  # something has happened since; that is shown next
                forget_pictures([name])
                return
            forget_pictures([self._name])
            self._name, self.problem, self.is_taking = name, problem, False
            self.picture, self.own_tab = picture_href(name) if name else "-", own_tab

    @rx.event
    async def renew(self) -> None:
        """Make the way into a tab of its own anew: each works once."""
        stage = await self.get_state(StageState)
        prototype, held = stage._prototype, stage._held()
        if prototype is not None and held is not None:
            try:
                _, self.own_tab = await _ways_in(prototype, held.page)
            except OrderServiceError:
                stage.problem = "studio.problem.unavailable"

    @rx.event
    def again(self) -> None:
        """Forget that there was no picture; the next look at the prototype makes one."""
        self._seen, self.problem = None, ""


open_to_anonymous(PictureState)


async def _ways_in(prototype: Prototype, page: str) -> tuple[Visit, str]:
    """Return how the camera looks at a page, and how a tab gets there, signed in each.

    Raises:
        OrderServiceError: The prototype is gone, or nobody answers.
    """
    client, scenario, made = StudioClient(connection()), prototype.scenario, prototype.made
    tickets = ["", ""]
    if scenario.opening.needs_buyer:
        buyer = made.buyers[chosen_buyer(scenario)].id
        tickets = [await client.ticket(prototype.tenant, buyer) for _ in tickets]
    looked, own_tab = (enter_href(scenario, made, page, ticket=ticket) for ticket in tickets)
    return Visit.of(scenario, looked), own_tab
