"""Change here what the pages of a return and of a refusal share: heading, words, skeleton."""

import reflex as rx

from buyer_portal.components.words import PageWords


def order_heading(
    mark: rx.Component,
    words: PageWords,
    *,
    number: "rx.Var[str]",
    order_href: "rx.Var[str]",
    title: "rx.Var[str]",
    arrivals: "rx.Var[str]",
) -> rx.Component:
    """Draw the page's ``h1`` beside its mark, under the way to the order.

    Args:
        arrivals: Changes when the heading says something new that the buyer brought about.
    """
    return rx.el.div(
        mark,
        rx.el.div(
            rx.el.a(
                words.t("order.number", number=number),
                href=order_href,
                class_name="text-link over-link text-sm",
            ),
            rx.el.h1(
                title,
                class_name="headline",
                custom_attrs={"tabIndex": -1, "data-autofocus": arrivals},
            ),
            class_name="min-w-0",
        ),
        class_name="flex items-center gap-4",
    )


def said(problem: "rx.Var[str]", done: "rx.Var[str]") -> rx.Component:
    """Draw the live regions: why a command did not happen, and what one did."""
    return rx.fragment(
        rx.el.p(
            problem,
            class_name="tint tint-error rounded-xl p-4 text-sm empty:hidden",
            custom_attrs={"role": "alert"},
        ),
        rx.el.p(
            done,
            class_name="tint tint-success rounded-xl p-4 text-sm empty:hidden",
            custom_attrs={"role": "status"},
        ),
    )


def goods_bones(words: PageWords, title: "rx.Var[str]") -> rx.Component:
    """Draw what is still being read; it has the page's ``h1``."""
    return rx.el.div(
        rx.el.h1(title, class_name="visually-hidden"),
        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
        rx.el.div(class_name="bone h-8 w-2/3"),
        rx.el.div(class_name="bone mt-3 h-16"),
        rx.el.div(class_name="bone mt-4 h-40"),
        rx.el.div(class_name="bone mt-4 h-56"),
    )
