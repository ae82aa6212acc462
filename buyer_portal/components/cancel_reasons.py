"""Change here how a reason for cancelling is asked."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.commands.cancel_form import REASON_FIELD, TEXT_FIELD
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.change_offer import change_offer
from buyer_portal.components.choose import view_in
from buyer_portal.components.form_errors import field_error
from buyer_portal.components.words import PageWords
from buyer_portal.views.cancel import CancelDialogView, ReasonView
from buyer_portal.views.change_offer import ChangeOfferView


def cancel_reasons(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    """Draw the reasons as one choice, each with the change that may serve better."""
    return rx.el.fieldset(
        rx.el.legend(
            words.t("cancel.reasons"),
            rx.el.span(" (", dialog.reason_hint, ")", class_name="quiet text-sm font-normal"),
            class_name="mb-1 font-semibold",
        ),
        field_error(CancelState.errors, REASON_FIELD),
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


def cancel_text(dialog: ObjectVar[CancelDialogView]) -> rx.Component:
    """Draw the field for words of the buyer's own."""
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
        field_error(CancelState.errors, TEXT_FIELD),
        rx.el.textarea(
            id=TEXT_FIELD,
            name="text",
            rows="3",
            class_name="textarea mt-2 w-full text-base",
            custom_attrs={
                "data-draft": rx.Var.create(f"{dialog.order_id}:text").to(str),
                "aria-describedby": f"{TEXT_FIELD}-hint {TEXT_FIELD}-error",
            },
        ),
        class_name="mb-5",
    )
