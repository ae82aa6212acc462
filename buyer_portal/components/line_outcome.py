"""Change here how it looks what will become of one line of an order: an icon and its words."""

from typing import Final

import reflex as rx

from buyer_portal.components.icons import icon

_LOOKS: Final = {
    "now": ("check", "text-success"),
    "ask": ("clock", "text-warning"),
    "waiting": ("clock", "text-warning"),
    "late": ("truck", "quiet"),
    "gone": ("check", "quiet"),
}
"""Icon and colour per outcome; the words say the same without them."""


def line_outcome(kind: "rx.Var[str]", text: "rx.Var[str]") -> rx.Component:
    """Draw an outcome below the name of its line."""
    return rx.el.span(
        rx.match(
            kind,
            *(
                (name, icon(sign, f"size-4 shrink-0 {tone}"))
                for name, (sign, tone) in _LOOKS.items()
            ),
            icon("lock", "size-4 shrink-0 quiet"),
        ),
        rx.el.span(text, class_name="min-w-0"),
        class_name="mt-1 flex items-start gap-1.5 text-[13px] leading-4",
    )
