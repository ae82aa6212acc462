"""Change here how cancelling is asked: pieces, reasons, what will happen, and the two buttons."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.commands.cancel_form import PIECES, PIECES_FIELD, REASON_FIELD, TEXT_FIELD
from buyer_portal.commands.cancel_form_state import CONFIRM
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.change_offer import any_change, change_offer
from buyer_portal.components.choose import draw_one, view_in
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.line_outcome import line_outcome
from buyer_portal.components.sheet import sheet
from buyer_portal.components.why_panel import advice_head
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import DANGER, PRIMARY, QUIET
from buyer_portal.views.cancel import CancelDialogView, CancelLineView, EffectView, ReasonView
from buyer_portal.views.change_offer import ChangeOfferView
from buyer_portal.views.phase import Phase
from buyer_portal.views.why import AdviceView, WhyView

CANCEL_DIALOG: Final = "cancel-dialog"
_ROW: Final = "flex min-h-16 items-center gap-3 py-2"
_EFFECT_ICONS: Final = ("check", "clock", "return", "card", "voucher")


def cancel_dialog(words: PageWords, *, order_href: "rx.Var[str] | None" = None) -> rx.Component:
    """Draw the dialog, closed; the browser opens it and the state fills it.

    Args:
        order_href: Where an order that cannot be cancelled is explained; None on its own page.
    """
    return sheet(
        draw_one(
            CancelState.phase,
            (Phase.READY, rx.cond(CancelState.dialog, _ready(words, order_href), _bones(words))),
            (Phase.FAILED, _failed(words)),
            _bones(words),
        ),
        words=words,
        id=CANCEL_DIALOG,
        title=rx.cond(CancelState.dialog, CancelState.dialog.title, words.t("action.cancel")),
        attributes={"data-close": CancelState.closings.to_string()},
    )


def _ready(words: PageWords, order_href: "rx.Var[str] | None") -> rx.Component:
    dialog = CancelState.dialog
    form = _form(dialog, words)
    if order_href is None:
        return form
    return rx.cond(
        dialog.can_send | (dialog.lines.length() > 0),
        form,
        rx.cond(CancelState.why, _closed(CancelState.why, words, order_href), _failed(words)),
    )


def _closed(why: ObjectVar[WhyView], words: PageWords, order_href: rx.Var[str]) -> rx.Component:
    """Say that an order of the list cannot be cancelled any more, and where to read on."""
    return rx.el.div(
        advice_head(
            view_in(why.lead, AdviceView),
            heading=rx.el.p(why.lead.title, class_name="font-semibold"),
        ),
        rx.el.a(
            words.t("cancel.closed.open"), href=order_href, class_name=f"{PRIMARY} mt-5 w-full"
        ),
        class_name="pb-2",
    )


def _form(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    return rx.el.form(
        rx.el.div(
            _errors(words),
            _changes(words),
            rx.el.p(dialog.intro, class_name="quiet -mt-1 mb-4 text-sm"),
            rx.cond(dialog.lines.length() > 0, _lines(dialog, words), rx.fragment()),
            any_change(dialog.change_href, words),
            rx.cond(dialog.reasons.length() > 0, _reasons(dialog, words), rx.fragment()),
            rx.cond(dialog.asks_text, _text(dialog), rx.fragment()),
            hidden=CancelState.step == CONFIRM,
        ),
        rx.cond(CancelState.step == CONFIRM, _confirm(dialog), rx.fragment()),
        _effects(dialog, words),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        command_status(words),
        _buttons(dialog, words),
        on_submit=CancelState.send,
        reset_on_submit=False,
        key=dialog.order_id,
        custom_attrs={
            "noValidate": True,
            "data-command": "cancel",
            "data-answer": CancelState.answer.to_string(),
            "data-outcome": CancelState.outcome,
            "data-portal-now": dialog.portal_now_ms,
            "data-order": dialog.order_id,
            "data-version": dialog.version,
        },
    )


def _changes(words: PageWords) -> rx.Component:
    """Draw what happened to the order since the dialog was opened; portal.js hides the rest."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(words.t("changed.dialog"), class_name="font-medium"),
            rx.el.ul(
                rx.foreach(
                    CancelState.changes,
                    lambda change: rx.el.li(
                        change.text, custom_attrs={"data-version": change.version}
                    ),
                ),
                class_name="mt-1 list-disc ps-5 text-sm",
            ),
            class_name="tint tint-warning mb-4 rounded-xl p-4",
            hidden=True,
            custom_attrs={"data-changes": ""},
        ),
        custom_attrs={"role": "status"},
    )


