"""Change here what stands on top of an order after a command: how it ended, and what is next."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.cancel_dialog import CANCEL_DIALOG
from buyer_portal.components.choose import draw_one, view_in, views_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.failed import retry_line, support_button
from buyer_portal.components.icons import icon
from buyer_portal.components.journey import journey
from buyer_portal.components.opening import opens
from buyer_portal.components.refunds import refund_rows
from buyer_portal.components.result_parts import result_parts
from buyer_portal.components.steps import StepEvents, first_step, more_steps
from buyer_portal.components.why_panel import advice_head
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY, QUIET
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.result import FailureView, RefundView, ResultView
from buyer_portal.views.result_parts import ResultPartView
from buyer_portal.views.steps import StepView
from buyer_portal.views.why import AdviceView

RETRY_COMMAND: Final = "retry-command"
"""The button that the browser presses when the countdown is over (portal.js)."""


def result_panel(
    result: ObjectVar[ResultView], words: PageWords, *, withdraw: rx.Component
) -> rx.Component:
    """Draw how a cancellation stands: reference, lines, refund, next steps."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(
                rx.match(
                    result.kind,
                    ("cancelled", icon("check", "size-8")),
                    ("requested", icon("clock", "size-8")),
                    ("withdrawn", icon("return", "size-8")),
                    ("overtaken", icon("truck", "size-8")),
                    ("expired", icon("clock", "size-8")),
                    icon("chat", "size-8"),
                ),
                class_name=[
                    "mx-auto grid size-16 place-items-center rounded-full",
                    rx.match(
                        result.kind,
                        ("cancelled", "tint tint-success"),
                        ("requested", "tint tint-warning"),
                        "tint tint-neutral",
                    ),
                ],
            ),
            rx.el.h2(
                result.title,
                class_name="mt-4 text-[22px] font-semibold leading-7",
                custom_attrs={"data-autofocus": result.id, "tabIndex": -1},
            ),
            rx.el.p(result.text, class_name="quiet mt-1"),
            rx.cond(
                result.parts.length() > 0,
                rx.el.p(result.at_text, class_name="quiet mt-2 text-sm"),
                rx.el.p(
                    words.t("result.reference"),
                    " ",
                    rx.el.span(result.reference, class_name="font-semibold text-base-content"),
                    " · ",
                    result.at_text,
                    class_name="quiet mt-2 text-sm",
                ),
            ),
            class_name="text-center",
        ),
        rx.cond(
            result.parts.length() > 0,
            result_parts(views_in(result.parts, ResultPartView), words),
            _lines(result, words),
        ),
        rx.cond(
            result.steps.length() > 0,
            rx.el.div(
                rx.el.h3(words.t("request.steps"), class_name="mb-3 font-semibold"),
                journey(views_in(result.steps, JourneyStepView)),
                class_name="mt-4 border-t hair pt-4",
                custom_attrs={"data-request-steps": ""},
            ),
            rx.fragment(),
        ),
        rx.cond(result.kind == "cancelled", _refund(result, words), rx.fragment()),
        rx.cond(result.next_steps.length() > 0, _next(result, words), rx.fragment()),
        rx.cond(result.again_href != "", _again(result, words), rx.fragment()),
        rx.el.div(
            rx.cond(result.can_withdraw, withdraw, rx.fragment()),
            rx.el.a(
                words.t("result.orders"),
                href=words.href(routes.ORDERS),
                class_name=f"{QUIET} flex-1",
            ),
            class_name="mt-5 flex flex-wrap gap-3",
        ),
        class_name="panel p-5 pt-7",
        custom_attrs={"data-result": result.kind, "data-forget": CancelState.outcome_order},
    )


def _lines(result: ObjectVar[ResultView], words: PageWords) -> rx.Component:
    """Draw which pieces it is about, and why."""
    return rx.el.div(
        rx.cond(
            result.kind == "cancelled",
            rx.el.h3(words.t("result.lines"), class_name="font-semibold"),
            rx.el.h3(words.t("result.lines.requested"), class_name="font-semibold"),
        ),
        rx.el.ul(rx.foreach(result.lines, rx.el.li), class_name="mt-1 text-sm"),
        rx.cond(
            result.reason != "",
            rx.el.p(words.t("result.reason"), ": ", result.reason, class_name="quiet mt-1 text-sm"),
            rx.fragment(),
        ),
        class_name="mt-5 border-t hair pt-4",
    )


def _again(result: ObjectVar[ResultView], words: PageWords) -> rx.Component:
    """Draw the way to a new order, filled in with this one."""
    return rx.el.div(
        rx.el.h3(words.t("again.offer.title"), class_name="font-semibold"),
        rx.el.p(words.t("again.offer.text"), class_name="quiet mt-1 text-sm"),
        rx.el.a(
            words.t("again.title"), href=result.again_href, class_name=f"{PRIMARY} mt-4 w-full"
        ),
        class_name="mt-4 border-t hair pt-4",
    )


