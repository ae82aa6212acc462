"""Change here how a test reads a receipt or an invoice."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import INVOICE, RECEIPT, href
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.words import words_on


class ReceiptPage:
    """A sheet of paper: a receipt, or the invoice of an order."""

    SCREENS: Final = ("receipt", "invoice")

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.print_button = page.get_by_role("button", name=words("paper.print"))

    def open(self, receipt_id: str) -> None:
        """Open a receipt."""
        self._page.goto(href(RECEIPT, self._words.locale, receipt_id=receipt_id))

    def open_invoice(self, order_id: str) -> None:
        """Open the invoice of an order."""
        self._page.goto(href(INVOICE, self._words.locale, order_id=order_id))

    def sum(self, kind: str) -> Locator:
        """Return a row under the goods, e.g. ``total``."""
        return self._page.locator(f"[data-sum={kind}]")

    def download(self, folder: Path) -> Path:
        """Keep the receipt as a file and return where it is."""
        link = self._page.get_by_role("link", name=self._words("receipt.download"), exact=True)
        return taken_home(self._page, link, folder)
