"""Change here how the studio says that it cannot make pictures, and how far it is with them."""

from typing import Any

import reflex as rx

from buyer_portal.components.choose import draw_one
from buyer_portal.components.words import PageWords
from buyer_portal.studio.camera import CameraProblem

_INSTALL = {
    CameraProblem.NOT_INSTALLED: ".venv/bin/pip install -r requirements-dev.txt",
    CameraProblem.NO_BROWSER: ".venv/bin/python -m buyer_portal.testing.browser",
}
"""What brings what is missing, where the portal runs."""


def picture_trouble(words: PageWords, problem: rx.Var[str], again: Any) -> rx.Component:  # noqa: ANN401 - a handler
    """Draw why there is no picture and what helps; nothing where there is no problem.

    Args:
        again: What tries once more.
    """
    return draw_one(
        problem,
        ("", rx.fragment()),
        *((one.value, _said(words, one, again)) for one in CameraProblem),
        rx.fragment(),
    )


def _said(words: PageWords, problem: CameraProblem, again: Any) -> rx.Component:  # noqa: ANN401 - a handler
    command = _INSTALL.get(problem)
    return rx.el.div(
        rx.el.p(words.t(f"studio.pictures.{problem.value}"), class_name="flex-1 basis-60"),
        *([rx.el.code(command, class_name="studio-command")] if command else []),
        rx.el.button(
            words.t("retry.now"),
            type="button",
            on_click=again,
            class_name="btn btn-outline hair min-h-11",
            custom_attrs={"data-pictures-again": ""},
        ),
        role="alert",
        class_name="tint tint-error mb-3 flex flex-wrap items-center gap-3 rounded-xl p-3 text-sm",
        custom_attrs={"data-picture-problem": problem.value},
    )


def progress_of(done: rx.Var[int], of: rx.Var[int], said: "rx.Var[str]") -> rx.Component:
    """Draw how many of how many are there, as a bar with its words beside it."""
    return rx.el.div(
        rx.el.progress(
            value=done.to_string(),
            max=of.to_string(),
            class_name="progress w-full",
            custom_attrs={"aria-label": said},
        ),
        rx.el.p(said, class_name="quiet text-sm", role="status"),
        class_name="grid gap-1.5",
    )
