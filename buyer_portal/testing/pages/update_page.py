"""Change here how a test updates an outdated page."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import UPDATE, href
from buyer_portal.testing.words import words_on


class UpdatePage:
    """Why the page is too old, the button that loads it anew, and what else helps."""

    SCREENS: Final = ("update",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", name=words("update.title"), exact=True)
        self.update_button = page.get_by_role("link", name=words("update.reload"), exact=True)
        self.again_button = page.get_by_role("link", name=words("update.again"), exact=True)
        self.still_old = page.get_by_text(words("update.in_vain"), exact=True)
        self.stores = page.get_by_text(words("update.steps.store"), exact=True)

    def open(self) -> None:
        """Open the page by its address."""
        self._page.goto(href(UPDATE, self._words.locale))

    def update(self) -> None:
        """Load the page anew, back to where the buyer was."""
        self.update_button.click()
