"""Change here the panels of one order: journey, lines, prices, parcels, policy, history."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.calendar_link import calendar_link
from buyer_portal.components.choose import view_in, views_in
from buyer_portal.components.countdown import countdown
from buyer_portal.components.icons import icon
from buyer_portal.components.journey import journey
from buyer_portal.components.line_outcome import line_outcome
from buyer_portal.components.receipt_rows import receipt_rows
from buyer_portal.components.refunds import refund_rows
from buyer_portal.components.status_badge import status_badge
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, QUIET
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.order_detail import (
    HistoryView,
    LineView,
    OrderDetailView,
    ParcelView,
    PolicyPartView,
    SellerView,
)
from buyer_portal.views.prices import PaymentView, PriceRowView
from buyer_portal.views.receipt import ReceiptLinkView
from buyer_portal.views.request_steps import RaceView
from buyer_portal.views.result import RefundView
from buyer_portal.views.withdrawal import WithdrawalOfferView


def headline(
    order: ObjectVar[OrderDetailView], words: PageWords, *, actions: rx.Component
) -> rx.Component:
    """Draw the state in words, what it means, and on wide screens the actions."""
    return rx.el.section(
        rx.el.div(
            rx.el.p(words.t("order.number", number=order.number), class_name="quiet text-sm"),
            rx.el.h1(order.headline, class_name="headline"),
            rx.el.p(order.sentence, class_name="quiet mt-1"),
            rx.cond(
                order.refusal_text != "",
                rx.el.a(
                    order.refusal_text,
                    icon("chevron", "size-4"),
                    href=order.refusal_href,
                    class_name="text-link inline-flex min-h-11 items-center gap-1 text-sm",
                ),
                rx.fragment(),
            ),
            rx.cond(
                order.return_text != "",
                rx.el.a(
                    order.return_text,
                    icon("chevron", "size-4"),
                    href=order.return_href,
                    class_name="text-link inline-flex min-h-11 items-center gap-1 text-sm",
                ),
                rx.fragment(),
            ),
            class_name="min-w-0 flex-1",
        ),
        actions,
        class_name="detail-head",
    )


def journey_panel(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw how far the order has come."""
    return _panel(
        words.t("order.journey"), journey(views_in(order.journey, JourneyStepView)), id="journey"
    )


