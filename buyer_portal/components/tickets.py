"""Change here how a ticket's parts are drawn: what is sent along, its status, its text field."""

from collections.abc import Sequence

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.commands.ticket_form import TEXT_FIELD
from buyer_portal.components.choose import choose, views_in
from buyer_portal.components.command_status import status_line
from buyer_portal.components.form_errors import field_error
from buyer_portal.components.icons import icon
from buyer_portal.components.why_panel import trace_row
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, TONE_CLASS
from buyer_portal.domain.support import TICKET_CHARACTERS
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.support import AttachedView, AttemptView, FactView
from buyer_portal.views.why import TraceView


def status_word(text: "rx.Var[str]", tone: "rx.Var[str]") -> rx.Component:
    """Draw where a ticket stands; the word says it, the colour only helps."""
    tones = {str(name): classes for name, classes in TONE_CLASS.items()}
    return rx.el.span(text, class_name=["badge-text shrink-0", choose(tone, tones)])


def attached_panel(
    attached: ObjectVar[AttachedView],
    words: PageWords,
    *,
    title: "rx.Var[str]",
    text: "rx.Var[str]",
) -> rx.Component:
    """Draw what goes with a ticket in plain words; every rule opens below."""
    return rx.el.section(
        rx.el.h2(title, class_name=H2),
        rx.el.p(text, class_name="quiet mt-0.5 text-sm"),
        rx.el.dl(
            rx.foreach(views_in(attached.facts, FactView), _fact),
            rx.el.div(
                rx.el.dt(words.t("support.attached.attempts"), class_name="quiet text-[13px]"),
                rx.foreach(views_in(attached.attempts, AttemptView), _attempt),
                rx.cond(
                    attached.no_attempts != "",
                    rx.el.dd(attached.no_attempts, class_name="text-sm"),
                    rx.fragment(),
                ),
                class_name="py-2.5",
            ),
            class_name="rows mt-2",
        ),
        rx.cond(
            views_in(attached.trace, TraceView).length() > 0,
            rx.el.details(
                rx.el.summary(
                    rx.el.span(words.t("support.attached.trace"), class_name="flex-1"),
                    icon("chevron", "size-5 quiet how-mark"),
                    class_name="row-link border-t hair text-sm font-medium",
                ),
                rx.el.ol(
                    rx.foreach(
                        views_in(attached.trace, TraceView), lambda step: trace_row(step, words)
                    ),
                    class_name="pb-3",
                ),
                class_name="how",
            ),
            rx.fragment(),
        ),
        class_name="panel p-5 pb-1",
        custom_attrs={"data-attached": ""},
    )


def _fact(fact: ObjectVar[FactView]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="quiet text-[13px]"),
        rx.el.dd(
            rx.el.span(fact.text, class_name="block font-medium"),
            rx.cond(
                fact.more != "",
                rx.el.span(fact.more, class_name="quiet block"),
                rx.fragment(),
            ),
            class_name="text-sm",
        ),
        class_name="py-2.5",
    )


def _attempt(attempt: ObjectVar[AttemptView]) -> rx.Component:
    return rx.el.dd(
        rx.el.span(attempt.what, class_name="block font-medium"),
        rx.el.span(attempt.outcome, class_name="block"),
        rx.el.span(attempt.when, class_name="quiet block text-[13px]"),
        class_name="mt-1 text-sm",
    )


def text_field(
    words: PageWords,
    errors: ArrayVar[Sequence[FieldErrorView]],
    *,
    label: "rx.Var[str]",
    draft: "rx.Var[str] | str",
    hint: "rx.Var[str] | None" = None,
    key: "rx.Var[str] | str" = "",
) -> rx.Component:
    """Draw where a buyer writes; what is typed outlives failures and reloads (portal.js)."""
    described = [f"{TEXT_FIELD}-error", f"{TEXT_FIELD}-private"] + (
        [f"{TEXT_FIELD}-hint"] if hint is not None else []
    )
    return rx.el.div(
        rx.el.label(label, html_for=TEXT_FIELD, class_name="block font-semibold"),
        rx.el.p(hint, id=f"{TEXT_FIELD}-hint", class_name="quiet text-[13px]")
        if hint is not None
        else rx.fragment(),
        field_error(errors, TEXT_FIELD),
        rx.el.textarea(
            id=TEXT_FIELD,
            name="text",
            rows="5",
            max_length=TICKET_CHARACTERS,
            key=key,
            class_name="textarea mt-2 w-full text-base",
            custom_attrs={
                "data-draft": draft,
                "aria-describedby": " ".join(described),
            },
        ),
        rx.el.p(
            words.t("support.new.private"),
            id=f"{TEXT_FIELD}-private",
            class_name="quiet mt-1 text-[13px]",
        ),
    )


def sending_status(words: PageWords) -> rx.Component:
    """Draw how sending to support goes."""
    return status_line(words, "support.lost")
