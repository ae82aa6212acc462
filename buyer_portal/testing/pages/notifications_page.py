"""Change here how a test reads what the buyer was told."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import NOTIFICATIONS, href
from buyer_portal.testing.words import words_on


class NotificationsPage:
    """Every outcome, the newest first; each leads to its order."""

    SCREENS: Final = ("notifications",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.mark_all_button = page.get_by_role("button", name=words("notifications.mark_all"))
        self.empty = page.get_by_role("heading", name=words("notifications.empty.title"))

    def open(self) -> None:
        """Open the list by its address."""
        self._page.goto(href(NOTIFICATIONS, self._words.locale))
        self._page.locator("[data-hydrated=true]").first.wait_for(state="attached")

    def about(self, happened: str) -> Locator:
        """Return what was told of a kind of event, such as ``order.cancelled``."""
        title = self._words(f"notification.{happened}.title")
        return self._page.get_by_role("main").get_by_role("link").filter(has_text=title)
