"""Change here how the catalogue reads what scripts mark on a page: ``data-*`` attributes."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import buyer_portal
from buyer_portal.components.page_scripts import EVERYWHERE, IN_PROTOTYPES

_ASSETS: Final = Path(buyer_portal.__file__).parents[1] / "assets"
_SET: Final = re.compile(r"""(?:toggle|set)Attribute\("(data-[\w-]+)\"""")
_NOTED: Final = re.compile(r"(\w+)\.dataset\.(\w+) = ")
_WHOLE: Final = frozenset({"root", "documentElement"})
_CAPITAL: Final = re.compile(r"[A-Z]")


@cache
def marks_of_head() -> frozenset[str]:
    """Return what the scripts of every page set, without what they note on parts for themselves."""
    return frozenset(
        mark
        for src in (*IN_PROTOTYPES, *EVERYWHERE)
        for whose, mark in _marks(src)
        if whose in _WHOLE or not whose
    )


@cache
def marks_of(src: str) -> frozenset[str]:
    """Return what a script of ``assets`` sets that a page loads; nothing for one of others."""
    return frozenset(mark for _, mark in _marks(src))


def _marks(src: str) -> Iterator[tuple[str, str]]:
    """Yield each attribute that a script sets, with the name of the element it is noted on."""
    file = _ASSETS / src.lstrip("/")
    if not src.startswith("/") or not file.is_file():
        return
    text = file.read_text("utf-8")
    yield from (("", mark) for mark in _SET.findall(text))
    for whose, name in _NOTED.findall(text):
        yield whose, "data-" + _CAPITAL.sub(lambda one: f"-{one[0].lower()}", name)
