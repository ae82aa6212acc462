"""Change here how a test asks the help."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import HELP, href
from buyer_portal.testing.words import words_on


class HelpPage:
    """Questions and their answers, and the search."""

    SCREENS: Final = ("help",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.search = page.get_by_role("searchbox", name=words("help.search"))
        self.topics = page.locator(".help-topic")
        self.ask_support = page.get_by_role("link", name=words("help.ask"), exact=True)
        self.link = page.locator("[data-help]")
        """The way here, on every page."""

    def open(self, query: str = "") -> None:
        """Open the help; ``query`` starts with ``?``."""
        self._page.goto(href(HELP, self._words.locale) + query)
        self._page.locator("[data-phase=ready]").first.wait_for(state="attached")

    def topic(self, key: str) -> Locator:
        """Return a question by its key."""
        return self._page.locator(f"#{key}")

    def read(self, key: str) -> Locator:
        """Open a question and return it with its answer."""
        topic = self.topic(key)
        topic.locator("summary").click()
        return topic
