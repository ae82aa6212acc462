"""Change here what the page of one order shows of the goods: lines, prices, parcels."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.copying import copy_button
from buyer_portal.components.icons import icon
from buyer_portal.components.line_outcome import line_outcome
from buyer_portal.components.status_badge import status_badge
from buyer_portal.components.words import PageWords
from buyer_portal.pages.order_detail.panel import panel
from buyer_portal.views.order_detail import (
    LineView,
    OrderDetailView,
    ParcelView,
)
from buyer_portal.views.prices import PaymentView, PriceRowView


def lines_and_prices(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw what was bought, what it costs, and how it was paid."""
    return panel(
        words.t("order.lines"),
        rx.el.ul(rx.foreach(order.lines, _line), class_name="rows"),
        rx.el.dl(
            rx.foreach(order.prices, _price),
            rx.el.div(
                rx.el.dt(words.t("order.total")),
                rx.el.dd(order.total_text, class_name="money"),
                class_name="flex justify-between gap-4 pt-1 text-[17px] font-semibold",
            ),
            class_name="mt-3 space-y-2 border-t hair pt-4 text-sm",
        ),
        rx.el.div(
            rx.el.h3(words.t("order.payment"), class_name="font-semibold"),
            rx.cond(
                order.payments.length() > 0,
                rx.el.ul(rx.foreach(order.payments, _payment), class_name="rows"),
                rx.el.p(order.payment_text, class_name="quiet mt-1 text-sm"),
            ),
            class_name="mt-4 border-t hair pt-4",
        ),
        rx.el.a(
            icon("print", "size-5"),
            words.t("order.print"),
            href=order.invoice_href,
            class_name="btn btn-outline btn-sm no-print mt-4",
        ),
    )


def parcels(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw each parcel with its tracking number."""
    return rx.cond(
        order.parcels.length() > 0,
        panel(
            words.t("order.parcels"),
            rx.el.ul(
                rx.foreach(order.parcels, lambda parcel: _parcel(parcel, words)), class_name="rows"
            ),
            id="parcels",
        ),
        rx.fragment(),
    )


def _line(line: ObjectVar[LineView]) -> rx.Component:
    """Draw a line; the first of a seller's parcel names it."""
    return rx.el.li(
        rx.cond(
            line.group != "",
            rx.el.h3(
                line.group,
                rx.cond(
                    line.group_note != "",
                    rx.el.span(" · ", line.group_note, class_name="quiet font-normal"),
                    rx.fragment(),
                ),
                class_name="line-group font-semibold",
            ),
            rx.fragment(),
        ),
        _goods(line),
        custom_attrs={"data-outcome": line.outcome},
    )


def _goods(line: ObjectVar[LineView]) -> rx.Component:
    """Draw what it is and what it costs; a long amount goes below a long name."""
    return rx.el.div(
        rx.el.img(
            src=line.picture,
            alt="",
            width="64",
            height="64",
            class_name="size-16 shrink-0 rounded-xl bg-base-200",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(line.name, class_name="text-[15px] font-medium leading-5"),
                rx.el.p(line.about, class_name="quiet mt-0.5 text-sm"),
                rx.cond(
                    line.status_text != "",
                    rx.el.div(status_badge(line.status, line.status_text), class_name="mt-1.5"),
                    rx.fragment(),
                ),
                rx.cond(
                    line.outcome != "",
                    line_outcome(line.outcome, line.outcome_text),
                    rx.fragment(),
                ),
                class_name="min-w-0 flex-[1_1_8.5rem]",
            ),
            rx.el.p(
                line.total_text,
                class_name=["money ms-auto", rx.cond(line.is_cancelled, "line-through quiet", "")],
            ),
            class_name="flex min-w-0 flex-1 flex-wrap gap-x-3 gap-y-1",
        ),
        class_name="flex gap-3 py-3",
    )


def _price(row: ObjectVar[PriceRowView]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            row.text,
            rx.cond(
                row.note != "",
                rx.el.span(row.note, class_name="block max-w-sm text-[13px]"),
                rx.fragment(),
            ),
            class_name="quiet",
        ),
        rx.el.dd(row.amount_text, class_name="money"),
        class_name="flex justify-between gap-4",
        custom_attrs={"data-price": row.kind},
    )


def _payment(payment: ObjectVar[PaymentView]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(payment.method, class_name="block"),
            rx.el.span(payment.note, class_name="quiet block text-[13px]"),
            class_name="min-w-0 flex-1",
        ),
        rx.el.span(payment.amount_text, class_name="money"),
        class_name="flex gap-4 py-2 text-sm",
    )


def _parcel(parcel: ObjectVar[ParcelView], words: PageWords) -> rx.Component:
    tracking_id = rx.Var.create(f"tracking-{parcel.tracking}").to(str)
    return rx.el.li(
        rx.el.div(
            rx.el.p(parcel.title, class_name="min-w-0 flex-1 font-medium"),
            status_badge(parcel.status, parcel.status_text),
            class_name="flex items-center gap-2",
        ),
        rx.el.p(parcel.contents, class_name="mt-0.5 text-sm empty:hidden"),
        rx.el.p(parcel.note, class_name="quiet mt-0.5 text-sm empty:hidden"),
        rx.cond(
            parcel.tracking != "",
            rx.el.div(
                rx.el.p(
                    rx.el.span(
                        parcel.carrier,
                        " · ",
                        words.t("parcel.tracking"),
                        class_name="quiet block text-[13px]",
                    ),
                    rx.el.span(parcel.tracking, id=tracking_id, class_name="font-medium break-all"),
                    class_name="min-w-0 flex-1 text-sm",
                ),
                copy_button(words, words.t("action.copy"), tracking_id),
                class_name="mt-2 flex items-center gap-3",
            ),
            rx.fragment(),
        ),
        class_name="py-3",
    )
