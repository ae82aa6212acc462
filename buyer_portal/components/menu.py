"""Change here the menu behind the three lines."""

from typing import Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.post_form import post_form
from buyer_portal.components.words import PageWords

MENU_ID: Final = "menu"
SIGN_OUT: Final = "/auth/sign-out"
SWITCH: Final = "/auth/switch"
SHEET: Final = (
    "m-0 mt-auto w-full max-w-none overflow-hidden rounded-t-box bg-base-100 p-0 text-base-content"
    " shadow-xl backdrop:bg-black/45 sm:mb-auto sm:me-4 sm:ms-auto sm:mt-4 sm:w-80 sm:rounded-box"
)
"""From below on phones, under the button elsewhere."""
ROW: Final = "row-link px-5 font-medium"


def menu_button(words: PageWords) -> rx.Component:
    """Draw the three lines at the top right; the browser opens the menu."""
    return rx.el.button(
        icon("menu"),
        type="button",
        class_name="icon-button -me-2",
        custom_attrs={
            "aria-label": words.t("profile.menu"),
            "aria-haspopup": "dialog",
            "command": "show-modal",
            "commandfor": MENU_ID,
        },
    )


def menu(words: PageWords) -> rx.Component:
    """Draw the menu itself, closed."""
    return rx.el.dialog(
        rx.el.div(
            rx.el.h2(words.t("profile.menu"), id="menu-title", class_name="flex-1 font-semibold"),
            rx.el.button(
                icon("close"),
                type="button",
                class_name="icon-button -me-2",
                custom_attrs={
                    "aria-label": words.t("profile.menu.close"),
                    "command": "close",
                    "commandfor": MENU_ID,
                },
            ),
            class_name="flex items-center px-5 pt-3",
        ),
        rx.el.div(
            rx.el.a(
                icon("gear", "size-5"),
                rx.el.span(words.t("profile.settings"), class_name="flex-1"),
                icon("chevron", "size-5 quiet"),
                href=words.href(routes.SETTINGS),
                class_name=ROW,
            ),
            rx.el.a(
                icon("help", "size-5"),
                rx.el.span(words.t("help.title"), class_name="flex-1"),
                icon("chevron", "size-5 quiet"),
                href=words.href(routes.HELP),
                class_name=ROW,
            ),
            account_form(
                words,
                rx.el.button(
                    icon("user", "size-5"),
                    words.t("profile.switch"),
                    type="submit",
                    class_name=ROW,
                ),
                action=SWITCH,
                next_=routes.PROFILE,
            ),
            account_form(
                words,
                rx.el.button(
                    icon("door", "size-5"),
                    words.t("profile.sign_out"),
                    type="submit",
                    class_name=ROW,
                ),
                action=SIGN_OUT,
            ),
            class_name="rows pb-[calc(.75rem+env(safe-area-inset-bottom))]",
        ),
        id=MENU_ID,
        class_name=SHEET,
        custom_attrs={"aria-labelledby": "menu-title"},
    )


def account_form(
    words: PageWords, button: rx.Component, *, action: str, next_: str = "", class_name: str = ""
) -> rx.Component:
    """Draw a form that ends this session: ``action`` is signing out or switching account."""
    return post_form(
        rx.el.input(type="hidden", name="locale", value=words.locale),
        rx.el.input(type="hidden", name="next", value=words.href(next_))
        if next_
        else rx.fragment(),
        button,
        action=action,
        class_name=class_name,
    )
