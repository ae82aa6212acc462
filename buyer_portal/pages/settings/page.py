"""Change here how settings and privacy looks."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.choose import views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.menu import SIGN_OUT, SWITCH, account_form
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import link_row, panel, skeleton_rows
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import QUIET
from buyer_portal.pages.settings.about_state import AboutState
from buyer_portal.pages.settings.devices_state import DevicesState
from buyer_portal.pages.settings.state import Change, Saving, SettingsState, Theme, language_href
from buyer_portal.session import SessionState
from buyer_portal.settings import Settings
from buyer_portal.views.about import PolicyLinkView
from buyer_portal.views.devices import DeviceView
from buyer_portal.views.mail_choice import MailChoiceView, MailGroupView
from buyer_portal.views.phase import Phase

BROWSER_THEME: Final = {Theme.LIGHT: "day", Theme.DARK: "night", Theme.DEVICE: "auto"}
"""What portal.js calls each appearance."""
THEME_ICON: Final = {Theme.LIGHT: "sun", Theme.DARK: "moon", Theme.DEVICE: "device"}
SMALL: Final = "btn btn-outline btn-sm btn-touch hair shrink-0"
CHOICE: Final = "row-link gap-3"


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
        _mail(words),
        _language(words),
        _appearance(words),
        _devices(words),
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
        _about(words, build),
        _account(words),
        words=words,
        title=words.t("settings.title"),
        nav=Nav.PROFILE,
        back=words.href(routes.PROFILE),
        width="narrow pile",
        attributes={"data-phase": DevicesState.phase},
    )


def _saved(change: Change, words: PageWords) -> rx.Component:
    """Draw whether ``change`` is saved; the region is there before it speaks and takes no room."""
    return rx.el.p(
        rx.cond(
            (SettingsState.saving == Saving.SAVED) & (SettingsState.changed == change),
            rx.el.span(
                icon("check", "size-4 me-1 inline align-[-2px]"),
                words.t("settings.saved"),
            ),
            rx.fragment(),
        ),
        class_name="text-sm font-medium text-success",
        role="status",
    )


def _about_change(change: Change, text: "rx.Var[str]", words: PageWords) -> rx.Component:
    """Draw what ``change`` is good for, or that it could not be saved."""
    return rx.el.p(
        rx.cond(
            (SettingsState.saving == Saving.FAILED) & (SettingsState.changed == change),
            rx.el.span(words.t("settings.not_saved"), class_name="font-medium text-error"),
            rx.el.span(text, class_name="quiet"),
        ),
        class_name="text-sm",
        id=f"{change}-text",
    )


def _mail(words: PageWords) -> rx.Component:
    """Draw what comes by e-mail; where nothing can, why."""
    mail = SettingsState.mail.to(MailChoiceView)
    return panel(
        rx.cond(
            SettingsState.mail,
            rx.el.div(
                _about_change(Change.MAIL, mail.text, words),
                rx.el.div(
                    rx.foreach(views_in(mail.groups, MailGroupView), _mail_group),
                    class_name="rows",
                ),
            ),
            skeleton_rows(1),
        ),
        title=words.t("mail.title"),
        id="mail",
        aside=_saved(Change.MAIL, words),
    )


def _mail_group(group: ObjectVar[MailGroupView]) -> rx.Component:
    return rx.el.label(
        rx.el.span(group.text, class_name="flex-1"),
        rx.el.input(
            type="checkbox",
            role="switch",
            checked=group.is_wanted,
            on_change=lambda wanted: SettingsState.choose_mail(group.key, wanted.to(bool)),
            class_name="toggle",
        ),
        class_name=f"{CHOICE} cursor-pointer",
    )


def _language(words: PageWords) -> rx.Component:
    """Draw the languages as links: another language is another address, loaded in full."""
    return panel(
        _about_change(Change.LANGUAGE, words.t("settings.language.text"), words),
        rx.el.ul(
            *(
                rx.el.li(
                    rx.el.a(
                        rx.el.span(words.t(f"settings.language.{locale}"), class_name="flex-1"),
                        icon("check", "size-5") if locale == words.locale else "",
                        href=language_href(locale),
                        reload_document=True,
                        class_name=CHOICE + (" font-semibold" if locale == words.locale else ""),
                        custom_attrs={"lang": locale, "hrefLang": locale}
                        | ({"aria-current": "true"} if locale == words.locale else {}),
                    )
                )
                for locale in routes.LOCALES
            ),
            class_name="rows",
        ),
        title=words.t("settings.language"),
        id="language",
        aside=_saved(Change.LANGUAGE, words),
    )


def _appearance(words: PageWords) -> rx.Component:
    """Draw the appearances; the browser changes at once, saving follows."""
    return panel(
        _about_change(Change.APPEARANCE, words.t("settings.theme.text"), words),
        rx.el.div(
            *(_theme(theme, words) for theme in Theme),
            class_name="rows",
            role="group",
            custom_attrs={
                "aria-labelledby": "appearance-title",
                "aria-describedby": "appearance-text",
            },
        ),
        title=words.t("settings.theme"),
        id="appearance",
        aside=_saved(Change.APPEARANCE, words),
    )


def _theme(theme: Theme, words: PageWords) -> rx.Component:
    chosen = SettingsState.theme == theme.value
    return rx.el.button(
        icon(THEME_ICON[theme], "size-5 quiet"),
        rx.el.span(words.t(f"settings.theme.{theme.name.lower()}"), class_name="flex-1"),
        rx.cond(chosen, icon("check", "size-5"), rx.fragment()),
        type="button",
        on_click=SettingsState.choose_theme(theme.value),
        class_name=CHOICE,
        custom_attrs={
            "aria-pressed": rx.cond(chosen, "true", "false"),
            "data-set-theme": BROWSER_THEME[theme],
        },
    )


def _devices(words: PageWords) -> rx.Component:
    """Draw where the buyer is signed in."""
    return panel(
        rx.el.p(words.t("settings.devices.text"), class_name="quiet text-sm"),
        rx.el.div(
            rx.cond(
                DevicesState.said != "",
                rx.el.p(
                    DevicesState.said,
                    class_name=rx.cond(
                        DevicesState.has_failed,
                        "banner tint tint-error mt-3 rounded-xl",
                        "banner tint tint-success mt-3 rounded-xl",
                    ),
                ),
                rx.fragment(),
            ),
            custom_attrs={"role": "status"},
        ),
        rx.el.div(
            rx.match(
                DevicesState.phase,
                (
                    Phase.LOADING,
                    rx.el.div(
                        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
                        skeleton_rows(1),
                    ),
                ),
                (
                    Phase.FAILED,
                    rx.el.div(
                        rx.el.p(words.t("errors.unreachable.title"), class_name="flex-1"),
                        rx.el.button(
                            words.t("errors.again"),
                            type="button",
                            on_click=DevicesState.load,
                            class_name=SMALL,
                        ),
                        class_name="flex flex-wrap items-center gap-3 py-4",
                        custom_attrs={"role": "alert"},
                    ),
                ),
                rx.fragment(),
            )
        ),
        rx.el.ul(
            rx.foreach(DevicesState.devices, lambda device: _device(device, words)),
            class_name="rows",
        ),
        rx.cond(
            DevicesState.has_others,
            rx.el.button(
                words.t("settings.devices.others"),
                type="button",
                on_click=DevicesState.sign_out_others,
                class_name=f"{QUIET} mb-5 mt-2 w-full",
            ),
            rx.cond(
                DevicesState.phase == Phase.READY,
                rx.el.p(words.t("settings.devices.only"), class_name="quiet pb-4 text-sm"),
                rx.fragment(),
            ),
        ),
        title=words.t("settings.devices"),
        id="devices",
    )


def _device(device: "rx.vars.ObjectVar[DeviceView]", words: PageWords) -> rx.Component:
    return rx.el.li(
        rx.cond(device.is_phone, icon("phone", "size-6 quiet"), icon("device", "size-6 quiet")),
        rx.el.div(
            rx.el.p(
                device.name,
                rx.cond(
                    device.is_current,
                    rx.el.span(
                        words.t("settings.device.this"),
                        class_name="badge-text tint tint-success ms-2",
                    ),
                    rx.fragment(),
                ),
                class_name="font-medium",
            ),
            rx.el.p(device.seen, " · ", device.since, class_name="quiet text-[13px]"),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            device.is_current,
            rx.fragment(),
            rx.el.button(
                words.t("settings.device.sign_out"),
                type="button",
                on_click=DevicesState.sign_out(device.key),
                class_name=SMALL,
                custom_attrs={"aria-label": device.sign_out_name},
            ),
        ),
        class_name="flex items-center gap-3 py-3",
        key=device.key,
    )


def _about(words: PageWords, build: int) -> rx.Component:
    """Draw which build this page is, and since when the policies hold."""
    return panel(
        rx.el.dl(
            rx.el.div(
                rx.el.dt(words.t("settings.about.build")),
                rx.el.dd(
                    rx.cond(
                        SessionState.is_outdated,
                        rx.el.a(
                            words.t("settings.about.outdated", build=build),
                            href=words.href(routes.UPDATE),
                            class_name="text-link",
                        ),
                        words.t("settings.about.current", build=build),
                    ),
                    class_name="quiet text-end text-sm",
                ),
                class_name="flex min-h-12 items-center justify-between gap-4 py-2",
            ),
            rx.el.div(
                rx.el.dt(words.t("settings.about.zone")),
                rx.el.dd(SessionState.time_zone, class_name="quiet text-end text-sm"),
                class_name="flex min-h-12 items-center justify-between gap-4 border-t py-2 hair",
            ),
        ),
        rx.cond(
            AboutState.policies.length() > 0,
            rx.el.div(
                rx.el.h3(
                    words.t("settings.about.policies"),
                    class_name="border-t pt-3 text-sm font-medium hair",
                ),
                rx.el.ul(rx.foreach(AboutState.policies, _policy), class_name="rows"),
            ),
            rx.fragment(),
        ),
        title=words.t("settings.about"),
        id="about",
    )


def _policy(policy: "rx.vars.ObjectVar[PolicyLinkView]") -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(policy.seller, class_name="block"),
                rx.el.span(policy.since, class_name="quiet block text-[13px]"),
                class_name="min-w-0 flex-1",
            ),
            icon("chevron", "size-5 quiet"),
            href=policy.href,
            class_name="row-link",
        ),
        key=policy.seller_id,
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
    for locale in routes.LOCALES:
        words = PageWords(locale)
        app.add_page(
            settings_page(words, build),
            route=routes.page_route(routes.SETTINGS, locale),
            title=words.text("settings.title"),
            on_load=[SettingsState.load, DevicesState.load, AboutState.load],
        )
