"""Change here how texts are found: gettext catalogues in ``locales/``, one file a feature.

A message id such as ``orders.title`` is the ``msgid``; every language, English too, says it in its
``msgstr``. Placeholders are written ``{name}``. The files of a language are merged.
"""

import string
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.pofile import read_po

from buyer_portal.domain.skins import STANDARD_SKIN
from buyer_portal.i18n.changes import NO_CHANGES, in_force
from buyer_portal.i18n.skins import SKIN_LABELS

LOCALES_DIR: Final = Path(__file__).parent / "locales"


class MissingMessageError(KeyError):
    """A message id that the catalogue of a language does not have."""


class CatalogueError(ValueError):
    """A catalogue that cannot be used: a message twice, a text that is empty or marked fuzzy."""


class Words:
    """Every text of one language.

    Call it with a message id and its placeholders: ``words("orders.empty", tab="…")``.
    """

    def __init__(
        self, locale: str, texts: dict[str, tuple[str, ...]], skin: str = STANDARD_SKIN
    ) -> None:
        """Hold the texts; plural forms stand in the order of the language's plural rule.

        The labels that follow the skin (``i18n/skins.py``) say what they say under ``skin``.
        """
        self.locale = locale
        self.skin = skin
        self._texts = texts
        self._skinned = {
            label: texts[f"{label}.{skin}"] for label in SKIN_LABELS if f"{label}.{skin}" in texts
        }
        self._plural_rule = read_plural_rule(locale)

    def __call__(self, key: str, **placeholders: object) -> str:
        """Return the text of ``key``.

        Raises:
            MissingMessageError: No such message, or a placeholder it needs was not given.
        """
        text = self.forms(key)[0]
        return self._filled(key, text, placeholders)

    def count(self, key: str, number: int, **placeholders: object) -> str:
        """Return the plural form of ``key`` for ``number``, which also fills ``{number}``."""
        forms = self.forms(key)
        text = forms[min(self._plural_rule(number), len(forms) - 1)]
        return self._filled(key, text, {"number": number, **placeholders})

    def has(self, key: str) -> bool:
        """Say whether the catalogue knows ``key``."""
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Return every message id of the language."""
        return frozenset(self._texts)

    def forms(self, key: str) -> tuple[str, ...]:
        """Return all plural forms of ``key``; one where it does not count.

        Raises:
            MissingMessageError: No such message.
        """
        try:
            own = self._skinned.get(key) or self._texts[key]
        except KeyError:
            raise MissingMessageError(f"{self.locale}: no message {key!r}") from None
        changes = in_force()
        return own if changes is NO_CHANGES else changes.forms(self.locale, key, own)

    def in_skin(self, skin: str) -> "Words":
        """Return the same language under another skin."""
        return words_of(self.locale, skin)

    def _filled(self, key: str, text: str, placeholders: dict[str, object]) -> str:
        if "{" not in text:
            return text
        try:
            return text.format_map(placeholders)
        except (KeyError, IndexError, ValueError) as problem:
            raise MissingMessageError(f"{self.locale}: {key!r} needs {problem}") from None


def placeholders_of(text: str) -> frozenset[str]:
    """Return the names of the placeholders in ``text``."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def read_plural_rule(locale: str) -> Callable[[int], int]:
    """Return the function from a number to the index of its plural form."""
    rule = Locale.parse(locale).plural_form
    order = [
        tag
        for tag in ("zero", "one", "two", "few", "many", "other")
        if tag in rule.tags | {"other"}
    ]

    def index(number: int) -> int:
        return order.index(rule(number))

    return index


@cache
def words_of(locale: str, skin: str = STANDARD_SKIN) -> Words:
    """Return the merged catalogue of ``locale`` under ``skin``.

    Raises:
        CatalogueError: A message stands twice, or a text is empty or fuzzy.
    """
    return Words(locale, _texts_of(locale), skin)


@cache
def _texts_of(locale: str) -> dict[str, tuple[str, ...]]:
    texts: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALES_DIR / locale / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=locale, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else message.string
            if key in texts:
                raise CatalogueError(f"{path.name}: {key!r} stands twice")
            if message.fuzzy or not forms or not all(forms):
                raise CatalogueError(f"{path.name}: {key!r} has no finished text")
            texts[key] = tuple(forms)
    return texts
