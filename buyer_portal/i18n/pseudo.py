"""Change here how texts are made longer, accented or mirrored, to try what a layout bears."""

import re
from enum import StrEnum
from typing import Final


class Pseudo(StrEnum):
    """A language that nobody speaks; ``KEYS`` shows message ids in place of texts."""

    NONE = ""
    LONG = "long"
    ACCENTED = "accented"
    RTL = "rtl"
    KEYS = "keys"


_PLACEHOLDER: Final = re.compile(r"(\{[^{}]*\})")
_ACCENTS: Final = str.maketrans(
    "aceilnoprstuyzACEILNOPRSTUYZ",
    "åçéîļñöþřšţüýžÅÇÉÎĻÑÖÞŘŠŢÜÝŽ",
)
_MIRRORED: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "شبؤيثفلاهتنمةىخحضقسطعرصءغظ")
_VOWELS: Final = re.compile(r"([aeiouyAEIOUY])")
LONGER: Final = 1.4
"""How much longer a long text is at least; German and Finnish run so long over English."""


def pseudo_text(text: str, kind: Pseudo) -> str:
    """Return a text in a pseudo-language; placeholders stay as they are."""
    if kind in {Pseudo.NONE, Pseudo.KEYS}:
        return text
    parts = _PLACEHOLDER.split(text)
    said = "".join(part if place % 2 else _part(part, kind) for place, part in enumerate(parts))
    if kind is Pseudo.LONG:
        missing = int(len(text) * LONGER) - len(said)
        return f"[{said}{' ·' * max(0, (missing + 1) // 2)}]"
    return f"[{said}]" if kind is Pseudo.ACCENTED else said


def _part(text: str, kind: Pseudo) -> str:
    match kind:
        case Pseudo.ACCENTED:
            return text.translate(_ACCENTS)
        case Pseudo.LONG:
            return _VOWELS.sub(r"\1\1", text)
        case _:
            return text.lower().translate(_MIRRORED)
