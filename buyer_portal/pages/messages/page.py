"""Change here how the list of conversations looks."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import skeleton_rows
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import NEW_ROW_LINK, PRIMARY, QUIET, ROW_LINK
from buyer_portal.pages.messages.state import MessagesState
from buyer_portal.views.messages import ConversationRowView
from buyer_portal.views.phase import Phase


def messages_page(words: PageWords) -> rx.Component:
    """Draw the conversations, the newest on top, unread ones marked in words too."""
    return page_shell(
        refresher(MessagesState.refresh),
        draw_one(
            MessagesState.phase,
            (Phase.LOADING, _loading(words)),
            (Phase.FAILED, failed_panel(words, MessagesState.again, MessagesState.refresh)),
            rx.cond(MessagesState.rows.length() > 0, _list(words), _empty(words)),
        ),
        words=words,
        title=words.t("messages.title"),
        nav=Nav.MESSAGES,
        width="narrow pile",
        attributes={"data-phase": MessagesState.phase},
    )


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        skeleton_rows(5),
        class_name="panel px-5",
    )


def _empty(words: PageWords) -> rx.Component:
    return trouble(
        words.t("messages.empty.title"),
        words.t("messages.empty.text"),
        rx.el.a(
            words.t("messages.empty.action"), href=words.href(routes.ORDERS), class_name=PRIMARY
        ),
        symbol="chat",
    )


def _list(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.ul(
            rx.foreach(MessagesState.rows, _row),
            class_name="panel rows overflow-hidden",
            custom_attrs={"aria-label": words.t("messages.list")},
        ),
        rx.cond(
            MessagesState.has_more,
            rx.el.button(
                rx.cond(
                    MessagesState.is_continuing,
                    words.t("page.loading"),
                    words.t("messages.more"),
                ),
                type="button",
                on_click=MessagesState.show_more,
                disabled=MessagesState.is_continuing,
                class_name=f"{QUIET} mt-3 w-full bg-base-100",
                custom_attrs={"data-more": ""},
            ),
            rx.el.p(words.t("messages.end"), class_name="quiet py-5 text-center text-sm"),
        ),
    )


def _row(row: ObjectVar[ConversationRowView]) -> rx.Component:
    is_unread = row.is_unread
    return rx.el.li(
        rx.el.a(
            rx.el.img(
                src=row.picture, alt="", class_name="size-12 shrink-0 rounded-xl bg-base-200"
            ),
            rx.el.span(
                rx.el.span(
                    rx.el.span(
                        row.seller,
                        class_name=rx.cond(
                            is_unread,
                            "min-w-0 flex-1 truncate font-semibold",
                            "min-w-0 flex-1 truncate font-medium",
                        ),
                    ),
                    rx.el.time(
                        row.ago, date_time=row.at, title=row.full, class_name="quiet text-[13px]"
                    ),
                    class_name="flex items-baseline gap-3",
                ),
                rx.el.span(row.about, class_name="quiet block truncate text-[13px]"),
                rx.el.span(
                    row.last,
                    class_name=rx.cond(
                        is_unread,
                        "mt-0.5 line-clamp-2 text-sm font-medium",
                        "quiet mt-0.5 line-clamp-2 text-sm",
                    ),
                    custom_attrs={"dir": "auto"},
                ),
                rx.cond(
                    is_unread,
                    rx.el.span(
                        row.unread_text, class_name="badge-text tint tint-info mt-1.5 font-medium"
                    ),
                    rx.fragment(),
                ),
                class_name="min-w-0 flex-1",
            ),
            href=row.href,
            class_name=rx.cond(
                is_unread,
                NEW_ROW_LINK,
                ROW_LINK,
            ),
        ),
        key=row.key,
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, messages_page, routes.MESSAGES, title="messages.title", on_load=MessagesState.load
    )
