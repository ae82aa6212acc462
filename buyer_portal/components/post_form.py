"""Change here how a form is sent by the browser itself, as signing in and out must be."""

from typing import Final

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class PostForm(BaseHTML):
    """A form without Reflex's submit handler, which would keep the browser from sending it."""

    tag = "form"

    action: rx.Var[str]

    method: rx.Var[str]


SWITCH: Final = "/auth/switch"


def switch_form(
    button: rx.Component, *, locale: str, next_: "rx.Var[str] | str" = ""
) -> rx.Component:
    """Draw the way to another account; signing in there leads back to ``next_``."""
    return post_form(
        rx.el.input(type="hidden", name="locale", value=locale),
        rx.el.input(type="hidden", name="next", value=next_),
        button,
        action=SWITCH,
    )


def post_form(
    *children: rx.Component,
    action: str,
    class_name: str = "",
    attributes: dict[str, "rx.Var[str] | str"] | None = None,
) -> rx.Component:
    """Draw a form that is posted to ``action`` and leaves the page."""
    return PostForm.create(
        *children,
        action=action,
        method="post",
        class_name=class_name,
        custom_attrs=attributes or {},
    )
