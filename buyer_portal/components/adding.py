"""Change here how a page comes into the app: in each language, drawn when pages are built."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.words import PageWords


def add_in_each_language(
    app: rx.App,
    draw: Callable[[PageWords], rx.Component],
    address: str,
    *,
    title: str,
    on_load: Any = None,  # noqa: ANN401 - a handler or a list of them, as in Reflex
) -> None:
    """Add the page at ``address``; a portal that only serves what was built never draws it.

    Args:
        draw: Draws the page in a language.
        address: As in ``routes``; empty: where the shop begins.
        title: The message id of its title.
        on_load: What reads the page.
    """
    for locale in routes.LOCALES:
        words = PageWords(locale)
        app.add_page(
            _drawn_later(draw, words),
            route=routes.page_route(address, locale) or "/",
            title=words.t(title),
            on_load=on_load,
        )


def _drawn_later(
    draw: Callable[[PageWords], rx.Component], words: PageWords
) -> Callable[[], rx.Component]:
    """Return what draws the page; it has the page's module, by which Reflex splits the bundle."""

    @wraps(draw)
    def drawn() -> rx.Component:
        return draw(words)

    del drawn.__wrapped__  # Reflex counts the arguments
    return drawn
