"""Change here how a test reads the policy of a seller."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import SELLER_POLICY, href
from buyer_portal.testing.words import words_on


class SellerPolicyPage:
    """Who can cancel when, in sentences and as a table."""

    SCREENS: Final = ("seller_policy",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.table = page.get_by_role("table").first
        self.missing = page.get_by_role("heading", name=words("policy.not_found.title"))

    def open(self, seller_id: str) -> None:
        """Open the policy of a seller by its address."""
        self._page.goto(href(SELLER_POLICY, self._words.locale, seller_id=seller_id))
