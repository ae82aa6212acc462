"""Change here how a test moves between the screens of the studio."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.testing.words import words_on


class StudioShell:
    """What is around every screen of the studio: its navigation, its help, its languages."""

    SCREENS: Final = tuple(f"studio_{screen}" for screen in ADDRESSES)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._words = words
        self.heading = page.get_by_role("heading", level=1)
        self.navigation = page.get_by_role("navigation", name=words("studio.nav"), exact=True)
        self.help = page.get_by_role("region", name=words("studio.help"), exact=True)
        """Open until somebody has closed it on this device."""
        self.help_button = page.get_by_role("button", name=words("studio.help"), exact=True)
        self.to_shop = page.get_by_role("link", name=words("studio.to_shop"), exact=True)

    def way_to(self, screen: Screen) -> Locator:
        """Return the link of the navigation that leads to a screen."""
        name = self._words(f"studio.nav.{screen}")
        return self.navigation.get_by_role("link", name=name, exact=True)

    def language(self, locale: str) -> Locator:
        """Return the link to the same screen in another language."""
        name = self._words(f"studio.locale.{locale}")
        return self.navigation.get_by_role("link", name=name, exact=True)

    def close_help(self) -> None:
        """Close the help of first use."""
        name = self._words("studio.help.close")
        self.help.get_by_role("button", name=name, exact=True).click()
