"""Change here how cancelling is asked: pieces, reasons, what will happen, and the two buttons."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.commands.cancel_form_state import CONFIRM
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.cancel_effects import cancel_effects
from buyer_portal.components.cancel_lines import cancel_lines
from buyer_portal.components.cancel_reasons import cancel_reasons, cancel_text
from buyer_portal.components.change_offer import any_change
from buyer_portal.components.choose import draw_one, view_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.form_errors import error_summary
from buyer_portal.components.sheet import sheet
from buyer_portal.components.why_panel import advice_head
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import DANGER, PRIMARY, QUIET
from buyer_portal.views.cancel import CancelDialogView
from buyer_portal.views.phase import Phase
from buyer_portal.views.why import AdviceView, WhyView

CANCEL_DIALOG: Final = "cancel-dialog"


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
            error_summary(
                CancelState.errors,
                words,
                answer=CancelState.answer.to_string(),
                title="cancel.errors",
            ),
            _changes(words),
            rx.el.p(dialog.intro, class_name="quiet -mt-1 mb-4 text-sm"),
            rx.cond(dialog.lines.length() > 0, cancel_lines(dialog, words), rx.fragment()),
            any_change(dialog.change_href, words),
            rx.cond(dialog.reasons.length() > 0, cancel_reasons(dialog, words), rx.fragment()),
            rx.cond(dialog.asks_text, cancel_text(dialog), rx.fragment()),
            hidden=CancelState.step == CONFIRM,
        ),
        rx.cond(CancelState.step == CONFIRM, _confirm(dialog), rx.fragment()),
        cancel_effects(dialog, words),
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
            "data-offer": CancelState.offer_key,
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
