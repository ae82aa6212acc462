"""Change here how a test changes an order instead of cancelling it."""

import re
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import CHANGE, href
from buyer_portal.testing.words import words_on


class ChangePage:
    """One thing of an order, being changed: its form, its price, how it ended."""

    SCREENS: Final = ("change",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.save_button = page.get_by_role("button", name=words("changing.save"), exact=True)
        self.cancel_then_again = page.get_by_role(
            "button", name=words("changing.cancel_then_again"), exact=True
        )
        self.errors = page.get_by_role("alert").filter(has_text=re.compile(r"\S"))
        self.done = page.get_by_role("heading", name=words("changing.done.title"), exact=True)

    def open(self, order_id: str, kind: ChangeKind) -> None:
        """Open the page for one kind of change."""
        address = href(CHANGE, self._words.locale, order_id=order_id)
        self._page.goto(f"{address}?kind={kind}")

    def field(self, name: str) -> Locator:
        """Return a field of the address form: ``name``, ``phone``, ``street``, ``area``."""
        return self._page.get_by_label(self._words(f"address.{name}"))

    def choose_variant(self, product: str, text: str) -> None:
        """Choose the variant whose text starts so."""
        choice = self._page.get_by_label(self._words("changing.variant_of", name=product))
        value = choice.locator("option", has_text=text).first.get_attribute("value")
        choice.select_option(value=value)

    def save(self) -> None:
        """Save the change."""
        self.save_button.click()
