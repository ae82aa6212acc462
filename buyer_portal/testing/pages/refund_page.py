"""Change here how a test reads the refund tracker."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import REFUND, href
from buyer_portal.testing.words import words_on


class RefundPage:
    """Where the money of one order is."""

    SCREENS: Final = ("refund",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.support_link = page.get_by_role("link", name=words("refunds.support"))

    def open(self, order_id: str) -> None:
        """Open the tracker of an order."""
        self._page.goto(href(REFUND, self._words.locale, order_id=order_id))

    def headline(self, stage: str) -> Locator:
        """Return the headline of a stage, e.g. ``received``."""
        return self._page.get_by_role(
            "heading", name=self._words(f"refunds.headline.{stage}"), exact=True
        )

    def steps(self, state: str) -> Locator:
        """Return the steps that are ``done``, ``current``, ``todo`` or ``stopped``."""
        return self._page.locator(f".journey-step[data-state={state}]")
