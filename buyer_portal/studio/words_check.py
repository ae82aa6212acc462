"""Change here what is checked of a text before it goes to translators or buyers."""

import re
import string
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from buyer_portal.i18n.catalogue import words_of

LONGEST: Final = 1.9
"""How much longer than English a text may be before somebody should look at it."""
SHORT: Final = 14
"""English texts up to so many characters may grow by as many again."""
BANNED: Final = {
    "en": ("abort", "click here", "fatal", "illegal", "invalid", "oops", "whoops"),
    "vi": ("bất hợp pháp", "bấm vào đây", "ối"),
    "id": ("ilegal", "klik di sini", "tidak valid", "ups"),
}
"""Words that blame, frighten or say nothing (STYLE of the words: plain, no codes, no blame)."""


class Fault(StrEnum):
    """What can be wrong with a text."""

    EMPTY = "empty"
    PLACEHOLDERS = "placeholders"
    BRACES = "braces"
    PLURALS = "plurals"
    LENGTH = "length"
    BANNED = "banned"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong; ``about`` names it: a placeholder, a word, a number."""

    fault: Fault
    about: str = ""


def findings(locale: str, key: str, forms: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return all that is wrong with a text, as it would stand in the catalogue of ``locale``."""
    if not forms or not all(form.strip() for form in forms):
        return (Finding(fault=Fault.EMPTY),)
    english = words_of("en").forms(key)
    try:
        wanted, given = _placeholders(english), _placeholders(forms)
    except ValueError:
        return (Finding(fault=Fault.BRACES),)
    found = [
        Finding(fault=Fault.PLACEHOLDERS, about=f"{{{name}}}") for name in sorted(wanted ^ given)
    ]
    expected = len(words_of(locale).forms(key))
    if len(forms) != expected:
        found.append(Finding(fault=Fault.PLURALS, about=str(expected)))
    longest, own = max(map(len, english)), max(map(len, forms))
    if locale != "en" and own > max(longest * LONGEST, longest + SHORT):
        found.append(Finding(fault=Fault.LENGTH, about=str(own)))
    said = " ".join(forms).casefold()
    found += [
        Finding(fault=Fault.BANNED, about=word)
        for word in BANNED[locale]
        if re.search(rf"\b{re.escape(word)}\b", said)
    ]
    if any(form != form.strip() or "  " in form for form in forms):
        found.append(Finding(fault=Fault.SPACES))
    return tuple(found)


def blocks(found: tuple[Finding, ...]) -> bool:
    """Say whether a text with these findings cannot be shown at all."""
    stops = {Fault.EMPTY, Fault.BRACES, Fault.PLACEHOLDERS, Fault.PLURALS}
    return any(finding.fault in stops for finding in found)


def _placeholders(forms: tuple[str, ...]) -> frozenset[str]:
    """Return the placeholders of all forms; ValueError: braces that do not match."""
    return frozenset(
        name
        for form in forms
        for _, name, _, _ in string.Formatter().parse(form)
        if name is not None
    )
