"""Change here how a test reads a buyer's page that was opened from the studio."""

from typing import Final

from playwright.sync_api import FrameLocator, Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.screens.catalogue import promised

_NOT_OURS: Final = "studio"
_PLAIN: Final = "not_found"


class Prototype:
    """A page of the portal in a frame of the studio, in a tab of its own or behind a link.

    It is any screen of buyers: their own page objects read one in a tab, this one reads in frames
    as well. A frame says nothing of its language, so the words are to be given.
    """

    SCREENS: Final = tuple(
        screen.id
        for screen in promised().screens
        if not screen.id.startswith(_NOT_OURS) and screen.id != _PLAIN
    )

    def __init__(self, place: Page | FrameLocator, words: Words) -> None:
        self._place = place
        self.root = place.locator("html")
        """Bears the language (``lang``), ``data-theme`` and the look, ``data-brand``."""
        self.mark = place.get_by_text(words("studio.mark"), exact=True)
        self.connection = place.locator("[data-connection]")
        """What the page says while it has none."""
        self.offline = place.locator("html[data-offline]")
        self.found = place.locator("[data-found]")
        """Where the text stands that is being written beside it."""

    def heading(self, text: str) -> Locator:
        """Return a headline by its text."""
        return self._place.get_by_role("heading", name=text, exact=True)

    def button(self, text: str) -> Locator:
        """Return a button by its text."""
        return self._place.get_by_role("button", name=text)

    def link(self, text: str) -> Locator:
        """Return a link by its text."""
        return self._place.get_by_role("link", name=text, exact=True)

    def text(self, text: str) -> Locator:
        """Return where a text stands by itself."""
        return self._place.get_by_text(text, exact=True)
