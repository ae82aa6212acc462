"""Change here how a page comes into the app: in each language, drawn when pages are built."""

from collections.abc import Callable
from functools import partial
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
            partial(draw, words),
            route=routes.page_route(address, locale) or "/",
            title=words.t(title),
            on_load=on_load,
        )
