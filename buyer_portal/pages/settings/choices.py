"""Change here what a buyer can choose: mails, language, appearance."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.choose import views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.rows import panel, skeleton_rows
from buyer_portal.components.words import PageWords
from buyer_portal.pages.settings.saved import about_change, saved
from buyer_portal.pages.settings.state import Change, SettingsState, Theme, language_href
from buyer_portal.views.mail_choice import MailChoiceView, MailGroupView

BROWSER_THEME: Final = {Theme.LIGHT: "day", Theme.DARK: "night", Theme.DEVICE: "auto"}
"""What portal.js calls each appearance."""
THEME_ICON: Final = {Theme.LIGHT: "sun", Theme.DARK: "moon", Theme.DEVICE: "device"}
CHOICE: Final = "row-link gap-3"


def mail_panel(words: PageWords) -> rx.Component:
    """Draw what comes by e-mail; where nothing can, why."""
    mail = SettingsState.mail.to(MailChoiceView)
    return panel(
        rx.cond(
            SettingsState.mail,
            rx.el.div(
                about_change(Change.MAIL, mail.text, words),
                rx.el.div(
                    rx.foreach(views_in(mail.groups, MailGroupView), _mail_group),
                    class_name="rows empty:h-4",
                ),
            ),
            skeleton_rows(1),
        ),
        title=words.t("mail.title"),
        id="mail",
        aside=saved(Change.MAIL, words),
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


def language_panel(words: PageWords) -> rx.Component:
    """Draw the languages as links: another language is another address, loaded in full."""
    return panel(
        about_change(Change.LANGUAGE, words.t("settings.language.text"), words),
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
        aside=saved(Change.LANGUAGE, words),
    )


def appearance_panel(words: PageWords) -> rx.Component:
    """Draw the appearances; the browser changes at once, saving follows."""
    return panel(
        about_change(Change.APPEARANCE, words.t("settings.theme.text"), words),
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
        aside=saved(Change.APPEARANCE, words),
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
