"""Change here what the flow map does when somebody picks a screen."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.scenario.library import scenario_named
from buyer_portal.screens.catalogue import promised
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.studio.flow_export import as_mermaid, as_svg
from buyer_portal.studio.flow_map import flow_map
from buyer_portal.studio.flow_views import ScreenView, screen_view
from buyer_portal.studio.preview import preview_links


class FlowState(rx.State):
    """Which screen of the map is looked at."""

    chosen: rx.Field[str] = rx.field(default="")
    screen: rx.Field[ScreenView] = rx.field(default_factory=ScreenView)
    played: rx.Field[str] = rx.field(default="")
    link: rx.Field[str] = rx.field(default="")
    """Opens the situation that is played, once."""
    is_opening: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)

    @rx.event
    def load(self) -> None:
        """Show the screen of the address, in the language of the page."""
        self._choose(self.router.url.query_parameters.get("screen", "") or self.chosen)

    @rx.event
    def choose(self, screen: str) -> None:
        """Look at a screen of the map; anything else looks at none."""
        self._choose(screen if isinstance(screen, str) else "")

    @rx.event
    async def play(self, name: str) -> AsyncGenerator[None]:
        """Make a prototype of a named scenario; the link then opens it, once."""
        scenario = scenario_named(name) if isinstance(name, str) else None
        if scenario is None:
            return
        self.link, self.played = "", name
        self.is_opening, self.has_failed = True, False
        yield
        try:
            made = await StudioClient(connection()).make_tenant(scenario)
        except OrderServiceError:
            self.has_failed = True
        else:
            tickets = {key: one.ticket for key, one in made.buyers.items()}
            self.link = preview_links(scenario, made, tickets)[locale_of_page(self)]
        self.is_opening = False

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
        self.link, self.played, self.has_failed = "", "", False


open_to_anonymous(FlowState)
