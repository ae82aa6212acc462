"""Change here how a test reads the page of a return, and what it does there."""

from typing import Final

from playwright.sync_api import FilePayload, Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import RETURN, href
from buyer_portal.testing.words import words_on


class ReturnPage:
    """The returns of one order, as a buyer sees them."""

    SCREENS: Final = ("return",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.reason = page.get_by_label(words("returns.reason"), exact=True)
        self.send_button = page.get_by_role("button", name=words("returns.send.return"), exact=True)
        self.photos = page.locator("img[src^='/uploads/photos/']")
        self.alert = page.get_by_role("alert")

    def open(self, order_id: str) -> None:
        """Open the page of an order by its address."""
        self._page.goto(href(RETURN, self._words.locale, order_id=order_id))

    def state(self, name: str) -> Locator:
        """Return the title of a return in a state, such as asked, rejected, to_send or paid."""
        return self._page.get_by_role(
            "heading", level=2, name=self._words(f"returns.{name}.title"), exact=True
        )

    def take(self, goods: str) -> None:
        """Tick a line of one piece."""
        self._page.get_by_role("checkbox", name=self._words("returns.pieces", name=goods)).check()

    def choose_reason(self, key: str) -> None:
        """Choose a reason by its key."""
        self.reason.select_option(self._words(f"reason.{key}"))

    def add_photo(self, content: bytes, kind: str = "image/png") -> None:
        """Upload a photo."""
        photo: FilePayload = {"name": "photo.png", "mimeType": kind, "buffer": content}
        self._page.get_by_label(self._words("returns.photos.add")).set_input_files(photo)

    def ask(self) -> None:
        """Send the request."""
        self.send_button.click()

    def appeal(self) -> None:
        """Go and ask support to overrule the seller."""
        self._page.get_by_role("link", name=self._words("returns.rejected.appeal")).click()

    def ship(self, carrier: str, tracking: str) -> None:
        """Say that the parcel is on its way."""
        self._page.get_by_label(self._words("returns.ship.carrier"), exact=True).fill(carrier)
        self._page.get_by_label(self._words("returns.ship.tracking"), exact=True).fill(tracking)
        self._page.get_by_role("button", name=self._words("returns.ship.send")).click()