def command_status(
    words: PageWords, *, lost: str = "cancel.lost", safe: str = "retry.slow.safe"
) -> rx.Component:
    """Draw how a command goes, as the browser tells it, and what helps when it takes long.

    Args:
        lost: The message when nobody knows whether it arrived.
        safe: The message that sending it again does nothing twice.
    """
    return rx.fragment(_status_line(words, lost), _slow_help(words, safe))


def _slow_help(words: PageWords, safe: str) -> rx.Component:
    """Draw what to try when no answer comes; the style sheet shows it after ten seconds."""
    return rx.el.div(
        rx.el.p(words.t("retry.slow.title"), class_name="font-semibold"),
        rx.el.p(words.t("retry.slow.text"), class_name="mt-1"),
        rx.el.ul(
            *(
                rx.el.li(words.t(f"retry.slow.{remedy}"))
                for remedy in ("connection", "network", "restart")
            ),
            class_name="mt-1 list-disc ps-5",
        ),
        rx.el.button(
            words.t("retry.slow.again"),
            type="submit",
            class_name=f"{QUIET} mt-3 w-full",
            custom_attrs={"data-again": ""},
        ),
        rx.el.p(words.t(safe), class_name="mt-2 text-[13px]"),
        class_name="slow-help tint tint-warning",
    )


def _status_line(words: PageWords, lost: str) -> rx.Component:
    return rx.el.p(
        class_name="command-status",
        custom_attrs={
            "role": "status",
            "data-command-status": "",
            "data-sending": words.text("cancel.sending"),
            "data-still": words.text("cancel.still"),
            "data-checking": words.text("cancel.checking"),
            "data-lost": words.text(lost),
        },
    )


def _errors(words: PageWords) -> rx.Component:
    """Draw the error summary; its links lead to the fields, which keep what they hold."""
    return rx.cond(
        CancelState.errors.length() > 0,
        rx.el.div(
            rx.el.h3(words.t("cancel.errors"), class_name="font-semibold"),
            rx.el.ul(
                rx.foreach(
                    CancelState.errors,
                    lambda error: rx.el.li(
                        rx.cond(
                            error.field_id != "",
                            rx.el.a(
                                error.text,
                                href=rx.Var.create(f"#{error.field_id}").to(str),
                                class_name="text-link",
                                custom_attrs={"data-focus": error.field_id},
                            ),
                            rx.el.span(error.text),
                        )
                    ),
                ),
                class_name="mt-1 text-sm",
            ),
            class_name="tint tint-error mb-4 rounded-xl p-4",
            custom_attrs={
                "role": "alert",
                "tabIndex": -1,
                "data-autofocus": CancelState.answer.to_string(),
            },
        ),
        rx.fragment(),
    )


def _field_error(field_id: str) -> rx.Component:
    return rx.foreach(
        CancelState.errors,
        lambda error: rx.cond(
            error.field_id == field_id,
            rx.el.p(
                error.text, id=f"{field_id}-error", class_name="text-error mt-1 text-sm font-medium"
            ),
            rx.fragment(),
        ),
    )


def _lines(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("cancel.lines"), class_name="mb-1 font-semibold"),
        _field_error(PIECES_FIELD),
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
            class_name="min-w-0 flex-1",
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
        class_name="stepper",
    )


def _step(label: rx.Var[str], by: str, sign: str) -> rx.Component:
    return rx.el.button(
        rx.el.span(sign, custom_attrs={"aria-hidden": "true"}),
        type="button",
        class_name="stepper-button",
        custom_attrs={"aria-label": label, "data-step": by},
    )


def _sums(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    """Draw what comes back now, what may, and what stays; it follows each choice."""
    return rx.el.div(
        rx.el.h3(words.t("cancel.sums"), class_name="font-semibold"),
        rx.el.dl(
            rx.foreach(
                dialog.sums,
                lambda row: rx.el.div(
                    rx.el.dt(row.text, class_name="quiet"),
                    rx.el.dd(row.amount_text, class_name="money font-semibold"),
                    class_name="flex justify-between gap-4",
                    custom_attrs={"data-sum": row.kind},
                ),
            ),
            class_name="mt-2 space-y-1.5",
        ),
        class_name="mb-4 border-b hair pb-4",
        custom_attrs={"aria-live": "polite"},
    )


def _reasons(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            words.t("cancel.reasons"),
            rx.el.span(" (", dialog.reason_hint, ")", class_name="quiet text-sm font-normal"),
            class_name="mb-1 font-semibold",
        ),
        _field_error(REASON_FIELD),
        rx.el.div(
            rx.foreach(dialog.reasons, lambda reason: _reason(reason, dialog)), class_name="rows"
        ),
        id=REASON_FIELD,
        class_name="mb-5",
        custom_attrs={"tabIndex": -1},
    )