def deadlines(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw what runs out, and what happens then."""
    return rx.cond(
        order.deadlines.length() > 0,
        _panel(
            words.t("order.deadlines"),
            rx.el.ul(
                rx.foreach(order.deadlines, lambda deadline: _deadline(deadline, words)),
                class_name="rows",
            ),
        ),
        rx.fragment(),
    )


def lines_and_prices(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw what was bought, what it costs, and how it was paid."""
    return _panel(
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


def refunds(
    order: ObjectVar[OrderDetailView], words: PageWords, but: ArrayVar[list[str]]
) -> rx.Component:
    """Draw the money on its way back, ``but`` what the outcome above shows itself."""
    return rx.cond(
        order.refunds.length() > but.length(),
        _panel(
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
        _panel(
            words.t("receipt.list"),
            receipt_rows(views_in(order.receipts, ReceiptLinkView)),
            id="receipts",
        ),
        rx.fragment(),
    )


def parcels(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw each parcel with its tracking number."""
    return rx.cond(
        order.parcels.length() > 0,
        _panel(
            words.t("order.parcels"),
            rx.el.ul(
                rx.foreach(order.parcels, lambda parcel: _parcel(parcel, words)), class_name="rows"
            ),
            id="parcels",
        ),
        rx.fragment(),
    )


def address(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw where it goes."""
    return rx.cond(
        order.address_name + order.address_lines.join("") != "",
        _panel(
            words.t("order.address"),
            rx.el.address(
                rx.el.p(order.address_name, class_name="font-medium"),
                rx.el.p(order.address_phone, class_name="empty:hidden"),
                rx.foreach(order.address_lines, rx.el.p),
                class_name="text-sm not-italic leading-6",
            ),
        ),
        rx.fragment(),
    )


def seller(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw who sells it, and the ways to the policy and to a message."""
    return _panel(
        words.t("order.seller"),
        rx.foreach(
            views_in(order.sellers, SellerView),
            lambda one: rx.el.a(
                icon("shop", "size-6 quiet"),
                rx.el.span(
                    rx.el.span(one.name, class_name="block font-medium"),
                    rx.el.span(
                        words.t("order.seller.policy"), class_name="quiet block text-[13px]"
                    ),
                    class_name="min-w-0 flex-1",
                ),
                icon("chevron", "size-5 quiet"),
                href=one.href,
                class_name="row-link first:-mt-2 last:-mb-2",
            ),
        ),
        rx.el.a(
            icon("chat", "size-6 quiet"),
            rx.el.span(words.t("conversation.open"), class_name="min-w-0 flex-1 font-medium"),
            icon("chevron", "size-5 quiet"),
            href=order.conversation_href,
            class_name="row-link -mb-2",
        ),
    )


def race_panel(race: ObjectVar[RaceView]) -> rx.Component:
    """Draw who was first where buyer and carrier met."""
    return rx.el.section(
        rx.el.span(
            icon("truck", "size-5"),
            class_name=[
                "grid size-10 shrink-0 place-items-center rounded-full",
                rx.cond(race.tone == "good", "tint tint-success", "tint tint-warning"),
            ],
        ),
        rx.el.div(
            rx.el.h2(race.title, class_name=H2),
            rx.el.p(race.text, class_name="quiet mt-1 text-sm"),
            class_name="min-w-0 flex-1",
        ),
        class_name="panel flex gap-3 p-5",
        custom_attrs={"data-race": race.tone},
    )


def policy(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw the policy that was in force at purchase, in plain words."""
    return _panel(
        words.t("order.policy"),
        rx.el.p(words.t("order.policy.text"), class_name="quiet -mt-2 mb-2 text-[13px]"),
        rx.el.div(
            rx.foreach(views_in(order.policy, PolicyPartView), _policy_part),
            class_name="space-y-4",
        ),
    )


def _policy_part(part: ObjectVar[PolicyPartView]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            part.seller != "",
            rx.el.h3(part.seller, class_name="mb-1 text-sm font-semibold"),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(part.sentences, rx.el.li), class_name="space-y-1.5 text-sm"),
    )


def history(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw everything that happened, the newest first."""
    return rx.cond(
        order.history.length() > 0,
        _panel(
            words.t("order.history"),
            rx.el.ol(rx.foreach(order.history, _event), class_name="space-y-2 text-sm"),
        ),
        rx.fragment(),
    )


def _panel(title: rx.Var[str], *content: rx.Component, id: str = "") -> rx.Component:  # noqa: A002
    return rx.el.section(
        rx.el.h2(title, class_name=f"{H2} mb-3"),
        *content,
        class_name=PANEL,
        custom_attrs={"id": id} if id else {},
    )


def _deadline(deadline: ObjectVar[CountdownView], words: PageWords) -> rx.Component:
    return rx.el.li(
        icon("clock", "size-5 quiet mt-0.5"),
        rx.el.div(
            rx.el.p(
                countdown(
                    text=deadline.text,
                    template=deadline.template,
                    over_text=deadline.over_text,
                    deadline_ms=deadline.deadline_ms,
                    now_ms=deadline.now_ms,
                ),
                class_name="font-medium",
            ),
            rx.el.p(deadline.at_text, ". ", deadline.consequence, class_name="quiet text-[13px]"),
            rx.cond(
                deadline.calendar_href != "",
                calendar_link(deadline.calendar_href, words),
                rx.fragment(),
            ),
        ),
        class_name="flex gap-3 py-2",
        custom_attrs={"data-deadline-kind": deadline.kind},
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
    return rx.el.div(
        rx.el.img(
            src=line.picture,
            alt="",
            width="64",
            height="64",
            class_name="size-16 shrink-0 rounded-xl bg-base-200",
        ),
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
            class_name="min-w-0 flex-1",
        ),
        rx.el.p(
            line.total_text,
            class_name=["money", rx.cond(line.is_cancelled, "line-through quiet", "")],
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
                rx.el.button(
                    icon("copy", "size-5"),
                    rx.el.span(words.t("action.copy"), custom_attrs={"data-label": ""}),
                    type="button",
                    class_name="btn btn-outline btn-sm no-print",
                    custom_attrs={
                        "data-copy": tracking_id,
                        "data-copied": words.t("action.copied"),
                    },
                ),
                class_name="mt-2 flex items-center gap-3",
            ),
            rx.fragment(),
        ),
        class_name="py-3",
    )


def _event(event: ObjectVar[HistoryView]) -> rx.Component:
    return rx.el.li(
        rx.el.p(event.text),
        rx.cond(
            event.reason != "",
            rx.el.p(event.reason, class_name="quiet", custom_attrs={"dir": "auto"}),
            rx.fragment(),
        ),
        rx.el.p(
            event.at_text, class_name="quiet text-[13px]", custom_attrs={"title": event.full_at}
        ),
    )
