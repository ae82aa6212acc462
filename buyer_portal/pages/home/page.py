"""Change here what is seen for the moment at the front door."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.plain_frame import plain_frame
from buyer_portal.components.words import PageWords
from buyer_portal.pages.home.state import HomeState


def home_page(words: PageWords) -> rx.Component:
    """Draw a way in by hand, for the case that being sent on takes long."""
    return plain_frame(
        rx.el.h1(words.t("page.loading"), class_name="text-xl font-semibold"),
        rx.el.a(
            words.t("errors.to_orders"),
            href=words.href(routes.ORDERS),
            class_name="text-link inline-grid min-h-11 items-center",
        ),
        words=words,
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(app, home_page, "", title="app.name", on_load=HomeState.enter)
