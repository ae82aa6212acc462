"""Change here what a hand-off holds besides its pictures: words, state table, a page to look."""

import csv
import io
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOCALES
from buyer_portal.scenario.library import LIBRARY, Group, NamedScenario
from buyer_portal.scenario.opening import Device
from buyer_portal.screens.catalogue import Screen, promised
from buyer_portal.studio.camera import Look

THEMES: Final = ("day", "night")
WORDS_FILE: Final = "words.csv"
STATES_FILE: Final = "states.csv"
INDEX_FILE: Final = "index.html"
MOST_PICTURES: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One screenshot: which situation, on which device, in which theme and language."""

    scenario: str
    device: Device
    theme: str
    locale: str

    @property
    def look(self) -> Look:
        """What its screen is."""
        return Look.model_validate({"device": self.device, "theme": self.theme})

    @property
    def file(self) -> str:
        """Where it stands in the ZIP."""
        return f"screens/{self.scenario}/{self.device}-{self.theme}-{self.locale}.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffSet:
    """What is handed over."""

    scenarios: tuple[str, ...]
    devices: tuple[Device, ...] = (Device.PHONE, Device.DESKTOP)
    themes: tuple[str, ...] = THEMES
    locales: tuple[str, ...] = LOCALES

    def pictures(self) -> Iterator[Picture]:
        """Yield every picture, one situation after the other."""
        for scenario in self.scenarios:
            for device in self.devices:
                for theme in self.themes:
                    for locale in self.locales:
                        yield Picture(scenario=scenario, device=device, theme=theme, locale=locale)

    @property
    def count(self) -> int:
        """How many pictures it has."""
        return len(self.scenarios) * len(self.devices) * len(self.themes) * len(self.locales)

    def command(self, file: str = "handoff.zip") -> str:
        """Return the command line that makes it."""
        words = ["python -m buyer_portal handoff", file]
        if self.scenarios != tuple(LIBRARY):
            words.append(f"--scenarios {','.join(self.scenarios)}")
        words += [
            f"--devices {','.join(self.devices)}",
            f"--themes {','.join(self.themes)}",
            f"--languages {','.join(self.locales)}",
        ]
        return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the order service decided in a situation; empty where there is no order."""

    outcome: str = ""
    causes: tuple[str, ...] = ()


def of_groups(groups: Iterable[str]) -> tuple[str, ...]:
    """Return the situations of some groups of the library, in its order."""
    wanted = {*groups}
    return tuple(name for name, one in LIBRARY.items() if one.group.value in wanted)


def all_groups() -> tuple[str, ...]:
    """Return the groups of the library."""
    return tuple(group.value for group in Group)


def words_csv(scenarios: Sequence[str]) -> str:
    """Return every text of the screens that the situations open on, in each language."""
    pages = {LIBRARY[name].scenario.opening.page for name in scenarios}
    screens = [one for one in promised().screens if one.route in pages]
    keys = sorted({key for screen in screens for key in screen.texts})
    rows = [["message", "screens", *LOCALES]]
    for key in keys:
        where = " ".join(screen.id for screen in screens if key in screen.texts)
        rows.append([key, where, *("\n".join(words_of(locale).forms(key)) for locale in LOCALES)])
    return _csv(rows)


def states_csv(
    chosen: HandoffSet, facts: Mapping[str, Facts], missing: Container[Picture] = ()
) -> str:
    """Return the state table: one row a situation; ``missing`` has no picture."""
    rows = [
        [
            "situation", "title", "group", "screen", "address", "order", "preset",
            "outcome", "causes", "pictures",
        ]
    ]  # fmt: skip
    pictures = [one for one in chosen.pictures() if one not in missing]
    for name in chosen.scenarios:
        known = facts.get(name, Facts())
        named = LIBRARY[name]
        rows.append(
            [
                *_told(named),
                known.outcome,
                " ".join(known.causes),
                " ".join(one.file for one in pictures if one.scenario == name),
            ]
        )
    return _csv(rows)


def _told(named: NamedScenario) -> list[str]:
    scenario = named.scenario
    screen = _screen_at(scenario.opening.page)
    order = next(iter(scenario.orders), None)
    return [
        named.name,
        words_of("en")(f"studio.scenario.{named.name}"),
        named.group.value,
        screen.id if screen else "",
        scenario.opening.page,
        order.status.value if order else "",
        scenario.all_sellers[0].preset,
    ]


def _screen_at(route: str) -> Screen | None:
    return next((one for one in promised().screens if one.route == route), None)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
