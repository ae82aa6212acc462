"""Change here how a conversation looks."""

from typing import Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.commands.withdraw_state import WithdrawState
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.cancel_dialog import cancel_dialog
from buyer_portal.components.chat import chat
from buyer_portal.components.choose import draw_one, view_in, views_in
from buyer_portal.components.conversation import (
    conversation_line,
    order_strip,
    quick_requests,
    seller_choice,
    state_panel,
)
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.missing_order import missing_order
from buyer_portal.components.refresher import refresher
from buyer_portal.components.steps import StepEvents
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY, QUIET
from buyer_portal.domain.conversations import MAX_TEXT
from buyer_portal.pages.conversation.compose_state import ComposeState
from buyer_portal.pages.conversation.state import ConversationState
from buyer_portal.views.conversation import ChipView
from buyer_portal.views.conversation_panel import PanelView
from buyer_portal.views.phase import Phase

FIELD: Final = "message-text"
EVENTS = StepEvents(
    on_refresh=ConversationState.refresh,
    on_withdraw=WithdrawState.withdraw(ConversationState.view.panel.request_id),
)


def conversation_page(words: PageWords) -> rx.Component:
    """Draw one conversation, or why it is not shown."""
    view = ConversationState.view
    return page_shell(
        refresher(ConversationState.refresh),
        rx.el.span(
            custom_attrs={
                "hidden": True,
                "data-revision": f"{CancelState.revision} {WithdrawState.revision}",
            }
        ),
        draw_one(
            ConversationState.shown_phase,
            (
                Phase.MISSING,
                missing_order(
                    words, words.href(routes.CONVERSATION, order_id=ConversationState.order_key)
                ),
            ),
            (
                Phase.FAILED,
                failed_panel(
                    words,
                    ConversationState.again,
                    ConversationState.refresh,
                    order_id=ConversationState.order_key,
                ),
            ),
            (Phase.READY, rx.cond(view, _conversation(words), _bones(words))),
            _bones(words),
        ),
        cancel_dialog(words),
        words=words,
        title=rx.cond(view, view.seller, words.t("conversation.title")),
        is_heading=True,
        nav=Nav.MESSAGES,
        back=words.href(routes.MESSAGES),
        below_bar=rx.cond(view, order_strip(view, words), rx.fragment()),
        bottom_bar=_composer(words),
        width="narrow",
        attributes={"data-phase": ConversationState.shown_phase},
    )


def _conversation(words: PageWords) -> rx.Component:
    view = ConversationState.view
    is_empty = ConversationState.lines.length() == 0
    return rx.fragment(
        rx.cond(
            ConversationState.has_failed_late,
            stale_banner(
                words,
                ConversationState.stale_text,
                ConversationState.again,
                ConversationState.refresh,
            ),
            rx.fragment(),
        ),
        seller_choice(view, words),
        rx.el.div(
            rx.cond(ConversationState.has_older, _older(words), rx.fragment()),
            rx.cond(is_empty, _empty(words), rx.fragment()),
            chat(
                rx.foreach(ConversationState.lines, conversation_line),
                label=words.t("conversation.log"),
            ),
            class_name=rx.cond(is_empty & (view.empty_text == ""), "hidden", "panel p-4"),
        ),
        rx.el.div(
            rx.cond(
                view.panel,
                state_panel(view_in(view.panel, PanelView), words, EVENTS),
                rx.fragment(),
            ),
            class_name="mt-3",
            custom_attrs={"aria-live": "polite", "data-live-panel": ""},
        ),
        rx.el.span(custom_attrs={"data-newest": ConversationState.newest, "hidden": True}),
    )


def _older(words: PageWords) -> rx.Component:
    return rx.el.button(
        words.t("conversation.older"),
        type="button",
        on_click=ConversationState.show_older,
        class_name=f"{QUIET} mx-auto mb-4 flex",
        custom_attrs={"aria-disabled": rx.cond(ConversationState.is_continuing, "true", "false")},
    )


def _empty(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.span(
            icon("chat", "size-7"),
            class_name="tint tint-neutral mx-auto grid size-14 place-items-center rounded-full",
        ),
        rx.el.h2(words.t("conversation.empty.title"), class_name=f"{H2} mt-3"),
        rx.el.p(
            ConversationState.view.empty_text, class_name="quiet mx-auto mt-1 max-w-sm text-sm"
        ),
        class_name="py-8 text-center",
    )


