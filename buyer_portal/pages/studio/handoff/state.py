"""Change here what can be chosen for a hand-off, and how it is made while somebody waits."""

from collections.abc import AsyncGenerator
from io import BytesIO
from math import ceil
from time import monotonic
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import reflex as rx

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.scenario.opening import Device
from buyer_portal.session import connection, is_tab_open, locale_of_page, open_to_anonymous
from buyer_portal.studio.album import picture_href
from buyer_portal.studio.camera import CameraError, CameraProblem, camera
from buyer_portal.studio.handing_over import pack
from buyer_portal.studio.handoff import (
    MOST_PICTURES,
    STATES_FILE,
    THEMES,
    WORDS_FILE,
    HandoffSet,
    all_groups,
    of_groups,
    states_csv,
    words_csv,
)

AXES: Final[dict[str, tuple[str, ...]]] = {
    "groups": all_groups(),
    "devices": tuple(device.value for device in Device),
    "themes": THEMES,
    "languages": routes.LOCALES,
}
"""What can be chosen: axis → its values."""
FIRST: Final = {
    "groups": list(all_groups()),
    "devices": ["phone", "desktop"],
    "themes": list(THEMES),
    "languages": [routes.DEFAULT_LOCALE],
}
"""One language: where three say the same, the pictures of one do; more are a tick away."""
FILE: Final = "handoff.zip"
GONE_SECONDS: Final = 30.0
"""A page that is away for longer is not waited for."""


class _AbandonedError(Exception):
    """Nobody waits for the hand-off any more."""


class HandoffState(rx.State):
    """What shall be handed over, and how far it is."""

    chosen: rx.Field[dict[str, list[str]]] = rx.field(
        default_factory=lambda: {axis: list(values) for axis, values in FIRST.items()}
    )
    turn: rx.Field[int] = rx.field(default=0)
    """Rises when a box is ticked by something else than a press on it."""
    command: rx.Field[str] = rx.field(default="")
    counted: rx.Field[str] = rx.field(default="")
    is_too_large: rx.Field[bool] = rx.field(default=False)
    is_packing: rx.Field[bool] = rx.field(default=False)
    packed: rx.Field[int] = rx.field(default=0)
    of: rx.Field[int] = rx.field(default=0)
    left: rx.Field[str] = rx.field(default="")
    """How long it still takes, as printed; empty where that is not known."""
    picture_problem: rx.Field[str] = rx.field(default="")
    file: rx.Field[str] = rx.field(default="")
    """The address of the ZIP that was made; empty: of none."""

    _turn: int = 0

    @rx.event
    def load(self) -> None:
        """Begin with the language of the page, and say what the choice comes to."""
        if self.chosen == FIRST:
            self.chosen = {**FIRST, "languages": [locale_of_page(self)]}
            self.turn += 1
        self._count()

    @rx.event
    def toggle(self, axis: str, value: str) -> None:
        """Hand something over, or leave it out; one of each axis always stays."""
        if not isinstance(axis, str) or value not in AXES.get(axis, ()):
            return
        wanted = {*self.chosen[axis]} ^ {value}
        if wanted:
            kept = [one for one in AXES[axis] if one in wanted]
            self.chosen = {**self.chosen, axis: kept}
        else:
            self.turn += 1
        self._count()

    @rx.event(background=True)
    async def pack(self) -> AsyncGenerator[None]:
        """Make the ZIP, pictures and all, with the portal's own browser."""
        async with self:
            if self.is_packing or self.is_too_large:
                return
            self._begin()
            turn, chosen = self._turn, self._set()
            words = words_of(locale_of_page(self))
            tab = self.router.session.client_token
        yield
        began = seen = monotonic()

        async def advance(number: int) -> None:
            nonlocal seen
            now = monotonic()
            seen = now if is_tab_open(tab) else seen
            async with self:
                if self._turn != turn or now - seen > GONE_SECONDS:
                    raise _AbandonedError
                self.packed += number
                seconds = (now - began) / self.packed * (self.of - self.packed)
                self.left = words.count("studio.handoff.left", ceil(seconds / 60))

        problem, file = "", ""
        try:
            client = StudioClient(connection())
            name, missing = await pack(chosen, client=client, camera=camera(), advance=advance)
            file = picture_href(name, saved_as=FILE)
            problem = CameraProblem.FAILED.value if missing else ""
        except CameraError as error:
            problem = error.problem.value
        except OrderServiceError:
            problem = CameraProblem.FAILED.value
        except _AbandonedError:
            pass  # by another turn of this page, or nobody is there to be told
        async with self:
            if self._turn == turn:
                self.is_packing, self.left = False, ""
                self.picture_problem, self.file = problem, file

    @rx.event
    def cancel(self) -> None:
        """Make it no further."""
        self._turn += 1
        self.is_packing, self.left = False, ""

    @rx.event
    def download(self) -> Any:  # noqa: ANN401 - an event
        """Hand over what needs no browser: the words and the state table."""
        chosen = self._set()
        written = BytesIO()
        with ZipFile(written, "w", ZIP_DEFLATED) as packed:
            packed.writestr(WORDS_FILE, words_csv(chosen.scenarios))
            packed.writestr(STATES_FILE, states_csv(chosen, {}))
        return rx.download(data=written.getvalue(), filename=FILE)

    def _begin(self) -> None:
        self._turn += 1
        self.is_packing, self.packed, self.of = True, 0, self._set().count
        self.left, self.picture_problem, self.file = "", "", ""

    def _set(self) -> HandoffSet:
        return HandoffSet(
            scenarios=of_groups(self.chosen["groups"]),
            devices=tuple(Device(one) for one in self.chosen["devices"]),
            themes=tuple(self.chosen["themes"]),
            locales=tuple(self.chosen["languages"]),
        )

    def _count(self) -> None:
        chosen = self._set()
        words = words_of(locale_of_page(self))
        self.command = chosen.command()
        self.counted = words.count("studio.handoff.pictures", chosen.count)
        self.is_too_large = chosen.count > MOST_PICTURES


open_to_anonymous(HandoffState)
