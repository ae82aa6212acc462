"""Change here how next steps are drawn: the first as a button, the others as rows."""

from dataclasses import dataclass

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.choose import draw_one
from buyer_portal.components.icons import icon
from buyer_portal.components.post_form import post_form
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.views.steps import HOW, LINK, REFRESH, SWITCH, UPDATE, WITHDRAW, StepView


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvents:
    """What the page does for steps that are pressed."""

    on_refresh: "rx.event.EventType[()]"
    on_withdraw: "rx.event.EventType[()]"


def first_step(step: ObjectVar[StepView], events: StepEvents) -> rx.Component:
    """Draw the step that leads, as the primary button with what it does below."""
    wide = f"{PRIMARY} w-full"
    return rx.el.div(
        rx.match(
            step.mode,
            (HOW, _how(step, summary_class=f"{wide} how-button")),
            _press(step, events, class_name=wide, content=step.label),
        ),
        rx.el.p(step.text, " ", step.odds, ".", class_name="quiet mt-2 text-center text-[13px]"),
    )


def more_steps(steps: ArrayVar[list[StepView]], events: StepEvents) -> rx.Component:
    """Draw the other steps as rows, the best first."""
    return rx.el.ul(
        rx.foreach(
            steps,
            lambda step: rx.el.li(
                rx.match(
                    step.mode,
                    (HOW, _how(step, summary_class="row-link")),
                    _press(step, events, class_name="row-link", content=_row(step)),
                )
            ),
        ),
        class_name="rows",
    )


def _row(step: ObjectVar[StepView]) -> rx.Component:
    return rx.fragment(
        rx.el.span(
            rx.el.span(step.label, class_name="block font-medium"),
            rx.el.span(step.text, class_name="quiet block text-[13px]"),
            rx.el.span(step.odds, class_name="quiet block text-[13px]"),
            class_name="min-w-0 flex-1",
        ),
        icon("chevron", "size-5 quiet how-mark"),
    )


def _press(
    step: ObjectVar[StepView],
    events: StepEvents,
    *,
    class_name: str,
    content: "rx.Component | rx.Var[str]",
) -> rx.Component:
    return draw_one(
        step.mode,
        (LINK, rx.el.a(content, href=step.href, class_name=class_name)),
        (
            REFRESH,
            rx.el.button(content, type="button", on_click=events.on_refresh, class_name=class_name),
        ),
        (
            WITHDRAW,
            rx.el.button(
                content, type="button", on_click=events.on_withdraw, class_name=class_name
            ),
        ),
        (
            UPDATE,
            rx.el.a(
                content,
                href=step.href,
                class_name=class_name,
                custom_attrs={"data-to-update": ""},
            ),
        ),
        (
            SWITCH,
            post_form(
                rx.el.button(content, type="submit", class_name=class_name), action="/auth/switch"
            ),
        ),
        rx.fragment(),
    )


def _how(step: ObjectVar[StepView], *, summary_class: str) -> rx.Component:
    """Draw how to do, in place, what happens elsewhere."""
    is_row = "row-link" in summary_class
    return rx.el.details(
        rx.el.summary(_row(step) if is_row else step.label, class_name=summary_class),
        rx.el.div(
            rx.foreach(step.how, lambda line: rx.el.p(line, class_name="text-sm")),
            class_name="space-y-2 py-3",
        ),
        class_name="how",
    )
