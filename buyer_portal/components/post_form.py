"""Change here how a form is sent by the browser itself, as signing in and out must be."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class PostForm(BaseHTML):
    """A form without Reflex's submit handler, which would keep the browser from sending it."""

    tag = "form"

    action: rx.Var[str]

    method: rx.Var[str]


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
