"""Change here how the cancel dialog says what will happen, and what comes back."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.views.cancel import CancelDialogView, EffectView

_EFFECT_ICONS: Final = ("check", "clock", "return", "card", "voucher")


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


def cancel_effects(dialog: ObjectVar[CancelDialogView], words: PageWords) -> rx.Component:
    """Draw the money and what else sending will do; both follow each choice."""
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