def _reason(reason: ObjectVar[ReasonView], dialog: ObjectVar[CancelDialogView]) -> rx.Component:
    offer_id = rx.Var.create(f"offer-{reason.key}").to(str)
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="radio",
                name="reason",
                value=reason.key,
                class_name="radio",
                custom_attrs={
                    "data-draft": rx.Var.create(f"{dialog.order_id}:reason").to(str),
                    "aria-describedby": offer_id,
                },
            ),
            rx.el.span(reason.text),
            class_name="flex min-h-12 cursor-pointer items-center gap-3 py-1.5",
        ),
        change_offer(view_in(reason.offer, ChangeOfferView), offer_id),
        class_name="reason",
    )


def _text(dialog: ObjectVar[CancelDialogView]) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            dialog.text_title,
            rx.cond(
                dialog.reasons.length() > 0,
                rx.fragment(),
                rx.el.span(" (", dialog.reason_hint, ")", class_name="quiet text-sm font-normal"),
            ),
            html_for=TEXT_FIELD,
            class_name="block font-semibold",
        ),
        rx.el.p(dialog.text_hint, id=f"{TEXT_FIELD}-hint", class_name="quiet text-[13px]"),
        _field_error(TEXT_FIELD),
        rx.el.textarea(
            id=TEXT_FIELD,
            name="text",
            rows="3",
            class_name="textarea mt-2 w-full text-base",
            custom_attrs={
                "data-draft": rx.Var.create(f"{dialog.order_id}:text").to(str),
                "aria-describedby": f"{TEXT_FIELD}-hint",
            },
        ),
        class_name="mb-5",
    )


def _confirm(dialog: ObjectVar[CancelDialogView]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(
            dialog.confirm_title,
            class_name="text-[17px] font-semibold",
            custom_attrs={"data-autofocus": CancelState.answer.to_string(), "tabIndex": -1},
        ),
        rx.el.p(dialog.confirm_text, class_name="quiet mt-1 text-sm"),
        class_name="mb-4",
    )


def _effects(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.cond(dialog.sums.length() > 0, _sums(dialog, words), rx.fragment()),
        rx.el.h3(words.t("cancel.effects"), class_name="font-semibold"),
        rx.el.p(
            rx.cond(CancelState.is_pricing, words.t("cancel.effects.updating"), dialog.problem),
            class_name="text-sm empty:hidden",
            custom_attrs={"role": "status"},
        ),
        rx.el.ul(rx.foreach(dialog.effects, _effect), class_name="mt-2 space-y-2"),
        class_name="rounded-xl bg-base-200 p-4 text-sm",
        custom_attrs={"aria-busy": rx.cond(CancelState.is_pricing, "true", "false")},
    )


def _effect(effect: ObjectVar[EffectView]) -> rx.Component:
    return rx.el.li(
        rx.match(
            effect.icon,
            *((name, icon(name, "size-5 mt-px")) for name in _EFFECT_ICONS),
            icon("info", "size-5 mt-px"),
        ),
        rx.el.span(effect.text),
        class_name="flex gap-3",
    )


def _buttons(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.cond(
            CancelState.step == CONFIRM,
            rx.el.button(
                words.t("cancel.confirm.back"),
                type="button",
                on_click=CancelState.change_answers,
                class_name=f"{QUIET} flex-1",
            ),
            rx.el.button(
                words.t("cancel.keep"),
                type="button",
                class_name=f"{QUIET} flex-1",
                custom_attrs={"command": "close", "commandfor": CANCEL_DIALOG},
            ),
        ),
        rx.el.button(
            rx.cond(
                dialog.has_confirm_step & (CancelState.step != CONFIRM),
                words.t("cancel.continue"),
                dialog.send_text,
            ),
            type="submit",
            class_name=f"{DANGER} flex-1",
            custom_attrs={"aria-disabled": rx.cond(dialog.can_send, "false", "true")},
        ),
        class_name="sheet-buttons",
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("cancel.loading"), class_name="visually-hidden", role="status"),
        *(rx.el.div(class_name=f"bone mb-4 h-6 {width}") for width in ("w-3/4", "w-1/2", "w-2/3")),
        rx.el.div(class_name="bone mb-4 h-24"),
        rx.el.div(class_name="bone h-12"),
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.el.div(
        failed_panel(
            words,
            CancelState.again,
            CancelState.reopen,
            button_id="retry-dialog",
            is_panel=False,
        ),
        rx.el.button(
            words.t("cancel.keep"),
            type="button",
            class_name=f"{QUIET} w-full",
            custom_attrs={"command": "close", "commandfor": CANCEL_DIALOG},
        ),
    )
