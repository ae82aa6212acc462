"""Change here how a test orders again."""

import re
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import AGAIN, href
from buyer_portal.testing.words import words_on


class OrderAgainPage:
    """A new order, filled in with an old one."""

    SCREENS: Final = ("again",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        start = re.escape(words("again.place", amount="").strip())
        self.place_button = page.get_by_role("button", name=re.compile(f"^{start}"))
        self.errors = page.get_by_role("alert").filter(has_text=re.compile(r"\S"))
        self.placed = page.get_by_role("heading", name=words("again.done.title"), exact=True)
        self.new_order = page.get_by_role("link", name=words("again.done.see"), exact=True)

    def open(self, order_id: str) -> None:
        """Open the page for an old order."""
        self._page.goto(href(AGAIN, self._words.locale, order_id=order_id))

    def variant_of(self, product: str) -> Locator:
        """Return the choice of a product's variant."""
        return self._page.get_by_label(self._words("changing.variant_of", name=product))

    def field(self, name: str) -> Locator:
        """Return a field of the address form: ``name``, ``phone``, ``street``, ``area``."""
        return self._page.get_by_label(self._words(f"address.{name}"))

    def place(self) -> None:
        """Place the order."""
        self.place_button.click()
