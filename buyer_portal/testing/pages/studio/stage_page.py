"""Change here how a test plays a prototype on the studio's stage."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.studio.screens import Screen
from buyer_portal.testing.pages.studio.opening import open_studio
from buyer_portal.testing.pages.studio.prototype import Prototype
from buyer_portal.testing.words import words_on


class StagePage:
    """A prototype in its frame, and beside it counterparts, clock, faults and inspector."""

    SCREENS: Final = ("studio_stage",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.ready_frame = page.locator("[data-frame=stage][data-ready=true]")
        self.scenario = page.locator("#scenario")
        self.outcome = page.locator("[data-outcome-text]")
        self.problem = page.get_by_role("alert").and_(page.locator("[data-problem]"))
        self.chips = page.locator("[data-chip]")
        """What goes wrong in the frame, one chip each."""
        self.clock = page.locator("[data-clock]")
        self.doings = page.get_by_role(
            "list", name=words("studio.persona.did"), exact=True
        ).get_by_role("listitem")
        """What the persona did, the last first."""
        self.why_picture = page.get_by_text(words("studio.stage.picture.why"), exact=True)
        self.picture = page.get_by_role("img").and_(page.locator("[data-picture=ready]"))
        """The page where this browser cannot show it in a frame."""
        self.own_tab = page.locator("[data-own-tab]")

    def open(self, scenario: str = "", *, shared: str = "") -> None:
        """Open a named scenario, or what a link holds."""
        open_studio(self._page, self._words, Screen.STAGE, scenario=scenario, shared=shared)

    def buyer(self, words: Words) -> Prototype:
        """Return the page in the frame, in the language that it is in."""
        return Prototype(self._page.frame_locator("#stage-frame"), words)

    def begin_again(self) -> None:
        """Open the same from its beginning."""
        self._page.get_by_role("button", name=self._words("studio.stage.again"), exact=True).click()

    def steps_of(self, actor: str) -> Locator:
        """Return what ``seller``, ``carrier``, ``bank`` or ``support`` can do now."""
        return self._page.locator(f"[data-actor={actor}] [data-play]")

    def step(self, name: str) -> Locator:
        """Return a step that is possible now, e.g. ``seller-approve``; of the only seller."""
        label = self._words(f"studio.step.{name}")
        return self._page.get_by_role("button", name=label, exact=True)

    def play(self, name: str, *, saying: str = "") -> None:
        """Take a step of a counterpart, with words of its own or the usual ones."""
        if saying:
            label = self._words("studio.said")
            self._page.get_by_role("textbox", name=label, exact=True).fill(saying)
        self.step(name).click()

    def cast(self, persona: str) -> None:
        """Let a persona play the seller: ``kind``, ``strict``, ``silent``, …."""
        self._page.locator("#persona").select_option(persona)

    def jump(self, moment: str) -> Locator:
        """Return what moves the clock on: ``hour``, ``day``, ``deadline``, ``refund``."""
        return self._page.locator(f"[data-jump={moment}]")

    def fault(self, name: str) -> Locator:
        """Return the switch of a fault: ``offline``, ``lost_reply``, …."""
        return self._page.locator(f"[data-fault={name}]")

    def field(self, name: str) -> Locator:
        """Return a choice of the inspector: ``stage``, ``policy``, ``language``, ``theme``, …."""
        return self._page.locator(f"#field-{name}")

    def inspect(self, name: str, value: str) -> None:
        """Change a field of the scenario, which opens the prototype anew."""
        self.field(name).select_option(value)
