"""Change here how a test says how a refund went."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import REVIEW, href
from buyer_portal.testing.words import words_on


class ReviewPage:
    """The review of a cancellation: stars, what to improve, a text."""

    SCREENS: Final = ("review",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.text = page.get_by_role("textbox", name=words("review.text"))

    def open(self, order_id: str) -> None:
        """Open the review of an order."""
        self._page.goto(href(REVIEW, self._words.locale, order_id=order_id))

    def state(self, name: str) -> Locator:
        """Return the headline of a state: early, open or given."""
        return self._page.get_by_role(
            "heading", name=self._words(f"review.headline.{name}"), exact=True
        )

    def rate(self, stars: int) -> None:
        """Give one to five stars."""
        self._page.locator(f"input[name=rating][value='{stars}']").check()

    def send(self) -> None:
        """Send it."""
        self._page.get_by_role("button", name=self._words("review.send")).click()
