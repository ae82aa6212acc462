"""Change here how a test signs in with a name and a password."""

import re
from typing import Final

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import LOGIN, href
from buyer_portal.testing.words import words_on


class LoginPage:
    """The sign-in form."""

    SCREENS: Final = ("login",)

    def __init__(self, page: Page, words: Words | None = None) -> None:
        words = words or words_on(page)
        self._page, self._words = page, words
        self.heading = page.get_by_role("heading", level=1)
        self.problem = page.get_by_role("alert").filter(has_text=re.compile(r"\S"))
        self.name = page.get_by_label(words("login.name"))
        self.password = page.get_by_label(words("login.password"), exact=True)

    def open(self, query: str = "") -> None:
        """Open the form; ``query`` starts with ``?``."""
        self._page.goto(href(LOGIN, self._words.locale) + query)
        self._page.locator("[data-hydrated=true]").first.wait_for(state="attached")

    def sign_in(self, name: str, password: str) -> None:
        """Type both and send the form."""
        self.name.fill(name)
        self.password.fill(password)
        self._page.get_by_role("button", name=self._words("login.submit"), exact=True).click()
