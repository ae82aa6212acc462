"""Change here how a test reads one order and what its buttons do."""

import re
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.domain.decision_values import ActionKind
from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import ORDER, href
from buyer_portal.testing.words import words_on


class OrderDetailPage:
    """One order as a buyer sees it."""

    SCREENS: Final = ("order",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        names = "|".join(
            re.escape(words(f"action.{kind}"))
            for kind in (ActionKind.CANCEL, ActionKind.REQUEST_CANCEL, ActionKind.CANCEL_REST)
        )
        self.cancel_button = page.get_by_role("button", name=re.compile(f"^({names})$"))
        self.why_button = page.get_by_role("button", name=words("why.open"))

    def open(self, order_id: str) -> None:
        """Open an order by its address."""
        self._page.goto(href(ORDER, self._words.locale, order_id=order_id))

    def title(self, key: str) -> Locator:
        """Return the headline with the text of ``key``."""
        return self._page.get_by_role("heading", name=self._words(key), exact=True)

    def part(self, kind: str) -> Locator:
        """Return what became of a part: ``cancelled``, ``requested`` or ``left``."""
        return self._page.locator(f"[data-part={kind}]")

    def start_cancel(self) -> None:
        """Press Cancel order."""
        self.cancel_button.click()
