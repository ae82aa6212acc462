"""Change here how it is explained that cancelling is off: the panel, and the whole sheet."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import choose, view_in, views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.opening import opens
from buyer_portal.components.sheet import sheet
from buyer_portal.components.steps import StepEvents, first_step, more_steps
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, TONE_CLASS
from buyer_portal.views.steps import StepView
from buyer_portal.views.why import AdviceView, TraceView, WhyView

WHY_SHEET: Final = "why-sheet"

ICON_OF_CAUSE: Final = {
    "packed": "box",
    "needs_seller": "shop",
    "in_transit": "truck",
    "partly_shipped": "truck",
    "delivered": "home",
    "completed": "check",
    "already_cancelled": "check",
    "already_requested": "clock",
    "request_rejected": "chat",
    "policy_final": "lock",
    "build_outdated": "info",
    "connection": "offline",
    "system_error": "alert",
    "order_changed": "info",
}
_TINT_OF_ADVICE: Final = {
    "info": "tint tint-warning",
    "waiting": "tint tint-info",
    "warning": "tint tint-warning",
    "problem": "tint tint-error",
}


def advice_head(
    advice: ObjectVar[AdviceView], *, heading: "rx.Component", extra: "rx.Component | None" = None
) -> rx.Component:
    """Draw a cause with its icon; ``heading`` says what happened."""
    return rx.el.div(
        rx.el.span(
            rx.match(
                advice.cause,
                *((cause, icon(name, "size-5")) for cause, name in ICON_OF_CAUSE.items()),
                icon("info", "size-5"),
            ),
            class_name=[
                "grid size-10 shrink-0 place-items-center rounded-full",
                choose(advice.tone, _TINT_OF_ADVICE, "tint tint-neutral"),
            ],
        ),
        rx.el.div(
            heading,
            rx.el.p(advice.text, class_name="quiet mt-1 text-sm"),
            extra or rx.fragment(),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex gap-3",
    )


def why_panel(why: ObjectVar[WhyView], words: PageWords, events: StepEvents) -> rx.Component:
    """Draw the leading cause and the one step to take; the sheet has the rest."""
    return rx.el.section(
        advice_head(
            view_in(why.lead, AdviceView),
            heading=rx.el.h2(why.lead.title, class_name=H2),
        ),
        rx.foreach(
            why.first_step,
            lambda step: rx.el.div(first_step(step, events), class_name="mt-4"),
        ),
        why_row(words),
        class_name="panel p-5 pb-1",
    )


def why_row(words: PageWords) -> rx.Component:
    """Draw the row that opens the whole sheet."""
    return rx.el.button(
        words.t("why.open"),
        icon("chevron", "size-5 quiet"),
        type="button",
        class_name="row-link mt-2 justify-between border-t hair font-medium",
        custom_attrs=opens(WHY_SHEET),
    )


def why_sheet(why: ObjectVar[WhyView], words: PageWords, events: StepEvents) -> rx.Component:
    """Draw the sheet that explains everything; the browser opens it."""
    return sheet(
        rx.el.div(
            advice_head(
                view_in(why.lead, AdviceView),
                heading=rx.el.p(why.lead.title, class_name="font-semibold leading-6"),
            ),
            rx.foreach(
                why.others,
                lambda advice: advice_head(
                    advice, heading=rx.el.p(advice.title, class_name="font-semibold leading-6")
                ),
            ),
            class_name="space-y-4",
        ),
        rx.el.section(
            rx.el.h3(words.t("why.trace"), class_name="font-semibold"),
            rx.el.ol(rx.foreach(why.trace, lambda step: trace_row(step, words)), class_name="mt-1"),
            class_name="mt-6",
        ),
        rx.el.section(
            rx.el.h3(words.t("why.steps"), class_name="mb-3 font-semibold"),
            rx.foreach(
                why.first_step,
                lambda step: first_step(step, events),
            ),
            rx.el.div(
                more_steps(views_in(why.more_steps, StepView), events),
                class_name="mt-3",
            ),
            class_name="mt-6",
        ),
        words=words,
        id=WHY_SHEET,
        title=words.t("why.title"),
    )


def trace_row(step: ObjectVar[TraceView], words: PageWords) -> rx.Component:
    """Draw a rule that was checked, as a list item."""
    tones = ("good", "waiting", "bad", "calm")
    return rx.el.li(
        rx.el.span(
            rx.match(
                step.tone,
                ("good", icon("check", "size-4")),
                ("bad", icon("close", "size-4")),
                icon("clock", "size-4"),
            ),
            rx.el.span(
                choose(step.tone, {tone: words.t(f"why.tone.{tone}") for tone in tones}),
                class_name="visually-hidden",
            ),
            class_name=[
                "mt-0.5 grid size-6 shrink-0 place-items-center rounded-full",
                choose(step.tone, {str(tone): text for tone, text in TONE_CLASS.items()}),
            ],
        ),
        rx.el.div(
            rx.el.p(step.text, class_name="text-sm"),
            rx.cond(
                step.at_text != "",
                rx.el.p(step.at_text, class_name="quiet text-[13px]"),
                rx.fragment(),
            ),
        ),
        class_name="flex gap-3 py-1.5",
    )
