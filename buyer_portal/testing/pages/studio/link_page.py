"""Change here how a test reads what somebody meets whose link to a prototype does not open."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.testing.words import words_on


class RefusedLinkPage:
    """Why a link does not open. One that does leads to a page of buyers: ``Prototype``."""

    SCREENS: Final = ("studio_link",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.to_studio = page.get_by_role("link", name=words("studio.refused.link"), exact=True)

    def because(self, reason: str) -> Locator:
        """Return the headline of a reason: ``tampered``, ``expired``, ``outdated``, …."""
        title = self._words(f"studio.refused.{reason}.title")
        return self._page.get_by_role("heading", name=title, exact=True)
