"""Change here how a test reads about refusing a delivery, and refuses."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import REFUSE, href
from buyer_portal.testing.words import words_on


class RefusePage:
    """Refusing one delivery, as a buyer sees it."""

    SCREENS: Final = ("refuse",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.agreement = page.get_by_role("checkbox").last
        self.send_button = page.get_by_role("button", name=words("refuse.send"), exact=True)
        self.withdraw_button = page.get_by_role("button", name=words("refuse.withdraw"), exact=True)
        self.keep_link = page.get_by_role("link", name=words("refuse.keep"), exact=True)
        self.alert = page.get_by_role("alert")

    def open(self, order_id: str) -> None:
        """Open the page of an order by its address."""
        self._page.goto(href(REFUSE, self._words.locale, order_id=order_id))

    def title(self, kind: str) -> Locator:
        """Return the heading of a state: offer, announced, confirmed, lapsed or closed."""
        return self._page.get_by_role(
            "heading", level=1, name=self._words(f"refuse.{kind}.title"), exact=True
        )

    def refuse(self) -> None:
        """Say that the consequence is understood, and refuse."""
        self.agreement.check()
        self.send_button.click()

    def withdraw(self) -> None:
        """Take back what was announced."""
        self.withdraw_button.click()
