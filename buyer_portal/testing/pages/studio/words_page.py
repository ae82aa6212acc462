"""Change here how a test changes words and looks in the studio."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.pages.studio.prototype import Prototype
from buyer_portal.testing.words import words_on


class WordsPage:
    """Every text in each language beside the page that it stands on, and the looks."""

    SCREENS: Final = ("studio_words",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.ready_frame = page.locator("[data-frame=words][data-ready=true]")
        self.tab = page.locator("[data-frame-tab]")
        """What the tab of the page beside would be called."""
        self.found = page.locator("[data-found-text]")
        """How often the text that is being written stands on that page."""
        self.press_to_find = page.locator("[data-press]")
        """While it is on, a text that is pressed on that page is listed."""
        self.own_tab = page.get_by_role("link", name=words("studio.words.own_tab"), exact=True)
        self.take_back_button = page.locator("[data-take-back]")

    def open(self) -> None:
        """Open the page by its address."""
        open_studio(self._page, self._words, Screen.WORDS)

    def buyer(self, words: Words) -> Prototype:
        """Return the page beside the texts, in the language that it is in."""
        return Prototype(self._page.frame_locator("#words-frame"), words)

    def choose(self, what: str, value: str) -> None:
        """Choose the ``scenario``, ``locale``, ``device`` or ``pseudo`` of the page beside."""
        self._page.get_by_label(self._words(f"studio.words.{what}"), exact=True).select_option(
            value
        )

    def search(self, text: str) -> None:
        """List the texts that say or are called something."""
        name = self._words("studio.words.search")
        self._page.get_by_role("searchbox", name=name, exact=True).fill(text)

    def cell(self, key: str, locale: str) -> Locator:
        """Return where a text is written in a language."""
        return self._page.locator(f"[data-text='{key}'] [data-locale={locale}] [data-say]")

    def findings(self, key: str, locale: str) -> Locator:
        """Return what is wrong with a text, one item each."""
        place = self._page.locator(f"[data-text='{key}'] [data-locale={locale}]")
        return place.get_by_role("listitem")

    def look(self, name: str) -> Locator:
        """Return the choice of a look: ``own``, ``dark``, ``orchard``, …."""
        named = self._words(f"studio.look.{name}")
        about = self._words(f"studio.look.{name}.about")
        return self._page.get_by_role("radio", name=f"{named} {about}", exact=True)

    def download_po(self, locale: str, folder: Path) -> Path:
        """Keep the texts of a language as a file and return where it is."""
        button = self._page.locator(f"[data-po={locale}]")
        return taken_home(self._page, button, folder)
