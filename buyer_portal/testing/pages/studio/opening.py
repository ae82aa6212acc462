"""Change here how a test comes to a screen of the studio."""

from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Page

from buyer_portal.i18n.catalogue import Words
from buyer_portal.routes import href
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.testing.buyer_pages import wait_until_ready

WITH_FRAMES: Final = frozenset({Screen.BOARD, Screen.STAGE, Screen.WORDS, Screen.FLOW})


def open_studio(page: Page, words: Words, screen: Screen, /, **query: str) -> None:
    """Open a screen and wait until it answers to clicks.

    One with frames first finds out whether this browser reaches their hosts, and moves to the host
    beside them where it does.

    Args:
        query: What the address asks for; what is empty is left out.
    """
    asked = {name: said for name, said in query.items() if said}
    address = href(ADDRESSES[screen], words.locale)
    page.goto(f"{address}?{urlencode(asked)}" if asked else address)
    wait_until_ready(page)
    if screen in WITH_FRAMES:
        wait_until_it_knows_frames(page)


def wait_until_it_knows_frames(page: Page) -> None:
    """Wait until a screen with frames is where it stays, and knows whether it can show them."""
    page.locator("[data-answered=yes], [data-answered=no]").wait_for(state="attached")
