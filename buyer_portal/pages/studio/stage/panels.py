"""Change here what stands beside the frame: counterparts, clock, faults, inspector, link."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import views_in
from buyer_portal.components.studio.fields import folded
from buyer_portal.components.studio.shared_link import further_link, shared_link
from buyer_portal.components.words import PageWords
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.pages.studio.stage.play_state import MAX_WORDS, PlayState
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.studio.board import Dimension
from buyer_portal.studio.faulting import SWITCHES, SYSTEM_ERROR_MINUTES
from buyer_portal.studio.frames import value_text
from buyer_portal.studio.inspecting import FIELDS
from buyer_portal.studio.link_views import LinkView
from buyer_portal.studio.personas import Persona
from buyer_portal.studio.playing import ActorView, StepView

SMALL = "btn btn-sm btn-outline hair"
_WIDE = frozenset({"stage", "policy"})
"""Fields whose values say much."""
_NAMED = {
    "stage": Dimension.STAGE,
    "policy": Dimension.POLICY,
    "language": Dimension.LANGUAGE,
    "device": Dimension.DEVICE,
    "skin": Dimension.SKIN,
}


def _panel(words: PageWords, name: str, *content: rx.Component) -> rx.Component:
    return folded(*content, title=words.t(f"studio.panel.{name}"), name=name)


def counterparts(words: PageWords) -> rx.Component:
    """Draw who plays along, with a button for each thing that is possible now."""
    return _panel(
        words,
        "counterparts",
        rx.el.label(
            rx.el.span(words.t("studio.persona"), class_name="mb-1 block text-sm"),
            rx.el.select(
                *(
                    rx.el.option(words.t(f"studio.persona.{persona.value}"), value=persona.value)
                    for persona in Persona
                ),
                value=PlayState.persona,
                on_change=PlayState.cast,
                id="persona",
                class_name="select min-h-11 w-full",
            ),
            class_name="block",
        ),
        rx.cond(
            PlayState.doings.length() > 0,
            rx.el.ol(
                rx.foreach(PlayState.doings, lambda line: rx.el.li(line, class_name="py-0.5")),
                class_name="quiet mt-2 text-[13px]",
                custom_attrs={"aria-label": words.t("studio.persona.did"), "data-doings": ""},
            ),
            rx.fragment(),
        ),
        rx.el.label(
            rx.el.span(words.t("studio.said"), class_name="mb-1 mt-3 block text-sm"),
            rx.el.input(
                value=PlayState.said,
                on_change=PlayState.word,
                max_length=MAX_WORDS,
                placeholder=words.t("studio.says.default"),
                id="said",
                class_name="input min-h-11 w-full",
            ),
            class_name="block",
        ),
        rx.foreach(StageState.actors, lambda actor: _actor(words, actor)),
    )


def _actor(words: PageWords, actor: ObjectVar[ActorView]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(actor.label, class_name="mt-3 mb-1 text-sm font-medium"),
        rx.cond(
            actor.steps.length() > 0,
            rx.el.div(
                rx.foreach(
                    views_in(actor.steps, StepView),
                    lambda step: rx.el.button(
                        step.label,
                        type="button",
                        on_click=PlayState.play(step.id),
                        class_name=SMALL,
                        custom_attrs={"data-play": step.id},
                    ),
                ),
                class_name="flex flex-wrap gap-2",
            ),
            rx.el.p(words.t("studio.actor.waits"), class_name="quiet text-[13px]"),
        ),
        custom_attrs={"data-actor": actor.name},
    )


def clock(words: PageWords) -> rx.Component:
    """Draw what time it is in the prototype, and the moments to jump to."""
    deadline = words.t("studio.clock.deadline", at=StageState.deadline_text)
    day = words.t("studio.clock.refund", at=StageState.refund_text)
    return _panel(
        words,
        "clock",
        rx.el.p(
            StageState.now_text,
            class_name="font-semibold money",
            role="status",
            custom_attrs={"data-clock": ""},
        ),
        rx.el.div(
            _jump("hour", words.t("studio.clock.hour")),
            _jump("day", words.t("studio.clock.day")),
            rx.cond(StageState.deadline_text != "", _jump("deadline", deadline), rx.fragment()),
            rx.cond(StageState.refund_text != "", _jump("refund", day), rx.fragment()),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
    )


def _jump(name: str, label: "rx.Var[str]") -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        on_click=PlayState.advance(name),
        class_name=SMALL,
        custom_attrs={"data-jump": name},
    )


def faults(words: PageWords) -> rx.Component:
    """Draw a switch for each fault; those that are on show as chips above the frame."""
    return _panel(
        words,
        "faults",
        rx.el.div(
            *(_switch(words, switch) for switch in SWITCHES),
            class_name="grid grid-cols-2 gap-x-3",
        ),
        rx.el.label(
            rx.el.span(words.t("studio.fault.minutes"), class_name="text-sm"),
            rx.el.select(
                *(rx.el.option(str(one), value=str(one)) for one in SYSTEM_ERROR_MINUTES),
                value=StageState.minutes,
                on_change=StageState.choose_minutes,
                id="minutes",
                class_name="select min-h-11 w-20",
            ),
            class_name="mt-1 flex items-center gap-3",
        ),
    )


def _switch(words: PageWords, switch: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=StageState.faults[switch],
            on_change=StageState.switch_fault(switch),
            class_name="checkbox",
            custom_attrs={"data-fault": switch},
        ),
        rx.el.span(words.t(f"studio.fault.{switch}")),
        class_name="studio-tick",
    )


def inspector(words: PageWords) -> rx.Component:
    """Draw each field of the scenario; a change opens the prototype anew."""
    return _panel(
        words,
        "inspector",
        rx.el.p(words.t("studio.inspector.about"), class_name="quiet mb-2 text-[13px]"),
        rx.el.div(*(_field(words, name) for name in FIELDS), class_name="grid grid-cols-2 gap-3"),
    )


def _field(words: PageWords, name: str) -> rx.Component:
    printed = words_of(words.locale)
    dimension = _NAMED.get(name)
    options = [
        (
            value,
            value_text(dimension, value, printed)
            if dimension
            else words.t(f"studio.field.{name}.{value or 'auto'}"),
        )
        for value in FIELDS[name].options
    ]
    return rx.el.label(
        rx.el.span(words.t(f"studio.field.{name}"), class_name="mb-1 block text-[13px]"),
        rx.el.select(
            *(rx.el.option(text, value=value) for value, text in options),
            value=StageState.values[name],
            on_change=StageState.change(name),
            id=f"field-{name}",
            class_name="select min-h-11 w-full",
        ),
        class_name="block min-w-0 col-span-2" if name in _WIDE else "block min-w-0",
    )


def sharing(words: PageWords) -> rx.Component:
    """Draw the link that opens the same prototype elsewhere, and its picture for a phone."""
    link = PlayState.link.to(LinkView)
    return _panel(
        words,
        "sharing",
        shared_link(
            words,
            link,
            about="studio.share.about",
            problem=PlayState.link_problem,
            make=PlayState.make_link,
            further=rx.fragment(
                further_link(words.t("studio.share.on_stage"), link.on_stage, "on-stage"),
                further_link(words.t("studio.share.in_words"), link.in_words, "in-words"),
            ),
        ),
    )
