"""Change here how settings and privacy looks."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.menu import SIGN_OUT, SWITCH, account_form
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import link_row, panel
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import QUIET
from buyer_portal.pages.settings.about import about_panel
from buyer_portal.pages.settings.about_state import AboutState
from buyer_portal.pages.settings.choices import appearance_panel, language_panel, mail_panel
from buyer_portal.pages.settings.devices import devices_panel
from buyer_portal.pages.settings.devices_state import DevicesState
from buyer_portal.pages.settings.state import SettingsState
from buyer_portal.session import SessionState
from buyer_portal.settings import Settings


def settings_page(words: PageWords, build: int) -> rx.Component:
    """Draw what a buyer can set, who is signed in where, and what this page is."""
    return page_shell(
        refresher(DevicesState.load),
        panel(
            link_row(
                words.t("settings.orders"),
                href=words.href(routes.ORDERS),
                symbol="box",
                about=words.t("settings.orders.text"),
            ),
            link_row(
                words.t("settings.notifications"),
                href=words.href(routes.NOTIFICATIONS),
                symbol="bell",
                about=words.t("settings.notifications.text"),
                value=rx.cond(
                    SessionState.unread > 0,
                    words.t("notifications.unread_short", number=SessionState.unread.to_string()),
                    "",
                ),
            ),
            title=words.t("settings.shopping"),
            id="shopping",
        ),
        mail_panel(words),
        language_panel(words),
        appearance_panel(words),
        devices_panel(words),
        panel(
            link_row(words.t("help.title"), href=words.href(routes.HELP), symbol="help"),
            link_row(
                words.t("withdrawal.link"), href=words.href(routes.WITHDRAWAL), symbol="return"
            ),
            link_row(words.t("support.title"), href=words.href(routes.SUPPORT), symbol="chat"),
            link_row(
                words.t("data.title"),
                href=words.href(routes.YOUR_DATA),
                symbol="lock",
                about=words.t("data.settings.text"),
            ),
        ),
        about_panel(words, build),
        _account(words),
        words=words,
        title=words.t("settings.title"),
        nav=Nav.PROFILE,
        back=words.href(routes.PROFILE),
        width="narrow pile",
        attributes={"data-phase": DevicesState.phase},
    )


def _account(words: PageWords) -> rx.Component:
    """Draw the ways out."""
    return rx.el.div(
        account_form(
            words,
            rx.el.button(
                words.t("profile.switch"), type="submit", class_name=f"{QUIET} w-full bg-base-100"
            ),
            action=SWITCH,
            next_=routes.SETTINGS,
            class_name="flex-1",
        ),
        account_form(
            words,
            rx.el.button(
                words.t("settings.sign_out"),
                type="submit",
                class_name=f"{QUIET} w-full bg-base-100",
            ),
            action=SIGN_OUT,
            class_name="flex-1",
        ),
        class_name="flex flex-wrap gap-3",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    build = Settings.load().build
    add_in_each_language(
        app,
        lambda words: settings_page(words, build),
        routes.SETTINGS,
        title="settings.title",
        on_load=[SettingsState.load, DevicesState.load, AboutState.load],
    )
