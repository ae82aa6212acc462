"""Change here how a test comes to the portal by its bare address."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import href
from buyer_portal.testing.words import words_on


class HomePage:
    """The bare address: it leads on at once, to the orders or to sign-in."""

    SCREENS: Final = ("home",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.to_orders = page.get_by_role("link", name=words("errors.to_orders"), exact=True)
        """For those whom the page does not lead on."""

    def open(self) -> None:
        """Open the bare address of the language."""
        self._page.goto(href("", self._words.locale))
