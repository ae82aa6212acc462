"""Change here how the record page looks."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.studio.fields import labelled_select, panel
from buyer_portal.components.studio.pictures import picture_trouble, progress_of
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.pages.studio.record.state import RecordState
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.studio.recording import StepView
from buyer_portal.studio.screens import ADDRESSES, Screen

_OUTLINE = "btn btn-outline hair min-h-11"


def record_page(words: PageWords) -> rx.Component:
    """Draw the start of a walk, its steps, and the test that it becomes."""
    return studio_shell(
        _start(words),
        rx.el.div(_steps(words), _test(words), class_name="studio-pair"),
        rx.el.textarea(
            on_change=RecordState.take.debounce(150),
            class_name="visually-hidden",
            custom_attrs={"data-recorded": "", "aria-hidden": "true", "tabIndex": -1},
        ),
        words=words,
        screen=Screen.RECORD,
        attributes={"data-recorder": ""},
    )


def _start(words: PageWords) -> rx.Component:
    scenarios = [
        (named.name, words.t(f"studio.scenario.{named.name}"))
        for named in LIBRARY.values()
        if named.scenario.opening.needs_buyer
    ]
    return panel(
        rx.el.div(
            labelled_select(
                "scenario",
                words.t("studio.words.scenario"),
                scenarios,
                value=RecordState.scenario,
                on_change=RecordState.pick_scenario,
            ),
            rx.el.button(
                rx.cond(
                    RecordState.link == "",
                    words.t("studio.record.start"),
                    words.t("studio.record.anew"),
                ),
                type="button",
                on_click=RecordState.start,
                disabled=RecordState.is_starting,
                class_name=_OUTLINE,
                custom_attrs={"data-record-start": ""},
            ),
            rx.cond(
                RecordState.is_recording,
                rx.fragment(
                    rx.el.a(
                        words.t("studio.record.walk"),
                        href=RecordState.link,
                        target="_blank",
                        class_name=PRIMARY,
                        custom_attrs={"data-walk": ""},
                    ),
                    rx.el.button(
                        words.t("studio.record.stop"),
                        type="button",
                        on_click=RecordState.stop,
                        class_name=_OUTLINE,
                        custom_attrs={"data-record-stop": ""},
                    ),
                ),
                rx.fragment(),
            ),
            class_name="studio-fields",
        ),
        rx.el.p(
            rx.cond(RecordState.has_failed, words.t("studio.flow.failed"), ""),
            class_name="mt-2 text-sm empty:hidden",
            role="status",
        ),
    )


def _steps(words: PageWords) -> rx.Component:
    return panel(
        rx.cond(
            RecordState.steps.length() > 0,
            rx.fragment(
                rx.el.ol(
                    rx.foreach(RecordState.steps, lambda step, at: _step(words, step, at)),
                    class_name="walk-steps",
                    custom_attrs={"data-steps": RecordState.steps.length().to_string()},
                ),
                _pictures(words),
            ),
            rx.el.p(words.t("studio.record.none"), class_name="quiet text-sm"),
        ),
        title=words.t("studio.record.steps"),
    )


def _step(words: PageWords, step: ObjectVar[StepView], at: rx.Var[int]) -> rx.Component:
    """Draw a step; its picture opens in full in a tab of its own."""
    return rx.el.li(
        rx.el.p(step.text, class_name="min-w-0 flex-1"),
        rx.cond(
            step.picture != "",
            rx.el.a(
                rx.el.img(src=step.picture, alt="", class_name="walk-picture"),
                href=step.picture,
                target="_blank",
                class_name="walk-link",
                custom_attrs={
                    "aria-label": words.t("studio.record.picture.of", step=step.text),
                    "data-step-picture": "",
                },
            ),
            rx.cond(
                RecordState.is_walking,
                rx.el.div(class_name="bone walk-picture", custom_attrs={"aria-hidden": "true"}),
                rx.cond(
                    (RecordState.picture_problem != "") & (at == RecordState.pictures),
                    rx.el.p(
                        words.t("studio.record.stuck"),
                        class_name="text-sm tint tint-error studio-note",
                    ),
                    rx.fragment(),
                ),
            ),
        ),
        class_name="walk-step",
    )


def _pictures(words: PageWords) -> rx.Component:
    """Draw how far the pictures are, what makes them, and what can be taken home then."""
    return rx.el.div(
        rx.cond(
            RecordState.is_walking,
            progress_of(
                RecordState.pictures,
                RecordState.steps.length(),
                words.t(
                    "studio.record.pictures.ready",
                    ready=RecordState.pictures.to_string(),
                    of=RecordState.steps.length().to_string(),
                ),
            ),
            rx.fragment(
                picture_trouble(words, RecordState.picture_problem, RecordState.photograph),
                rx.cond(
                    RecordState.bundle != "",
                    rx.el.a(
                        words.t("studio.record.bundle"),
                        href=RecordState.bundle,
                        reload_document=True,  # a file, not a page of the router
                        class_name=PRIMARY,
                        custom_attrs={"data-bundle": "", "download": ""},
                    ),
                    rx.cond(
                        (RecordState.picture_problem == "") & ~RecordState.is_recording,
                        rx.el.button(
                            words.t("studio.record.pictures"),
                            type="button",
                            on_click=RecordState.photograph,
                            class_name=_OUTLINE,
                            custom_attrs={"data-walk-again": ""},
                        ),
                        rx.fragment(),
                    ),
                ),
            ),
        ),
        class_name="mt-4",
    )


def _test(words: PageWords) -> rx.Component:
    return panel(
        rx.el.p(words.t("studio.record.test.hint"), class_name="quiet text-sm"),
        rx.cond(
            RecordState.code != "",
            rx.fragment(
                rx.el.pre(
                    RecordState.code,
                    class_name="studio-code studio-scroll",
                    custom_attrs={
                        "data-code": "",
                        "tabIndex": 0,
                        "role": "region",
                        "aria-label": words.t("studio.record.test"),
                    },
                ),
                rx.el.button(
                    words.t("studio.policies.download"),
                    type="button",
                    on_click=RecordState.download,
                    class_name=f"{_OUTLINE} mt-3",
                ),
            ),
            rx.fragment(),
        ),
        title=words.t("studio.record.test"),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(app, record_page, ADDRESSES[Screen.RECORD], title="studio.record.title")
