"""Change here how a test writes to a seller and reads what came back."""

from typing import Final

from playwright.sync_api import Locator, Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import CONVERSATION, href
from buyer_portal.testing.words import words_on


class ConversationPage:
    """The conversation with the seller of one order."""

    SCREENS: Final = ("conversation",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.field = page.get_by_label(words("conversation.label"), exact=True).and_(
            page.locator("textarea")
        )
        self.send_button = page.get_by_role("button", name=words("conversation.send"), exact=True)
        self.retry_button = page.get_by_role("button", name=words("action.retry"), exact=True)
        self.problem = page.get_by_role("region").get_by_role("alert")
        self.log = page.get_by_role("log")
        self.withdraw_button = page.get_by_role("button", name=words("result.withdraw"))
        self.older_button = page.get_by_role("button", name=words("conversation.older"))

    def open(self, order_id: str, query: str = "") -> None:
        """Open the conversation about an order; ``query`` starts with ``?``."""
        self._page.goto(href(CONVERSATION, self._words.locale, order_id=order_id) + query)

    def write(self, text: str) -> None:
        """Type a message and send it."""
        self.field.fill(text)
        self.send_button.click()

    def quick_request(self, kind: str) -> Locator:
        """Return a quick request: ``ask_cancel``, ``ask_address`` or ``ask_shipping``."""
        return self._page.get_by_role("button", name=self._words(f"conversation.quick.{kind}"))

    def line(self, text: str) -> Locator:
        """Return the line that shows ``text``."""
        return self.log.get_by_role("listitem").filter(has_text=text)

    def panel(self, kind: str) -> Locator:
        """Return what holds for cancelling: ``unlocked``, ``declined`` and so on."""
        return self._page.locator(f"[data-panel={kind}]")
