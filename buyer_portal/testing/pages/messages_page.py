"""Change here how a test reads the list of conversations."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import MESSAGES, href
from buyer_portal.testing.words import words_on


class MessagesPage:
    """All conversations of a buyer."""

    SCREENS: Final = ("messages",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.rows = page.get_by_role("list", name=words("messages.list")).get_by_role("link")
        self.empty = page.get_by_role("heading", name=words("messages.empty.title"))

    def open(self) -> None:
        """Open the list."""
        self._page.goto(href(MESSAGES, self._words.locale))

    def row(self, text: str) -> Locator:
        """Return the conversation that shows ``text``: a seller, goods, a message."""
        return self.rows.filter(has_text=text)
