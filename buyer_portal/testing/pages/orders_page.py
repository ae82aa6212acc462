"""Change here how a test reads and uses the list of orders."""

import re
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.domain.orders import OrderTab
from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import ORDERS, href
from buyer_portal.testing.words import words_on


class OrdersPage:
    """The buyer's orders as cards under tabs."""

    SCREENS: Final = ("orders",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.cards = page.get_by_role("article")
        self.search = page.get_by_role("searchbox", name=words("orders.search"))
        self.more = page.get_by_role("button", name=words("orders.more"))

    def open(self, query: str = "") -> None:
        """Open the list; ``query`` starts with ``?``."""
        self._page.goto(href(ORDERS, self._words.locale) + query)

    def tab(self, tab: OrderTab) -> Locator:
        """Return a tab; its accessible name holds its count."""
        return self._page.get_by_role("navigation", name=self._words("orders.tabs")).get_by_role(
            "link", name=re.compile(re.escape(self._words(f"orders.tab.{tab}")))
        )

    def card(self, text: str) -> Locator:
        """Return the card that shows ``text``: an order number, goods, a seller."""
        return self.cards.filter(has_text=text)

    def open_order(self, text: str) -> None:
        """Open the order whose card shows ``text``."""
        self.card(text).locator("[data-card]").click()

    def start_cancel(self, text: str) -> None:
        """Press Cancel on a card."""
        self.card(text).get_by_role("button").click()
