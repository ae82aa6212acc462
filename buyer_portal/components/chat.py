"""Change here how messages are drawn: mine to the right, theirs to the left."""

from typing import Final

import reflex as rx

from buyer_portal.components.choose import choose
from buyer_portal.design.tokens import TONE_CLASS

BUBBLE: Final = "max-w-full whitespace-pre-line rounded-2xl px-4 py-2.5"
MINE: Final = "rounded-ee-md bg-primary text-primary-content"
THEIRS: Final = "rounded-es-md bg-base-200"


def chat(*messages: rx.Component, label: "rx.Var[str]") -> rx.Component:
    """Draw a thread, oldest first; ``messages`` are list items, and what is new is read out."""
    return rx.el.div(
        rx.el.ol(*messages, class_name="flex flex-col gap-4"),
        custom_attrs={"aria-label": label, "role": "log"},
    )


def bubble(
    *,
    is_mine: "rx.Var[bool]",
    who: "rx.Var[str]",
    text: "rx.Var[str]",
    at_text: "rx.Var[str]",
    at: "rx.Var[str]",
    below: "rx.Component | None" = None,
) -> rx.Component:
    """Draw a message inside a list item; line breaks stay as they were written."""
    return rx.el.div(
        rx.el.p(
            rx.el.span(who, class_name="font-medium text-base-content"),
            " · ",
            rx.el.time(at_text, date_time=at),
            class_name="quiet mb-1 text-[13px]",
        ),
        rx.cond(
            text != "",
            rx.el.p(
                text,
                class_name=rx.cond(is_mine, f"{BUBBLE} {MINE}", f"{BUBBLE} {THEIRS}"),
                # Whatever direction a person writes in, it ends with their words.
                custom_attrs={"dir": "auto"},
            ),
            rx.fragment(),
        ),
        below or rx.fragment(),
        class_name=rx.cond(
            is_mine, "flex flex-col items-end ps-10", "flex flex-col items-start pe-10"
        ),
    )


def chat_note(text: "rx.Var[str]", tone: "rx.Var[str] | str" = "calm") -> rx.Component:
    """Draw what was done besides writing; nothing where ``text`` is empty."""
    tones = {str(name): classes for name, classes in TONE_CLASS.items()}
    return rx.cond(
        text != "",
        rx.el.p(
            text,
            class_name=["mt-2 rounded-xl px-4 py-2.5 text-sm font-medium", choose(tone, tones)],
        ),
        rx.fragment(),
    )
