"""Change here how a test makes a link of what is on the stage, or beside the words."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.testing.words import words_on


class LinkPanel:
    """What makes a link of a prototype, and the link with all that it holds."""

    SCREENS: Final = ("studio_stage", "studio_words")

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.link = page.locator("[data-shared-link]")
        self.code = page.get_by_alt_text(words("studio.share.code"), exact=True)
        """The link for the camera of a phone."""
        self.of_now = page.locator("[data-holds=now]")
        """What the link says of itself where it holds what was played."""
        self.worn = page.get_by_role(
            "list", name=words("studio.share.worn"), exact=True
        ).get_by_role("listitem")
        """Which changed words and looks it holds."""
        self.on_stage = page.get_by_role("link", name=words("studio.share.on_stage"), exact=True)
        """Opens the same on a stage of its own."""

    def make(self) -> None:
        """Make the link of the prototype as it stands."""
        self._page.get_by_role("button", name=self._words("studio.share.make"), exact=True).click()
