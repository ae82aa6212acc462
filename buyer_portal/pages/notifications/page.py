"""Change here how the inbox looks."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import choose
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import skeleton_rows
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import NEW_ROW_LINK, PRIMARY, QUIET, ROW_LINK, TONE_CLASS
from buyer_portal.pages.notifications.state import NotificationsState
from buyer_portal.views.notifications import ICONS, NotificationView
from buyer_portal.views.phase import Phase


def notifications_page(words: PageWords) -> rx.Component:
    """Draw the inbox: the newest on top, unread ones marked in words too."""
    return page_shell(
        refresher(NotificationsState.refresh),
        _said(),
        rx.el.div(
            rx.match(
                NotificationsState.phase,
                (Phase.LOADING, _loading(words)),
                (Phase.FAILED, _failed(words)),
                rx.cond(NotificationsState.rows.length() > 0, rx.fragment(), _empty(words)),
            )
        ),
        rx.cond(NotificationsState.rows.length() > 0, _list(words), rx.fragment()),
        words=words,
        title=words.t("notifications.title"),
        nav=Nav.NOTIFICATIONS,
        actions=(_mark_all(words),),
        width="narrow pile",
        attributes={"data-phase": NotificationsState.phase},
    )


def _said() -> rx.Component:
    """Draw what was done; the region is there before it speaks."""
    return rx.el.div(
        rx.cond(
            NotificationsState.said != "",
            rx.el.p(
                NotificationsState.said,
                class_name=rx.cond(
                    NotificationsState.has_failed,
                    "banner tint tint-error rounded-xl",
                    "banner tint tint-success rounded-xl",
                ),
            ),
            rx.fragment(),
        ),
        custom_attrs={"role": "status"},
    )


def _mark_all(words: PageWords) -> rx.Component:
    return rx.cond(
        NotificationsState.unread > 0,
        rx.el.button(
            words.t("notifications.mark_all"),
            type="button",
            on_click=NotificationsState.mark_all_read,
            class_name="text-link min-h-11 shrink-0 px-1 text-sm font-medium",
        ),
        rx.fragment(),
    )


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        skeleton_rows(5),
        class_name="panel px-5",
    )


def _failed(words: PageWords) -> rx.Component:
    return failed_panel(words, NotificationsState.again, NotificationsState.load)


def _empty(words: PageWords) -> rx.Component:
    return trouble(
        words.t("notifications.empty.title"),
        words.t("notifications.empty.text"),
        rx.el.a(
            words.t("notifications.empty.action"),
            href=words.href(routes.ORDERS),
            class_name=PRIMARY,
        ),
        symbol="bell",
    )


def _list(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.ul(
            rx.foreach(NotificationsState.rows, lambda row: _row(row, words)),
            class_name="panel rows overflow-hidden",
        ),
        rx.cond(
            NotificationsState.has_more,
            rx.el.button(
                rx.cond(
                    NotificationsState.is_continuing,
                    words.t("page.loading"),
                    rx.cond(
                        NotificationsState.more_failed,
                        words.t("errors.again"),
                        words.t("notifications.more"),
                    ),
                ),
                type="button",
                on_click=NotificationsState.show_more,
                disabled=NotificationsState.is_continuing,
                class_name=f"{QUIET} mt-3 w-full bg-base-100",
                custom_attrs={"data-more": ""},
            ),
            rx.el.p(words.t("notifications.end"), class_name="quiet py-5 text-center text-sm"),
        ),
    )


def _row(row: "rx.vars.ObjectVar[NotificationView]", words: PageWords) -> rx.Component:
    symbol = rx.match(
        row.icon, *((name, icon(name, "size-5")) for name in sorted(ICONS)), icon("box", "size-5")
    )
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                symbol,
                class_name=rx.Var.create(
                    f"grid size-10 shrink-0 place-items-center rounded-full {choose(row.tone, TONE_CLASS)}"
                ).to(str),
            ),
            rx.el.span(
                rx.el.span(
                    rx.el.span(
                        row.title,
                        class_name=rx.cond(row.is_read, "font-medium", "font-semibold"),
                    ),
                    rx.cond(
                        row.is_read,
                        rx.fragment(),
                        rx.el.span(
                            words.t("notifications.new"),
                            class_name="badge-text bg-accent text-accent-content !py-0.5 !text-[11.5px] font-semibold",
                        ),
                    ),
                    class_name="flex flex-wrap items-center gap-x-2",
                ),
                rx.el.span(row.text, class_name="mt-0.5 block text-sm"),
                rx.cond(
                    row.more != "",
                    rx.el.span(row.more, class_name="mt-0.5 block text-sm font-medium"),
                    rx.fragment(),
                ),
                rx.el.time(
                    row.ago,
                    " · ",
                    row.moment,
                    date_time=row.at,
                    title=row.full,
                    class_name="quiet mt-1 block text-[13px]",
                ),
                class_name="min-w-0 flex-1",
            ),
            href=row.href,
            on_click=NotificationsState.mark_read(row.id),
            class_name=rx.cond(
                row.is_read,
                ROW_LINK,
                NEW_ROW_LINK,
            ),
        ),
        key=row.id,
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app,
        notifications_page,
        routes.NOTIFICATIONS,
        title="notifications.title",
        on_load=NotificationsState.load,
    )
