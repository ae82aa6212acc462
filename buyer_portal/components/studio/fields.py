"""Change here how the studio's panels and choices look."""

from collections.abc import Sequence
from typing import Any

import reflex as rx


def panel(*content: rx.Component, title: "rx.Var[str] | None" = None) -> rx.Component:
    """Draw a panel, headed where it has a title."""
    head = (
        [rx.el.h2(title, class_name="mb-2 text-[16px] font-semibold")] if title is not None else []
    )
    return rx.el.section(*head, *content, class_name="panel mb-4 min-w-0 p-4 lg:p-5")


def folded(
    *content: rx.Component, title: "rx.Var[str]", name: str, is_open: bool = True
) -> rx.Component:
    """Draw a panel that can be folded up; ``name`` is for tests."""
    return rx.el.details(
        rx.el.summary(
            rx.el.h2(title, class_name="text-[15px] font-semibold"),
            class_name="studio-summary",
        ),
        *content,
        open=is_open,
        class_name="panel mb-4 px-4 pb-1 lg:px-5 [&[open]]:pb-4",
        custom_attrs={"data-panel": name},
    )


def labelled_select(
    name: str,
    label: rx.Var[str],
    options: "Sequence[tuple[str, rx.Var[str] | str]]",
    *,
    value: rx.Var[str],
    on_change: Any,  # noqa: ANN401 - a handler of one text
    unlisted: "rx.Var[str] | None" = None,
) -> rx.Component:
    """Draw a choice of a few, with its label above; ``name`` is its id on the page.

    Args:
        unlisted: What an empty ``value`` says, which cannot be chosen.
    """
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="block text-sm font-medium"),
        rx.el.select(
            *(
                [rx.cond(value == "", rx.el.option(unlisted, value=""), rx.fragment())]
                if unlisted is not None
                else []
            ),
            *(rx.el.option(text, value=key) for key, text in options),
            value=value,
            on_change=on_change,
            id=name,
            class_name="select mt-1 min-h-11 w-full truncate pe-9",
        ),
        class_name="block min-w-0 flex-1 basis-44",
    )
