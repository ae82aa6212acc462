"""Change here how the cancel dialog says what is wrong, above the form and at the field."""

import reflex as rx

from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.words import PageWords


def cancel_errors(words: PageWords) -> rx.Component:
    """Draw the error summary; its links lead to the fields, which keep what they hold."""
    return rx.cond(
        CancelState.errors.length() > 0,
        rx.el.div(
            rx.el.h3(words.t("cancel.errors"), class_name="font-semibold"),
            rx.el.ul(
                rx.foreach(
                    CancelState.errors,
                    lambda error: rx.el.li(
                        rx.cond(
                            error.field_id != "",
                            rx.el.a(
                                error.text,
                                href=rx.Var.create(f"#{error.field_id}").to(str),
                                class_name="text-link",
                                custom_attrs={"data-focus": error.field_id},
                            ),
                            rx.el.span(error.text),
                        )
                    ),
                ),
                class_name="mt-1 text-sm",
            ),
            class_name="tint tint-error mb-4 rounded-xl p-4",
            custom_attrs={
                "role": "alert",
                "tabIndex": -1,
                "data-autofocus": CancelState.answer.to_string(),
            },
        ),
        rx.fragment(),
    )


def cancel_field_error(field_id: str) -> rx.Component:
    """Draw what is wrong with one field, where it is."""
    return rx.foreach(
        CancelState.errors,
        lambda error: rx.cond(
            error.field_id == field_id,
            rx.el.p(
                error.text, id=f"{field_id}-error", class_name="text-error mt-1 text-sm font-medium"
            ),
            rx.fragment(),
        ),
    )
