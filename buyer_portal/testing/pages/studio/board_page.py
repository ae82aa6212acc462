"""Change here how a test reads the studio's board and its library."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.pages.studio.prototype import Prototype
from buyer_portal.testing.words import words_on


class BoardPage:
    """A grid of live pages, or of their pictures; below it the library of scenarios."""

    SCREENS: Final = ("studio_board",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.grid = page.locator("[data-board]")
        self.dimmed = page.locator("[data-board][data-dim]")
        """The grid while frames that are like the others are dimmed."""
        self.frames = page.locator("[data-frame]")
        self.ready_frames = page.locator("[data-frame][data-ready=true]")
        self.live_pages = page.locator("[data-frame] iframe")
        self.how_many_ready = page.locator("[data-frames-ready]")
        self.outcomes = page.locator("[data-outcome-text]")
        """What a buyer can do, below each frame in the order of the frames."""
        self.why_pictures = page.get_by_text(words("studio.board.pictures.why"), exact=True)
        self.how_many_pictures = page.locator("[data-pictures-ready]")
        self.pictures = page.locator("[data-picture=ready]")
        self.picture_problem = page.get_by_role("alert").and_(
            page.locator("[data-picture-problem]")
        )
        self.only_differing = page.locator("[data-only-differing]")
        self.size = page.locator("#board-size")
        self.show_button = page.locator("[data-show-board]")

    def open(self, *, rows: str = "", columns: str = "", split: str = "", base: str = "") -> None:
        """Open a board; each way is written ``dimension:value,value``. None: the choices."""
        open_studio(
            self._page, self._words, Screen.BOARD,
            rows=rows, columns=columns, split=split, base=base,
        )  # fmt: skip

    def choose(self, way: str, dimension: str) -> None:
        """Choose what stands in the ``rows``, the ``columns`` or the ``split``."""
        self._page.locator(f"#axis-{way}").select_option(dimension)

    def frame(self, key: str) -> Locator:
        """Return a frame with what is said below it; they are ``f1``, ``f2``, row by row."""
        return self._page.locator(f"[data-frame={key}]")

    def buyer(self, key: str, words: Words) -> Prototype:
        """Return the page in a frame, in the language that it is in."""
        return Prototype(self._page.frame_locator(f"[data-frame={key}] iframe"), words)

    def picture(self, key: str) -> Locator:
        """Return the picture of a page that this browser cannot show."""
        return self.frame(key).get_by_role("img")

    def zoom(self, percent: int) -> None:
        """Show the pages at so many per cent of their size."""
        self._page.locator("[data-zoom]").fill(str(percent))

    def live_page(self, key: str) -> Locator:
        """Return the page in a frame as it is shown, as large as it is shown."""
        return self.frame(key).locator("iframe")

    def play(self, key: str) -> None:
        """Take a frame to the stage."""
        self.frame(key).get_by_role("link").click()

    def open_in_tab(self, key: str) -> Page:
        """Open a page whose picture is shown in a tab of its own."""
        with self._page.context.expect_page() as opened:
            self.frame(key).get_by_role("link").click()
        return opened.value

    def scenario(self, name: str) -> Locator:
        """Return the way to a named scenario in the library."""
        return self._page.locator(f"[data-scenario={name}]")
