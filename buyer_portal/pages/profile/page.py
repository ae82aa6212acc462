"""Change here how the profile page looks."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import choose
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.menu import SWITCH, account_form, menu, menu_button
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import link_row, panel, skeleton_rows
from buyer_portal.components.words import PageWords
from buyer_portal.pages.profile.state import ProfileState
from buyer_portal.session import SessionState
from buyer_portal.views.phase import Phase
from buyer_portal.views.profile import COUNTED_TABS, ProfileView, TabCounterView


def profile_page(words: PageWords) -> rx.Component:
    """Draw who is signed in, what waits, and the ways on."""
    return page_shell(
        refresher(ProfileState.load),
        rx.el.div(
            rx.match(
                ProfileState.phase,
                (Phase.LOADING, _loading(words)),
                (Phase.FAILED, _failed(words)),
                _ready(words),
            )
        ),
        _ways(words),
        menu(words),
        words=words,
        title=words.t("profile.title"),
        nav=Nav.PROFILE,
        actions=(menu_button(words),),
        width="narrow pile",
        attributes={"data-phase": ProfileState.phase},
    )


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        rx.el.div(skeleton_rows(1), class_name="panel px-5 py-1"),
        rx.el.div(
            rx.el.div(class_name="bone h-4 w-32"),
            rx.el.div(
                *(rx.el.div(class_name="bone size-11 rounded-xl") for _ in COUNTED_TABS),
                class_name="mt-5 flex justify-around",
            ),
            class_name="panel mt-3 h-[8.6rem] p-5",
            custom_attrs={"aria-hidden": "true"},
        ),
    )


def _failed(words: PageWords) -> rx.Component:
    """Say that the shop is silent; what was known stays below."""
    return rx.el.div(
        failed_panel(words, ProfileState.again, ProfileState.load),
        rx.cond(
            ProfileState.profile,
            rx.el.div(_ready(words), class_name="mt-3"),
            rx.fragment(),
        ),
    )


def _ready(words: PageWords) -> rx.Component:
    profile: rx.vars.ObjectVar[ProfileView] = ProfileState.profile.to(ProfileView)
    return rx.el.div(
        _who(profile, words),
        _orders(profile, words),
        _standing(profile, words),
        class_name="pile",
    )


def _who(profile: "rx.vars.ObjectVar[ProfileView]", words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.span(
            profile.initials,
            class_name="tint tint-info grid size-14 shrink-0 place-items-center rounded-full text-lg font-semibold",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.div(
            rx.el.p(profile.name, class_name="text-[19px] font-semibold leading-6 break-words"),
            rx.el.p(profile.login, class_name="quiet text-sm break-all"),
            account_form(
                words,
                rx.el.button(
                    rx.el.span(words.t("profile.not_you"), class_name="quiet"),
                    " ",
                    rx.el.span(words.t("profile.switch"), class_name="text-link font-medium"),
                    type="submit",
                    class_name="-mb-2 min-h-11 text-start text-sm",
                ),
                action=SWITCH,
                next_=routes.PROFILE,
            ),
            class_name="min-w-0 flex-1",
        ),
        class_name="panel flex items-start gap-4 p-5",
    )


def _orders(profile: "rx.vars.ObjectVar[ProfileView]", words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.a(
            rx.el.h2(words.t("profile.your_orders"), class_name="flex-1 font-semibold"),
            rx.el.span(words.t("profile.orders.all"), class_name="quiet text-sm"),
            icon("chevron", "size-5 quiet -me-1"),
            href=words.href(routes.ORDERS),
            class_name="flex min-h-11 items-center gap-1",
        ),
        rx.el.ul(
            rx.foreach(profile.counters, _counter),
            class_name="mt-2 grid grid-cols-4",
        ),
        class_name="panel px-5 pb-3 pt-2",
    )


def _counter(counter: "rx.vars.ObjectVar[TabCounterView]") -> rx.Component:
    symbol = rx.match(
        counter.tab,
        *((str(tab), icon(name)) for tab, name in COUNTED_TABS),
        icon("box"),
    )
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                symbol,
                rx.cond(
                    counter.badge != "",
                    rx.el.span(counter.badge, class_name="count-badge"),
                    rx.fragment(),
                ),
                class_name="relative inline-grid",
                custom_attrs={"aria-hidden": "true"},
            ),
            rx.el.span(
                counter.label,
                class_name="text-[12.5px] leading-4",
                custom_attrs={"aria-hidden": "true"},
            ),
            href=counter.href,
            class_name="flex min-h-[4.25rem] flex-col items-center justify-start gap-1.5 rounded-xl pt-2 text-center",
            custom_attrs={"aria-label": counter.name},
        ),
        key=counter.tab,
    )


def _standing(profile: "rx.vars.ObjectVar[ProfileView]", words: PageWords) -> rx.Component:
    return rx.el.section(
        icon("shield", "size-6 quiet mt-0.5"),
        rx.el.div(
            rx.el.div(
                rx.el.h2(words.t("profile.standing"), class_name="font-medium"),
                rx.el.span(
                    profile.standing_text,
                    class_name=rx.cond(
                        profile.is_standing_good,
                        "badge-text tint tint-success",
                        "badge-text tint tint-warning",
                    ),
                ),
                class_name="flex flex-wrap items-center justify-between gap-2",
            ),
            rx.el.p(profile.standing_about, class_name="quiet mt-1 text-sm"),
            rx.el.a(
                words.t("profile.standing.open"),
                icon("chevron", "size-4"),
                href=words.href(routes.STANDING),
                class_name="text-link -mb-2 inline-flex min-h-11 items-center gap-1 text-sm font-medium",
            ),
            class_name="min-w-0 flex-1",
        ),
        class_name="panel flex gap-3 p-5",
    )


def _ways(words: PageWords) -> rx.Component:
    """Draw the rows that are there whatever the shop answers."""
    settings = routes.href(routes.SETTINGS, words.locale)
    return panel(
        link_row(
            words.t("profile.notifications"),
            href=words.href(routes.NOTIFICATIONS),
            symbol="bell",
            value=rx.cond(
                SessionState.unread > 0,
                words.t("notifications.unread_short", number=SessionState.unread.to_string()),
                words.t("profile.notifications.none"),
            ),
        ),
        link_row(words.t("help.title"), href=words.href(routes.HELP), symbol="help"),
        link_row(words.t("support.title"), href=words.href(routes.SUPPORT), symbol="chat"),
        link_row(
            words.t("profile.language"),
            href=rx.Var.create(settings + "#language").to(str),
            symbol="globe",
            value=words.t(f"settings.language.{words.locale}"),
        ),
        link_row(
            words.t("profile.appearance"),
            href=rx.Var.create(settings + "#appearance").to(str),
            symbol="moon",
            value=choose(
                SessionState.theme,
                {
                    "light": words.t("settings.theme.light"),
                    "dark": words.t("settings.theme.dark"),
                },
                words.t("settings.theme.device"),
            ),
        ),
        link_row(
            words.t("profile.settings"),
            href=words.href(routes.SETTINGS),
            symbol="gear",
        ),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, profile_page, routes.PROFILE, title="profile.title", on_load=ProfileState.load
    )
