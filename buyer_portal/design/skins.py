"""Change here how a skin's file (``skins/*.toml``) becomes labels, a theme and colours."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, cast

from buyer_portal.domain.skins import SKINS

FOLDER: Final = Path(__file__).parent / "skins"
THEMES: Final = ("day", "night")
ROLES: Final = (
    "primary",
    "primary-content",
    "accent",
    "accent-content",
    "base-100",
    "base-200",
    "base-300",
    "base-content",
)
"""The colours that a skin may set; the others stay the shop's own."""
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_LENGTH: Final = re.compile(r"\d(?:\.\d+)?rem")
_KEYS: Final = frozenset({"labels", "theme", "radius", *THEMES})


class SkinError(ValueError):
    """A skin's file that cannot be used: which, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """A look: whose labels (empty: the shop's), which theme (empty: the device's), colours."""

    name: str
    labels: str = ""
    theme: str = ""
    radius: str = ""
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])


@cache
def all_skins() -> Mapping[str, Skin]:
    """Return every skin by its name.

    Raises:
        SkinError: A file says something that no skin can.
    """
    return {
        path.stem: skin_in(path.stem, tomllib.loads(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.toml"))
    }


def labels_of(name: str) -> str:
    """Return whose labels a skin has; empty: it leaves them, or there is no such skin."""
    skin = all_skins().get(name) if name else None
    return skin.labels if skin else ""


def skin_in(name: str, table: Mapping[str, object]) -> Skin:
    """Return the skin of a parsed file.

    Raises:
        SkinError: An unknown key, label skin, theme or role, or what is no colour.
    """
    if unknown := set(table) - _KEYS:
        raise SkinError(f"{name}: unknown {', '.join(sorted(unknown))}")
    labels, theme, radius = (str(table.get(key, "")) for key in ("labels", "theme", "radius"))
    if labels and labels not in SKINS:
        raise SkinError(f"{name}: labels are one of {', '.join(SKINS)}, not {labels!r}")
    if theme and theme not in THEMES:
        raise SkinError(f"{name}: a theme is one of {', '.join(THEMES)}, not {theme!r}")
    if radius and not _LENGTH.fullmatch(radius):
        raise SkinError(f"{name}: a radius is a length in rem, not {radius!r}")
    colours = {
        of: {role: _colour(name, role, said) for role, said in _roles(table[of]).items()}
        for of in THEMES
        if of in table
    }
    return Skin(name=name, labels=labels, theme=theme, radius=radius, colours=colours)


def _roles(said: object) -> dict[str, object]:
    return cast("dict[str, object]", said) if isinstance(said, dict) else {}


def _colour(name: str, role: str, said: object) -> str:
    if role not in ROLES:
        raise SkinError(f"{name}: {role} is no colour of a skin; those are {', '.join(ROLES)}")
    if not isinstance(said, str) or not _COLOUR.fullmatch(said):
        raise SkinError(f"{name}: {role} is a colour such as #0b5563, not {said!r}")
    return said


def stylesheet() -> str:
    """Return the rules of every skin with colours; studio builds alone have them."""
    rules: list[str] = []
    for skin in all_skins().values():
        own = f'[data-brand="{skin.name}"]'
        corners = f" --radius-box: {skin.radius};" if skin.radius else ""
        for theme, colours in skin.colours.items():
            said = "".join(f" --color-{role}: {colour};" for role, colour in colours.items())
            said += f"{corners} --root-bg: var(--color-base-200);"
            rules.append(f':root{own}[data-theme="{theme}"] {{{said} }}')
            if theme == "day":
                rules.append(f":root{own}:not([data-theme]) {{{said} }}")
            else:
                rules.append(
                    "@media (prefers-color-scheme: dark) "
                    f"{{ :root{own}:not([data-theme]) {{{said} }} }}"
                )
    return "\n".join(rules) + "\n"
