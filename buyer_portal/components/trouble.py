"""Change here how a page says that it has nothing to show: failed, missing, empty."""

import reflex as rx

from buyer_portal.components.icons import icon
from buyer_portal.design.tokens import H2


def trouble(
    title: rx.Var[str],
    text: rx.Var[str],
    *actions: rx.Component,
    symbol: str,
    tone: str = "tint-neutral",
    extra: rx.Component | None = None,
    is_alert: bool = False,
    is_panel: bool = True,
) -> rx.Component:
    """Draw an icon, what happened, what it means, and what to do next.

    Args:
        extra: Something below the text that is not read out with it.
        is_panel: False inside of something that has a frame already.
    """
    return rx.el.section(
        rx.el.span(
            icon(symbol, "size-7"),
            class_name=f"tint {tone} mx-auto grid size-16 place-items-center rounded-full",
        ),
        rx.el.div(
            rx.el.h2(title, class_name=f"{H2} mt-4"),
            rx.el.p(text, class_name="quiet mx-auto mt-1 max-w-sm"),
            custom_attrs={"role": "alert"} if is_alert else {},
        ),
        extra or rx.fragment(),
        rx.el.div(*actions, class_name="mt-5 flex flex-wrap justify-center gap-3")
        if actions
        else rx.fragment(),
        class_name=f"{'panel ' if is_panel else ''}px-6 py-10 text-center",
    )
