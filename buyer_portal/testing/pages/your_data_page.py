"""Change here how a test takes a buyer's data out and deletes the account."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import YOUR_DATA, href
from buyer_portal.testing.words import words_on


class YourDataPage:
    """The download of everything, and deleting the account."""

    SCREENS: Final = ("your_data",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.download = page.get_by_role("link", name=words("data.export.action"))
        self.blocked = page.get_by_role("heading", name=words("data.delete.blocked"))

    def open(self) -> None:
        """Open the page by its address."""
        self._page.goto(href(YOUR_DATA, self._words.locale))

    def delete(self, login: str) -> None:
        """Type the name that confirms it, and delete the account."""
        self._page.locator("input[name=login]").fill(login)
        self._page.get_by_role("button", name=self._words("data.delete.action")).click()