def failure_panel(
    failure: ObjectVar[FailureView], words: PageWords, events: StepEvents
) -> rx.Component:
    """Draw that cancelling failed: why, what was and was not done, and the ranked next steps."""
    return rx.el.section(
        _failed_head(failure, words),
        retry_line(words, CancelState.again, RETRY_COMMAND),
        _retry(failure, words),
        rx.cond(
            failure.retry == "send",
            rx.el.div(
                support_button(words, CancelState.again, CancelState.outcome_order),
                class_name="mt-3 grid empty:hidden",
            ),
            rx.fragment(),
        ),
        rx.foreach(
            failure.first_step,
            lambda step: rx.el.div(first_step(step, events), class_name="mt-4"),
        ),
        rx.cond(
            failure.more_steps.length() > 0,
            rx.el.div(
                rx.el.h3(words.t("failure.more"), class_name="font-semibold"),
                more_steps(views_in(failure.more_steps, StepView), events),
                class_name="mt-4 border-t hair pt-4",
            ),
            rx.fragment(),
        ),
        class_name="panel p-5",
        custom_attrs={"data-failure": failure.cause.cause},
    )


def _failed_head(failure: ObjectVar[FailureView], words: PageWords) -> rx.Component:
    """Draw what is read out when it appears: why, what was and was not done, what changed."""
    return rx.el.div(
        advice_head(
            view_in(failure.cause, AdviceView),
            heading=rx.fragment(
                rx.el.h2(
                    words.t("failure.title"),
                    class_name=H2,
                    custom_attrs={
                        "data-autofocus": CancelState.endings.to_string(),
                        "tabIndex": -1,
                    },
                ),
                rx.el.p(failure.cause.title, class_name="mt-1 font-medium"),
            ),
            extra=rx.fragment(
                rx.cond(
                    failure.at_text != "",
                    rx.el.p(failure.at_text, class_name="mt-1 text-sm"),
                    rx.fragment(),
                ),
                rx.cond(
                    failure.done != "",
                    rx.el.p(failure.done, class_name="mt-1 text-sm"),
                    rx.fragment(),
                ),
                rx.cond(
                    failure.changes.length() > 0,
                    rx.el.div(
                        rx.el.h3(words.t("changed.title"), class_name="mt-3 text-sm font-semibold"),
                        rx.el.ul(
                            rx.foreach(failure.changes, rx.el.li),
                            class_name="mt-1 list-disc ps-5 text-sm",
                        ),
                    ),
                    rx.fragment(),
                ),
            ),
        ),
        custom_attrs={"role": "alert"},
    )


def _retry(failure: ObjectVar[FailureView], words: PageWords) -> rx.Component:
    """Draw the way to try again: a command that nobody answered is asked about, not repeated."""
    return draw_one(
        failure.retry,
        ("check", _retry_form(words, words.t("failure.check"), CancelState.check)),
        ("send", _retry_form(words, words.t("retry.now"), CancelState.retry)),
        (
            "dialog",
            rx.el.button(
                words.t("failure.retry"),
                type="button",
                class_name=f"{PRIMARY} mt-4 w-full",
                custom_attrs=opens(CANCEL_DIALOG),
            ),
        ),
        rx.fragment(),
    )


def _retry_form(
    words: PageWords, label: rx.Var[str], on_submit: "rx.event.EventType[()]"
) -> rx.Component:
    """Draw a button that says how it goes, as the dialog's own does."""
    return rx.el.form(
        rx.el.button(label, type="submit", id=RETRY_COMMAND, class_name=f"{PRIMARY} mt-4 w-full"),
        command_status(words),
        on_submit=on_submit,
        reset_on_submit=False,
        custom_attrs={
            "data-command": "retry",
            "data-answer": CancelState.answer.to_string(),
            "data-outcome": CancelState.outcome,
        },
    )


def _refund(result: ObjectVar[ResultView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("result.refund"), class_name="font-semibold"),
        rx.cond(
            result.refunds.length() > 0,
            rx.el.div(
                refund_rows(views_in(result.refunds, RefundView)),
                rx.el.a(
                    words.t("orders.see_refund"),
                    href=result.refund_href,
                    class_name=f"{QUIET} mt-3 w-full",
                ),
            ),
            rx.el.p(words.t("result.no_refund"), class_name="quiet mt-1 text-sm"),
        ),
        class_name="mt-4 border-t hair pt-4",
    )


def _next(result: ObjectVar[ResultView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("result.next"), class_name="font-semibold"),
        rx.el.ul(
            rx.foreach(result.next_steps, rx.el.li),
            class_name="mt-1 space-y-1 text-sm",
        ),
        class_name="mt-4 border-t hair pt-4",
    )