def _composer(words: PageWords) -> rx.Component:
    """Draw the field and its button; what is typed is kept by the browser (portal.js)."""
    view = ConversationState.view
    return rx.el.div(
        rx.cond(
            (ConversationState.shown_phase == Phase.READY) & view,
            rx.el.div(
                quick_requests(views_in(view.chips, ChipView), words, field_id=FIELD),
                _form(words),
                class_name="composer-inner",
            ),
            rx.el.div(class_name="bone composer-inner h-12"),
        ),
        class_name=rx.cond(
            (ConversationState.shown_phase == Phase.MISSING)
            | (ConversationState.shown_phase == Phase.FAILED),
            "bottom-bar composer hidden",
            "bottom-bar composer",
        ),
        custom_attrs={"role": "region", "aria-label": words.t("conversation.label")},
    )


def _form(words: PageWords) -> rx.Component:
    view = ConversationState.view
    return rx.el.form(
        _problem(words),
        rx.el.div(
            rx.el.label(words.t("conversation.label"), html_for=FIELD, class_name="composer-label"),
            rx.el.p(
                words.t("conversation.hint"), id="message-hint", class_name="composer-hint quiet"
            ),
            class_name="flex items-baseline justify-between gap-3",
        ),
        rx.el.div(
            rx.el.textarea(
                id=FIELD,
                name="text",
                rows="1",
                max_length=MAX_TEXT,
                default_value=ConversationState.prefill,
                class_name="textarea composer-field",
                key=f"{view.order_id} {view.seller_id} {ConversationState.prefill}",
                custom_attrs={
                    "data-draft": f"message:{view.order_id}:{view.seller_id}",
                    "data-enter-sends": "",
                    "data-clear-sent": "",
                    "aria-describedby": "message-hint",
                    "dir": "auto",
                    "enterKeyHint": "enter",
                },
            ),
            rx.el.button(
                icon("send", "size-5"),
                rx.el.span(words.t("conversation.send"), class_name="composer-send-text"),
                type="submit",
                class_name=f"{PRIMARY} composer-send",
            ),
            class_name="flex items-end gap-2",
        ),
        rx.el.input(
            type="hidden",
            name="kind",
            default_value=ConversationState.prefill_kind,
            key=ConversationState.prefill_kind,
            custom_attrs={"data-kind-of": FIELD},
        ),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        rx.el.p(
            class_name="command-status",
            custom_attrs={
                "role": "status",
                "data-command-status": "",
                "data-sending": words.t("conversation.sending"),
                "data-still": words.t("conversation.still"),
                "data-checking": words.t("conversation.checking"),
                "data-lost": words.t("conversation.lost"),
            },
        ),
        rx.el.p(
            ComposeState.said,
            class_name="visually-hidden",
            custom_attrs={"role": "status"},
        ),
        on_submit=ComposeState.send,
        reset_on_submit=False,
        on_mount=ComposeState.begin,
        custom_attrs={
            "noValidate": True,
            "data-command": "message",
            "data-answer": ComposeState.answer.to_string(),
            "data-outcome": ComposeState.outcome,
            "data-portal-now": ConversationState.portal_now_ms,
        },
    )


def _problem(words: PageWords) -> rx.Component:
    return rx.cond(
        ComposeState.problem != "",
        rx.el.div(
            rx.el.p(ComposeState.problem, class_name="min-w-0 flex-1"),
            rx.cond(
                ComposeState.can_retry,
                rx.el.button(
                    words.t("action.retry"), type="submit", class_name="btn btn-sm btn-primary"
                ),
                rx.fragment(),
            ),
            class_name="tint tint-error mb-2 flex items-center gap-3 rounded-xl px-4 py-2.5 text-sm",
            custom_attrs={"role": "alert"},
        ),
        rx.fragment(),
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
        rx.el.div(
            rx.el.div(class_name="bone h-10 w-2/3"),
            rx.el.div(class_name="bone ms-auto mt-4 h-10 w-1/2"),
            rx.el.div(class_name="bone mt-4 h-16 w-3/4"),
            class_name="panel p-5",
        ),
        class_name="pile",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app,
        conversation_page,
        routes.CONVERSATION,
        title="conversation.title",
        on_load=ConversationState.load,
    )
