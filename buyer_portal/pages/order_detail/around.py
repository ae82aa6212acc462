"""Change here what stands around an order: where it goes, who sells it, its policy, its history."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.pages.order_detail.panel import panel
from buyer_portal.views.order_detail import (
    HistoryView,
    OrderDetailView,
    PolicyPartView,
    SellerView,
)


def address(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw where it goes."""
    return rx.cond(
        order.address_name + order.address_lines.join("") != "",
        panel(
            words.t("order.address"),
            rx.el.address(
                rx.el.p(order.address_name, class_name="font-medium"),
                rx.el.p(order.address_phone, class_name="empty:hidden"),
                rx.foreach(order.address_lines, lambda line: rx.el.p(rx.el.bdi(line))),
                class_name="text-sm not-italic leading-6",
            ),
        ),
        rx.fragment(),
    )


def seller(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw who sells it, and the ways to the policy and to a message."""
    return panel(
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


def policy(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw the policy that was in force at purchase, in plain words."""
    return panel(
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
        panel(
            words.t("order.history"),
            rx.el.ol(rx.foreach(order.history, _event), class_name="space-y-2 text-sm"),
        ),
        rx.fragment(),
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
