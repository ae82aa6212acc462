"""Change here what the record page does with what it is told."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.library import scenario_named
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.studio.preview import preview_links
from buyer_portal.studio.recording import WrongRecordingError, as_test, steps_in, told


class RecordState(rx.State):
    """A walk while it is recorded."""

    scenario: rx.Field[str] = rx.field(default="packed")
    link: rx.Field[str] = rx.field(default="")
    """Opens the prototype, once; empty: nothing is recorded."""
    is_starting: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)
    steps: rx.Field[list[str]] = rx.field(default_factory=list)
    code: rx.Field[str] = rx.field(default="")

    _made: NewTenant | None = None

    @rx.event
    def pick_scenario(self, name: str) -> None:
        """Walk through another situation."""
        if isinstance(name, str) and scenario_named(name) is not None:
            self.scenario = name
            self._forget()

    @rx.event
    async def start(self) -> AsyncGenerator[None]:
        """Make a prototype to walk through, and forget what was recorded before."""
        self._forget()
        self.is_starting, self.has_failed = True, False
        yield
        scenario = scenario_named(self.scenario)
        if scenario is None:
            return
        try:
            made = await StudioClient(connection()).make_tenant(scenario)
        except OrderServiceError:
            self.has_failed = True
        else:
            self._made = made
            tickets = {key: one.ticket for key, one in made.buyers.items()}
            self.link = preview_links(scenario, made, tickets)[locale_of_page(self)]
        self.is_starting = False

    @rx.event
    def take(self, recorded: str) -> None:
        """Take over the steps so far, as record.js writes them."""
        scenario = scenario_named(self.scenario)
        if self._made is None or scenario is None or not isinstance(recorded, str):
            return
        try:
            steps = steps_in(recorded)
        except WrongRecordingError:
            return
        locale = locale_of_page(self)
        title = words_of(locale)(f"studio.scenario.{self.scenario}")
        self.steps = [told(step) for step in steps]
        self.code = as_test(scenario, self._made, locale, steps, title)

    @rx.event
    def download(self) -> Any:  # noqa: ANN401 - an event
        """Hand the test over as a file."""
        name = f"test_{self.scenario.replace('-', '_')}.py"
        return rx.download(data=self.code, filename=name)

    def _forget(self) -> None:
        self.link, self.code, self.steps = "", "", []
        self._made = None


open_to_anonymous(RecordState)
