"""Change here how a test reads the studio's flow map."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.pages.downloads import taken_home
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.pages.studio.prototype import Prototype
from buyer_portal.testing.words import words_on


class FlowMapPage:
    """Screens and the ways between them, and beside it the screen that is looked at."""

    SCREENS: Final = ("studio_flow",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.current = page.locator("[data-screen][data-current]")
        """The screen that somebody is on now, in the frame or another tab."""
        self.visited = page.locator("[data-screen][data-visited]")
        self.ready_frame = page.locator("[data-frame=flow][data-ready=true]")
        self.own_tab = page.locator("[data-play]")

    def open(self, screen: str = "") -> None:
        """Open the map, looking at a screen by its id in the catalogue, or at none."""
        open_studio(self._page, self._words, Screen.FLOW, screen=screen)

    def screen(self, name: str) -> Locator:
        """Return a box of the map; ``aria-pressed`` while it is looked at."""
        return self._page.locator(f"[data-screen={name}]")

    def title(self, text: str) -> Locator:
        """Return the headline of the screen that is looked at."""
        return self._page.get_by_role("heading", level=2, name=text, exact=True)

    def way(self, to: str) -> Locator:
        """Return the way from, or to, the screen that is looked at; by the id of the other."""
        return self._page.locator(f"[data-way={to}]").first

    def situation(self, name: str) -> Locator:
        """Return a scenario that opens on the screen; ``aria-pressed`` while it is played."""
        return self._page.locator(f"[data-state={name}]")

    def buyer(self, words: Words) -> Prototype:
        """Return the page of the situation in its frame, in the language that it is in."""
        return Prototype(self._page.frame_locator("#flow-frame"), words)

    def forget(self) -> None:
        """Forget where this browser has been."""
        self._page.get_by_role("button", name=self._words("studio.flow.forget"), exact=True).click()

    def download_svg(self, folder: Path) -> Path:
        """Keep the map as a picture and return where it is."""
        return self._download("svg", folder)

    def download_mermaid(self, folder: Path) -> Path:
        """Keep the map as a Mermaid flowchart and return where it is."""
        return self._download("mermaid", folder)

    def _download(self, form: str, folder: Path) -> Path:
        button = self._page.get_by_role(
            "button", name=self._words(f"studio.flow.{form}"), exact=True
        )
        return taken_home(self._page, button, folder)
