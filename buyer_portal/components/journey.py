"""Change here how the journey of an order is drawn."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.icons import icon
from buyer_portal.views.journey import CURRENT, DONE, STOPPED, JourneyStepView


def journey(steps: ArrayVar[list[JourneyStepView]]) -> rx.Component:
    """Draw the steps below each other, with their times."""
    return rx.el.ol(rx.foreach(steps, _step), class_name="journey")


def _step(step: ObjectVar[JourneyStepView]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.match(
                step.state,
                (DONE, icon("check", "size-3.5")),
                (STOPPED, icon("close", "size-3.5")),
                (CURRENT, rx.el.span(class_name="journey-dot")),
                rx.fragment(),
            ),
            class_name="journey-mark",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.div(
            rx.el.p(
                step.text,
                rx.el.span(", ", step.state_text, class_name="visually-hidden"),
                class_name="journey-text",
            ),
            rx.cond(
                step.note != "", rx.el.p(step.note, class_name="quiet text-[13px]"), rx.fragment()
            ),
        ),
        class_name="journey-step",
        custom_attrs={"data-state": step.state},
    )
