"""Change here the frame of every page: bar on top, dock or side bar, banners, skip link."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import reflex as rx
from reflex.vars import NumberVar

from buyer_portal import routes
from buyer_portal.components.banner import banners
from buyer_portal.components.icons import icon
from buyer_portal.components.prototype_mark import prototype_mark
from buyer_portal.components.words import PageWords
from buyer_portal.session import SessionState
from buyer_portal.settings import Settings


class Nav(StrEnum):
    """A place of the dock and the side bar."""

    ORDERS = "orders"
    MESSAGES = "messages"
    NOTIFICATIONS = "notifications"
    PROFILE = "profile"


NAV: Final[tuple[tuple[Nav, str, str], ...]] = (
    (Nav.ORDERS, routes.ORDERS, "box"),
    (Nav.MESSAGES, routes.MESSAGES, "chat"),
    (Nav.NOTIFICATIONS, routes.NOTIFICATIONS, "bell"),
    (Nav.PROFILE, routes.PROFILE, "user"),
)
"""The dock, in its order: place, address, icon."""

_UNREAD: Final = {
    Nav.MESSAGES: SessionState.unread_messages,
    Nav.NOTIFICATIONS: SessionState.unread,
}
MOST_UNREAD: Final = 99
CLIENT_BUILD: Final = Settings.load().build
"""Compiled into each page as a literal: a state would say what the server runs."""
BUILD_META: Final = "portal-build"
"""Where portal.js finds the build before any page is drawn."""
TIME_ZONE: Final = rx.Var("Intl.DateTimeFormat().resolvedOptions().timeZone", _var_type=str)


def page_shell(
    *content: rx.Component,
    words: PageWords,
    title: rx.Var[str],
    nav: Nav | None = None,
    back: rx.Var[str] | None = None,
    is_heading: bool = True,
    actions: tuple[rx.Component, ...] = (),
    below_bar: rx.Component | None = None,
    bottom_bar: rx.Component | None = None,
    width: str = "",
    attributes: "Mapping[str, rx.Var[Any] | str] | None" = None,
) -> rx.Component:
    """Draw a page: bar with ``title``, banners, ``content``, and the dock unless ``nav`` is None.

    Args:
        back: Where the arrow before the title leads.
        is_heading: Whether the title is the page's ``h1``; else ``content`` must have it.
        actions: Controls at the end of the bar.
        below_bar: Something that stays under the bar, such as tabs.
        bottom_bar: The page's own actions, fixed above the dock's place on phones, in place of it.
        width: A class that limits the width of the content.
        attributes: ``data-*`` of the page's root.
    """
    return rx.el.div(
        rx.el.a(words.t("app.skip"), href="#content", class_name="skip-link"),
        _navigation(words, nav) if nav else rx.fragment(),
        rx.el.header(
            rx.el.div(
                _back(words, back) if back is not None else rx.fragment(),
                (rx.el.h1 if is_heading else rx.el.p)(title, class_name="bar-title"),
                help_link(words),
                *actions,
                class_name="bar-row",
            ),
            below_bar or rx.fragment(),
            class_name="bar",
        ),
        rx.el.main(
            banners(words),
            _news(words),
            rx.el.div(*content, class_name=f"content {width}"),
            prototype_mark(words),
            id="content",
            class_name="main",
            custom_attrs={"tabIndex": -1},
        ),
        bottom_bar or rx.fragment(),
        arrival_button(),
        class_name="page"
        + (" has-nav" if nav else "")
        + (" has-bottom-bar" if bottom_bar is not None else ""),
        custom_attrs={
            "data-page": "true",
            "data-hydrated": rx.cond(rx.State.is_hydrated, "true", "false"),
            "data-build": str(CLIENT_BUILD),
            "data-revision": SessionState.revision.to(str),
            "data-feed": rx.cond(rx.State.is_hydrated, SessionState.shown_feed, 0).to(str),
            "data-saved-theme": SessionState.theme,
            **(attributes or {}),
        },
    )


def arrival_button() -> rx.Component:
    """Draw the hidden button that portal.js presses when who looks was not known in time."""
    return rx.el.button(
        type="button",
        on_click=SessionState.arrive(TIME_ZONE, CLIENT_BUILD),
        custom_attrs={
            "hidden": True,
            "data-arrive": rx.cond(SessionState.is_unmet, "now", ""),
            "aria-hidden": "true",
            "tabIndex": -1,
        },
    )


def _news(words: PageWords) -> rx.Component:
    """Draw what is said, politely, when something came while the page was open."""
    said = words.t("nav.notifications.unread", number=SessionState.unread.to_string())
    return rx.el.p(
        rx.cond(SessionState.has_news, said, ""),
        role="status",
        class_name="visually-hidden",
        custom_attrs={"data-news": ""},
    )


def help_link(words: PageWords) -> rx.Component:
    """Draw the way to the help, in the same place on every page."""
    return rx.el.a(
        icon("help"),
        href=words.href(routes.HELP),
        class_name="icon-button",
        custom_attrs={"aria-label": words.t("help.link"), "data-help": ""},
    )


def _back(words: PageWords, href: rx.Var[str]) -> rx.Component:
    return rx.el.a(
        icon("back"),
        href=href,
        class_name="icon-button -ms-3",
        custom_attrs={"aria-label": words.t("nav.back")},
    )


def _navigation(words: PageWords, current: Nav) -> rx.Component:
    """Draw the dock; the style sheet makes it a side bar on wide screens."""
    return rx.el.nav(
        rx.el.p(words.t("app.name"), class_name="nav-name"),
        *(_nav_link(words, place, address, name, current) for place, address, name in NAV),
        class_name="nav",
        custom_attrs={"aria-label": words.t("nav.label")},
    )


def _nav_link(words: PageWords, place: Nav, address: str, name: str, current: Nav) -> rx.Component:
    attributes: dict[str, rx.Var[str] | str] = {"data-nav": place.value}
    if place is current:
        attributes["aria-current"] = "page"
    badge: rx.Component = rx.fragment()
    if place in _UNREAD:
        unread = _UNREAD[place]
        attributes["aria-label"] = rx.cond(
            unread > 0,
            words.t(f"nav.{place.value}.unread", number=unread.to_string()),
            words.t(f"nav.{place.value}"),
        )
        badge = rx.cond(unread > 0, unread_badge(unread), rx.fragment())
    return rx.el.a(
        rx.el.span(icon(name), badge, class_name="relative inline-grid"),
        rx.el.span(words.t(f"nav.{place.value}"), class_name="nav-text"),
        href=words.href(address),
        class_name="nav-link",
        custom_attrs=attributes,
    )


def unread_badge(unread: NumberVar[int]) -> rx.Component:
    """Draw how many are unread; its link says it in words."""
    return rx.el.span(
        rx.cond(unread > MOST_UNREAD, f"{MOST_UNREAD}+", unread.to_string()),
        class_name="count-badge",
        custom_attrs={"aria-hidden": "true"},
    )
