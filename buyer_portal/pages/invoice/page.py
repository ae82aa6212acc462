"""Change here how the page of an invoice looks; the sheet itself is ``components/paper.py``."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one, view_in
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.missing_order import missing_order
from buyer_portal.components.paper import paper, paper_actions, paper_bones
from buyer_portal.components.refresher import refresher
from buyer_portal.components.words import PageWords
from buyer_portal.pages.invoice.state import InvoiceState
from buyer_portal.views.invoice import InvoiceView
from buyer_portal.views.paper import PaperView
from buyer_portal.views.phase import Phase


def invoice_page(words: PageWords) -> rx.Component:
    """Draw the invoice of an order, or why it is not shown."""
    return page_shell(
        refresher(InvoiceState.refresh),
        draw_one(
            InvoiceState.phase,
            (
                Phase.MISSING,
                missing_order(words, words.href(routes.INVOICE, order_id=InvoiceState.order_key)),
            ),
            (Phase.FAILED, _failed(words)),
            (Phase.READY, rx.cond(InvoiceState.invoice, _ready(words), _bones(words))),
            _bones(words),
        ),
        words=words,
        title=words.t("invoice.title"),
        is_heading=False,
        nav=Nav.ORDERS,
        back=rx.cond(InvoiceState.invoice, _invoice().order_href, words.href(routes.ORDERS)).to(
            str
        ),
        width="pile max-w-3xl",
        attributes={"data-phase": InvoiceState.phase},
    )


def _invoice() -> "ObjectVar[InvoiceView]":
    return InvoiceState.invoice.to(InvoiceView)


def _ready(words: PageWords) -> rx.Component:
    return rx.el.div(
        paper_actions(words),
        paper(view_in(_invoice().paper, PaperView), words),
        class_name="pile",
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("invoice.title"), class_name="visually-hidden"),
        failed_panel(
            words, InvoiceState.again, InvoiceState.refresh, order_id=InvoiceState.order_key
        ),
    )


def _bones(words: PageWords) -> rx.Component:
    return paper_bones(words, words.t("invoice.title"))


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, invoice_page, routes.INVOICE, title="invoice.title", on_load=InvoiceState.load
    )
