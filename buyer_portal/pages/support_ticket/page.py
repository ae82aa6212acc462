"""Change here how one ticket looks."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.chat import bubble, chat, chat_note
from buyer_portal.components.choose import draw_one, view_in, views_in
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.form_errors import error_summary
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import skeleton_rows
from buyer_portal.components.tickets import (
    attached_panel,
    sending_status,
    status_word,
    text_field,
)
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY, QUIET
from buyer_portal.pages.support_ticket.state import SupportTicketState
from buyer_portal.views.phase import Phase
from buyer_portal.views.support import AttachedView, TicketMessageView, TicketView


def support_ticket_page(words: PageWords) -> rx.Component:
    """Draw where the ticket stands, the messages, the way to write back, and what was sent."""
    ticket = SupportTicketState.ticket
    return page_shell(
        refresher(SupportTicketState.refresh),
        rx.el.p(SupportTicketState.said, class_name="visually-hidden", role="status"),
        draw_one(
            SupportTicketState.phase,
            (Phase.LOADING, _loading(words)),
            (Phase.MISSING, _missing(words)),
            (Phase.FAILED, failed_panel(words, SupportTicketState.again, SupportTicketState.load)),
            rx.cond(ticket, _ticket(ticket, words), _loading(words)),
        ),
        words=words,
        title=rx.cond(ticket, ticket.title, words.t("support.title")),
        nav=Nav.PROFILE,
        back=words.href(routes.SUPPORT),
        width="narrow pile",
        attributes={"data-phase": SupportTicketState.phase},
    )


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        skeleton_rows(4),
        class_name="panel px-5",
    )


def _missing(words: PageWords) -> rx.Component:
    return trouble(
        words.t("support.ticket.missing.title"),
        words.t("support.ticket.missing.text"),
        rx.el.a(
            words.t("support.ticket.missing.action"),
            href=words.href(routes.SUPPORT),
            class_name=PRIMARY,
        ),
        symbol="lock",
        is_alert=True,
    )


def _ticket(ticket: ObjectVar[TicketView], words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.cond(SupportTicketState.is_new, _sent(ticket, words), rx.fragment()),
        _head(ticket, words),
        rx.el.section(
            rx.el.h2(words.t("support.ticket.thread"), class_name=f"{H2} mb-4"),
            chat(
                rx.foreach(views_in(ticket.messages, TicketMessageView), _message),
                label=words.t("support.ticket.thread"),
            ),
            rx.cond(ticket.is_closed, _closed(ticket, words), _write(ticket, words)),
            class_name="panel p-5",
        ),
        attached_panel(
            view_in(ticket.attached, AttachedView),
            words,
            title=words.t("support.attached.sent"),
            text=view_in(ticket.attached, AttachedView).at_text,
        ),
    )


def _sent(ticket: ObjectVar[TicketView], words: PageWords) -> rx.Component:
    """Say that it arrived; the draft of the form is done with."""
    return rx.el.div(
        icon("check", "size-6 mt-0.5"),
        rx.el.div(
            rx.el.p(words.t("support.ticket.sent.title"), class_name="font-semibold"),
            rx.el.p(
                words.t("support.ticket.sent.text", reference=ticket.reference),
                class_name="mt-0.5 text-sm",
            ),
        ),
        class_name="tint tint-success flex gap-3 rounded-box p-5",
        custom_attrs={"role": "status", "data-forget": "support:new"},
    )


def _head(ticket: ObjectVar[TicketView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            status_word(ticket.status, ticket.tone),
            rx.el.p(
                words.t("support.ticket.reference"),
                " ",
                rx.el.span(ticket.reference, class_name="font-semibold text-base-content"),
                class_name="quiet text-sm",
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.p(ticket.turn, class_name="mt-3"),
        rx.cond(
            ticket.order_href != "",
            rx.el.a(
                icon("box", "size-5 quiet"),
                rx.el.span(ticket.subject, class_name="min-w-0 flex-1"),
                rx.el.span(words.t("support.ticket.order"), class_name="visually-hidden"),
                icon("chevron", "size-5 quiet"),
                href=ticket.order_href,
                class_name="row-link mt-3 border-t hair font-medium",
            ),
            rx.el.p(ticket.subject, class_name="quiet mt-3 pb-4 text-sm"),
        ),
        class_name="panel p-5 pb-1",
    )


def _message(message: ObjectVar[TicketMessageView]) -> rx.Component:
    return rx.el.li(
        bubble(
            is_mine=message.is_mine,
            who=message.who,
            text=message.text,
            at_text=message.at_text,
            at=message.at,
            below=chat_note(message.note, message.note_tone),
        ),
        key=message.number.to_string(),
    )


def _write(ticket: ObjectVar[TicketView], words: PageWords) -> rx.Component:
    written = SupportTicketState.written
    # Another field after each message: what was sent is gone from it, what was not stays.
    draft = rx.Var.create(f"ticket:{ticket.id}:{written}:").to(str)
    return rx.el.form(
        error_summary(
            SupportTicketState.errors,
            words,
            answer=SupportTicketState.answer.to_string(),
            title="cancel.errors",
        ),
        text_field(
            words,
            SupportTicketState.errors,
            label=words.t("support.ticket.write"),
            draft=draft,
            key=draft,
        ),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        sending_status(words),
        rx.el.button(
            words.t("support.ticket.send"), type="submit", class_name=f"{PRIMARY} mt-4 w-full"
        ),
        rx.el.button(
            words.t("support.ticket.close"),
            type="button",
            on_click=SupportTicketState.close,
            class_name=f"{QUIET} mt-3 w-full",
        ),
        on_submit=SupportTicketState.write,
        reset_on_submit=False,
        class_name="mt-5 border-t hair pt-5",
        custom_attrs={
            "noValidate": True,
            "data-command": "ticket",
            "data-answer": SupportTicketState.answer.to_string(),
            "data-outcome": SupportTicketState.outcome,
            "data-forget": rx.Var.create(f"ticket:{ticket.id}:{written - 1}:").to(str),
        },
    )


def _closed(ticket: ObjectVar[TicketView], words: PageWords) -> rx.Component:
    return rx.el.div(
        error_summary(
            SupportTicketState.errors,
            words,
            answer=SupportTicketState.answer.to_string(),
            title="cancel.errors",
        ),
        rx.el.a(
            words.t("support.ticket.again"), href=ticket.again_href, class_name=f"{QUIET} w-full"
        ),
        class_name="mt-5 border-t hair pt-5",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app,
        support_ticket_page,
        routes.SUPPORT_TICKET,
        title="support.title",
        on_load=SupportTicketState.load,
    )
