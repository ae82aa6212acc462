"""Change here what the page of one order shows of money that comes back and of what can be kept."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.choose import view_in, views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.receipt_rows import receipt_rows
from buyer_portal.components.refunds import refund_rows
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PANEL, QUIET
from buyer_portal.pages.order_detail.panel import panel
from buyer_portal.views.order_detail import (
    OrderDetailView,
)
from buyer_portal.views.receipt import ReceiptLinkView
from buyer_portal.views.result import RefundView
from buyer_portal.views.withdrawal import WithdrawalOfferView


def refunds(
    order: ObjectVar[OrderDetailView], words: PageWords, but: ArrayVar[list[str]]
) -> rx.Component:
    """Draw the money on its way back, ``but`` what the outcome above shows itself."""
    return rx.cond(
        order.refunds.length() > but.length(),
        panel(
            words.t("order.refund"),
            refund_rows(views_in(order.refunds, RefundView), but),
            rx.el.a(
                words.t("orders.see_refund"),
                href=order.refund_href,
                class_name=f"{QUIET} mt-3 w-full",
            ),
            id="refund",
        ),
        rx.fragment(),
    )


def withdrawal(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw the way out that the law gives, as long as it does, and its acknowledgement then."""
    offer = view_in(order.withdrawal, WithdrawalOfferView)
    return rx.cond(
        order.withdrawal,
        rx.el.section(
            rx.cond(
                offer.is_done,
                rx.el.a(
                    icon("check", "size-6 quiet"),
                    rx.el.span(offer.text, class_name="min-w-0 flex-1 font-medium"),
                    icon("chevron", "size-5 quiet"),
                    href=offer.href,
                    class_name="row-link -my-2",
                ),
                rx.el.div(
                    rx.el.p(offer.text, class_name="text-sm"),
                    rx.el.p(offer.note, class_name="quiet mt-1 text-sm empty:hidden"),
                    rx.el.a(
                        words.t("withdrawal.link"),
                        href=offer.href,
                        class_name=f"{QUIET} mt-3 w-full",
                    ),
                ),
            ),
            class_name=f"{PANEL} no-print",
            custom_attrs={"id": "withdrawal"},
        ),
        rx.fragment(),
    )


def receipts(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw the ways to what the buyer can keep."""
    return rx.cond(
        order.receipts.length() > 0,
        panel(
            words.t("receipt.list"),
            receipt_rows(views_in(order.receipts, ReceiptLinkView)),
            id="receipts",
        ),
        rx.fragment(),
    )
