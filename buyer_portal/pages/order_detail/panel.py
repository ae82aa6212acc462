"""Change here how each panel of the page of one order is framed."""

import reflex as rx

from buyer_portal.design.tokens import H2, PANEL


def panel(title: rx.Var[str], *content: rx.Component, id: str = "") -> rx.Component:  # noqa: A002
    """Draw a white panel under its heading; ``id`` is what links lead to."""
    return rx.el.section(
        rx.el.h2(title, class_name=f"{H2} mb-3"),
        *content,
        class_name=PANEL,
        custom_attrs={"id": id} if id else {},
    )
