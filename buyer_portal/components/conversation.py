"""Change here how a conversation is drawn: order on top, lines, what holds now, quick requests."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.cancel_dialog import CANCEL_DIALOG
from buyer_portal.components.chat import bubble
from buyer_portal.components.choose import choose, views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.journey import journey
from buyer_portal.components.opening import opens
from buyer_portal.components.status_badge import status_badge
from buyer_portal.components.steps import StepEvents, more_steps
from buyer_portal.components.withdraw import withdraw_button
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY, TONE_CLASS
from buyer_portal.views.conversation import MINE, STEP, ChipView, ConversationView, LineView
from buyer_portal.views.conversation_panel import PanelView
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.steps import StepView

_TONES = {str(tone): classes for tone, classes in TONE_CLASS.items()}
_ICON_OF_PANEL = {
    "unlocked": "check",
    "can_cancel": "check",
    "can_request": "shop",
    "waiting": "clock",
    "requested": "clock",
    "declined": "chat",
    "expired": "clock",
    "overtaken": "truck",
    "cancelled": "return",
}
_ICON_OF_TONE = {"good": "check", "bad": "close", "calm": "clock"}


def order_strip(view: ObjectVar[ConversationView], words: PageWords) -> rx.Component:
    """Draw the order that the conversation is about; it stays in sight and leads there."""
    return rx.el.a(
        rx.el.img(src=view.picture, alt="", class_name="size-11 rounded-lg bg-base-200"),
        rx.el.span(
            rx.el.span(view.goods, class_name="block truncate text-sm font-medium"),
            rx.el.span(
                view.number_text,
                " · ",
                rx.el.span(view.total_text, class_name="money"),
                class_name="quiet block truncate text-[13px]",
            ),
            class_name="min-w-0 flex-1",
        ),
        status_badge(view.status, view.status_text),
        icon("chevron", "size-5 quiet"),
        rx.el.span(words.t("conversation.see_order"), class_name="visually-hidden"),
        href=view.order_href,
        class_name="order-strip",
    )


def seller_choice(view: ObjectVar[ConversationView], words: PageWords) -> rx.Component:
    """Draw the way to the other sellers of the order; nothing where there is but one."""
    return rx.cond(
        view.sellers.length() > 0,
        rx.el.nav(
            rx.foreach(
                view.sellers,
                lambda seller: rx.el.a(
                    seller.name,
                    href=seller.href,
                    class_name="chip",
                    custom_attrs={
                        "aria-current": rx.cond(seller.is_current, "page", "false"),
                    },
                ),
            ),
            class_name="chips mb-3",
            custom_attrs={"aria-label": words.t("order.seller")},
        ),
        rx.fragment(),
    )


def conversation_line(line: ObjectVar[LineView]) -> rx.Component:
    """Draw a line: a bubble, or a step of the order between the bubbles."""
    return rx.el.li(
        rx.cond(
            line.day != "",
            rx.el.p(line.day, class_name="quiet mb-4 text-center text-[13px]"),
            rx.fragment(),
        ),
        rx.cond(line.side == STEP, _step(line), _bubble(line)),
        key=line.key,
        custom_attrs={"data-line": line.key, "data-side": line.side},
    )


def _bubble(line: ObjectVar[LineView]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            line.label != "",
            rx.el.p(
                line.label,
                class_name=rx.cond(
                    line.side == MINE,
                    "quiet mb-0.5 text-end text-[13px] font-medium",
                    "quiet mb-0.5 text-[13px] font-medium",
                ),
            ),
            rx.fragment(),
        ),
        bubble(
            is_mine=line.side == MINE,
            who=line.who,
            text=line.text,
            at_text=line.time,
            at=line.at,
        ),
    )


def _step(line: ObjectVar[LineView]) -> rx.Component:
    return rx.el.div(
        rx.match(
            line.tone,
            *((tone, icon(name, "size-4 mt-0.5")) for tone, name in _ICON_OF_TONE.items()),
            icon("clock", "size-4 mt-0.5"),
        ),
        rx.el.div(
            rx.el.p(line.text, class_name="font-medium"),
            rx.cond(
                line.reason != "",
                rx.el.p(line.reason, class_name="mt-0.5", custom_attrs={"dir": "auto"}),
                rx.fragment(),
            ),
            rx.el.time(
                line.time, date_time=line.at, title=line.full, class_name="mt-0.5 block text-[13px]"
            ),
            class_name="min-w-0",
        ),
        class_name=[
            "mx-auto flex max-w-md gap-2.5 rounded-2xl px-4 py-2.5 text-sm",
            choose(line.tone, _TONES, "tint tint-neutral"),
        ],
    )


def state_panel(panel: ObjectVar[PanelView], words: PageWords, events: StepEvents) -> rx.Component:
    """Draw what holds for cancelling now, and the way on."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(
                rx.match(
                    panel.kind,
                    *((kind, icon(name, "size-5")) for kind, name in _ICON_OF_PANEL.items()),
                    icon("info", "size-5"),
                ),
                class_name=[
                    "grid size-10 shrink-0 place-items-center rounded-full",
                    choose(panel.tone, _TONES, "tint tint-neutral"),
                ],
            ),
            rx.el.div(
                rx.el.h2(panel.title, class_name=H2),
                rx.el.p(panel.text, class_name="quiet mt-1 text-sm", custom_attrs={"dir": "auto"}),
                class_name="min-w-0 flex-1",
            ),
            class_name="flex gap-3",
        ),
        rx.cond(
            panel.steps.length() > 0,
            rx.el.div(
                journey(views_in(panel.steps, JourneyStepView)),
                class_name="mt-4 border-t hair pt-4",
            ),
            rx.fragment(),
        ),
        rx.cond(
            panel.button != "",
            rx.el.button(
                panel.button,
                type="button",
                class_name=f"{PRIMARY} mt-4 w-full",
                custom_attrs=opens(CANCEL_DIALOG),
            ),
            rx.fragment(),
        ),
        rx.cond(
            panel.request_id != "",
            rx.el.div(withdraw_button(words, panel.request_id), class_name="mt-4 flex"),
            rx.fragment(),
        ),
        rx.cond(
            panel.next_steps.length() > 0,
            rx.el.div(
                rx.el.h3(words.t("conversation.declined.next"), class_name="font-semibold"),
                more_steps(views_in(panel.next_steps, StepView), events),
                class_name="mt-4 border-t hair pt-4",
            ),
            rx.fragment(),
        ),
        class_name="panel p-5",
        custom_attrs={"data-panel": panel.kind},
    )


def quick_requests(
    chips: ArrayVar[list[ChipView]], words: PageWords, *, field_id: str
) -> rx.Component:
    """Draw the quick requests; the browser puts their words into the field (portal.js)."""
    return rx.cond(
        chips.length() > 0,
        rx.el.div(
            rx.foreach(
                chips,
                lambda chip: rx.el.button(
                    chip.label,
                    type="button",
                    class_name="chip",
                    custom_attrs={
                        "data-fill": field_id,
                        "data-text": chip.draft,
                        "data-kind": chip.kind,
                    },
                ),
            ),
            class_name="chips",
            custom_attrs={"role": "group", "aria-label": words.t("conversation.quick")},
        ),
        rx.fragment(),
    )
