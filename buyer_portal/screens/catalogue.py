"""Change here what the screen catalogue says of a screen, and what counts as breaking it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any, Final

FORMAT: Final = 1
"""The shape of the JSON; ``Catalogue.version`` is what the screens promise."""
PROMISED: Final = "screens.json"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Control:
    """Something with a role: its accessible name is one of the texts ``names``.

    ``has_own_name``: the name can also be words that come from the server, such as a seller's.
    """

    role: str
    names: tuple[str, ...] = ()
    has_own_name: bool = False
    test_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Screen:
    """One page: its address, what it is headed, what is on it, and where it leads.

    ``says`` are the message ids, or patterns of them, of what the server prints into the page.
    """

    id: str
    route: str
    headings: tuple[str, ...]
    landmarks: tuple[str, ...]
    controls: tuple[Control, ...]
    test_ids: tuple[str, ...]
    texts: tuple[str, ...]
    says: tuple[str, ...]
    leads_to: tuple[str, ...]

    def offers(self, role: str, name: str = "") -> bool:
        """Say whether something of that role can bear the text of ``name`` (empty: any)."""
        return any(
            not name or name in control.names or (control.has_own_name and self._is_said(name))
            for control in self.controls
            if control.role == role
        )

    def can_say(self, name: str) -> bool:
        """Say whether the text of ``name`` can stand on the page."""
        return name in self.texts or self._is_said(name)

    def _is_said(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.says)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every screen, by id. ``version`` rises when something of it is taken back or renamed."""

    version: int
    screens: tuple[Screen, ...]

    def screen(self, its_id: str) -> Screen:
        """Return a screen.

        Raises:
            KeyError: There is no such screen.
        """
        return next(one for one in self.screens if one.id == its_id)


def to_json(catalogue: Catalogue) -> str:
    """Return the catalogue as JSON with one control a line, so that two can be compared."""
    head = f'{{"format": {FORMAT}, "version": {catalogue.version}, "screens": [\n'
    return head + ",\n".join(_screen_json(one) for one in catalogue.screens) + "\n]}\n"


def _screen_json(screen: Screen) -> str:
    fields = asdict(screen)
    rows = [f'  "{name}": {json.dumps(fields[name])}' for name in ("id", "route")]
    for name in ("headings", "landmarks", "controls", "test_ids", "texts", "says", "leads_to"):
        entries = [_entry(entry) for entry in fields[name]]
        within = "\n    " + ",\n    ".join(entries) + "\n  " if entries else ""
        rows.append(f'  "{name}": [{within}]')
    return " {\n" + ",\n".join(rows) + "\n }"


def _entry(entry: object) -> str:
    if isinstance(entry, dict):
        return json.dumps({name: said for name, said in entry.items() if said})  # pyright: ignore[reportUnknownVariableType]
    return json.dumps(entry)


def from_json(text: str) -> Catalogue:
    """Return the catalogue that ``to_json`` wrote.

    Raises:
        ValueError: Another format.
    """
    read = json.loads(text)
    if read.get("format") != FORMAT:
        raise ValueError(f"a screen catalogue of format {FORMAT}, not {read.get('format')!r}")
    return Catalogue(
        version=read["version"], screens=tuple(_screen(one) for one in read["screens"])
    )


def _screen(read: dict[str, Any]) -> Screen:
    controls = tuple(
        Control(
            role=one["role"],
            names=tuple(one.get("names", ())),
            has_own_name=one.get("has_own_name", False),
            test_ids=tuple(one.get("test_ids", ())),
        )
        for one in read["controls"]
    )
    lists = ("headings", "landmarks", "test_ids", "texts", "says", "leads_to")
    return Screen(
        id=read["id"],
        route=read["route"],
        controls=controls,
        **{name: tuple(read[name]) for name in lists},
    )


@cache
def promised() -> Catalogue:
    """Return the catalogue that was published last."""
    return from_json((files(__package__ or "") / PROMISED).read_text("utf-8"))


def breaks(before: Catalogue, after: Catalogue) -> Iterator[str]:
    """Yield what somebody who relies on ``before`` no longer finds in ``after``."""
    now = {screen.id: screen for screen in after.screens}
    for screen in before.screens:
        if screen.id not in now:
            yield f"{screen.id}: the screen is gone"
            continue
        new = now[screen.id]
        if screen.route != new.route:
            yield f"{screen.id}: moved from {screen.route} to {new.route}"
        for kind in ("headings", "landmarks", "test_ids", "leads_to"):
            for lost in sorted({*getattr(screen, kind)} - {*getattr(new, kind)}):
                yield f"{screen.id}: {kind}: {lost} is gone"
        for control in screen.controls:
            for name in control.names:
                if not new.offers(control.role, name):
                    yield f"{screen.id}: no {control.role} is called {name} any more"
            if control.has_own_name and not any(
                one.has_own_name for one in new.controls if one.role == control.role
            ):
                yield f"{screen.id}: no {control.role} bears a name of its own any more"
