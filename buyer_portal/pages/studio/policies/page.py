"""Change here how the policy editor looks."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import views_in
from buyer_portal.components.studio.fields import labelled_select, panel
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.domain.policy import Permission
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.pages.studio.policies.impact import impact
from buyer_portal.pages.studio.policies.state import PolicyEditorState
from buyer_portal.policies import PRESETS
from buyer_portal.studio.board import Dimension
from buyer_portal.studio.frames import value_text
from buyer_portal.studio.policy_draft import MAX_SOURCE, Kind, Problem
from buyer_portal.studio.policy_views import (
    CASES,
    STAGE_KEYS,
    CellView,
    ChoiceView,
    RowView,
    StageView,
)
from buyer_portal.studio.screens import ADDRESSES, Screen


def policies_page(words: PageWords) -> rx.Component:
    """Draw form and text beside each other, what is wrong, the truth table, and what changes."""
    return studio_shell(
        _start(words),
        rx.el.div(_form(words), _source(words), class_name="studio-pair"),
        _table(words),
        impact(words),
        words=words,
        screen=Screen.POLICIES,
    )


def _start(words: PageWords) -> rx.Component:
    printed = words_of(words.locale)
    presets = [
        (preset, f"{value_text(Dimension.POLICY, preset, printed)} · {preset}")
        for preset in PRESETS
    ]
    kinds = [(kind.value, words.t(f"studio.policies.kind.{kind}")) for kind in Kind]
    return panel(
        rx.el.div(
            labelled_select(
                "start",
                words.t("studio.policies.start"),
                presets,
                value=PolicyEditorState.preset,
                on_change=PolicyEditorState.pick_preset,
            ),
            labelled_select(
                "kind",
                words.t("studio.policies.kind"),
                kinds,
                value=PolicyEditorState.kind,
                on_change=PolicyEditorState.pick_kind,
            ),
            labelled_select(
                "other",
                words.t("studio.policies.other"),
                presets,
                value=PolicyEditorState.other,
                on_change=PolicyEditorState.pick_other,
            ),
            rx.el.div(
                rx.cond(
                    PolicyEditorState.on_stage != "",
                    rx.el.a(
                        words.t("studio.policies.play"),
                        href=PolicyEditorState.on_stage,
                        class_name="btn btn-outline hair min-h-11",
                        custom_attrs={"data-play-policy": ""},
                    ),
                    rx.fragment(),
                ),
                rx.el.button(
                    words.t("studio.policies.download"),
                    type="button",
                    on_click=PolicyEditorState.download,
                    class_name="btn btn-outline hair min-h-11",
                ),
                class_name="policy-out",
            ),
            class_name="studio-fields",
        ),
        rx.el.p(
            rx.cond(
                (PolicyEditorState.on_stage == "")
                & (PolicyEditorState.problems.length() == 0)
                & (PolicyEditorState.turn > 0),
                words.t("studio.policies.not_played"),
                "",
            ),
            role="status",
            class_name="quiet mt-2 text-sm empty:hidden",
        ),
    )


def _form(words: PageWords) -> rx.Component:
    heads = [
        words.t("studio.policies.stage"),
        *(words.t(f"studio.policies.{key}") for key in STAGE_KEYS),
    ]
    return panel(
        rx.el.fieldset(
            rx.el.div(
                rx.el.table(
                    rx.el.thead(rx.el.tr(*(rx.el.th(head, scope="col") for head in heads))),
                    rx.el.tbody(
                        rx.foreach(PolicyEditorState.stages, lambda stage: _stage(stage, words))
                    ),
                    class_name="studio-table",
                ),
                class_name="studio-scroll",
                custom_attrs={
                    "tabIndex": 0,
                    "role": "region",
                    "aria-label": words.t("studio.policies.form"),
                },
            ),
            rx.el.h3(words.t("studio.policies.facts"), class_name="studio-h3"),
            rx.foreach(PolicyEditorState.numbers, _number),
            rx.foreach(PolicyEditorState.flags, _flag),
            disabled=~PolicyEditorState.is_readable,
        ),
        rx.cond(
            PolicyEditorState.is_readable,
            rx.fragment(),
            rx.el.p(words.t("studio.policies.unreadable"), class_name="quiet mt-3 text-sm"),
        ),
        title=words.t("studio.policies.form"),
    )


def _stage(stage: ObjectVar[StageView], words: PageWords) -> rx.Component:
    return rx.el.tr(
        rx.el.th(stage.name, scope="row"),
        rx.foreach(views_in(stage.choices, ChoiceView), lambda one: _permission(one, words)),
        key=stage.name,
    )


def _permission(choice: ObjectVar[ChoiceView], words: PageWords) -> rx.Component:
    return rx.el.td(
        rx.el.select(
            *(
                rx.el.option(words.t(f"studio.policies.outcome.{one}"), value=one.value)
                for one in Permission
            ),
            value=choice.value,
            on_change=lambda value: PolicyEditorState.choose(choice.path, value),
            disabled=choice.is_fixed,
            class_name="select studio-select w-full truncate pe-8 ps-2.5 text-[13px]",
            custom_attrs={"aria-label": choice.label, "data-path": choice.path},
        ),
        key=choice.path,
    )


def _number(choice: ObjectVar[ChoiceView]) -> rx.Component:
    return rx.el.label(
        rx.el.span(choice.label, class_name="flex-1"),
        rx.el.input(
            type="number",
            default_value=choice.value,
            on_change=lambda value: PolicyEditorState.choose(choice.path, value).debounce(400),
            min="0",
            key=f"{choice.path}{PolicyEditorState.preset}{PolicyEditorState.kind}",
            class_name="input w-24 min-h-11",
            custom_attrs={"data-path": choice.path},
        ),
        class_name="studio-fact",
        key=choice.path,
    )


def _flag(choice: ObjectVar[ChoiceView]) -> rx.Component:
    return rx.el.label(
        rx.el.span(choice.label, class_name="flex-1"),
        rx.el.input(
            type="checkbox",
            checked=choice.value == "true",
            on_change=lambda _: PolicyEditorState.choose(
                choice.path, rx.cond(choice.value == "true", "false", "true")
            ),
            class_name="toggle",
            custom_attrs={"data-path": choice.path},
        ),
        class_name="studio-fact",
        key=choice.path,
    )


def _source(words: PageWords) -> rx.Component:
    return panel(
        rx.el.p(
            words.t("studio.policies.source.hint"), id="source-hint", class_name="quiet text-sm"
        ),
        rx.el.textarea(
            default_value=PolicyEditorState.source,
            on_change=lambda text: PolicyEditorState.write(text, PolicyEditorState.turn).debounce(
                300
            ),
            max_length=MAX_SOURCE,
            rows="34",
            spell_check=False,
            key=PolicyEditorState.turn.to_string(),
            class_name="textarea studio-code w-full max-w-none",
            custom_attrs={
                "aria-label": words.t("studio.policies.source"),
                "aria-describedby": "source-hint",
                "data-source": "",
            },
        ),
        rx.el.div(
            rx.cond(
                PolicyEditorState.problems.length() > 0,
                rx.fragment(
                    rx.el.h3(words.t("studio.policies.problems"), class_name="studio-h3"),
                    rx.el.ul(
                        rx.foreach(PolicyEditorState.problems, _problem),
                        class_name="space-y-1.5 text-sm",
                    ),
                ),
                rx.el.p(
                    words.t("studio.policies.fine"), class_name="tint tint-success studio-note"
                ),
            ),
            custom_attrs={
                "aria-live": "polite",
                "data-problems": PolicyEditorState.problems.length().to_string(),
            },
        ),
        title=words.t("studio.policies.source"),
    )


def _problem(problem: ObjectVar[Problem]) -> rx.Component:
    return rx.el.li(
        rx.el.code(problem.key, class_name="font-semibold break-all"),
        " ",
        problem.reason,
        class_name="tint tint-error studio-note",
    )


def _table(words: PageWords) -> rx.Component:
    heads = [
        words.t("studio.policies.stage"),
        *(words.t(f"studio.policies.case.{case}") for case in CASES),
    ]
    return panel(
        rx.el.p(words.t("studio.policies.table.hint"), class_name="quiet mb-3 text-sm"),
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(*(rx.el.th(head, scope="col") for head in heads))),
                rx.el.tbody(rx.foreach(PolicyEditorState.rows, _row)),
                class_name="studio-table studio-truth",
            ),
            class_name="studio-scroll",
            custom_attrs={
                "tabIndex": 0,
                "role": "region",
                "aria-label": words.t("studio.policies.table"),
            },
        ),
        title=words.t("studio.policies.table"),
    )


def _row(row: ObjectVar[RowView]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.stage, scope="row"),
        rx.foreach(views_in(row.cells, CellView), _cell),
        key=row.stage,
    )


def _cell(cell: ObjectVar[CellView]) -> rx.Component:
    return rx.el.td(
        rx.el.span(
            cell.text, class_name="studio-answer", custom_attrs={"data-outcome": cell.outcome}
        ),
        rx.cond(cell.why != "", rx.el.span(cell.why, class_name="studio-why"), rx.fragment()),
        rx.cond(
            cell.was != "",
            rx.el.span(PolicyEditorState.other, ": ", cell.was, class_name="studio-was"),
            rx.fragment(),
        ),
        custom_attrs={"data-trend": cell.trend},
    )


def register(app: rx.App) -> None:
    """Add the editor in each language."""
    add_in_each_language(
        app,
        policies_page,
        ADDRESSES[Screen.POLICIES],
        title="studio.policies.title",
        on_load=PolicyEditorState.load,
    )
