"""Change here how the pieces to cancel are chosen."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.commands.cancel_form import PIECES, PIECES_FIELD
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.form_errors import field_error
from buyer_portal.components.line_outcome import line_outcome
from buyer_portal.components.words import PageWords
from buyer_portal.views.cancel import CancelDialogView, CancelLineView

_ROW: Final = "flex min-h-16 flex-wrap items-center gap-x-3 gap-y-1 py-2"


def cancel_lines(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    """Draw every line with what becomes of it, and a choice where there is one."""
    return rx.el.fieldset(
        rx.el.legend(words.t("cancel.lines"), class_name="mb-1 font-semibold"),
        field_error(CancelState.errors, PIECES_FIELD),
        rx.el.div(rx.foreach(dialog.lines, _line), class_name="rows"),
        id=PIECES_FIELD,
        class_name="mb-5",
        custom_attrs={"tabIndex": -1},
    )


def _line(line: ObjectVar[CancelLineView]) -> rx.Component:
    """Draw a line with what becomes of it, and how many pieces; the first one names its group."""
    return rx.el.div(
        rx.cond(
            line.group != "",
            rx.el.p(
                rx.el.span(line.group, class_name="font-semibold"),
                rx.cond(
                    line.group_note != "",
                    rx.el.span(" · ", line.group_note, class_name="quiet"),
                    rx.fragment(),
                ),
                class_name="line-group",
            ),
            rx.fragment(),
        ),
        # A label would press the first button in it, so only a tick box has one.
        rx.cond(
            line.is_single & ~line.is_closed,
            rx.el.label(*_about(line), _tick(line), class_name=_ROW),
            rx.el.div(
                *_about(line),
                rx.cond(line.is_closed, rx.fragment(), _stepper(line)),
                class_name=_ROW,
            ),
        ),
        custom_attrs={"data-line": line.id, "data-outcome": line.outcome},
    )


def _about(line: ObjectVar[CancelLineView]) -> tuple[rx.Component, rx.Component]:
    return (
        rx.el.img(
            src=line.picture,
            alt="",
            width="48",
            height="48",
            class_name=[
                "size-12 shrink-0 rounded-lg",
                rx.cond(line.is_closed, "opacity-60 grayscale", ""),
            ],
        ),
        rx.el.span(
            rx.el.span(line.name, class_name="line-clamp-2 text-sm font-medium"),
            rx.el.span(line.variant, class_name="quiet block text-[13px] empty:hidden"),
            rx.cond(
                line.outcome != "", line_outcome(line.outcome, line.outcome_text), rx.fragment()
            ),
            class_name="min-w-0 flex-[1_1_8rem]",
        ),
    )


def _tick(line: ObjectVar[CancelLineView]) -> rx.Component:
    """Draw the choice of a single piece."""
    return rx.el.input(
        type="checkbox",
        name=rx.Var.create(f"{PIECES}{line.id}").to(str),
        value="1",
        default_checked=line.chosen != "0",
        on_change=lambda is_in: CancelState.include_line(line.id, is_in),  # type: ignore[arg-type]  # a checkbox says a bool
        class_name="checkbox",
        custom_attrs={"aria-label": line.label, "data-draft": _draft_of(line)},
    )


def _draft_of(line: ObjectVar[CancelLineView]) -> rx.Var[str]:
    """Return what the browser keeps the choice under, over reloads (portal.js)."""
    return rx.Var.create(f"{CancelState.dialog.order_id}:{PIECES}{line.id}").to(str)


def _stepper(line: ObjectVar[CancelLineView]) -> rx.Component:
    """Draw how many of several pieces; the count takes typing too."""
    return rx.el.span(
        _step(line.less_label, "-1", "\N{MINUS SIGN}"),
        rx.el.input(
            type="text",
            name=rx.Var.create(f"{PIECES}{line.id}").to(str),
            default_value=line.chosen,
            on_change=lambda count: CancelState.choose_pieces(line.id, count),
            class_name="stepper-count",
            custom_attrs={
                "aria-label": line.label,
                "inputMode": "numeric",
                "autoComplete": "off",
                "data-most": line.most,
                "data-draft": _draft_of(line),
            },
        ),
        _step(line.more_label, "1", "+"),
        class_name="stepper ms-auto",
    )


def _step(label: rx.Var[str], by: str, sign: str) -> rx.Component:
    return rx.el.button(
        rx.el.span(sign, custom_attrs={"aria-hidden": "true"}),
        type="button",
        class_name="stepper-button",
        custom_attrs={"aria-label": label, "data-step": by},
    )
