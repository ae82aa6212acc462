"""Change here how a test makes a hand-off in the studio."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.words import words_on


class HandoffPage:
    """What is handed over, as a file that is made here or by the command that is shown."""

    SCREENS: Final = ("studio_handoff",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.command = page.locator("[data-command-line]")
        self.progress = page.get_by_role("progressbar")
        self.file = page.get_by_role("link", name=words("studio.handoff.save"), exact=True)
        """The file, once it has been made."""

    def open(self) -> None:
        """Open the page by its address."""
        open_studio(self._page, self._words, Screen.HANDOFF)

    def group(self, name: str) -> Locator:
        """Return the switch of a group of scenarios: ``open``, ``ask``, ``late``, …."""
        return self._switch(f"studio.group.{name}")

    def device(self, name: str) -> Locator:
        """Return the switch of a device: ``phone``, ``desktop``, …."""
        return self._switch(f"studio.handoff.device.{name}")

    def theme(self, name: str) -> Locator:
        """Return the switch of a theme, ``day`` or ``night``."""
        return self._switch(f"studio.handoff.theme.{name}")

    def language(self, locale: str) -> Locator:
        """Return the switch of a language."""
        return self._switch(f"settings.language.{locale}")

    def counted(self, pictures: int) -> Locator:
        """Return the sentence that says how many pictures it will be."""
        return self._page.get_by_text(self._words.count("studio.handoff.pictures", pictures))

    def pack(self) -> None:
        """Make the file, pictures and all."""
        self._page.get_by_role(
            "button", name=self._words("studio.handoff.pack"), exact=True
        ).click()

    def take_file(self, folder: Path) -> Path:
        """Keep the file that was made and return where it is."""
        return taken_home(self._page, self.file, folder)

    def take_tables(self, folder: Path) -> Path:
        """Keep words and states without pictures and return where they are."""
        name = self._words("studio.handoff.download")
        button = self._page.get_by_role("button", name=name, exact=True)
        return taken_home(self._page, button, folder)

    def _switch(self, key: str) -> Locator:
        return self._page.get_by_role("checkbox", name=self._words(key), exact=True)
