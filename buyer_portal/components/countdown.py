"""Change here how a deadline ticks; portal.js counts by the clock of the order service."""

import reflex as rx


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
        class_name=f"money {class_name}",
        custom_attrs={
            "data-countdown": template,
            "data-over": over_text,
            "data-deadline": deadline_ms,
            "data-now": now_ms,
            "role": "timer",
            "aria-live": "off",
        },
    )
