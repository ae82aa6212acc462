"""Change here what is shown for an order that this account does not have."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.post_form import switch_form
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET


def missing_order(words: PageWords, next_: "rx.Var[str]") -> rx.Component:
    """Draw the same for an unknown order and for another buyer's; it has the page's ``h1``.

    Args:
        next_: Where signing in to another account leads back to.
    """
    return rx.el.section(
        rx.el.span(
            icon("user", "size-7"),
            class_name="tint tint-warning mx-auto grid size-16 place-items-center rounded-full",
        ),
        rx.el.h1(words.t("order.missing.title"), class_name="mt-4 text-[22px] font-semibold"),
        rx.el.p(words.t("order.missing.text"), class_name="quiet mx-auto mt-1 max-w-sm"),
        rx.el.div(
            switch_form(
                rx.el.button(words.t("order.missing.switch"), type="submit", class_name=PRIMARY),
                locale=words.locale,
                next_=next_,
            ),
            rx.el.a(
                words.t("order.missing.orders"), href=words.href(routes.ORDERS), class_name=QUIET
            ),
            class_name="mt-5 flex flex-wrap justify-center gap-3",
        ),
        class_name="panel px-6 py-10 text-center",
        custom_attrs={"role": "alert"},
    )
