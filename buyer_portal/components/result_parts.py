"""Change here how it looks what became of each part of an order after one command."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.icons import icon
from buyer_portal.components.withdraw import withdraw_button
from buyer_portal.components.words import PageWords
from buyer_portal.views.result_parts import ResultPartView


def result_parts(parts: ArrayVar[list[ResultPartView]], words: PageWords) -> rx.Component:
    """Draw the parts below each other, each with its reference and what can be done about it."""
    return rx.el.ul(
        rx.foreach(parts, lambda part: _part(part, words)), class_name="rows mt-5 border-t hair"
    )


def _part(part: ObjectVar[ResultPartView], words: PageWords) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.match(
                part.kind,
                ("cancelled", icon("check", "size-5")),
                ("requested", icon("clock", "size-5")),
                ("left", icon("box", "size-5")),
                ("withdrawn", icon("return", "size-5")),
                icon("chat", "size-5"),
            ),
            class_name=[
                "grid size-10 shrink-0 place-items-center rounded-full",
                rx.match(
                    part.kind,
                    ("cancelled", "tint tint-success"),
                    ("requested", "tint tint-warning"),
                    "tint tint-neutral",
                ),
            ],
        ),
        rx.el.div(
            rx.el.h3(part.title, class_name="font-semibold"),
            rx.el.ul(rx.foreach(part.lines, rx.el.li), class_name="text-sm"),
            rx.el.p(part.text, class_name="quiet mt-1 text-sm empty:hidden"),
            rx.el.p(part.refund_text, class_name="mt-1 text-sm font-medium empty:hidden"),
            rx.cond(
                part.reference != "",
                rx.el.p(
                    words.t("result.reference"),
                    " ",
                    rx.el.span(part.reference, class_name="font-semibold text-base-content"),
                    class_name="quiet mt-1 text-[13px]",
                ),
                rx.fragment(),
            ),
            rx.cond(
                part.can_withdraw,
                rx.el.div(withdraw_button(words, part.id), class_name="mt-3 flex max-w-xs"),
                rx.fragment(),
            ),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex gap-3 py-4",
        custom_attrs={"data-part": part.kind},
    )
