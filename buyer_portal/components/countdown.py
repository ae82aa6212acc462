"""Change here how a deadline ticks; portal.js counts by the clock of the order service."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.calendar_link import calendar_link
from buyer_portal.components.words import PageWords
from buyer_portal.views.countdown import CountdownView


def countdown(  # the parts of a countdown
    *,
    text: rx.Var[str],
    template: rx.Var[str],
    over_text: rx.Var[str],
    deadline_ms: rx.Var[str],
    now_ms: rx.Var[str],
    class_name: str = "",
) -> rx.Component:
    """Show what is left; without the browser's help, what was left when it was printed."""
    return rx.el.span(
        text,
        class_name=f"tabular-nums {class_name}",
        custom_attrs={
            "data-countdown": template,
            "data-over": over_text,
            "data-deadline": deadline_ms,
            "data-now": now_ms,
            "role": "timer",
            "aria-live": "off",
        },
    )


def due_line(due: ObjectVar[CountdownView], words: PageWords, *, class_name: str) -> rx.Component:
    """Draw a deadline as a sentence that ticks, what happens at its end, and what keeps it."""
    return rx.el.div(
        countdown(
            text=due.text,
            template=due.template,
            over_text=due.over_text,
            deadline_ms=due.deadline_ms,
            now_ms=due.now_ms,
            class_name="block font-semibold",
        ),
        rx.el.span(due.at_text, ". ", due.consequence, class_name="quiet block text-[13px]"),
        rx.cond(due.calendar_href != "", calendar_link(due.calendar_href, words), rx.fragment()),
        class_name=class_name,
    )
