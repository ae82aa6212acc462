"""Change here how it is told how a command goes, as long as nobody has answered."""

import reflex as rx

from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import QUIET


def command_status(
    words: PageWords, *, lost: str = "cancel.lost", safe: str = "retry.slow.safe"
) -> rx.Component:
    """Draw how a command goes, as the browser tells it, and what helps when it takes long.

    Args:
        lost: The message when nobody knows whether it arrived.
        safe: The message that sending it again does nothing twice.
    """
    return rx.fragment(status_line(words, lost), _slow_help(words, safe))


def _slow_help(words: PageWords, safe: str) -> rx.Component:
    """Draw what to try when no answer comes; the style sheet shows it after ten seconds."""
    return rx.el.div(
        rx.el.p(words.t("retry.slow.title"), class_name="font-semibold"),
        rx.el.p(words.t("retry.slow.text"), class_name="mt-1"),
        rx.el.ul(
            *(
                rx.el.li(words.t(f"retry.slow.{remedy}"))
                for remedy in ("connection", "network", "restart")
            ),
            class_name="mt-1 list-disc ps-5",
        ),
        rx.el.button(
            words.t("retry.slow.again"),
            type="submit",
            class_name=f"{QUIET} mt-3 w-full",
            custom_attrs={"data-again": ""},
        ),
        rx.el.p(words.t(safe), class_name="mt-2 text-[13px]"),
        class_name="slow-help tint tint-warning",
    )


def status_line(words: PageWords, lost: str) -> rx.Component:
    """Draw the live region in which the browser says how sending goes (portal.js)."""
    return rx.el.p(
        class_name="command-status",
        custom_attrs={
            "role": "status",
            "data-command-status": "",
            "data-sending": words.t("cancel.sending"),
            "data-still": words.t("cancel.still"),
            "data-checking": words.t("cancel.checking"),
            "data-lost": words.t(lost),
        },
    )
