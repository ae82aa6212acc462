"""Change here what is shown for an unknown address; faults have ``edge/fault_page.py``."""

from typing import Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.plain_frame import shop_head
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY

SHOWN_IN: Final = {
    "en": "hidden [html[lang=en]_&]:block",
    "vi": "hidden [html[lang=vi]_&]:block",
    "id": "hidden [html[lang=id]_&]:block",
}
"""An unknown address gets one page for all languages; the head script has set ``lang``."""


def not_found_page() -> rx.Component:
    """Draw "this page is not here" in the language of the address."""
    return rx.el.div(
        rx.el.main(
            *(
                rx.el.div(_not_found(PageWords(locale)), class_name=SHOWN_IN[locale], lang=locale)
                for locale in routes.LOCALES
            ),
            id="content",
        ),
        class_name="page",
        custom_attrs={
            "data-page": "true",
            "data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false"),
        },
    )


def _not_found(words: PageWords) -> rx.Component:
    return rx.el.div(
        shop_head(words),
        _told(
            words.t("errors.not_found.title"),
            words.t("errors.not_found.text"),
            rx.el.a(
                words.t("errors.to_orders"), href=words.href(routes.ORDERS), class_name=PRIMARY
            ),
            symbol="search",
        ),
        class_name="mx-auto w-full max-w-md px-3 pb-10 pt-6 sm:px-5 sm:pt-12",
    )


def _told(
    title: rx.Var[str], text: rx.Var[str], *actions: rx.Component, symbol: str
) -> rx.Component:
    return rx.el.div(
        rx.el.span(
            icon(symbol, "size-7"),
            class_name="tint tint-neutral grid size-14 place-items-center rounded-full",
        ),
        rx.el.h1(title, class_name="mt-5 text-2xl font-semibold"),
        rx.el.p(text, class_name="quiet mt-2"),
        rx.el.div(*actions, class_name="mt-6 flex flex-wrap gap-3"),
        class_name="panel p-6 sm:p-8",
    )


def register(app: rx.App) -> None:
    """Add the page for unknown addresses; Reflex has one for all."""
    app.add_page(not_found_page, route="404", title="404")
