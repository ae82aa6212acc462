"""Change here how the ways to receipts are drawn."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.icons import icon
from buyer_portal.views.receipt import ReceiptLinkView


def receipt_rows(receipts: ArrayVar[list[ReceiptLinkView]]) -> rx.Component:
    """Draw each receipt as a row that leads to it."""
    return rx.el.div(rx.foreach(receipts, _row))


def _row(receipt: ObjectVar[ReceiptLinkView]) -> rx.Component:
    return rx.el.a(
        icon("receipt", "size-5 quiet"),
        rx.el.span(
            rx.el.span(receipt.text, class_name="block font-medium"),
            rx.el.span(receipt.at_text, class_name="quiet block text-[13px]"),
            class_name="min-w-0 flex-1",
        ),
        icon("chevron", "size-5 quiet"),
        href=receipt.href,
        class_name="row-link first:-mt-2 last:-mb-2",
        custom_attrs={"data-receipt": receipt.subject_id},
    )
