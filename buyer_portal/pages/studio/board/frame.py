"""Change here how a frame of the board looks: a live page or its picture, and what is decided."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import choose, views_in
from buyer_portal.components.studio.live_frame import still_frame
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import TONE_CLASS
from buyer_portal.pages.studio.board.state import BoardState
from buyer_portal.studio.frames import FrameView, RowView

BADGE: Final = {tone: f"badge-text {drawn}" for tone, drawn in TONE_CLASS.items()}


def board_row(words: PageWords, row: ObjectVar[RowView]) -> rx.Component:
    """Draw the frames of a row."""
    return rx.el.tr(
        rx.el.th(row.label, scope="row", class_name="board-side"),
        rx.foreach(views_in(row.frames, FrameView), lambda frame: _frame(words, frame)),
    )


def _frame(words: PageWords, frame: ObjectVar[FrameView]) -> rx.Component:
    """Draw a page in its frame, and below it what its buyer can do."""
    size = {
        "--w": frame.width.to_string() + "px",
        "--h": frame.height.to_string() + "px",
    }
    return rx.el.td(
        rx.el.figure(
            rx.el.div(
                rx.match(
                    BoardState.can_frame,
                    ("yes", _live(frame)),
                    ("no", _picture(words, frame)),
                    rx.el.div(class_name="bone frame-page"),
                ),
                class_name="frame-screen",
            ),
            rx.el.figcaption(
                rx.el.span(
                    frame.outcome,
                    class_name=choose(frame.tone, BADGE, BADGE["calm"]),
                    custom_attrs={"data-outcome-text": ""},
                ),
                rx.el.span(frame.causes, class_name="quiet block text-[12px] leading-4"),
                rx.el.span(
                    rx.foreach(
                        frame.chips,
                        lambda chip: rx.el.span(chip, class_name="badge-text tint tint-error"),
                    ),
                    class_name="flex flex-wrap gap-1",
                ),
                rx.cond(
                    frame.stage_href != "",
                    rx.cond(
                        BoardState.can_frame == "no", _in_own_tab(words, frame), _play(words, frame)
                    ),
                    rx.fragment(),
                ),
            ),
            style=size,
            class_name="frame",
            custom_attrs={
                "data-frame": frame.key,
                "data-differs": rx.cond(frame.differs, "true", "false"),
            },
        )
    )


def _live(frame: ObjectVar[FrameView]) -> rx.Component:
    return rx.cond(
        frame.src != "",
        rx.el.iframe(
            src=frame.src,
            title=frame.title,
            name="board",  # prototype.js knows by it that it is one of many
            class_name="frame-page",
            custom_attrs={"tabIndex": -1},
        ),
        rx.el.div(class_name="bone frame-page"),
    )


def _picture(words: PageWords, frame: ObjectVar[FrameView]) -> rx.Component:
    """Draw the picture of a page that this browser cannot show, or how far it is."""
    return still_frame(words, BoardState.pictures[frame.key], frame.title)


def _play(words: PageWords, frame: ObjectVar[FrameView]) -> rx.Component:
    return rx.el.a(
        words.t("studio.board.play"),
        href=frame.stage_href,
        class_name="text-link board-play",
        custom_attrs={"aria-label": words.t("studio.board.play.of", name=frame.title)},
    )


def _in_own_tab(words: PageWords, frame: ObjectVar[FrameView]) -> rx.Component:
    """Draw the way to the page where no frame can hold it."""
    return rx.el.a(
        words.t("studio.board.open"),
        href=frame.own_href,
        target="_blank",
        class_name="text-link board-play",
        custom_attrs={"aria-label": words.t("studio.board.open.of", name=frame.title)},
    )
