"""Change here which texts the words page lists, and what it shows of each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.i18n.changes import Forms, WordChanges
from buyer_portal.i18n.pseudo import Pseudo, pseudo_text
from buyer_portal.routes import LOCALES
from buyer_portal.screens.catalogue import promised
from buyer_portal.studio.words_check import Finding, findings

PAGE: Final = 40
EVERYWHERE: Final = "everywhere"
"""In place of a screen: every text there is."""
_STUDIO: Final = ("studio.", "demo.")
_PLACEHOLDER: Final = re.compile(r"\{\w*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A text in one language; one line is one plural form."""

    locale: str
    label: str
    text: str
    lines: int
    is_changed: bool
    findings: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A message beside itself in every language."""

    key: str
    where: str
    cells: list[CellView] = field(default_factory=list[CellView])
    pseudo: list[str] = field(default_factory=list[str])


def keys_on(screen: str) -> tuple[str, ...]:
    """Return the messages of a screen: what it draws, then what the server prints into it."""
    known = words_of("en").keys()
    if screen == EVERYWHERE:
        return tuple(sorted(key for key in known if not key.startswith(_STUDIO)))
    found = next((one for one in promised().screens if one.id == screen), None)
    if found is None:
        return ()
    said = [key for key in sorted(known) if found.can_say(key) and key not in found.texts]
    return (*found.texts, *said)


def matching(keys: Iterable[str], query: str, changes: WordChanges) -> list[str]:
    """Return the messages whose id or text has ``query``; empty: all of them."""
    wanted = query.strip().casefold()
    return [
        key
        for key in keys
        if wanted in key.casefold()
        or any(
            wanted in form.casefold() for locale in LOCALES for form in _said(locale, key, changes)
        )
    ]


class Pressed(BaseModel):
    """A text of a prototype that somebody pressed, and the messages that the page knows it as."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text: str = Field(max_length=1000)
    keys: tuple[Annotated[str, Field(max_length=200)], ...] = Field(max_length=20, strict=False)


def key_saying(text: str, keys: Iterable[str], locale: str, changes: WordChanges) -> str:
    """Return the message that says ``text`` in a language; empty: none does.

    Args:
        keys: Messages that may have said it; where none is known, what the server prints is asked.
    """
    words = words_of(locale)
    if known := next((key for key in keys if words.has(key)), ""):
        return known
    said = " ".join(text.split())
    best, most = "", 0
    for key in sorted(words.keys()):
        if key.startswith(_STUDIO):
            continue
        for form in _said(locale, key, changes):
            literal = sum(map(len, _PLACEHOLDER.split(form)))
            if literal > most and _pattern(form).fullmatch(said):
                best, most = key, literal
    return best


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, _PLACEHOLDER.split(form))))


def text_views(keys: Iterable[str], changes: WordChanges, words: Words) -> list[TextView]:
    """Return the rows of some messages."""
    return [text_view(key, changes, words) for key in keys]


def text_view(key: str, changes: WordChanges, words: Words) -> TextView:
    """Return the row of a message."""
    english = _said("en", key, changes)
    screens = [one for one in promised().screens if one.can_say(key)]
    return TextView(
        key=key,
        where=words.count("studio.words.where", len(screens)),
        cells=[_cell(locale, key, changes, words) for locale in LOCALES],
        pseudo=[
            pseudo_text(" / ".join(english), kind)
            for kind in (Pseudo.LONG, Pseudo.ACCENTED, Pseudo.RTL)
        ],
    )


def _cell(locale: str, key: str, changes: WordChanges, words: Words) -> CellView:
    forms = _said(locale, key, changes)
    return CellView(
        locale=locale,
        label=f"{key}, {words(f'settings.language.{locale}')}",
        text="\n".join(forms),
        lines=max(2, len(forms)),
        is_changed=key in changes.texts.get(locale, {}),
        findings=[finding_text(one, words) for one in findings(locale, key, forms)],
    )


def _said(locale: str, key: str, changes: WordChanges) -> Forms:
    return changes.texts.get(locale, {}).get(key) or words_of(locale).forms(key)


def finding_text(finding: Finding, words: Words) -> str:
    """Return what is wrong, in words."""
    return words(f"studio.words.fault.{finding.fault}", about=finding.about)
