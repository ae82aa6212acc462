"""Change here how a test goes about the buyer's own page."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import PROFILE, SETTINGS, href
from buyer_portal.testing.words import words_on


class ProfilePage:
    """The buyer's own page, and the menu behind its three lines."""

    SCREENS: Final = ("profile",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.menu_button = page.get_by_role("button", name=words("profile.menu"), exact=True)
        self.menu = page.locator("#menu")
        self.orders = page.get_by_role("heading", name=words("profile.your_orders"), exact=True)
        self.standing = page.get_by_role("link", name=words("profile.standing.open"))

    def open(self) -> None:
        """Open the page by its address."""
        self._page.goto(href(PROFILE, self._words.locale))
        self._page.locator("[data-hydrated=true]").first.wait_for(state="attached")

    def open_settings(self) -> None:
        """Go through the menu to the settings."""
        self.menu_button.click()
        self.menu.locator(f"a[href='{href(SETTINGS, self._words.locale)}']").click()

    def sign_out(self) -> None:
        """Sign out through the menu."""
        self.menu_button.click()
        self._page.get_by_role("button", name=self._words("profile.sign_out")).first.click()
