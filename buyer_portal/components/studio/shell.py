"""Change here the frame of every studio page: navigation, title, help on first use."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.banner import banners
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import CLIENT_BUILD, arrival_button
from buyer_portal.components.words import PageWords
from buyer_portal.studio.screens import ADDRESSES, SCREENS, Screen, StudioScreen


def studio_shell(
    *content: rx.Component,
    words: PageWords,
    screen: Screen,
    actions: tuple[rx.Component, ...] = (),
    attributes: "Mapping[str, rx.Var[Any] | str] | None" = None,
) -> rx.Component:
    """Draw a studio page; its texts are ``studio.<screen>.title``, ``.lead`` and ``.help``.

    Args:
        actions: Controls at the end of the title's row.
        attributes: ``data-*`` of the page's root.
    """
    name = screen.value
    return rx.el.div(
        rx.el.a(words.t("app.skip"), href="#content", class_name="skip-link"),
        _navigation(words, screen),
        rx.el.main(
            banners(words),
            rx.el.div(
                rx.el.div(
                    rx.el.h1(words.t(f"studio.{name}.title"), class_name="studio-title"),
                    rx.el.p(words.t(f"studio.{name}.lead"), class_name="quiet text-sm"),
                    class_name="min-w-0 flex-1",
                ),
                *actions,
                help_button(words, f"help-{name}"),
                class_name="studio-head",
            ),
            first_use(words, f"help-{name}", words.t(f"studio.{name}.help")),
            *content,
            id="content",
            class_name="studio-main",
            custom_attrs={"tabIndex": -1},
        ),
        arrival_button(),
        rx.el.script(src="/studio/studio.js", custom_attrs={"async": True}),
        class_name="studio",
        custom_attrs={
            "data-page": "true",
            "data-studio": name,
            "data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false"),
            "data-build": str(CLIENT_BUILD),
            **(attributes or {}),
        },
    )


def help_button(words: PageWords, target: str) -> rx.Component:
    """Draw the button that brings a closed help back."""
    return rx.el.button(
        icon("help"),
        type="button",
        class_name="icon-button",
        custom_attrs={"aria-label": words.t("studio.help"), "data-help-for": target},
    )


def first_use(words: PageWords, name: str, text: "rx.Var[str]") -> rx.Component:
    """Draw help that is open until somebody has closed it on this device (studio.js)."""
    return rx.el.section(
        icon("info", "size-5 mt-0.5"),
        rx.el.p(text, class_name="flex-1 text-sm"),
        rx.el.button(
            words.t("studio.help.close"),
            type="button",
            class_name="btn btn-sm btn-outline hair",
            custom_attrs={"data-help-close": name},
        ),
        class_name="studio-help tint tint-info",
        id=name,
        custom_attrs={"data-first-use": name, "aria-label": words.t("studio.help")},
    )


def _navigation(words: PageWords, current: Screen) -> rx.Component:
    return rx.el.nav(
        rx.el.p(
            rx.el.span(words.t("studio.name"), class_name="studio-name-text"),
            rx.el.span(words.t("studio.mark"), class_name="studio-mark"),
            class_name="studio-name",
        ),
        rx.el.ul(*(_link(words, entry, current) for entry in SCREENS), class_name="studio-links"),
        rx.el.div(
            *(
                rx.el.a(
                    locale.upper(),
                    href=routes.href(ADDRESSES[current], locale),
                    class_name="studio-locale",
                    custom_attrs={
                        "lang": locale,
                        "hrefLang": locale,
                        "aria-label": words.t(f"studio.locale.{locale}"),
                        **({"aria-current": "true"} if locale == words.locale else {}),
                    },
                )
                for locale in routes.LOCALES
            ),
            rx.el.a(
                icon("box", "size-5"),
                rx.el.span(words.t("studio.to_shop"), class_name="studio-link-text"),
                href=words.href(routes.LOGIN),
                class_name="studio-link studio-exit",
                custom_attrs={"aria-label": words.t("studio.to_shop")},
            ),
            class_name="studio-foot",
        ),
        class_name="studio-nav",
        custom_attrs={"aria-label": words.t("studio.nav")},
    )


def _link(words: PageWords, entry: StudioScreen, current: Screen) -> rx.Component:
    here = {"aria-current": "page"} if entry.screen is current else {}
    return rx.el.li(
        rx.el.a(
            icon(entry.icon),
            rx.el.span(words.t(f"studio.nav.{entry.screen.value}"), class_name="studio-link-text"),
            href=words.href(entry.address),
            class_name="studio-link",
            custom_attrs=here,
        )
    )
