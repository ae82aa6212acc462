"""Change here how a test fills and sends the cancel dialog."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.testing.words import words_on


class CancelDialog:
    """The dialog that asks why, says what will happen, and sends."""

    SCREENS: Final = ("order", "orders")

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.root = page.get_by_role("dialog")
        self.text = self.root.get_by_role("textbox")
        self.send_button = self.root.get_by_role("button", name=words("cancel.send"), exact=True)
        self.keep_button = self.root.get_by_role("button", name=words("cancel.keep"))
        self.errors = self.root.get_by_role("alert")
        self.change_instead = self.root.get_by_role("link", name=words("offer.open"), exact=True)

    def choose_reason(self, key: str) -> None:
        """Choose a reason by its key."""
        self.root.get_by_role("radio", name=self._words(f"reason.{key}"), exact=True).check()

    def choose_first_reason(self) -> None:
        """Choose whatever reason stands first."""
        self.root.get_by_role("radio").first.check()

    def fewer(self, product: str) -> None:
        """Take one piece less of a line."""
        name = self._words("cancel.piece.less", name=product)
        self.root.get_by_role("button", name=name, exact=True).click()

    def more(self, product: str) -> None:
        """Take one piece more of a line."""
        name = self._words("cancel.piece.more", name=product)
        self.root.get_by_role("button", name=name, exact=True).click()

    def sum(self, kind: str) -> Locator:
        """Return an amount of the buyer's money: back ``now``, ``later``, or it ``stays``."""
        return self.root.locator(f"[data-sum={kind}] dd")

    def go_on(self) -> None:
        """Go to the second step, where the policy wants one."""
        self.root.get_by_role("button", name=self._words("cancel.continue"), exact=True).click()

    def send(self) -> None:
        """Send the cancellation."""
        self.send_button.click()
