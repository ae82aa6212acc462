"""Change here how a running or ended return is drawn, and what its buyer can do about it."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import choose, views_in
from buyer_portal.components.countdown import due_line
from buyer_portal.components.form_errors import error_summary, field_error
from buyer_portal.components.journey import journey
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, PRIMARY, QUIET
from buyer_portal.order_contract.returns import MOST_CARRIER_CHARACTERS, MOST_TRACKING_CHARACTERS
from buyer_portal.pages.returns.state import CARRIER_FIELD, TRACKING_FIELD, ReturnState
from buyer_portal.views.countdown import CountdownView
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.return_running import ReturnOfferView, RunningReturnView
from buyer_portal.views.returns import ReturnPageView

_TINT: Final = {
    "waiting": "badge-text tint tint-warning",
    "moving": "badge-text tint tint-info",
    "good": "badge-text tint tint-success",
    "bad": "badge-text tint tint-error",
}
_PLAIN: Final = "badge-text tint tint-neutral"
_QUOTE: Final = "border-s-4 hair ps-3 text-sm"
_H3: Final = "mt-4 mb-1 font-semibold"


def running_return(
    found: ObjectVar[RunningReturnView], page: ObjectVar[ReturnPageView], words: PageWords
) -> rx.Component:
    """Draw one return: what it waits for first, then how far it is, then what it is about."""
    return rx.el.article(
        rx.el.section(
            rx.el.div(
                rx.el.h2(found.title, class_name=f"{H2} grow"),
                rx.el.span(found.reference, class_name=choose(found.tone, _TINT, _PLAIN)),
                class_name="flex flex-wrap items-center justify-between gap-2",
            ),
            rx.el.p(found.text, class_name="mt-1 text-sm"),
            rx.foreach(
                views_in(found.due, CountdownView),
                lambda due: due_line(
                    due, words, class_name="mt-3 rounded-xl bg-base-200 p-3 text-sm"
                ),
            ),
            rx.cond(found.answer_reason != "", _declined(found, words), rx.fragment()),
            rx.cond(found.appeal.note != "", _appeal(found), rx.fragment()),
            rx.foreach(
                views_in(found.offers, ReturnOfferView),
                lambda offer: _offer(offer, found, words),
            ),
            rx.cond(found.must_send, _how(found, words), rx.fragment()),
            rx.cond(found.must_send, _ship(found, page, words), rx.fragment()),
            rx.cond(found.tracking_text != "", _tracking(found, page, words), rx.fragment()),
            rx.cond(found.refund_text != "", _money(found, words), rx.fragment()),
            class_name=PANEL,
        ),
        rx.el.section(
            rx.el.h3(words.t("returns.steps"), class_name="mb-2 font-semibold"),
            journey(views_in(found.steps, JourneyStepView)),
            _about(found, words),
            rx.cond(found.can_withdraw, _withdraw(found, words), rx.fragment()),
            class_name=PANEL,
        ),
        class_name="pile",
        custom_attrs={"data-return": found.state, "aria-label": found.title},
    )


def _declined(found: ObjectVar[RunningReturnView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("returns.rejected.reason"), class_name=_H3),
        rx.el.blockquote(found.answer_reason, class_name=_QUOTE),
    )


def _appeal(found: ObjectVar[RunningReturnView]) -> rx.Component:
    """Draw what support decided, or the way to ask it."""
    return rx.el.div(
        rx.el.p(found.appeal.note, class_name="mt-3 text-sm"),
        rx.el.blockquote(found.appeal.words, class_name=f"{_QUOTE} mt-2 empty:hidden"),
        rx.cond(
            found.appeal.href != "",
            rx.el.a(
                found.appeal.label,
                href=found.appeal.href,
                class_name=rx.cond(
                    found.appeal.can_ask, f"{PRIMARY} mt-3 w-full", f"{QUIET} mt-3 w-full"
                ),
            ),
            rx.fragment(),
        ),
    )


def _offer(
    offer: ObjectVar[ReturnOfferView], found: ObjectVar[RunningReturnView], words: PageWords
) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("returns.offer.title"), class_name="visually-hidden"),
        rx.el.blockquote(offer.words, class_name=f"{_QUOTE} mt-3 empty:hidden"),
        rx.el.dl(
            _sum(words.t("returns.offer.now"), offer.amount_text),
            _sum(words.t("returns.offer.whole"), offer.whole_text),
            class_name="mt-3 space-y-2 text-sm",
        ),
        rx.el.div(
            _button(words.t("returns.offer.decline"), ReturnState.decline_offer(found.id), QUIET),
            _button(offer.accept_label, ReturnState.accept_offer(found.id), PRIMARY),
            class_name="mt-3 flex flex-col-reverse gap-3 sm:flex-row",
        ),
    )


def _sum(label: rx.Var[str], amount: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label),
        rx.el.dd(amount, class_name="money font-semibold"),
        class_name="flex items-baseline justify-between gap-4",
    )


def _button(
    label: "rx.Var[str]", on_click: "rx.event.EventType[()]", class_name: str
) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        on_click=on_click,
        class_name=f"{class_name} flex-1",
        custom_attrs={"aria-disabled": rx.cond(ReturnState.is_busy, "true", "false")},
    )


def _how(found: ObjectVar[RunningReturnView], words: PageWords) -> rx.Component:
    """Draw the seller's own words before ours."""
    return rx.el.div(
        rx.cond(
            found.instructions != "",
            rx.el.div(
                rx.el.h3(words.t("returns.instructions"), class_name=_H3),
                rx.el.blockquote(
                    found.instructions,
                    class_name="border-s-4 hair ps-3 text-sm whitespace-pre-line",
                ),
            ),
            rx.fragment(),
        ),
        rx.el.h3(words.t("returns.address"), class_name=_H3),
        rx.el.p(found.address, class_name="text-sm whitespace-pre-line"),
        rx.el.h3(words.t("returns.pack"), class_name=_H3),
        rx.el.ol(
            rx.foreach(found.pack, rx.el.li),
            class_name="list-decimal space-y-1 ps-5 text-sm",
        ),
    )


