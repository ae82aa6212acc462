"""Change here how the withdrawal function looks: two steps, then what the buyer keeps."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one, view_in
from buyer_portal.components.form_errors import error_summary, field_error
from buyer_portal.components.icons import icon
from buyer_portal.components.paper import paper, paper_actions
from buyer_portal.components.plain_frame import plain_frame
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.pages.withdrawal.state import (
    EMAIL,
    MOST_CHARACTERS,
    NAME,
    NUMBER,
    Stage,
    WithdrawalState,
)
from buyer_portal.views.paper import PaperView
from buyer_portal.views.withdrawal import AcknowledgementView


def withdrawal_page(words: PageWords) -> rx.Component:
    """Draw the step that the statement is at."""
    return plain_frame(
        rx.el.div(
            draw_one(
                WithdrawalState.stage,
                (Stage.CONFIRM, _confirm(words)),
                (Stage.DONE, rx.cond(WithdrawalState.done, _done(words), rx.fragment())),
                _form(words),
            ),
            custom_attrs={"data-stage": WithdrawalState.stage},
        ),
        words=words,
        width="max-w-2xl",
        asks_who=True,
    )


def _form(words: PageWords) -> rx.Component:
    return rx.el.section(
        _step(words, 1),
        rx.el.h1(words.t("withdrawal.title"), class_name="headline"),
        rx.el.p(
            rx.cond(
                WithdrawalState.is_signed_in,
                words.t("withdrawal.lead.signed_in"),
                words.t("withdrawal.lead"),
            ),
            class_name="quiet mt-1",
        ),
        rx.el.form(
            error_summary(WithdrawalState.errors, words, answer=_answer()),
            _field(words, "name", NAME, WithdrawalState.name, autocomplete="name"),
            _field(words, "number", NUMBER, WithdrawalState.number, autocomplete="off"),
            _field(words, "email", EMAIL, WithdrawalState.email, autocomplete="email"),
            rx.el.button(
                words.t("withdrawal.continue"), type="submit", class_name=f"{PRIMARY} mt-6 w-full"
            ),
            on_submit=WithdrawalState.declare,
            reset_on_submit=False,
            class_name="mt-5 space-y-4",
            custom_attrs={"noValidate": True},
        ),
        class_name="panel p-5 sm:p-8",
    )


def _field(
    words: PageWords,
    name: str,
    field_id: str,
    value: rx.Var[str],
    *,
    autocomplete: str,
) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            words.t(f"withdrawal.{name}"), html_for=field_id, class_name="block font-semibold"
        ),
        rx.el.p(
            words.t(f"withdrawal.{name}.hint"), id=f"{field_id}-hint", class_name="quiet text-sm"
        ),
        field_error(WithdrawalState.errors, field_id),
        rx.el.input(
            id=field_id,
            name=field_id,
            type="email" if name == "email" else "text",
            default_value=value,
            auto_complete=autocomplete,
            max_length=MOST_CHARACTERS[field_id],
            class_name="input mt-1.5 min-h-12 w-full text-base",
            # A form that is filled in later takes the value over as a new field.
            key=rx.Var.create(f"{field_id}-{WithdrawalState.is_signed_in}-{value}").to(str),
            custom_attrs={
                "aria-describedby": f"{field_id}-hint {field_id}-error",
                "aria-required": "true",
                "autoCapitalize": "words" if name == "name" else "off",
                "spellCheck": "false",
            },
        ),
    )


def _confirm(words: PageWords) -> rx.Component:
    return rx.el.section(
        _step(words, 2),
        rx.el.h1(
            words.t("withdrawal.confirm.title"),
            class_name="headline",
            custom_attrs={"tabIndex": -1, "data-autofocus": "confirm"},
        ),
        rx.el.div(
            error_summary(WithdrawalState.errors, words, answer=_answer()),
            class_name="mt-4 empty:hidden",
        ),
        rx.el.figure(
            rx.el.blockquote(
                WithdrawalState.statement, custom_attrs={"dir": "auto", "data-statement": ""}
            ),
            class_name="paper-quote mt-5",
        ),
        rx.el.p(words.t("withdrawal.confirm.text"), class_name="quiet mt-5 text-sm"),
        rx.el.div(
            rx.el.button(
                rx.cond(
                    WithdrawalState.is_sending,
                    words.t("withdrawal.sending"),
                    words.t("withdrawal.confirm"),
                ),
                type="button",
                on_click=WithdrawalState.confirm,
                class_name=f"{PRIMARY} flex-1",
                custom_attrs={
                    "aria-disabled": rx.cond(WithdrawalState.is_sending, "true", "false")
                },
            ),
            rx.el.button(
                words.t("withdrawal.back"),
                type="button",
                on_click=WithdrawalState.change,
                class_name=f"{QUIET} flex-1",
            ),
            class_name="mt-5 flex flex-col gap-3 sm:flex-row",
        ),
        class_name="panel p-5 sm:p-8",
    )


def _done(words: PageWords) -> rx.Component:
    done = WithdrawalState.done.to(AcknowledgementView)
    return rx.el.div(
        rx.el.section(
            rx.el.span(
                icon("check", "size-6"),
                class_name="tint tint-success grid size-12 shrink-0 place-items-center"
                " rounded-full",
            ),
            rx.el.div(
                rx.el.p(
                    done.said,
                    class_name="text-lg font-semibold leading-7",
                    custom_attrs={"tabIndex": -1, "data-autofocus": "done", "role": "status"},
                ),
                rx.el.p(words.t("withdrawal.done.keep"), class_name="quiet mt-0.5 text-sm"),
                class_name="min-w-0 flex-1",
            ),
            class_name="panel no-print flex items-center gap-4 p-5",
        ),
        paper_actions(
            words,
            rx.el.button(
                icon("download", "size-5"),
                words.t("receipt.download"),
                type="button",
                on_click=WithdrawalState.keep,
                class_name=QUIET,
            ),
            _to_order(done, words),
        ),
        paper(view_in(done.paper, PaperView), words),
        class_name="pile",
    )


def _to_order(done: ObjectVar[AcknowledgementView], words: PageWords) -> rx.Component:
    return rx.cond(
        done.order_href != "",
        rx.el.a(
            words.t("withdrawal.done.order"),
            href=done.order_href,
            class_name=QUIET,
        ),
        rx.fragment(),
    )


def _step(words: PageWords, number: int) -> rx.Component:
    return rx.el.p(words.t("withdrawal.step", number=number), class_name="quiet mb-1 text-sm")


def _answer() -> rx.Var[str]:
    return WithdrawalState.answer.to_string()


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app,
        withdrawal_page,
        routes.WITHDRAWAL,
        title="withdrawal.title",
        on_load=WithdrawalState.load,
    )
