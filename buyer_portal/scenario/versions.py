"""Change here which versions of a scenario can be read, and how an old one becomes the present."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

SCENARIO_VERSION: Final = 2

Document = dict[str, Any]


def _from_1(document: Document) -> Document:
    """Version 1 knew neither tickets nor an opening; what it said holds as it is."""
    for name in ("opening", "tickets"):
        if name in document:
            raise ValueError(f"a scenario of version 1 has no {name!r}; say version 2")
    return document | {"version": 2}


MIGRATIONS: Final[Mapping[int, Callable[[Document], Document]]] = {1: _from_1}
"""From each old version to the next."""


def migrated(document: object) -> object:
    """Return a scenario's document in the present version; without a version it is of that.

    Raises:
        ValueError: The version is none of ours, with those that are.
    """
    if not isinstance(document, Mapping):
        return document
    found: Document = dict(cast("Mapping[str, Any]", document))
    version = found.get("version", SCENARIO_VERSION)
    if type(version) is not int or not 1 <= version <= SCENARIO_VERSION:
        raise ValueError(
            f"no scenario version {version!r}: this portal reads 1 to {SCENARIO_VERSION}"
        )
    while version < SCENARIO_VERSION:
        found = MIGRATIONS[version](found)
        version += 1
    return found
