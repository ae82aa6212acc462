"""Change here the panels of refusing: what it does, the ledger as it would be, the decision."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import view_in, views_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.form_errors import error_summary, field_error
from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, QUIET
from buyer_portal.pages.refuse.state import AGREE_FIELD, PARCELS_FIELD, RefuseState
from buyer_portal.views.cancel import EffectView
from buyer_portal.views.refuse import LedgerView, ParcelChoiceView, RefuseView

_ICONS: Final = ("truck", "shield", "card", "shop", "check", "return", "alert")


def effects(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    """Draw everything that refusing does, whom it harms first."""
    return rx.fragment(
        rx.el.p(
            rx.cond(RefuseState.is_pricing, words.t("refuse.effects.updating"), ""),
            class_name="text-sm empty:hidden",
            custom_attrs={"role": "status"},
        ),
        rx.el.ul(
            rx.foreach(views_in(page.effects, EffectView), _effect),
            class_name="mt-3 space-y-3 text-sm",
        ),
    )


def ledger(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    """Draw the buyer's own ledger with this seller, as it is and as it would be."""
    view = view_in(page.ledger, LedgerView)
    return rx.el.div(
        rx.el.h3(words.t("refuse.ledger.title"), class_name="font-semibold"),
        rx.el.dl(
            _fact(words.t("refuse.ledger.now", seller=page.seller), view.now),
            _fact(words.t("refuse.ledger.then"), view.then, is_strong=True),
            rx.cond(
                view.until != "",
                _fact(words.t("refuse.ledger.until"), view.until),
                rx.fragment(),
            ),
            class_name="mt-2 space-y-2",
        ),
        rx.el.p(
            rx.el.span(words.t("refuse.effects.now"), ": ", page.as_of),
            rx.el.a(
                words.t("refuse.ledger.open"),
                href=page.standing_href,
                class_name="text-link inline-flex min-h-11 items-center",
            ),
            class_name="quiet mt-1 flex flex-wrap items-center gap-x-3 text-[13px]",
        ),
        class_name="mt-4 rounded-xl bg-base-200 px-4 pt-4 pb-1 text-sm",
        custom_attrs={"data-ledger": view.then},
    )


def confirmation(
    page: ObjectVar[RefuseView], words: PageWords, *, button_class: str
) -> rx.Component:
    """Draw the decision: parcels where there are several, the box to tick, and the two buttons."""
    return rx.el.form(
        rx.el.h2(words.t("refuse.confirm.title"), class_name=f"{H2} mb-2"),
        error_summary(
            RefuseState.errors,
            words,
            answer=RefuseState.answer.to_string(),
            title="cancel.errors",
            list_id=f"{AGREE_FIELD}-errors",
        ),
        rx.cond(page.parcels.length() > 0, _parcels(page, words), rx.fragment()),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name="agree",
                value="yes",
                id=AGREE_FIELD,
                class_name="checkbox mt-0.5",
                custom_attrs={"aria-describedby": f"{AGREE_FIELD}-error"},
            ),
            rx.el.span(page.agree),
            class_name="flex min-h-11 cursor-pointer items-start gap-3 py-2",
        ),
        field_error(RefuseState.errors, AGREE_FIELD),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        command_status(words, lost="refuse.problem.unknown", safe="refuse.safe"),
        rx.el.div(
            rx.el.a(words.t("refuse.keep"), href=page.order_href, class_name=f"{QUIET} flex-1"),
            rx.el.button(
                words.t("refuse.send"), type="submit", class_name=f"{button_class} flex-1"
            ),
            class_name="mt-3 flex flex-col-reverse gap-3 sm:flex-row",
        ),
        on_submit=RefuseState.send,
        reset_on_submit=False,
        key=page.order_id,
        class_name=PANEL,
        custom_attrs={
            "noValidate": True,
            "data-command": "refuse",
            "data-answer": RefuseState.answer.to_string(),
            "data-outcome": RefuseState.outcome,
            "data-portal-now": page.portal_now_ms,
        },
    )


def _effect(effect: ObjectVar[EffectView]) -> rx.Component:
    return rx.el.li(
        rx.match(
            effect.icon,
            *((name, icon(name, "size-5 mt-px")) for name in _ICONS),
            icon("info", "size-5 mt-px"),
        ),
        rx.el.span(effect.text, class_name="flex-1"),
        class_name="flex gap-3",
    )


def _fact(label: rx.Var[str], value: rx.Var[str], *, is_strong: bool = False) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label),
        rx.el.dd(value, class_name=f"tabular-nums text-end {'font-semibold' if is_strong else ''}"),
        class_name="flex items-baseline justify-between gap-4",
    )


def _parcels(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("refuse.parcels"), class_name="font-semibold"),
        field_error(RefuseState.errors, PARCELS_FIELD),
        rx.el.div(rx.foreach(views_in(page.parcels, ParcelChoiceView), _parcel), class_name="rows"),
        id=PARCELS_FIELD,
        class_name="mb-3",
        custom_attrs={"tabIndex": -1},
    )


def _parcel(parcel: ObjectVar[ParcelChoiceView]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            default_checked=parcel.is_chosen,
            on_change=lambda is_in: RefuseState.choose_parcel(parcel.id, is_in),  # type: ignore[arg-type]  # a checkbox says a bool
            class_name="checkbox",
        ),
        rx.el.span(
            rx.el.span(parcel.label, class_name="block font-medium"),
            rx.el.span(parcel.about, class_name="quiet block text-[13px]"),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex min-h-14 cursor-pointer items-center gap-3 py-2",
    )
