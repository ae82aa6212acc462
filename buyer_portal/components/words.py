"""Change here how a page gets its texts: ``t(key)`` is the one door to words."""

import string

import reflex as rx

from buyer_portal import routes
from buyer_portal.domain.skins import SKINS, STANDARD_SKIN
from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.i18n.skins import SKIN_LABELS
from buyer_portal.session import SessionState


class PageWords:
    """The texts of one page in one language, as vars a component can draw."""

    def __init__(self, locale: str) -> None:
        """Take the texts of ``locale``."""
        self.locale = locale
        self._words: Words = words_of(locale)

    def t(self, key: str, **placeholders: "rx.Var[str] | str | int") -> rx.Var[str]:
        """Return the text of ``key``; placeholders may be vars.

        Raises:
            MissingMessageError: No such message, or a placeholder it needs was not given.
        """
        text = self._filled(self._words, key, placeholders)
        if key not in SKIN_LABELS:
            return text
        skins = [
            (skin, self._filled(self._words.in_skin(skin), key, placeholders))
            for skin in SKINS
            if skin != STANDARD_SKIN
        ]
        return rx.match(SessionState.skin, *skins, text)  # type: ignore[return-value]  # rx.match of vars is a var

    def text(self, key: str, **placeholders: object) -> str:
        """Return a text that is fixed when the page is built, such as a document title."""
        return self._words(key, **placeholders)

    def href(self, address: str, **parameters: "rx.Var[str] | str") -> rx.Var[str]:
        """Return the link to a page in this language; parameters may be vars."""
        names = {name: f"{{{name}}}" for name in parameters}
        template = routes.href(address, self.locale, **names)
        return rx.Var.create(template.format_map(parameters)).to(str)

    @staticmethod
    def _filled(
        words: Words, key: str, placeholders: dict[str, "rx.Var[str] | str | int"]
    ) -> rx.Var[str]:
        # A var formats itself as a tag that Var.create reads back into an expression.
        return rx.Var.create(words(key, **placeholders)).to(str)

    def template(self, key: str) -> str:
        """Return the text with its placeholders unfilled, for what the browser fills in.

        Raises:
            MissingMessageError: No such message.
        """
        text = self._words.forms(key)[0]
        list(string.Formatter().parse(text))
        return text
