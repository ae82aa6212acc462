"""Change here what changing an order and ordering again show alike: trouble, and a good end."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY


def shop_missing(words: PageWords) -> rx.Component:
    """Draw that the order is not in this account; an unknown one looks the same."""
    return trouble(
        words.t("order.missing.title"),
        words.t("order.missing.text"),
        rx.el.a(
            words.t("order.missing.orders"), href=words.href(routes.ORDERS), class_name=PRIMARY
        ),
        symbol="user",
        tone="tint-warning",
        is_alert=True,
    )


def shop_done(
    title: rx.Var[str], text: rx.Var[str], *more: rx.Component, done_id: rx.Var[str]
) -> rx.Component:
    """Draw that it worked; read out, and where the focus goes.

    Args:
        done_id: What was made, so that the focus goes there once.
    """
    return rx.el.div(
        rx.el.span(
            icon("check", "size-8"),
            class_name="tint tint-success mx-auto grid size-16 place-items-center rounded-full",
        ),
        rx.el.h2(
            title,
            class_name="mt-4 text-[22px] font-semibold leading-7",
            custom_attrs={"data-autofocus": done_id, "tabIndex": -1},
        ),
        rx.el.p(text, class_name="quiet mx-auto mt-1 max-w-md"),
        *more,
        class_name="text-center",
        custom_attrs={"role": "status"},
    )


def command_attributes(
    command: str,
    *,
    answer: rx.Var[int],
    outcome: rx.Var[str],
    portal_now_ms: rx.Var[int],
) -> dict[str, object]:
    """Return what lets the browser say how a form's command goes (portal.js)."""
    return {
        "noValidate": True,
        "data-command": command,
        "data-answer": answer.to_string(),
        "data-outcome": outcome,
        "data-portal-now": portal_now_ms,
    }
