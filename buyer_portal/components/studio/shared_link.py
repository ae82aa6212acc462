"""Change here how the studio makes a link and shows it, on every screen that has one."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.choose import draw_one, views_in
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.studio.link_views import LinkView
from buyer_portal.studio.screens import ADDRESSES, Screen

_SMALL = "btn btn-sm btn-outline hair min-h-11"
PROBLEMS = ("too_large", "too_many_words", "full", "unavailable")
"""Why there is no link: ``studio.share.<problem>``."""


def shared_link(
    words: PageWords,
    link: ObjectVar[LinkView],
    *,
    about: str,
    problem: rx.Var[str],
    make: Any,  # noqa: ANN401 - a handler
    further: rx.Component,
) -> rx.Component:
    """Draw the button that makes a link, what came of it, and its picture for a phone.

    Args:
        about: The message that says what a link of this screen holds.
        problem: One of ``PROBLEMS``, or empty.
        further: Where else the same can be gone on with.
    """
    return rx.fragment(
        rx.el.p(words.t(about), class_name="quiet mb-2 text-[13px]"),
        rx.el.button(
            words.t("studio.share.make"),
            type="button",
            on_click=make,
            class_name=f"{QUIET} w-full",
            custom_attrs={"data-make-link": ""},
        ),
        rx.el.div(
            draw_one(
                problem,
                *(
                    (one, rx.el.p(words.t(f"studio.share.{one}"), class_name="text-sm"))
                    for one in PROBLEMS
                ),
                rx.fragment(),
            ),
            rx.cond(link.href != "", _link(words, link, further), rx.fragment()),
            class_name="mt-3 empty:hidden",
            custom_attrs={"role": "status"},
        ),
    )


def _link(words: PageWords, link: ObjectVar[LinkView], further: rx.Component) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.cond(
                link.is_of_now, words.t("studio.share.of_now"), words.t("studio.share.of_setup")
            ),
            class_name="mb-2 text-sm",
            custom_attrs={"data-holds": rx.cond(link.is_of_now, "now", "setup")},
        ),
        rx.cond(
            link.worn.length() > 0, worn_badges(words, views_in(link.worn, str)), rx.fragment()
        ),
        rx.el.img(
            src=link.code,
            alt=words.t("studio.share.code"),
            class_name="mx-auto w-full max-w-64 rounded-xl bg-white",
        ),
        rx.el.a(
            link.href,
            href=link.href,
            target="_blank",
            id="shared-link",
            class_name="text-link mt-2 block max-h-24 overflow-y-auto break-all text-[12px]",
            custom_attrs={"data-shared-link": ""},
        ),
        rx.el.button(
            rx.el.span(words.t("studio.share.copy"), custom_attrs={"data-label": ""}),
            type="button",
            class_name=f"{_SMALL} mt-2",
            custom_attrs={
                "data-copy": "shared-link",
                "data-copied": words.t("studio.share.copied"),
            },
        ),
        further,
        rx.cond(
            link.is_local,
            rx.el.p(words.t("studio.share.local"), class_name="quiet mt-2 text-[13px]"),
            rx.fragment(),
        ),
    )


def further_link(text: rx.Var[str], href: rx.Var[str], name: str) -> rx.Component:
    """Draw a way to go on with what a link holds, in another tab."""
    return rx.el.a(
        text,
        href=href,
        target="_blank",
        class_name="text-link mt-1 flex min-h-11 items-center text-[13px]",
        custom_attrs={f"data-{name}": ""},
    )


def worn_badges(words: PageWords, worn: "ArrayVar[Sequence[str]]") -> rx.Component:
    """Draw what pages say and wear in place of their own."""
    return rx.el.ul(
        rx.foreach(worn, lambda one: rx.el.li(one, class_name="badge-text tint tint-info")),
        class_name="mb-2 flex flex-wrap gap-1.5",
        custom_attrs={"aria-label": words.t("studio.share.worn"), "data-worn": ""},
    )


def refused_link_trouble(words: PageWords, reason: str) -> rx.Component:
    """Draw why a link does not open; what else there is to play is on the board."""
    return trouble(
        words.t(f"studio.refused.{reason}.title"),
        words.t(f"studio.refused.{reason}.text"),
        rx.el.a(
            words.t("studio.to_library"),
            href=words.href(ADDRESSES[Screen.BOARD]),
            class_name=PRIMARY,
        ),
        symbol="alert",
        is_alert=True,
    )
