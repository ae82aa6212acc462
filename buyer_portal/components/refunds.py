"""Change here how money on its way back is drawn."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.views.result import RefundView


def refund_rows(
    refunds: ArrayVar[list[RefundView]], but: ArrayVar[list[str]] | None = None
) -> rx.Component:
    """Draw each refund: how much, where to, and when.

    Args:
        but: Ids of refunds that stand somewhere else on the page already.
    """
    if but is None:
        return rx.el.ul(rx.foreach(refunds, _row), class_name="rows")
    return rx.el.ul(
        rx.foreach(
            refunds,
            lambda refund: rx.cond(but.contains(refund.id), rx.fragment(), _row(refund)),
        ),
        class_name="rows",
    )


def _row(refund: ObjectVar[RefundView]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(refund.method, class_name="block font-medium"),
            rx.el.span(
                refund.status_text, " · ", refund.days_text, class_name="quiet block text-[13px]"
            ),
            class_name="min-w-0 flex-[1_1_9rem]",
        ),
        rx.el.span(refund.amount_text, class_name="money ms-auto text-[17px] font-semibold"),
        class_name="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5",
        custom_attrs={"data-refund": refund.status},
    )
