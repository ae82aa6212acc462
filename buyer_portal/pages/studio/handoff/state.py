"""Change here what can be chosen for a hand-off."""

from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import reflex as rx

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.scenario.opening import Device
from buyer_portal.session import locale_of_page, open_to_anonymous
from buyer_portal.studio.handoff import (
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
    "languages": list(routes.LOCALES),
}


class HandoffState(rx.State):
    """What shall be handed over."""

    chosen: rx.Field[dict[str, list[str]]] = rx.field(
        default_factory=lambda: {axis: list(values) for axis, values in FIRST.items()}
    )
    command: rx.Field[str] = rx.field(default="")
    counted: rx.Field[str] = rx.field(default="")

    @rx.event
    def load(self) -> None:
        """Say what the first choice comes to."""
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
        self._count()

    @rx.event
    def download(self) -> Any:  # noqa: ANN401 - an event
        """Hand over what needs no browser: the words and the state table."""
        chosen = self._set()
        written = BytesIO()
        with ZipFile(written, "w", ZIP_DEFLATED) as packed:
            packed.writestr(WORDS_FILE, words_csv(chosen.scenarios))
            packed.writestr(STATES_FILE, states_csv(chosen, {}))
        return rx.download(data=written.getvalue(), filename="handoff.zip")

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


open_to_anonymous(HandoffState)
