"""Change here how a test asks support and reads the answers."""

from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import SUPPORT, SUPPORT_TICKET, href
from buyer_portal.testing.words import words_on
from buyer_portal.views.ticket_links import new_ticket_href


class SupportPage:
    """The buyer's tickets, the form of a new one, and one ticket."""

    SCREENS: Final = ("support", "support_new", "support_ticket")

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.text = page.locator("#ticket-text")
        self.attached = page.locator("[data-attached]")
        self.errors = page.get_by_role("alert").filter(has_text=words("cancel.errors"))
        self.sent = page.get_by_text(words("support.ticket.sent.title"), exact=True)
        self.thread = page.get_by_role("log", name=words("support.ticket.thread"))
        self.ask_button = page.get_by_role("link", name=words("support.new"), exact=True)

    def open(self) -> None:
        """Open the list of tickets."""
        self._page.goto(href(SUPPORT, self._words.locale))
        self._wait()

    def open_form(self, order_id: str = "", about: str = "") -> None:
        """Open the form, prefilled."""
        self._page.goto(new_ticket_href(self._words.locale, order_id, about))
        self._wait()

    def open_ticket(self, ticket_id: str) -> None:
        """Open a ticket by its address."""
        self._page.goto(href(SUPPORT_TICKET, self._words.locale, ticket_id=ticket_id))
        self._wait()

    def choose(self, about: str) -> None:
        """Choose what it is about."""
        self._page.locator(f"input[name=about][value={about}]").check()

    def send(self, text: str = "") -> None:
        """Write and send the form of a new ticket."""
        if text:
            self.text.fill(text)
        self._page.get_by_role("button", name=self._words("support.new.send")).click()

    def write(self, text: str) -> None:
        """Write into the ticket that is shown."""
        self.text.fill(text)
        send = self._words("support.ticket.send")
        self._page.get_by_role("button", name=send, exact=True).click()

    def close(self) -> None:
        """Say that the ticket is done."""
        self._page.get_by_role("button", name=self._words("support.ticket.close")).click()

    def _wait(self) -> None:
        self._page.locator("[data-phase=ready]").first.wait_for(state="attached")
