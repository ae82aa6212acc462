"""Change here how the list of the buyer's tickets looks."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import link_row, panel, skeleton_rows
from buyer_portal.components.tickets import status_word
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.pages.support.state import SupportState
from buyer_portal.views.phase import Phase
from buyer_portal.views.support import TicketRowView


def support_page(words: PageWords) -> rx.Component:
    """Draw the ways to an answer, then the tickets."""
    return page_shell(
        refresher(SupportState.refresh),
        rx.el.p(SupportState.shown_text, class_name="visually-hidden", role="status"),
        panel(
            link_row(
                words.t("support.help"),
                href=words.href(routes.HELP),
                symbol="search",
                about=words.t("support.help.text"),
            ),
        ),
        rx.el.div(
            rx.match(
                SupportState.phase,
                (Phase.LOADING, _loading(words)),
                (Phase.FAILED, failed_panel(words, SupportState.again, SupportState.load)),
                rx.cond(SupportState.rows.length() > 0, _list(words), _empty(words)),
            )
        ),
        words=words,
        title=words.t("support.title"),
        nav=Nav.PROFILE,
        back=words.href(routes.PROFILE),
        width="narrow pile",
        attributes={"data-phase": SupportState.phase},
    )


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        skeleton_rows(3),
        class_name="panel px-5",
    )


def _new(words: PageWords, class_name: str) -> rx.Component:
    return rx.el.a(
        words.t("support.new"), href=words.href(routes.SUPPORT_NEW), class_name=class_name
    )


def _empty(words: PageWords) -> rx.Component:
    return trouble(
        words.t("support.empty.title"),
        words.t("support.empty.text"),
        _new(words, PRIMARY),
        symbol="chat",
    )


def _list(words: PageWords) -> rx.Component:
    return rx.el.div(
        _new(words, f"{PRIMARY} mb-3 w-full"),
        rx.el.section(
            rx.el.h2(
                words.t("support.list"),
                id="tickets-title",
                class_name="px-5 pt-4 pb-1 text-[15px] font-semibold",
            ),
            rx.el.ul(rx.foreach(SupportState.rows, _row), class_name="rows"),
            class_name="panel overflow-hidden",
            custom_attrs={"aria-labelledby": "tickets-title"},
        ),
        rx.cond(
            SupportState.has_more,
            rx.el.button(
                rx.cond(
                    SupportState.is_continuing,
                    words.t("page.loading"),
                    rx.cond(
                        SupportState.more_failed, words.t("errors.again"), words.t("support.more")
                    ),
                ),
                type="button",
                on_click=SupportState.show_more,
                disabled=SupportState.is_continuing,
                class_name=f"{QUIET} mt-3 w-full bg-base-100",
                custom_attrs={"data-more": ""},
            ),
            rx.fragment(),
        ),
    )


def _row(row: ObjectVar[TicketRowView]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(row.title, class_name="block font-medium"),
                rx.el.span(row.subject, class_name="quiet mt-0.5 block text-sm"),
                rx.el.span(
                    status_word(row.status, row.tone),
                    rx.el.span(
                        row.reference,
                        " · ",
                        rx.el.time(row.ago, date_time=row.at, title=row.full),
                        class_name="quiet text-[13px]",
                    ),
                    class_name="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1",
                ),
                class_name="min-w-0 flex-1",
            ),
            icon("chevron", "size-5 quiet"),
            href=row.href,
            class_name="flex items-center gap-3 px-5 py-4 hover:bg-base-200/50",
        ),
        key=row.id,
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, support_page, routes.SUPPORT, title="support.title", on_load=SupportState.load
    )
