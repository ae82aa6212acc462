"""Change here how a test reads that something failed, and tries again."""

import re
from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.testing.words import words_on


class FailurePanel:
    """What stands on a page after a command failed, or where nothing could be read."""

    SCREENS: Final = ("order",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.title = page.get_by_role("heading", name=words("failure.title"), exact=True)
        self.unreadable = page.get_by_role("heading", name=words("failed.title"), exact=True)
        before, _, after = words.forms("retry.in")[0].partition("{time}")
        self.countdown = page.get_by_role("timer").filter(
            has_text=re.compile(f"{re.escape(before)}.*{re.escape(after)}")
        )
        self.retry = page.get_by_role("button", name=words("retry.now"))
        self.check = page.get_by_role("button", name=words("failure.check"))
        self.support = page.get_by_role("link", name=words("retry.support"))
        self.update = page.get_by_role("link", name=words("action.update_page"))
        self.changes = page.locator("[data-failure]").get_by_role("listitem")

    def cause(self, key: str) -> None:
        """Wait until the panel names a cause, such as ``system_error``."""
        self._page.locator(f"[data-failure={key}]").wait_for()
