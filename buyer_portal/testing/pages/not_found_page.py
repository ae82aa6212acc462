"""Change here how a test reads what stands at an address that there is not."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.testing.words import words_on


class NotFoundPage:
    """Any address that the portal does not know; ``page.goto`` finds it."""

    SCREENS: Final = ("not_found",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self.heading = page.get_by_role("heading", name=words("errors.not_found.title"), exact=True)
        self.to_orders = page.get_by_role("link", name=words("errors.to_orders"), exact=True)
