"""Change here what the record page does with what it is told."""

from collections.abc import AsyncGenerator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import reflex as rx
from reflex.event import EventSpec

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.library import scenario_named
from buyer_portal.session import connection, locale_of_page, open_to_anonymous
from buyer_portal.studio.album import Album, picture_href
from buyer_portal.studio.camera import CameraError, CameraProblem, Visit, camera, forget_pictures
from buyer_portal.studio.entering import chosen_buyer, enter_href, ticket_href
from buyer_portal.studio.recording import (
    RecordedStep,
    StepView,
    WrongRecordingError,
    as_test,
    picture_file,
    steps_in,
    steps_md,
    told,
)


class RecordState(rx.State):
    """A walk while it is recorded, and the pictures that are made of it."""

    scenario: rx.Field[str] = rx.field(default="packed")
    link: rx.Field[str] = rx.field(default="")
    """Opens the prototype, once; empty: nothing was begun."""
    is_starting: rx.Field[bool] = rx.field(default=False)
    is_recording: rx.Field[bool] = rx.field(default=False)
    has_failed: rx.Field[bool] = rx.field(default=False)
    steps: rx.Field[list[StepView]] = rx.field(default_factory=list)
    code: rx.Field[str] = rx.field(default="")
    is_walking: rx.Field[bool] = rx.field(default=False)
    """Whether the portal's own browser takes the steps again, for their pictures."""
    pictures: rx.Field[int] = rx.field(default=0)
    picture_problem: rx.Field[str] = rx.field(default="")
    bundle: rx.Field[str] = rx.field(default="")
    """The address of the test with its steps and pictures; empty until they are there."""

    _made: NewTenant | None = None
    _recorded: tuple[RecordedStep, ...] = ()
    _names: tuple[str, ...] = ()
    _turn: int = 0

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
            opening = scenario.opening.model_copy(update={"locale": locale_of_page(self)})
            self.link = enter_href(scenario.model_copy(update={"opening": opening}), made)
            self.is_recording = True
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
        if steps == self._recorded:
            return
        self._forget_pictures()
        locale = locale_of_page(self)
        title = words_of(locale)(f"studio.scenario.{self.scenario}")
        self._recorded = steps
        self.steps = [StepView(text=told(step)) for step in steps]
        self.code = as_test(scenario, self._made, locale, steps, title)

    @rx.event
    def stop(self) -> EventSpec | None:
        """Record no more; then the steps get their pictures."""
        self.is_recording = False
        return RecordState.photograph() if self._recorded else None  # pyright: ignore[reportReturnType] - Reflex names it differently

    @rx.event(background=True)
    async def photograph(self) -> AsyncGenerator[None]:
        """Have the portal's own browser walk again in a fresh tenant, with a picture a step."""
        async with self:
            scenario = scenario_named(self.scenario)
            if scenario is None or not self._recorded or self.is_walking:
                return
            self._forget_pictures()
            self._turn += 1
            turn, steps, locale = self._turn, self._recorded, locale_of_page(self)
            file, code = self._file_name(), self.code
            self.is_walking = True
        yield
        problem = ""
        names: tuple[str, ...] = ()

        async def taken(name: str) -> None:
            async with self:
                if self._turn == turn:
                    self._show(name)

        try:
            made = await StudioClient(connection()).make_tenant(scenario)
            opening = scenario.opening.model_copy(update={"locale": locale})
            shown = scenario.model_copy(update={"opening": opening})
            address = ticket_href(shown, made, made.buyers[chosen_buyer(shown)].ticket)
            visit = Visit.of(shown, address).model_copy(update={"steps": steps})
            names = await camera().look(visit, taken)
        except CameraError as error:
            problem = error.problem.value
        except OrderServiceError:
            problem = CameraProblem.FAILED.value
        async with self:
            if self._turn != turn:
                return
            self.is_walking = False
            self.picture_problem = problem
            if not problem:
                page = _bundled(camera().album, file, code, steps, names)
                self._names = (*names, page)
                self.bundle = picture_href(page, saved_as=f"{file}.zip")

    @rx.event
    def download(self) -> Any:  # noqa: ANN401 - an event
        """Hand the test over as a file."""
        return rx.download(data=self.code, filename=f"{self._file_name()}.py")

    def _file_name(self) -> str:
        return f"test_{self.scenario.replace('-', '_')}"

    def _show(self, name: str) -> None:
        """Put the next picture beside its step."""
        at = self.pictures
        self._names = (*self._names, name)
        shown = StepView(text=self.steps[at].text, picture=picture_href(name))
        self.steps = [*self.steps[:at], shown, *self.steps[at + 1 :]]
        self.pictures = at + 1

    def _forget(self) -> None:
        self._forget_pictures()
        self.link, self.code, self.steps = "", "", []
        self.is_recording = False
        self._made, self._recorded = None, ()

    def _forget_pictures(self) -> None:
        self._turn += 1
        forget_pictures(self._names)
        self._names, self.pictures = (), 0
        self.is_walking, self.picture_problem, self.bundle = False, "", ""
        self.steps = [StepView(text=step.text) for step in self.steps]


open_to_anonymous(RecordState)


def _bundled(
    album: Album, name: str, code: str, steps: tuple[RecordedStep, ...], pictures: tuple[str, ...]
) -> str:
    """Pack the test with its steps, as the test itself leaves them; return the ZIP's name."""
    page = album.page(".zip")
    texts = [told(step) for step in steps]
    with ZipFile(page, "w", ZIP_DEFLATED) as packed:
        packed.writestr(f"{name}.py", code)
        packed.writestr(f"{name}/steps.md", steps_md(texts))
        for at, picture in enumerate(pictures, start=1):
            if found := album.find(picture):
                packed.write(found, f"{name}/{picture_file(at)}", compress_type=ZIP_STORED)
    return page.name
