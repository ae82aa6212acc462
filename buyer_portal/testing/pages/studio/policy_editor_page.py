"""Change here how a test edits and compares policies in the studio."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.words import words_on


class PolicyEditorPage:
    """A policy as a form and as text, its truth table, and what it would change."""

    SCREENS: Final = ("studio_policies",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.source = page.locator("[data-source]")
        self.problems = page.locator("[data-problems]")
        """What is wrong with the text, or that nothing is."""
        self.is_fine = page.get_by_text(words("studio.policies.fine"), exact=True)
        self.table = page.get_by_role("region", name=words("studio.policies.table"), exact=True)
        self.file_read = page.locator("[data-file]")
        """What came of the file of orders."""
        self.result = page.locator("[data-said]")
        self.chart = page.locator("[data-chart]")

    def open(self) -> None:
        """Open the editor by its address."""
        open_studio(self._page, self._words, Screen.POLICIES)

    def rule(self, path: str) -> Locator:
        """Return a field of the form by its place in the text, e.g. ``stages.UNPAID.cancel``."""
        return self._page.locator(f'[data-path="{path}"]')

    def start_from(self, preset: str) -> None:
        """Begin with a preset."""
        self._choice("start").select_option(preset)

    def compare_with(self, preset: str) -> None:
        """Choose which other policy stands beside it in the table."""
        self._choice("other").select_option(preset)

    def write(self, text: str) -> None:
        """Replace the text."""
        self.source.fill(text)

    def choose_orders(self, source: str) -> None:
        """Choose which orders are asked about: ``made_up``, ``library``, ``pasted``, …."""
        self._choice("orders").select_option(source)

    def choose_file(self, file: Path) -> None:
        """Hand over a file of orders, where they are to be pasted."""
        self._page.locator("[data-part-file]").set_input_files(file)

    def compare(self) -> None:
        """Ask what would be decided differently."""
        name = self._words("studio.policies.ask")
        self._page.get_by_role("button", name=name, exact=True).click()

    def download(self, folder: Path) -> Path:
        """Keep the policy as a file and return where it is."""
        name = self._words("studio.policies.download")
        button = self._page.get_by_role("button", name=name, exact=True)
        return taken_home(self._page, button, folder)

    def _choice(self, name: str) -> Locator:
        return self._page.get_by_label(self._words(f"studio.policies.{name}"), exact=True)
