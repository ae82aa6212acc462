"""Change here how it is said that something could not be read: the panel, the banner, the retry."""

from typing import TYPE_CHECKING, Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.views.retry import RetryView

if TYPE_CHECKING:
    from reflex.event import EventType

RETRY_NOW: Final = "retry-now"
"""The button that the browser presses when the countdown is over (portal.js)."""


def failed_panel(
    words: PageWords,
    again: ObjectVar[RetryView | None],
    on_retry: "EventType[()]",
    *,
    order_id: "rx.Var[str] | str" = "",
    button_id: str = RETRY_NOW,
    is_panel: bool = True,
) -> rx.Component:
    """Draw that a page could not be read, when it is tried again, and who else can help.

    Args:
        order_id: The order that the page is about, for support.
        button_id: Another one where two panels can stand on one page.
        is_panel: False inside of something that has a frame already.
    """
    return trouble(
        words.t("failed.title"),
        words.t("failed.text"),
        rx.el.button(
            words.t("retry.now"), type="button", on_click=on_retry, id=button_id, class_name=PRIMARY
        ),
        support_button(words, again, order_id),
        symbol="offline",
        tone="tint-warning",
        extra=retry_line(words, again, button_id),
        is_alert=True,
        is_panel=is_panel,
    )


def stale_banner(
    words: PageWords,
    text: "rx.Var[str]",
    again: ObjectVar[RetryView | None],
    on_retry: "EventType[()]",
) -> rx.Component:
    """Draw above content that could not be refreshed: as of when it is, and when we try again."""
    return rx.el.div(
        icon("info", "size-5 shrink-0"),
        rx.el.div(
            rx.el.p(text, custom_attrs={"role": "alert"}),
            retry_line(words, again, RETRY_NOW),
            class_name="min-w-0 flex-1",
        ),
        rx.el.button(
            words.t("retry.now"),
            type="button",
            on_click=on_retry,
            id=RETRY_NOW,
            class_name="btn btn-sm btn-primary btn-touch max-w-[40%]",
        ),
        class_name="banner tint tint-warning mb-3 rounded-xl",
        custom_attrs={"data-stale": ""},
    )


def retry_line(
    words: PageWords, again: ObjectVar[RetryView | None], button_id: str
) -> rx.Component:
    """Draw the seconds until the next try; after several tries, that support can help.

    The seconds tick silently: what they count to is read out once, with the failure.
    """
    return rx.cond(
        again,
        rx.cond(
            again.is_automatic,
            rx.el.p(
                custom_attrs={
                    "data-countdown": words.template("retry.in"),
                    "data-over": words.t("retry.trying"),
                    "data-deadline": again.deadline_ms,
                    "data-now": again.now_ms,
                    "data-rings": button_id,
                    "role": "timer",
                    "aria-live": "off",
                },
                class_name="retry-line tabular-nums",
            ),
            rx.el.p(words.t("retry.enough"), class_name="retry-line"),
        ),
        rx.fragment(),
    )


def support_button(
    words: PageWords, again: ObjectVar[RetryView | None], order_id: "rx.Var[str] | str"
) -> rx.Component:
    """Draw the way to support, once trying again has not helped."""
    return rx.cond(
        again & ~again.is_automatic,
        rx.el.a(words.t("retry.support"), href=support_href(words, order_id), class_name=QUIET),
        rx.fragment(),
    )


def support_href(words: PageWords, order_id: "rx.Var[str] | str") -> "rx.Var[str]":
    """Return the address of support with the order and the fault filled in."""
    address = f"{routes.href(routes.SUPPORT_NEW, words.locale)}?about=system_error"
    if not isinstance(order_id, rx.Var) and not order_id:
        return rx.Var.create(address).to(str)
    return rx.Var.create(f"{address}&order={order_id}").to(str)
