"""Change here how a page gets its texts: ``t(key)`` is the one door to words."""

import json
import re
import string
from typing import Final

import reflex as rx
from reflex.vars import VarData

from buyer_portal import routes
from buyer_portal.design.skins import all_skins
from buyer_portal.domain.skins import SKINS, STANDARD_SKIN
from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.i18n.skins import SKIN_LABELS
from buyer_portal.session import SessionState
from buyer_portal.settings import Mode, Settings

CAN_CHANGE: Final = Settings.load().mode is not Mode.PRODUCTION
"""Whether pages ask for changed words as they draw; production compiles the texts alone."""
_SAY: Final = "(globalThis.portalWord??((key,text)=>text))"
_ASKED: Final = re.compile(re.escape(_SAY) + r'\("([^"\\]+)"')


def message_ids_in(expression: str) -> tuple[str, ...]:
    """Return the ids of the texts that a JavaScript expression can say, each once, in order."""
    return tuple(dict.fromkeys(_ASKED.findall(expression)))


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
        if key in SKIN_LABELS:
            skins = [
                (skin, self._filled(self._words.in_skin(skin), key, placeholders))
                for skin in SKINS
                if skin != STANDARD_SKIN
            ]
            text = rx.match(SessionState.skin, *skins, text).to(str)  # type: ignore[attr-defined]  # rx.match of vars is a var
        return _changeable(key, text, placeholders) if CAN_CHANGE else text

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

    def template(self, key: str) -> rx.Var[str]:
        """Return the text with its placeholders unfilled, for what the browser fills in.

        Raises:
            MissingMessageError: No such message.
        """
        text = self._words.forms(key)[0]
        list(string.Formatter().parse(text))
        drawn = rx.Var.create(text).to(str)
        return _changeable(key, drawn, {}) if CAN_CHANGE else drawn


def changed_words() -> rx.Component:
    """Draw nothing around all pages; words that change have the pages drawn anew."""
    given = (SessionState.words, SessionState.pseudo, SessionState.look)
    themes = rx.Var.create({skin.name: skin.theme for skin in all_skins().values() if skin.theme})
    turn = rx.Var(
        f"(globalThis.portalUseWords?.({','.join(str(one) for one in (*given, themes))})??'0')",
        _var_type=str,
        _var_data=VarData.merge(*(one._get_all_var_data() for one in given)),  # noqa: SLF001 - as Reflex builds its own vars
    )
    return rx.fragment(key=turn)


def _changeable(
    key: str, text: rx.Var[str], placeholders: "dict[str, rx.Var[str] | str | int]"
) -> rx.Var[str]:
    """Return the text, or what it was changed to (``studio/words_in_pages.js`` knows)."""
    values = rx.Var.create(placeholders)
    given = f",{values!s}" if placeholders else ""
    return rx.Var(
        f"{_SAY}({json.dumps(key)},{text!s}{given})",
        _var_type=str,
        _var_data=VarData.merge(text._get_all_var_data(), values._get_all_var_data()),  # noqa: SLF001 - as Reflex builds its own vars
    )
