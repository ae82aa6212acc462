"""Change here what the flow map does when somebody picks a screen."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.pages.studio.opening import Prototype, opened
from buyer_portal.scenario.library import scenario_named
from buyer_portal.scenario.opening import VIEWPORTS
from buyer_portal.screens.catalogue import promised
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.settings import Settings
from buyer_portal.studio.entering import PROBE, enter_href
from buyer_portal.studio.flow_export import as_mermaid, as_svg
from buyer_portal.studio.flow_map import flow_map
from buyer_portal.studio.flow_views import ScreenView, screen_view
from buyer_portal.studio.hosts import stage_origin


class FlowState(rx.State):
    """Which screen of the map is looked at."""

    chosen: rx.Field[str] = rx.field(default="")
    screen: rx.Field[ScreenView] = rx.field(default_factory=ScreenView)
    played: rx.Field[str] = rx.field(default="")
    link: rx.Field[str] = rx.field(default="")
    """Opens the situation that is played in a tab of its own."""
    probe: rx.Field[str] = rx.field(default="")
    can_frame: rx.Field[str] = rx.field(default="")
    src: rx.Field[str] = rx.field(default="")
    width: rx.Field[int] = rx.field(default=390)
    height: rx.Field[int] = rx.field(default=844)
    is_opening: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)

    _prototype: Prototype | None = None

    @rx.event
    def load(self) -> None:
        """Show the screen of the address, in the language of the page."""
        self.probe = f"{Settings.load().studio_origin}{PROBE}"
        self._choose(self.router.url.query_parameters.get("screen", "") or self.chosen)

    @rx.event
    async def choose(self, screen: str) -> AsyncGenerator[None]:
        """Look at a screen of the map and open its first situation; anything else looks at none."""
        self._choose(screen if isinstance(screen, str) else "")
        if self.screen.states:
            async for _ in self._play(self.screen.states[0].name):
                yield

    @rx.event
    async def play(self, name: str) -> AsyncGenerator[None]:
        """Open a named scenario in the frame; where there is none, its link opens it once."""
        async for _ in self._play(name):
            yield

    async def _play(self, name: str) -> AsyncGenerator[None]:
        scenario = scenario_named(name) if isinstance(name, str) else None
        if scenario is None:
            return
        self.link, self.src, self.played = "", "", name
        self.is_opening, self.has_failed = True, False
        yield
        locale = locale_of_page(self)
        opening = scenario.opening.model_copy(update={"locale": locale})
        scenario = scenario.model_copy(update={"opening": opening})
        origin = stage_origin(f"flow {self.router.session.client_token}")
        try:
            prototype = await opened(
                StudioClient(connection()), scenario, origin, before=self._prototype
            )
        except OrderServiceError:
            self.has_failed = True
        else:
            self._prototype = prototype
            self.width, self.height = VIEWPORTS[scenario.opening.device]
            if self.can_frame == "no":
                self.link = enter_href(scenario, prototype.made)
            else:
                self.link = self.src = prototype.src
        self.is_opening = False

    @rx.event
    def know_frames(self, answer: str) -> None:
        """Note whether the browser reaches the host of the frame."""
        if answer in {"yes", "no"}:
            self.can_frame = answer

    @rx.event
    def download_svg(self) -> Any:  # noqa: ANN401 - an event
        """Hand the map over as a picture."""
        drawn = as_svg(flow_map(promised()), words_of(locale_of_page(self)))
        return rx.download(data=drawn, filename="flow.svg")

    @rx.event
    def download_mermaid(self) -> Any:  # noqa: ANN401 - an event
        """Hand the map over as a Mermaid flowchart."""
        drawn = as_mermaid(flow_map(promised()), words_of(locale_of_page(self)))
        return rx.download(data=drawn, filename="flow.mmd")

    def _choose(self, screen: str) -> None:
        self.screen = screen_view(screen, words_of(locale_of_page(self)))
        self.chosen = self.screen.id


open_to_anonymous(FlowState)