def _ship(
    found: ObjectVar[RunningReturnView], page: ObjectVar[ReturnPageView], words: PageWords
) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("returns.ship.title"), class_name=f"{_H3} border-t hair pt-4"),
        _tracking_form(found, page, words),
    )


def _tracking(
    found: ObjectVar[RunningReturnView], page: ObjectVar[ReturnPageView], words: PageWords
) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("returns.tracking"), class_name=_H3),
        rx.el.p(found.tracking_text, class_name="tabular-nums break-words text-sm"),
        rx.cond(
            found.can_correct,
            rx.el.details(
                rx.el.summary(
                    words.t("returns.ship.correct"),
                    class_name="text-link flex min-h-11 cursor-pointer items-center text-sm",
                ),
                _tracking_form(found, page, words),
            ),
            rx.fragment(),
        ),
    )


def _tracking_form(
    found: ObjectVar[RunningReturnView], page: ObjectVar[ReturnPageView], words: PageWords
) -> rx.Component:
    return rx.el.form(
        error_summary(ReturnState.errors, words, answer=ReturnState.answer.to_string()),
        rx.el.input(type="hidden", name="return_id", value=found.id),
        _field(CARRIER_FIELD, "carrier", words.t("returns.ship.carrier"), MOST_CARRIER_CHARACTERS),
        _field(
            TRACKING_FIELD, "tracking", words.t("returns.ship.tracking"), MOST_TRACKING_CHARACTERS
        ),
        rx.el.p(words.t("returns.ship.hint"), class_name="quiet mt-1 text-[13px]"),
        rx.el.button(
            words.t("returns.ship.send"), type="submit", class_name=f"{PRIMARY} mt-3 w-full"
        ),
        on_submit=ReturnState.ship,
        reset_on_submit=False,
        key=found.id,
        custom_attrs={"noValidate": True, "data-portal-now": page.portal_now_ms},
    )


def _field(field_id: str, name: str, label: rx.Var[str], most: int) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=field_id, class_name="mb-1 block text-sm font-medium"),
        field_error(ReturnState.errors, field_id),
        rx.el.input(
            type="text",
            name=name,
            id=field_id,
            max_length=most,
            auto_complete="off",
            class_name="input w-full min-h-12",
            custom_attrs={"aria-describedby": f"{field_id}-error"},
        ),
        class_name="mt-3",
    )


def _money(found: ObjectVar[RunningReturnView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(found.refund_text, class_name="tabular-nums mt-3 text-sm font-medium"),
        rx.cond(
            found.refund_href != "",
            rx.el.a(
                words.t("returns.refund.see"),
                href=found.refund_href,
                class_name=f"{QUIET} mt-3 w-full",
            ),
            rx.fragment(),
        ),
    )


def _about(found: ObjectVar[RunningReturnView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("returns.goods"), class_name=_H3),
        rx.el.ul(rx.foreach(found.goods, rx.el.li), class_name="text-sm"),
        rx.cond(
            found.reason != "",
            rx.el.div(
                rx.el.h3(words.t("returns.why"), class_name=_H3),
                rx.el.p(found.reason, class_name="text-sm"),
            ),
            rx.fragment(),
        ),
        rx.el.ul(
            rx.foreach(
                found.photos,
                lambda src, at: rx.el.li(
                    rx.el.img(
                        src=src,
                        alt=words.t("returns.photo.alt", number=at + 1),
                        width="88",
                        height="88",
                        class_name="size-22 rounded-xl object-cover",
                    )
                ),
            ),
            class_name="mt-3 flex flex-wrap gap-3 empty:hidden",
        ),
    )


def _withdraw(found: ObjectVar[RunningReturnView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("returns.withdraw.text"), class_name="quiet text-sm"),
        rx.el.div(
            _button(words.t("returns.withdraw"), ReturnState.withdraw(found.id), QUIET),
            class_name="mt-2 flex",
        ),
        class_name="mt-4 border-t hair pt-3",
    )
