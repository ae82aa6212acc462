"""Change here how a form says what is wrong: a summary with links, and a line at each field."""

from collections.abc import Sequence

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.words import PageWords
from buyer_portal.views.form_errors import FieldErrorView


def error_summary(
    errors: ArrayVar[Sequence[FieldErrorView]],
    words: PageWords,
    *,
    answer: rx.Var[str],
    title: str = "form.errors",
    list_id: str = "",
) -> rx.Component:
    """Draw all that is wrong, focused when ``answer`` changes; links lead to the fields.

    Args:
        list_id: What a field can name that is described by all of it.
    """
    return rx.cond(
        errors.length() > 0,
        rx.el.div(
            rx.el.h2(words.t(title), class_name="font-semibold"),
            rx.el.ul(
                rx.foreach(errors, _entry),
                class_name="mt-1 text-sm",
                custom_attrs={"id": list_id} if list_id else {},
            ),
            class_name="tint tint-error mb-4 rounded-xl p-4",
            custom_attrs={"role": "alert", "tabIndex": -1, "data-autofocus": answer},
        ),
        rx.fragment(),
    )


def field_error(errors: ArrayVar[Sequence[FieldErrorView]], field_id: str) -> rx.Component:
    """Draw what is wrong with one field, under its label."""
    return rx.el.div(
        rx.foreach(
            errors,
            lambda error: rx.cond(
                error.field_id == field_id,
                rx.el.p(error.text, class_name="text-error mt-1 text-sm font-medium"),
                rx.fragment(),
            ),
        ),
        id=f"{field_id}-error",
    )


def _entry(error: ObjectVar[FieldErrorView]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            error.field_id != "",
            rx.el.a(
                error.text,
                href=rx.Var.create(f"#{error.field_id}").to(str),
                class_name="text-link error-link",
                custom_attrs={"data-focus": error.field_id},
            ),
            rx.el.span(error.text),
        )
    )
