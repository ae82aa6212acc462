"""Change here how a test reads a buyer's standing and appeals."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import STANDING, href
from buyer_portal.testing.words import words_on


class StandingPage:
    """The ledger of notes, as a buyer sees it."""

    SCREENS: Final = ("standing",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.notes = page.locator("[data-strike]")
        self.alert = page.get_by_role("alert")

    def open(self) -> None:
        """Open the page by its address."""
        self._page.goto(href(STANDING, self._words.locale))

    def note(self, number: int = 0) -> Locator:
        """Return a note, the newest first."""
        return self.notes.nth(number)

    def summary(self, key: str) -> Locator:
        """Return the heading of the summary with the text of ``key``."""
        return self._page.get_by_role("heading", name=self._words(key), exact=True)

    def appeal(self, text: str, number: int = 0) -> None:
        """Open the appeal against a note, write it, send it."""
        note = self.note(number)
        note.get_by_text(self._words("standing.appeal.open"), exact=True).click()
        note.get_by_label(self._words("standing.appeal.label")).fill(text)
        note.get_by_role("button", name=self._words("standing.appeal.send")).click()
