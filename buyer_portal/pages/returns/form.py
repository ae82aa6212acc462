"""Change here how goods, reason and photos of a return are chosen."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import views_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.form_errors import error_summary, field_error
from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, PRIMARY, QUIET
from buyer_portal.order_contract.returns import MOST_REASON_CHARACTERS
from buyer_portal.pages.returns.state import LINES_FIELD, REASON_FIELD, ReturnState
from buyer_portal.views.returns import (
    PhotoView,
    ReturnLineView,
    ReturnPageView,
    ReturnReasonView,
    WayView,
)

PHOTOS_STATUS: Final = "return-photos-status"
_ADD: Final = f"{QUIET} mt-3 cursor-pointer focus-within:outline-2 focus-within:outline-offset-2"
_REMOVE: Final = "btn btn-circle btn-outline hair absolute -end-2 -top-2 size-11 bg-base-100"
_ROW: Final = "flex min-h-14 items-center gap-3 py-3"


def return_form(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    """Draw what can be asked for, what it gives back, and the button that asks."""
    return rx.el.form(
        rx.el.section(
            rx.el.h2(page.form_title, class_name=H2),
            error_summary(ReturnState.errors, words, answer=ReturnState.answer.to_string()),
            rx.cond(page.ways.length() > 0, _ways(page, words), rx.fragment()),
            _lines(page, words),
            class_name=PANEL,
        ),
        rx.el.section(_reason(page, words), _photos(page, words), class_name=PANEL),
        _preview(page, words),
        rx.el.section(
            rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
            command_status(words, lost="returns.problem.unknown", safe="returns.safe"),
            rx.el.button(page.send_label, type="submit", class_name=f"{PRIMARY} w-full"),
        ),
        on_submit=ReturnState.send,
        reset_on_submit=False,
        key=page.order_id,
        class_name="pile",
        custom_attrs={
            "noValidate": True,
            "data-command": "return",
            "data-answer": ReturnState.answer.to_string(),
            "data-outcome": ReturnState.outcome,
            "data-portal-now": page.portal_now_ms,
        },
    )


def _ways(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("returns.ways"), class_name="font-medium"),
        rx.el.div(
            rx.foreach(
                views_in(page.ways, WayView),
                lambda way: rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="way",
                        value=way.kind,
                        default_checked=way.is_chosen,
                        on_change=ReturnState.choose_way(way.kind),
                        class_name="radio mt-0.5",
                    ),
                    rx.el.span(
                        rx.el.span(way.label, class_name="block font-medium"),
                        rx.el.span(way.text, class_name="quiet block text-[13px]"),
                    ),
                    class_name="flex min-h-11 cursor-pointer items-start gap-3 py-2",
                ),
            ),
            class_name="mt-1",
        ),
        class_name="mt-2 mb-3",
    )


def _lines(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("returns.goods"), class_name="visually-hidden"),
        rx.el.div(rx.foreach(views_in(page.lines, ReturnLineView), _line), class_name="rows"),
        id=LINES_FIELD,
        custom_attrs={"tabIndex": -1},
    )


def _line(line: ObjectVar[ReturnLineView]) -> rx.Component:
    return rx.cond(
        line.is_single,
        rx.el.label(*_about(line), _tick(line), class_name=f"{_ROW} cursor-pointer"),
        rx.el.div(*_about(line), _number(line), class_name=_ROW),
    )


def _about(line: ObjectVar[ReturnLineView]) -> tuple[rx.Component, rx.Component]:
    return (
        rx.el.img(
            src=line.picture, alt="", width="48", height="48", class_name="size-12 rounded-lg"
        ),
        rx.el.span(
            rx.el.span(line.name, class_name="line-clamp-2 text-sm font-medium"),
            rx.el.span(line.about, class_name="quiet block text-[13px]"),
            rx.el.span(line.note, class_name="quiet block text-[13px] empty:hidden"),
            class_name="min-w-0 flex-1",
        ),
    )


def _tick(line: ObjectVar[ReturnLineView]) -> rx.Component:
    return rx.el.input(
        type="checkbox",
        default_checked=line.chosen != "0",
        on_change=lambda is_in: ReturnState.choose_line(line.id, is_in),  # type: ignore[arg-type]  # a checkbox says a bool
        class_name="checkbox",
        custom_attrs={"aria-label": line.label},
    )


def _number(line: ObjectVar[ReturnLineView]) -> rx.Component:
    return rx.el.select(
        rx.foreach(line.choices, lambda number: rx.el.option(number, value=number)),
        value=line.chosen,
        on_change=lambda count: ReturnState.choose_pieces(line.id, count),
        class_name="select select-tall w-20",
        custom_attrs={"aria-label": line.label},
    )


def _reason(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.label(page.reason_label, html_for=REASON_FIELD, class_name="mb-1 block font-medium"),
        field_error(ReturnState.errors, REASON_FIELD),
        rx.el.select(
            rx.el.option(words.t("returns.reason.choose"), value=""),
            rx.foreach(
                views_in(page.reasons, ReturnReasonView),
                lambda reason: rx.el.option(reason.text, value=reason.key),
            ),
            name="reason_key",
            id=REASON_FIELD,
            default_value="",
            class_name="select w-full min-h-12",
            custom_attrs={"aria-describedby": f"{REASON_FIELD}-error"},
        ),
        rx.el.label(
            words.t("returns.words"),
            html_for="return-words",
            class_name="mt-4 mb-1 block font-medium",
        ),
        rx.el.textarea(
            name="reason_text",
            id="return-words",
            rows="3",
            max_length=MOST_REASON_CHARACTERS,
            class_name="textarea w-full",
            custom_attrs={"data-draft": rx.Var.create(f"return:{page.order_id}:words").to(str)},
        ),
    )


def _photos(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("returns.photos"), class_name="mt-4 font-medium"),
        rx.el.p(page.photos_text, id="return-photos-text", class_name="quiet mt-1 text-[13px]"),
        rx.el.ul(
            rx.foreach(views_in(page.photos, PhotoView), _photo),
            class_name="mt-3 flex flex-wrap gap-3 empty:hidden",
        ),
        rx.cond(
            page.can_add_photo,
            rx.el.label(
                icon("plus", "size-5"),
                words.t("returns.photos.add"),
                rx.el.input(
                    type="file",
                    accept="image/jpeg,image/png,image/webp",
                    multiple=True,
                    class_name="visually-hidden",
                    custom_attrs={
                        "aria-describedby": "return-photos-text",
                        "data-upload": page.upload_href,
                        "data-status": PHOTOS_STATUS,
                        "data-most-bytes": page.most_bytes,
                        "data-sending": words.t("returns.photos.sending"),
                        "data-large": words.t("returns.photos.large"),
                        "data-wrong": words.t("returns.photos.wrong"),
                        "data-many": words.t("returns.photos.many"),
                        "data-failed": words.t("returns.photos.failed"),
                    },
                ),
                class_name=_ADD,
            ),
            rx.fragment(),
        ),
        rx.el.p(
            class_name="mt-2 text-sm font-medium empty:hidden",
            id=PHOTOS_STATUS,
            custom_attrs={"role": "status"},
        ),
    )


def _photo(photo: ObjectVar[PhotoView]) -> rx.Component:
    return rx.el.li(
        rx.el.img(
            src=photo.src,
            alt=photo.alt,
            width="88",
            height="88",
            class_name="size-22 rounded-xl object-cover",
        ),
        rx.el.button(
            icon("close", "size-4"),
            type="button",
            on_click=ReturnState.remove_photo(photo.id),
            class_name=_REMOVE,
            custom_attrs={"aria-label": photo.remove_label},
        ),
        class_name="relative",
    )


def _preview(page: ObjectVar[ReturnPageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(words.t("returns.preview"), class_name=H2),
        rx.cond(
            page.refund_total != "",
            rx.el.div(
                rx.el.p(page.refund_total, class_name="money mt-1 text-2xl font-semibold"),
                rx.el.ul(
                    rx.foreach(
                        page.refund_rows, lambda row: rx.el.li(row, class_name="tabular-nums")
                    ),
                    class_name="mt-1 text-sm",
                ),
                rx.el.p(page.refund_note, class_name="quiet mt-1 text-[13px]"),
            ),
            rx.el.p(words.t("returns.preview.none"), class_name="quiet mt-1 text-sm"),
        ),
        rx.el.ul(
            rx.foreach(
                page.facts,
                lambda fact: rx.el.li(
                    icon("info", "size-5 mt-px shrink-0"),
                    rx.el.span(fact),
                    class_name="flex gap-3",
                ),
            ),
            class_name="mt-4 space-y-2 border-t hair pt-3 text-sm",
        ),
        class_name=PANEL,
        custom_attrs={
            "aria-live": "polite",
            "aria-busy": rx.cond(ReturnState.is_pricing, "true", "false"),
        },
    )
