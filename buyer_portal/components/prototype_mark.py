"""Change here the mark on every page of a prototype; production builds have none."""

from typing import Final

import reflex as rx

from buyer_portal.components.words import PageWords
from buyer_portal.settings import Mode, Settings

CAN_PROTOTYPE: Final = Settings.load().mode is not Mode.PRODUCTION


def prototype_mark(words: PageWords) -> rx.Component:
    """Draw the mark, which the page shows when it was opened as a prototype (prototype.js)."""
    if not CAN_PROTOTYPE:
        return rx.fragment()
    return rx.el.p(words.t("studio.mark"), class_name="prototype-mark")
