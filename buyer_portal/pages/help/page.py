"""Change here how the help looks."""

from urllib.parse import quote

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one, views_in
from buyer_portal.components.go import go_link
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import skeleton_rows
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.pages.help.state import HelpState
from buyer_portal.views.help import HelpGroupView, HelpLineView, HelpTopicView
from buyer_portal.views.phase import Phase


def help_page(words: PageWords) -> rx.Component:
    """Draw the search, then the questions, then the way to support."""
    return page_shell(
        refresher(HelpState.refresh),
        rx.el.p(HelpState.said, class_name="visually-hidden", role="status"),
        _about_orders(words),
        draw_one(
            HelpState.phase,
            (Phase.LOADING, _loading(words)),
            rx.cond(HelpState.groups.length() > 0, _groups(words), _none(words)),
        ),
        _still(words),
        words=words,
        title=words.t("help.title"),
        nav=Nav.PROFILE,
        below_bar=_search(words),
        width="narrow pile",
        attributes={"data-phase": HelpState.phase},
    )


def _search(words: PageWords) -> rx.Component:
    return rx.el.form(
        rx.el.label(
            icon("search", "size-5 quiet"),
            rx.el.span(words.t("help.search"), class_name="visually-hidden"),
            rx.el.input(
                type="search",
                name="q",
                placeholder=words.t("help.search.hint"),
                on_change=HelpState.search.debounce(250),
                max_length=100,
                class_name="min-w-0 flex-1 bg-transparent outline-none",
                custom_attrs={
                    "data-value": HelpState.query,
                    "enterKeyHint": "search",
                    "autoComplete": "off",
                },
            ),
            class_name="search-field",
        ),
        go_link(HelpState.search_href),
        on_submit=HelpState.find,
        reset_on_submit=False,
        class_name="px-4 pb-3 lg:px-8",
        custom_attrs={"role": "search"},
    )


def _about_orders(words: PageWords) -> rx.Component:
    """Say whose answers these are."""
    return rx.el.div(
        rx.cond(
            HelpState.phase == Phase.LOADING,
            rx.fragment(),
            rx.cond(
                ~HelpState.is_signed_in,
                rx.el.div(
                    rx.el.p(words.t("help.signed_out")),
                    rx.el.a(
                        words.t("help.sign_in"),
                        href=_sign_in_href(words),
                        class_name="text-link inline-flex min-h-11 items-center font-medium",
                    ),
                ),
                rx.cond(
                    HelpState.has_failed,
                    rx.el.p(words.t("help.general")),
                    rx.cond(HelpState.has_orders, rx.el.p(words.t("help.live")), rx.fragment()),
                ),
            ),
        ),
        class_name="quiet px-2 text-sm",
        custom_attrs={"role": "status"},
    )


def _sign_in_href(words: PageWords) -> rx.Var[str]:
    """Return the way through the sign-in page back to here."""
    back = quote(routes.href(routes.HELP, words.locale), safe="")
    return rx.Var.create(f"{routes.href(routes.LOGIN, words.locale)}?next={back}").to(str)


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
        skeleton_rows(6),
        class_name="panel px-5",
    )


def _groups(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.foreach(HelpState.groups, lambda group: _group(group, words)), class_name="pile"
    )


def _group(group: ObjectVar[HelpGroupView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(group.title, class_name="px-5 pt-4 pb-1 text-[15px] font-semibold"),
        rx.el.div(
            rx.foreach(views_in(group.topics, HelpTopicView), lambda topic: _topic(topic, words)),
            class_name="rows",
        ),
        class_name="panel overflow-hidden pb-1",
        key=group.key,
    )


def _topic(topic: ObjectVar[HelpTopicView], words: PageWords) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.h3(topic.question, class_name="min-w-0 flex-1 font-medium"),
            icon("chevron", "size-5 quiet how-mark"),
            class_name="flex min-h-14 items-center gap-3 px-5 py-2.5 hover:bg-base-200/50 -outline-offset-[3px]",
            custom_attrs={"data-autofocus": rx.cond(topic.is_asked, topic.key, "")},
        ),
        rx.el.div(
            rx.el.p(topic.answer),
            rx.cond(
                topic.note != "",
                rx.el.p(topic.note, class_name="mt-3 font-medium"),
                rx.fragment(),
            ),
            rx.cond(
                views_in(topic.lines, HelpLineView).length() > 0,
                rx.el.div(
                    rx.el.h4(words.t("help.orders"), class_name="quiet text-[13px] font-semibold"),
                    rx.el.ul(
                        rx.foreach(views_in(topic.lines, HelpLineView), _line),
                        class_name="rows",
                    ),
                    class_name="mt-4 rounded-xl bg-base-200 px-4 pt-3",
                ),
                rx.fragment(),
            ),
            rx.cond(
                topic.href != "",
                rx.el.a(topic.action, href=topic.href, class_name=f"{QUIET} mt-4 w-full"),
                rx.fragment(),
            ),
            class_name="px-5 pb-5",
        ),
        open=topic.is_open,
        id=topic.key,
        class_name="how help-topic",
        key=topic.key,
    )


def _line(line: ObjectVar[HelpLineView]) -> rx.Component:
    return rx.el.li(
        rx.el.p(line.order, class_name="quiet text-[13px]"),
        rx.el.p(line.text, class_name="font-medium"),
        rx.cond(line.more != "", rx.el.p(line.more, class_name="mt-0.5 text-sm"), rx.fragment()),
        rx.el.a(
            line.action,
            rx.el.span(" ", line.order, class_name="visually-hidden"),
            href=line.href,
            class_name="text-link inline-flex min-h-11 items-center text-sm font-medium",
        ),
        class_name="pt-2.5",
    )


def _none(words: PageWords) -> rx.Component:
    return trouble(
        words.t("help.none.title"),
        words.t("help.none.text"),
        rx.el.a(words.t("help.ask"), href=HelpState.ask_href, class_name=PRIMARY),
        rx.el.a(words.t("help.none.all"), href=words.href(routes.HELP), class_name=QUIET),
        symbol="search",
    )


def _still(words: PageWords) -> rx.Component:
    """Draw the way to people, where a search has not already led there."""
    return rx.cond(
        HelpState.groups.length() > 0,
        rx.el.section(
            rx.el.h2(words.t("help.still"), class_name="font-semibold"),
            rx.el.p(words.t("help.still.text"), class_name="quiet mt-0.5 text-sm"),
            rx.el.div(
                rx.el.a(
                    words.t("help.ask"), href=HelpState.ask_href, class_name=f"{PRIMARY} flex-1"
                ),
                rx.el.a(
                    words.t("help.tickets"),
                    href=words.href(routes.SUPPORT),
                    class_name=f"{QUIET} flex-1",
                ),
                class_name="mt-4 flex flex-wrap gap-3",
            ),
            class_name="panel p-5",
        ),
        rx.fragment(),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(app, help_page, routes.HELP, title="help.title", on_load=HelpState.load)
