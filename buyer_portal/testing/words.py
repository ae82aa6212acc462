"""Change here in which words a page object reads a page that a test does not name any for."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words, words_of
from buyer_portal.routes import locale_of


def words_on(page: Page) -> Words:
    """Return the words of the language that ``page`` is in now."""
    return words_of(locale_of(urlsplit(page.url).path))
