"""Change here how a test withdraws from a contract."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import WITHDRAWAL, href
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.words import words_on


class WithdrawalPage:
    """The statement in two steps, and its acknowledgement."""

    SCREENS: Final = ("withdrawal",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.errors = page.get_by_role("alert")
        self.statement = page.locator("[data-statement]")
        self.acknowledgement = page.locator("[data-paper=withdrawal]")

    def open(self, query: str = "") -> None:
        """Open the function, as anybody can."""
        self._page.goto(href(WITHDRAWAL, self._words.locale) + query)
        self._page.locator("[data-hydrated=true]").first.wait_for(state="attached")

    def state(self, name: str, number: str, email: str) -> None:
        """Give the three details and go on."""
        say = self._words
        for key, text in (("name", name), ("number", number), ("email", email)):
            self._page.get_by_label(say(f"withdrawal.{key}"), exact=True).fill(text)
        self.go_on()

    def go_on(self) -> None:
        """Go on with what is filled in."""
        self._page.get_by_role("button", name=self._words("withdrawal.continue")).click()

    def confirm(self) -> None:
        """Press the button that the law names."""
        self._page.get_by_role("button", name=self._words("withdrawal.confirm")).click()

    def download(self, folder: Path) -> Path:
        """Keep the acknowledgement as a file and return where it is."""
        button = self._page.get_by_role("button", name=self._words("receipt.download"))
        return taken_home(self._page, button, folder)
