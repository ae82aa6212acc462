"""Change here how a buyer with an outdated page gets a new one."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import CLIENT_BUILD
from buyer_portal.components.plain_frame import plain_frame
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY
from buyer_portal.session import SessionState


def update_page(words: PageWords) -> rx.Component:
    """Draw why, one button, and what else helps; a full load brings the new page.

    What the service knows of the build and what the browser met (recovery.js) may differ: a page
    that is current is said to be, unless the browser wants a newer one.
    """
    is_current = SessionState.is_signed_in & ~SessionState.is_outdated
    return plain_frame(
        rx.el.div(
            rx.el.span(
                icon("refresh", "size-7"),
                class_name="tint tint-info grid size-14 place-items-center rounded-full",
            ),
            rx.el.h1(
                rx.cond(
                    is_current,
                    rx.fragment(
                        rx.el.span(words.t("update.current.title"), class_name="unless-wanted"),
                        rx.el.span(words.t("update.title"), class_name="if-wanted"),
                    ),
                    words.t("update.title"),
                ),
                class_name="mt-5 text-2xl font-semibold",
            ),
            rx.el.div(
                rx.el.p(words.t("update.text"), class_name="mt-2"),
                rx.el.p(words.t("update.kept"), class_name="quiet mt-2"),
                class_name=rx.cond(is_current, "unless-in-vain if-wanted", "unless-in-vain"),
            ),
            _in_vain(words),
            # A full load, back to where the buyer was: recovery.js knows where.
            rx.el.a(
                rx.cond(
                    is_current,
                    rx.fragment(
                        rx.el.span(words.t("errors.to_orders"), class_name="unless-wanted"),
                        rx.el.span(words.t("update.reload"), class_name="unless-in-vain if-wanted"),
                    ),
                    rx.el.span(words.t("update.reload"), class_name="unless-in-vain"),
                ),
                rx.el.span(words.t("update.again"), class_name="if-in-vain"),
                href=words.href(routes.ORDERS),
                reload_document=True,
                class_name=f"{PRIMARY} mt-6 w-full",
                custom_attrs={"data-update": ""},
            ),
            rx.el.p(
                rx.cond(is_current, words.t("update.current"), ""),
                class_name="unless-wanted quiet mt-3 text-sm",
                custom_attrs={"role": "status"},
            ),
            class_name="panel p-6 sm:p-8",
        ),
        rx.el.section(
            rx.el.h2(words.t("update.steps.title"), id="steps", class_name=H2),
            rx.el.ul(
                _step("close", words.t("update.steps.close")),
                _step("shop", words.t("update.steps.store")),
                class_name="mt-3 space-y-3",
            ),
            class_name=["panel mt-4 p-6 sm:p-8", rx.cond(is_current, "if-wanted", "")],
            custom_attrs={"aria-labelledby": "steps"},
        ),
        words=words,
        asks_who=True,
        attributes={"data-update-page": ""},
    )


def _in_vain(words: PageWords) -> rx.Component:
    """Draw what recovery.js shows when the page was loaded anew and is as old as before."""
    return rx.el.div(
        rx.el.p(words.t("update.in_vain"), class_name="font-medium"),
        rx.el.p(words.t("update.in_vain.text", build=CLIENT_BUILD), class_name="mt-1 text-sm"),
        rx.el.a(
            words.t("retry.support"),
            href=rx.Var.create(
                f"{routes.href(routes.SUPPORT_NEW, words.locale)}?about=system_error"
            ).to(str),
            class_name="text-link mt-2 inline-block py-2 text-sm",
        ),
        class_name="if-in-vain tint tint-warning mt-4 rounded-xl p-4",
        custom_attrs={"role": "status"},
    )


def _step(symbol: str, text: rx.Var[str]) -> rx.Component:
    return rx.el.li(icon(symbol, "size-5 quiet mt-0.5"), rx.el.p(text), class_name="flex gap-3")


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(app, update_page, routes.UPDATE, title="update.title")
