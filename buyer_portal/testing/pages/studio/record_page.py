"""Change here how a test records a walk in the studio."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.words import words_on


class RecordPage:
    """The steps of a walk with their pictures, and the test that it becomes."""

    SCREENS: Final = ("studio_record",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.steps = page.locator("[data-steps]").get_by_role("listitem")
        self.pictures = page.locator("[data-step-picture] img")
        self.code = page.get_by_role("region", name=words("studio.record.test"), exact=True)
        self.bundle = page.get_by_role("link", name=words("studio.record.bundle"), exact=True)
        """The test, the steps and their pictures in one file."""

    def open(self) -> None:
        """Open the page by its address."""
        open_studio(self._page, self._words, Screen.RECORD)

    def start(self, scenario: str) -> None:
        """Begin with a named scenario."""
        label = self._words("studio.words.scenario")
        self._page.get_by_label(label, exact=True).select_option(scenario)
        self._page.locator("[data-record-start]").click()

    def walk(self) -> Page:
        """Open the prototype that is recorded, in a tab of its own, and return that."""
        name = self._words("studio.record.walk")
        with self._page.context.expect_page() as opened:
            self._page.get_by_role("link", name=name, exact=True).click()
        wait_until_ready(opened.value)
        return opened.value

    def stop(self) -> None:
        """End the walk; its pictures are made then."""
        name = self._words("studio.record.stop")
        self._page.get_by_role("button", name=name, exact=True).click()

    def download_bundle(self, folder: Path) -> Path:
        """Keep test, steps and pictures as one file and return where it is."""
        return taken_home(self._page, self.bundle, folder)

    def download_test(self, folder: Path) -> Path:
        """Keep the test alone and return where it is."""
        name = self._words("studio.policies.download")
        button = self._page.get_by_role("button", name=name, exact=True)
        return taken_home(self._page, button, folder)
