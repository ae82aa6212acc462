"""Change here the frame of pages that stand alone: sign in, errors, update."""

from collections.abc import Mapping

import reflex as rx

from buyer_portal.components.banner import banners
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import CLIENT_BUILD, arrival_button, help_link
from buyer_portal.components.prototype_mark import prototype_mark
from buyer_portal.components.words import PageWords


def plain_frame(
    *content: rx.Component,
    words: PageWords,
    width: str = "max-w-md",
    asks_who: bool = False,
    attributes: "Mapping[str, str] | None" = None,
) -> rx.Component:
    """Draw a page without navigation: the shop's mark on top, ``content`` below it.

    Args:
        asks_who: Whether the page wants to know who is signed in, and says which build it is.
        attributes: ``data-*`` of the page's root.
    """
    return rx.el.div(
        rx.el.a(words.t("app.skip"), href="#content", class_name="skip-link"),
        rx.el.main(
            banners(words),
            rx.el.div(
                shop_head(words),
                *content,
                class_name=f"mx-auto w-full px-3 pt-6 pb-10 sm:px-5 sm:pt-12 {width}",
            ),
            prototype_mark(words),
            id="content",
            class_name="flex-1",
            custom_attrs={"tabIndex": -1},
        ),
        arrival_button() if asks_who else rx.fragment(),
        class_name="page",
        custom_attrs={
            "data-page": "true",
            "data-build": str(CLIENT_BUILD),
            "data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false"),
            **(attributes or {}),
        },
    )


def shop_head(words: PageWords) -> rx.Component:
    """Draw the sign over the door, and the way to help beside it."""
    return rx.el.div(
        rx.el.p(
            rx.el.span(
                icon("box", "size-5"),
                class_name="grid size-9 place-items-center rounded-xl bg-primary"
                " text-primary-content",
            ),
            words.t("app.name"),
            class_name="flex px-2 sm:px-0 items-center gap-2.5 text-[17px] font-semibold",
        ),
        help_link(words),
        class_name="mb-4 flex items-center justify-between",
    )
