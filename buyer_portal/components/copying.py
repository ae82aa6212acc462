"""Change here how something that is read aloud or pasted elsewhere is copied."""

import reflex as rx

from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords


def copy_button(words: PageWords, label: "rx.Var[str]", target_id: "rx.Var[str]") -> rx.Component:
    """Draw the button that copies the text of an element; portal.js says that it did."""
    return rx.el.button(
        icon("copy", "size-5"),
        rx.el.span(label, custom_attrs={"data-label": ""}),
        type="button",
        class_name="btn btn-outline btn-sm no-print shrink-0",
        custom_attrs={"data-copy": target_id, "data-copied": words.t("action.copied")},
    )
