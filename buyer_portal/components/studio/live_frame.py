"""Change here how a screen of the studio shows one live page, and learns whether it can."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx
from reflex.vars import ArrayVar, NumberVar

from buyer_portal.components.choose import draw_one
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords


def frame_probe(probe: rx.Var[str], know: Callable[[str], Any]) -> rx.Component:
    """Draw what only the browser presses: whether it reaches the host of the frame.

    Args:
        probe: What it asks there; empty until the page knows.
        know: Makes the event of an answer, ``yes`` or ``no``.
    """
    return rx.el.div(
        *(
            rx.el.button(
                type="button",
                on_click=know(answer),
                custom_attrs={"data-frames": answer, "tabIndex": -1},
            )
            for answer in ("yes", "no")
        ),
        hidden=True,
        custom_attrs={"data-probe": probe, "aria-hidden": "true"},
    )


def live_frame(
    words: PageWords,
    name: str,
    *,
    src: rx.Var[str],
    can_frame: rx.Var[str],
    width: NumberVar[int],
    height: NumberVar[int],
    below: int = 0,
    chips: ArrayVar[Sequence[str]] | None = None,
    picture: rx.Var[str] | None = None,
) -> rx.Component:
    """Draw a page in its frame, scaled to its place, and what its tab would be called.

    Args:
        name: Its frame is ``#<name>-frame``.
        src: What it loads; empty until there is something.
        can_frame: ``yes``, ``no``, or empty while nobody knows.
        chips: What goes wrong in it.
        picture: What stands in where the browser has no frames, ``-`` where that failed; None: that
            the page is not here is all that is said then.
        below: How many pixels of the window are for other things; 0: what stands above it.
    """
    nothing = rx.el.div(class_name="bone frame-page")
    live = rx.cond(
        (src != "") & (can_frame == "yes"),
        rx.el.iframe(
            src=src,
            title=words.t("studio.stage.frame"),
            class_name="frame-page",
            id=f"{name}-frame",
        ),
        nothing,
    )
    shown = live
    if picture is not None:
        shown = rx.cond(
            can_frame == "no", still_frame(words, picture, words.t("studio.stage.frame")), live
        )
    whole = rx.el.div(
        rx.el.div(
            rx.el.p(
                class_name="frame-tab empty:invisible",
                custom_attrs={"data-frame-tab": "", "aria-hidden": "true"},
            ),
            rx.el.p(
                rx.foreach(chips, _chip) if chips is not None else rx.fragment(),
                role="status",
                class_name="frame-chips",
            ),
            class_name="frame-top",
        ),
        rx.el.div(
            shown,
            class_name="frame-screen stage-screen",
            style={"--w": width.to_string() + "px", "--h": height.to_string() + "px"},
            custom_attrs={"data-fit": str(below or ""), "data-frame": name},
        ),
        class_name="frame-whole",
    )
    if picture is not None:
        return whole
    return rx.cond(
        can_frame == "no",
        trouble(
            words.t("studio.stage.no_frame"),
            words.t("studio.board.no_frames"),
            symbol="offline",
            tone="tint-warning",
        ),
        whole,
    )


def still_frame(words: PageWords, picture: rx.Var[str], alt: rx.Var[str]) -> rx.Component:
    """Draw the picture that stands in for a page, or that there is none; unasked is a skeleton."""
    return draw_one(
        picture,
        ("", rx.el.div(class_name="bone frame-page", custom_attrs={"data-picture": "waiting"})),
        (
            "-",
            rx.el.p(
                words.t("studio.pictures.none"),
                class_name="frame-none",
                custom_attrs={"data-picture": "none"},
            ),
        ),
        rx.cond(
            picture,
            rx.el.img(
                src=picture,
                alt=alt,
                class_name="frame-page",
                custom_attrs={"data-picture": "ready"},
            ),
            rx.el.div(class_name="bone frame-page"),
        ),
    )


def _chip(chip: rx.Var[str]) -> rx.Component:
    return rx.el.span(chip, class_name="badge-text tint tint-error", custom_attrs={"data-chip": ""})
