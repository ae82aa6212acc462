"""Change here what leads the page of one order: its state, how far it is, what runs out."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.calendar_link import calendar_link
from buyer_portal.components.choose import views_in
from buyer_portal.components.countdown import countdown, due_line
from buyer_portal.components.icons import icon
from buyer_portal.components.journey import journey
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY
from buyer_portal.pages.order_detail.panel import panel
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.order_detail import (
    OrderDetailView,
)
from buyer_portal.views.order_headline import ReturnLeadView
from buyer_portal.views.request_steps import RaceView


def headline(
    order: ObjectVar[OrderDetailView], words: PageWords, *, actions: rx.Component
) -> rx.Component:
    """Draw the state in words, what it means, and on wide screens the actions."""
    return rx.el.section(
        rx.el.div(
            rx.el.p(words.t("order.number", number=order.number), class_name="quiet text-sm"),
            rx.el.h1(order.headline, class_name="headline"),
            rx.el.p(order.sentence, class_name="quiet mt-1"),
            _way_to(order.refusal_text, order.refusal_href),
            _way_to(order.return_text, order.return_href),
            class_name="min-w-0 flex-1",
        ),
        actions,
        class_name="detail-head",
    )


def _way_to(text: rx.Var[str], href: rx.Var[str]) -> rx.Component:
    """Draw a link with its arrow; nothing where there is no text."""
    return rx.cond(
        text != "",
        rx.el.a(
            text,
            icon("chevron", "size-4 shrink-0"),
            href=href,
            class_name="text-link inline-flex min-h-11 items-center gap-1 text-sm",
        ),
        rx.fragment(),
    )


def journey_panel(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw how far the order has come."""
    return panel(
        words.t("order.journey"), journey(views_in(order.journey, JourneyStepView)), id="journey"
    )


def return_panel(
    lead: ObjectVar[ReturnLeadView], words: PageWords, *, why: rx.Component
) -> rx.Component:
    """Draw what the return that runs waits for, and the way to it; ``why`` stands below."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(
                icon("return", "size-5"),
                class_name=[
                    "grid size-10 shrink-0 place-items-center rounded-full",
                    rx.cond(lead.needs_buyer, "tint tint-warning", "tint tint-info"),
                ],
            ),
            rx.el.div(
                rx.el.h2(lead.title, class_name=H2),
                rx.el.p(lead.text, class_name="quiet mt-1 text-sm"),
                rx.foreach(
                    views_in(lead.due, CountdownView),
                    lambda due: due_line(due, words, class_name="mt-2 text-sm"),
                ),
                class_name="min-w-0 flex-1",
            ),
            class_name="flex gap-3",
        ),
        rx.el.a(words.t("order.return.see"), href=lead.href, class_name=f"{PRIMARY} mt-4 w-full"),
        why,
        class_name="panel p-5 has-[.row-link]:pb-1",
        custom_attrs={"id": "return"},
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


def deadlines(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw what runs out, and what happens then."""
    return rx.cond(
        order.deadlines.length() > 0,
        panel(
            words.t("order.deadlines"),
            rx.el.ul(
                rx.foreach(order.deadlines, lambda deadline: _deadline(deadline, words)),
                class_name="rows",
            ),
        ),
        rx.fragment(),
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
