"""Change here how the policy editor is told which orders to ask about."""

import reflex as rx

from buyer_portal.components.studio.fields import labelled_select, panel
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.importers import PayloadFormat
from buyer_portal.pages.studio.policies.result import result
from buyer_portal.pages.studio.policies.state import AGAINST, PolicyEditorState
from buyer_portal.studio.policy_orders import LIVE, MOST_PASTED, Source


def impact(words: PageWords) -> rx.Component:
    """Draw which orders are asked about, and what the comparison came to."""
    sources = [(one.value, words.t(f"studio.policies.orders.{one}")) for one in Source]
    source = PolicyEditorState.orders_from
    return panel(
        rx.el.p(words.t("studio.policies.impact.hint"), class_name="quiet mb-3 text-sm"),
        rx.el.div(
            labelled_select(
                "orders",
                words.t("studio.policies.orders"),
                sources,
                value=source,
                on_change=PolicyEditorState.pick_orders,
            ),
            rx.match(
                source,
                *((one.value, _against(words)) for one in sorted(LIVE)),
                (Source.PASTED.value, _format(words)),
                rx.fragment(),
            ),
            rx.el.button(
                rx.cond(
                    PolicyEditorState.is_asking,
                    words.t("studio.policies.asking"),
                    words.t("studio.policies.ask"),
                ),
                type="button",
                on_click=PolicyEditorState.ask,
                disabled=PolicyEditorState.is_asking,
                class_name=f"{PRIMARY} self-end",
            ),
            class_name="studio-fields",
        ),
        rx.cond(source == Source.PASTED.value, _given(words), rx.fragment()),
        result(words),
        title=words.t("studio.policies.impact"),
    )


def _against(words: PageWords) -> rx.Component:
    return labelled_select(
        "against",
        words.t("studio.policies.against"),
        [(one, words.t(f"studio.policies.against.{one}")) for one in AGAINST],
        value=PolicyEditorState.against,
        on_change=PolicyEditorState.pick_against,
    )


def _format(words: PageWords) -> rx.Component:
    return labelled_select(
        "format",
        words.t("studio.policies.format"),
        [(one.value, one.value) for one in PayloadFormat],
        value=PolicyEditorState.form,
        on_change=PolicyEditorState.pick_form,
    )


def _given(words: PageWords) -> rx.Component:
    """Draw where orders are pasted, or a file of them is chosen."""
    return rx.el.div(
        rx.el.label(
            rx.el.span(words.t("studio.policies.file"), class_name="text-sm font-medium"),
            rx.el.input(
                type="file",
                accept=".json,.jsonl,.ndjson,application/json",
                class_name="file-input mt-1 min-h-11 w-full",
                custom_attrs={"data-part-file": ""},
            ),
            class_name="block",
        ),
        rx.el.textarea(
            hidden=True,
            on_change=PolicyEditorState.take_part,
            custom_attrs={"data-part": "", "aria-hidden": "true", "tabIndex": -1},
        ),
        rx.el.p(
            PolicyEditorState.file_text,
            class_name="mt-2 text-sm empty:hidden",
            custom_attrs={"role": "status", "data-file": ""},
        ),
        rx.el.label(
            rx.el.span(words.t("studio.policies.pasted"), class_name="text-sm font-medium"),
            rx.el.textarea(
                on_change=PolicyEditorState.paste.debounce(300),
                max_length=MOST_PASTED,
                rows="6",
                class_name="textarea studio-code mt-1 w-full max-w-none",
            ),
            class_name="mt-3 block",
        ),
        class_name="mt-3",
    )
