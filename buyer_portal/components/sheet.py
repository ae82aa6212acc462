"""Change here how something opens over a page: from below on phones, centred on wide screens."""

import reflex as rx

from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2


def sheet(
    *content: rx.Component,
    words: PageWords,
    id: str,  # noqa: A002
    title: "rx.Var[str]",
    attributes: dict[str, "rx.Var[str] | str"] | None = None,
) -> rx.Component:
    """Draw a dialog, closed; a button with ``command="show-modal"`` opens it without a server."""
    heading = f"{id}-title"
    return rx.el.dialog(
        rx.el.div(
            rx.el.div(
                rx.el.h2(
                    title,
                    id=heading,
                    class_name=f"{H2} flex-1 py-2.5",
                ),
                rx.el.button(
                    icon("close"),
                    type="button",
                    class_name="icon-button -me-2 shrink-0",
                    custom_attrs={
                        "aria-label": words.t("action.close"),
                        "command": "close",
                        "commandfor": id,
                    },
                ),
                class_name="sheet-head",
            ),
            rx.el.div(*content, class_name="sheet-body"),
            class_name="sheet-box",
        ),
        id=id,
        class_name="sheet",
        custom_attrs={"aria-labelledby": heading, **(attributes or {})},
    )
