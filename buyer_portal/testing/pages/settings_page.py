"""Change here how a test changes settings."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import SETTINGS, href
from buyer_portal.testing.words import words_on


class SettingsPage:
    """Language, appearance, where the buyer is signed in, and what this page is."""

    SCREENS: Final = ("settings",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.orders = page.get_by_role("main").get_by_role("link", name=words("settings.orders"))
        self.saved = page.get_by_text(words("settings.saved"), exact=True)

    def open(self) -> None:
        """Open the page by its address."""
        self._page.goto(href(SETTINGS, self._words.locale))
        self._page.locator("[data-hydrated=true]").first.wait_for(state="attached")

    def language(self, locale: str) -> Locator:
        """Return the link to the same page in another language."""
        name = self._words(f"settings.language.{locale}")
        return self._page.locator("#language").get_by_role("link", name=name, exact=True)

    def choose_theme(self, theme: str) -> None:
        """Choose ``light``, ``dark`` or ``device``."""
        name = self._words(f"settings.theme.{theme}")
        self._page.locator("#appearance").get_by_role("button", name=name, exact=True).click()
