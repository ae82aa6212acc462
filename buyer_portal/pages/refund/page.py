"""Change here how the refund tracker looks."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.calendar_link import calendar_link
from buyer_portal.components.choose import choose, draw_one, views_in
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.receipt_rows import receipt_rows
from buyer_portal.components.refresher import refresher
from buyer_portal.components.refund_track import refund_track
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, PRIMARY, QUIET, TONE_CLASS
from buyer_portal.pages.refund.state import RefundState
from buyer_portal.views.phase import Phase
from buyer_portal.views.receipt import ReceiptLinkView
from buyer_portal.views.refund import RefundGroupView, RefundPageView, RefundPieceView
from buyer_portal.views.refund_track import RefundStage, RefundTrackView

SYMBOL_CLASS: Final = {
    tone: f"{classes} grid size-12 shrink-0 place-items-center rounded-full"
    for tone, classes in TONE_CLASS.items()
}


def refund_page(words: PageWords) -> rx.Component:
    """Draw where the money of an order is, or why that is not shown."""
    return page_shell(
        refresher(RefundState.refresh),
        draw_one(
            RefundState.phase,
            (Phase.MISSING, _missing(words)),
            (Phase.FAILED, _failed(words)),
            (Phase.READY, rx.cond(RefundState.refund, _ready(words), _bones(words))),
            _bones(words),
        ),
        words=words,
        title=words.t("refunds.title"),
        is_heading=False,
        nav=Nav.ORDERS,
        back=rx.cond(RefundState.refund, _refund().order_href, words.href(routes.ORDERS)).to(str),
        width="pile max-w-2xl",
        attributes={"data-phase": RefundState.phase},
    )


def _refund() -> "ObjectVar[RefundPageView]":
    return RefundState.refund.to(RefundPageView)


def _ready(words: PageWords) -> rx.Component:
    refund = _refund()
    return rx.el.div(
        rx.cond(
            RefundState.has_failed_late,
            stale_banner(words, RefundState.stale_text, RefundState.again, RefundState.refresh),
            rx.fragment(),
        ),
        rx.el.section(
            rx.el.div(
                rx.el.span(
                    icon("card", "size-6"),
                    class_name=choose(refund.tone, SYMBOL_CLASS),
                ),
                rx.el.div(
                    rx.el.a(
                        refund.order_text,
                        href=refund.order_href,
                        class_name="text-link over-link text-sm",
                    ),
                    rx.el.h1(refund.headline, class_name="headline"),
                    class_name="min-w-0",
                ),
                class_name="flex items-center gap-4",
            ),
            rx.el.p(refund.lead, class_name="quiet mt-2"),
            rx.cond(
                refund.calendar_href != "",
                calendar_link(refund.calendar_href, words),
                rx.fragment(),
            ),
            rx.cond(
                refund.support_href != "",
                rx.el.a(
                    words.t("refunds.support"),
                    href=refund.support_href,
                    class_name=f"{PRIMARY} mt-4 w-full sm:w-auto",
                ),
                rx.fragment(),
            ),
            rx.cond(
                refund.review_href != "",
                rx.el.a(
                    words.t("review.invite"),
                    href=refund.review_href,
                    class_name=f"{QUIET} mt-4 w-full sm:w-auto",
                ),
                rx.fragment(),
            ),
            custom_attrs={"data-stage": refund.stage, "aria-live": "polite"},
        ),
        rx.cond(
            refund.stage == RefundStage.NOTHING,
            rx.el.a(words.t("refunds.to_order"), href=refund.order_href, class_name=QUIET),
            rx.fragment(),
        ),
        rx.foreach(views_in(refund.groups, RefundGroupView), lambda group: _group(group, words)),
        rx.cond(
            refund.receipts.length() > 0,
            rx.el.section(
                rx.el.h2(words.t("receipt.list"), class_name=f"{H2} mb-3"),
                receipt_rows(views_in(refund.receipts, ReceiptLinkView)),
                class_name=PANEL,
            ),
            rx.fragment(),
        ),
        class_name="pile",
    )


def _group(group: ObjectVar[RefundGroupView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(group.title, class_name=H2),
        rx.el.div(
            rx.foreach(
                views_in(group.tracks, RefundTrackView), lambda track: refund_track(track, words)
            ),
            class_name="rows mt-4",
        ),
        rx.el.details(
            rx.el.summary(words.t("refunds.what"), class_name="text-link cursor-pointer py-3"),
            rx.el.dl(
                rx.foreach(views_in(group.pieces, RefundPieceView), _piece),
                rx.el.div(
                    rx.el.dt(words.t("refunds.total")),
                    rx.el.dd(group.total_text, class_name="money"),
                    class_name="flex justify-between gap-4 border-t hair pt-2 font-semibold",
                ),
                class_name="mt-1 space-y-2 text-sm",
            ),
            class_name="mt-3 border-t hair pt-2",
        ),
        class_name=PANEL,
    )


def _piece(piece: ObjectVar[RefundPieceView]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(piece.name, class_name="min-w-0"),
        rx.el.dd(piece.amount_text, class_name="money shrink-0"),
        class_name="flex justify-between gap-4",
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("refunds.title"), class_name="visually-hidden"),
        failed_panel(words, RefundState.again, RefundState.refresh, order_id=RefundState.order_key),
    )


def _missing(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("refunds.title"), class_name="visually-hidden"),
        trouble(
            words.t("refunds.not_found.title"),
            words.t("refunds.not_found.text"),
            rx.el.a(
                words.t("errors.to_orders"), href=words.href(routes.ORDERS), class_name=PRIMARY
            ),
            symbol="search",
        ),
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h1(words.t("refunds.title"), class_name="visually-hidden"),
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        rx.el.div(
            rx.el.div(class_name="bone h-7 w-2/3"),
            rx.el.div(class_name="bone mt-3 h-4 w-5/6"),
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.div(
            *(rx.el.div(class_name="bone mt-5 h-5 w-1/2") for _ in range(4)),
            class_name="panel p-5",
            custom_attrs={"aria-hidden": "true"},
        ),
        class_name="pile",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, refund_page, routes.REFUND, title="refunds.title", on_load=RefundState.load
    )
