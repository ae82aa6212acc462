"""Change here how the form of a new ticket looks."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.commands.ticket_form import ABOUT_FIELD
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one, view_in, views_in
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.form_errors import error_summary, field_error
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import skeleton_rows
from buyer_portal.components.tickets import (
    attached_panel,
    sending_status,
    text_field,
)
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.pages.support_new.state import SupportNewState
from buyer_portal.views.phase import Phase
from buyer_portal.views.support import AttachedView
from buyer_portal.views.support_form import NewTicketView, OrderChoiceView, SubjectView

CONNECTION: Final = rx.Var("(navigator.connection?.effectiveType ?? '')", _var_type=str)
"""What the browser thinks of its connection; not every browser says."""
DRAFT: Final = "support:new:text"


def support_new_page(words: PageWords) -> rx.Component:
    """Draw the form, and what is sent along with it."""
    return page_shell(
        refresher(SupportNewState.refresh),
        draw_one(
            SupportNewState.phase,
            (Phase.LOADING, _loading(words)),
            (Phase.MISSING, _missing(words)),
            (Phase.FAILED, failed_panel(words, SupportNewState.again, SupportNewState.load)),
            rx.cond(SupportNewState.form, _form(SupportNewState.form, words), _loading(words)),
        ),
        words=words,
        title=words.t("support.new.title"),
        nav=Nav.PROFILE,
        back=words.href(routes.SUPPORT),
        width="narrow pile",
        attributes={"data-phase": SupportNewState.phase},
    )


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        skeleton_rows(4),
        class_name="panel px-5",
    )


def _missing(words: PageWords) -> rx.Component:
    return trouble(
        words.t("support.new.missing.title"),
        words.t("support.new.missing.text"),
        rx.el.a(
            words.t("support.new.missing.action"),
            href=words.href(routes.SUPPORT_NEW),
            class_name=PRIMARY,
        ),
        symbol="lock",
        is_alert=True,
    )


def _form(form: ObjectVar[NewTicketView], words: PageWords) -> rx.Component:
    return rx.el.form(
        rx.el.div(
            error_summary(
                SupportNewState.errors,
                words,
                answer=SupportNewState.answer.to_string(),
                title="cancel.errors",
            ),
            _orders(form, words),
            _subjects(form, words),
            rx.cond(SupportNewState.open_href != "", _open(words), _text(words)),
            class_name="panel mb-3 p-5",
        ),
        attached_panel(
            view_in(form.attached, AttachedView),
            words,
            title=words.t("support.attached"),
            text=words.t("support.attached.text"),
        ),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        sending_status(words),
        rx.cond(
            SupportNewState.open_href != "",
            rx.fragment(),
            rx.el.button(
                words.t("support.new.send"), type="submit", class_name=f"{PRIMARY} mt-3 w-full"
            ),
        ),
        on_submit=SupportNewState.send,
        on_mount=SupportNewState.note_page(CONNECTION),
        reset_on_submit=False,
        custom_attrs={
            "noValidate": True,
            "data-command": "ticket",
            "data-answer": SupportNewState.answer.to_string(),
            "data-outcome": SupportNewState.outcome,
        },
    )


def _orders(form: ObjectVar[NewTicketView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            words.t("support.new.order"), html_for="ticket-order", class_name="block font-semibold"
        ),
        rx.el.select(
            rx.foreach(
                views_in(form.orders, OrderChoiceView),
                lambda order: rx.el.option(order.label, value=order.id),
            ),
            id="ticket-order",
            name="order",
            value=form.order_id,
            on_change=SupportNewState.choose_order,
            class_name="select mt-2 min-h-12 w-full truncate pe-10",
        ),
        class_name="mb-6",
    )


def _subjects(form: ObjectVar[NewTicketView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("support.new.about"), class_name="mb-1 font-semibold"),
        field_error(SupportNewState.errors, ABOUT_FIELD),
        rx.el.div(
            rx.foreach(views_in(form.subjects, SubjectView), _subject),
            class_name="rows",
            key=form.order_id,
        ),
        id=ABOUT_FIELD,
        class_name="mb-6",
        custom_attrs={"tabIndex": -1},
    )


def _subject(subject: ObjectVar[SubjectView]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="about",
            value=subject.key,
            default_checked=SupportNewState.about == subject.key,
            on_change=SupportNewState.choose_about(subject.key),
            class_name="radio",
        ),
        rx.el.span(
            rx.el.span(subject.label, class_name="block"),
            rx.el.span(subject.hint, class_name="quiet block text-[13px]"),
        ),
        class_name="flex min-h-14 cursor-pointer items-center gap-3 py-2",
    )


def _text(words: PageWords) -> rx.Component:
    return text_field(
        words,
        SupportNewState.errors,
        label=words.t("support.new.text"),
        hint=words.t("support.new.text.hint"),
        draft=DRAFT,
    )


def _open(words: PageWords) -> rx.Component:
    """Say that this was asked before, and lead there."""
    return rx.el.div(
        rx.el.div(
            icon("info", "size-5 mt-0.5"),
            rx.el.div(
                rx.el.p(words.t("support.new.open.title"), class_name="font-semibold"),
                rx.el.p(words.t("support.new.open.text"), class_name="mt-0.5 text-sm"),
            ),
            class_name="flex gap-3",
        ),
        rx.el.a(
            words.t("support.new.open.action"),
            href=SupportNewState.open_href,
            class_name=f"{QUIET} mt-4 w-full",
        ),
        class_name="tint tint-info rounded-xl p-4",
        custom_attrs={"role": "status"},
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app,
        support_new_page,
        routes.SUPPORT_NEW,
        title="support.new.title",
        on_load=SupportNewState.load,
    )
