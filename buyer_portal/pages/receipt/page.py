"""Change here how the page of a receipt looks; the sheet itself is ``components/paper.py``."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one, view_in
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.paper import paper, paper_actions, paper_bones
from buyer_portal.components.refresher import refresher
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, PRIMARY, QUIET
from buyer_portal.pages.receipt.state import ReceiptState
from buyer_portal.views.paper import PaperView
from buyer_portal.views.phase import Phase
from buyer_portal.views.receipt import ReceiptView


def receipt_page(words: PageWords) -> rx.Component:
    """Draw a receipt, or why it is not shown."""
    return page_shell(
        refresher(ReceiptState.refresh),
        draw_one(
            ReceiptState.phase,
            (Phase.MISSING, _missing(words)),
            (Phase.FAILED, _failed(words)),
            (Phase.READY, rx.cond(ReceiptState.receipt, _ready(words), _bones(words))),
            _bones(words),
        ),
        words=words,
        title=words.t("receipt.page"),
        is_heading=False,
        nav=Nav.ORDERS,
        back=rx.cond(ReceiptState.receipt, _receipt().order_href, words.href(routes.ORDERS)).to(
            str
        ),
        width="pile max-w-3xl",
        attributes={"data-phase": ReceiptState.phase},
    )


def _receipt() -> "ObjectVar[ReceiptView]":
    return ReceiptState.receipt.to(ReceiptView)


def _ready(words: PageWords) -> rx.Component:
    receipt = _receipt()
    return rx.el.div(
        paper_actions(
            words,
            rx.el.a(
                icon("download", "size-5"),
                words.t("receipt.download"),
                href=receipt.file_href,
                reload_document=True,  # a file, not a page of the router
                class_name=QUIET,
                custom_attrs={"download": ""},
            ),
        ),
        paper(view_in(receipt.paper, PaperView), words),
        _proof(receipt, words),
        class_name="pile",
    )


def _proof(receipt: "ObjectVar[ReceiptView]", words: PageWords) -> rx.Component:
    """Draw what makes it a proof, and how somebody else checks it."""
    return rx.el.section(
        rx.el.h2(words.t("receipt.proof"), class_name=H2),
        rx.el.p(words.t("receipt.proof.text"), class_name="quiet mt-1 text-sm no-print"),
        rx.el.dl(
            rx.el.div(rx.el.dt(words.t("receipt.hash")), rx.el.dd(receipt.hash)),
            rx.el.div(rx.el.dt(words.t("receipt.key")), rx.el.dd(receipt.key_id)),
            class_name="paper-proof mt-3",
        ),
        rx.el.div(
            rx.el.code(receipt.command, class_name="block overflow-x-auto py-2 text-sm"),
            rx.el.a(
                words.t("receipt.download.all"),
                href=receipt.all_href,
                reload_document=True,
                class_name="text-link inline-flex min-h-11 items-center text-sm",
                custom_attrs={"download": ""},
            ),
            class_name="no-print mt-2",
        ),
        class_name=f"{PANEL} paper-proof-panel",
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("receipt.page"), class_name="visually-hidden"),
        failed_panel(words, ReceiptState.again, ReceiptState.refresh),
    )


def _missing(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("receipt.page"), class_name="visually-hidden"),
        trouble(
            words.t("receipt.not_found.title"),
            words.t("receipt.not_found.text"),
            rx.el.a(
                words.t("errors.to_orders"), href=words.href(routes.ORDERS), class_name=PRIMARY
            ),
            symbol="search",
        ),
    )


def _bones(words: PageWords) -> rx.Component:
    return paper_bones(words, words.t("receipt.page"))


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, receipt_page, routes.RECEIPT, title="receipt.page", on_load=ReceiptState.load
    )
