"""Change here the banners above a page: connection, outdated page, a fault on our side."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.session import SessionState


def banners(words: PageWords) -> rx.Component:
    """Draw the live regions that are there before they speak; empty ones take no room."""
    return rx.el.div(
        _connection(words),
        rx.el.div(
            rx.cond(SessionState.is_outdated, _outdated(words), rx.fragment()),
            custom_attrs={"role": "status"},
        ),
        rx.el.div(
            rx.cond(SessionState.error_reference != "", _system(words), rx.fragment()),
            custom_attrs={"role": "alert"},
        ),
        class_name="banners",
    )


def _connection(words: PageWords) -> rx.Component:
    """Draw the place where the browser itself says that the connection is lost (portal.js)."""
    return rx.el.p(
        class_name="banner tint tint-warning",
        custom_attrs={
            "role": "status",
            "data-connection": "",
            "data-lost": words.template("banner.connection"),
            "data-back": words.t("banner.connection.back"),
        },
    )


def _outdated(words: PageWords) -> rx.Component:
    return rx.el.div(
        icon("info", "size-5 shrink-0"),
        rx.el.p(words.t("banner.outdated"), class_name="banner-text unless-in-vain"),
        rx.el.p(words.t("banner.outdated.in_vain"), class_name="banner-text if-in-vain"),
        rx.el.a(
            rx.el.span(words.t("banner.outdated.action"), class_name="unless-in-vain"),
            rx.el.span(words.t("banner.outdated.help"), class_name="if-in-vain"),
            href=words.href(routes.UPDATE),
            class_name="btn btn-sm btn-primary btn-touch",
            custom_attrs={"data-to-update": ""},
        ),
        class_name="banner tint tint-info",
        custom_attrs={"data-outdated": ""},
    )


def _system(words: PageWords) -> rx.Component:
    return rx.el.div(
        icon("alert", "size-5 shrink-0"),
        rx.el.p(
            words.t("banner.system"),
            " ",
            rx.el.span(
                words.t("banner.system.reference", reference=SessionState.error_reference),
                class_name="block text-xs mt-0.5",
            ),
            class_name="banner-text",
        ),
        rx.el.button(
            icon("close", "size-5"),
            type="button",
            on_click=SessionState.dismiss_error,
            class_name="icon-button",
            custom_attrs={"aria-label": words.t("action.dismiss")},
        ),
        class_name="banner tint tint-error",
    )
