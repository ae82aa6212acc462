"""Change here how the page of a return is put together."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one, views_in
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.goods_page import goods_bones, order_heading, said
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.missing_order import missing_order
from buyer_portal.components.refresher import refresher
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, QUIET
from buyer_portal.pages.returns.form import return_form
from buyer_portal.pages.returns.running import running_return
from buyer_portal.pages.returns.state import ReturnState
from buyer_portal.views.phase import Phase
from buyer_portal.views.return_running import RunningReturnView
from buyer_portal.views.returns import ReturnPageView, StayingLineView


def return_page(words: PageWords) -> rx.Component:
    """Draw an order's returns, and the form for the next one."""
    page = ReturnState.page
    return page_shell(
        refresher(ReturnState.refresh),
        draw_one(
            ReturnState.phase,
            (
                Phase.MISSING,
                missing_order(words, words.href(routes.RETURN, order_id=ReturnState.order_key)),
            ),
            (Phase.FAILED, _failed(words)),
            (
                Phase.READY,
                rx.cond(page, _ready(words), goods_bones(words, words.t("returns.page"))),
            ),
            goods_bones(words, words.t("returns.page")),
        ),
        words=words,
        title=words.t("returns.page"),
        is_heading=False,
        nav=Nav.ORDERS,
        back=rx.cond(page, _page().order_href, words.href(routes.ORDERS)).to(str),
        width="pile max-w-2xl",
        attributes={"data-phase": ReturnState.phase},
    )


def _page() -> ObjectVar[ReturnPageView]:
    return ReturnState.page.to(ReturnPageView)


def _ready(words: PageWords) -> rx.Component:
    page = _page()
    return rx.el.div(
        rx.cond(
            ReturnState.has_failed_late,
            stale_banner(words, ReturnState.stale_text, ReturnState.again, ReturnState.refresh),
            rx.fragment(),
        ),
        _head(page, words),
        said(ReturnState.problem, ReturnState.done),
        rx.foreach(
            views_in(page.running, RunningReturnView),
            lambda found: running_return(found, page, words),
        ),
        rx.cond(page.has_form, return_form(page, words), rx.fragment()),
        rx.cond(page.staying.length() > 0, _staying(page, words), rx.fragment()),
        rx.el.div(
            rx.el.a(words.t("returns.back"), href=page.order_href, class_name=f"{QUIET} flex-1"),
            rx.el.a(words.t("returns.help"), href=page.support_href, class_name=f"{QUIET} flex-1"),
            class_name="flex flex-col gap-3 sm:flex-row",
        ),
        class_name="pile",
        custom_attrs={"data-returns": page.kind},
    )


def _head(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        order_heading(
            rx.el.span(
                icon("return", "size-6"),
                class_name="tint tint-info grid size-12 shrink-0 place-items-center rounded-full",
            ),
            words,
            number=page.number,
            order_href=page.order_href,
            title=page.title,
            arrivals=ReturnState.arrivals.to_string(),
        ),
        rx.el.p(page.text, class_name="quiet mt-2"),
    )


def _staying(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(words.t("returns.staying"), class_name=H2),
        rx.el.ul(
            rx.foreach(
                views_in(page.staying, StayingLineView),
                lambda line: rx.el.li(
                    rx.el.span(line.name, class_name="block text-sm font-medium"),
                    rx.el.span(line.why, class_name="quiet block text-[13px]"),
                    class_name="py-2",
                ),
            ),
            class_name="rows mt-1",
        ),
        class_name=PANEL,
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("returns.page"), class_name="visually-hidden"),
        failed_panel(words, ReturnState.again, ReturnState.refresh, order_id=ReturnState.order_key),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, return_page, routes.RETURN, title="returns.page", on_load=ReturnState.load
    )
