"""Change here how the stage looks: the frame, and beside it what can be done with it."""

from typing import Final

import reflex as rx

from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import choose, draw_one
from buyer_portal.components.icons import icon
from buyer_portal.components.studio.live_frame import frame_probe, live_frame
from buyer_portal.components.studio.pictures import picture_trouble
from buyer_portal.components.studio.shared_link import refused_link_trouble, worn_badges
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, TONE_CLASS
from buyer_portal.pages.studio.opening import REFUSALS
from buyer_portal.pages.studio.stage.panels import clock, counterparts, faults, inspector, sharing
from buyer_portal.pages.studio.stage.picture_state import PictureState
from buyer_portal.pages.studio.stage.play_state import PlayState
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.scenario.library import LIBRARY, Group
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.views.phase import Phase

BADGE: Final = {tone: f"badge-text {drawn}" for tone, drawn in TONE_CLASS.items()}


def stage_page(words: PageWords) -> rx.Component:
    """Draw the prototype's page in its frame, and the panels beside it."""
    return studio_shell(
        frame_probe(StageState.probe, StageState.know_frames),
        _poll(),
        rx.el.div(
            rx.el.div(
                _head(words),
                draw_one(
                    StageState.phase,
                    (Phase.FAILED, _failed(words)),
                    (Phase.MISSING, _missing(words)),
                    _frame(words),
                ),
                class_name="stage-left",
            ),
            rx.cond(
                StageState.phase == Phase.MISSING,
                rx.fragment(),
                rx.el.div(
                    rx.el.p(
                        _problem(words),
                        role="alert",
                        class_name="text-sm",
                        custom_attrs={"data-problem": ""},
                    ),
                    counterparts(words),
                    clock(words),
                    faults(words),
                    inspector(words),
                    sharing(words),
                    class_name="stage-right",
                ),
            ),
            class_name="stage",
        ),
        words=words,
        screen=Screen.STAGE,
        attributes={"data-phase": StageState.phase, "data-at": StageState.path},
    )


def _poll() -> rx.Component:
    """Draw what the browser presses once a second (studio.js)."""
    return rx.el.button(
        type="button",
        on_click=PlayState.follow,
        hidden=True,
        custom_attrs={"data-studio-poll": "", "aria-hidden": "true", "tabIndex": -1},
    )


def _head(words: PageWords) -> rx.Component:
    """Draw which scenario is played and how it stands."""
    groups = [
        rx.el.optgroup(
            *(
                rx.el.option(words.t(f"studio.scenario.{named.name}"), value=named.name)
                for named in LIBRARY.values()
                if named.group is group
            ),
            label=words.t(f"studio.group.{group.value}"),
        )
        for group in Group
    ]
    return rx.el.div(
        rx.el.label(
            rx.el.span(words.t("studio.stage.scenario"), class_name="visually-hidden"),
            rx.el.select(
                rx.cond(
                    StageState.name == "",
                    rx.el.option(words.t("studio.stage.shared"), value=""),
                    rx.fragment(),
                ),
                *groups,
                value=StageState.name,
                on_change=StageState.choose,
                id="scenario",
                class_name="select min-h-11 w-full font-semibold",
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.el.button(
            words.t("studio.stage.again"),
            type="button",
            on_click=StageState.begin_again,
            class_name="btn btn-sm btn-outline hair",
            custom_attrs={"data-begin-again": ""},
        ),
        rx.el.p(
            rx.el.span(
                StageState.outcome,
                hidden=StageState.outcome == "",
                class_name=choose(StageState.tone, BADGE, BADGE["calm"]),
                custom_attrs={"data-outcome-text": ""},
            ),
            rx.el.span(StageState.causes, class_name="quiet text-sm"),
            rx.cond(
                StageState.is_changed,
                rx.el.span(words.t("studio.stage.changed"), class_name="badge-text tint tint-info"),
                rx.fragment(),
            ),
            role="status",
            class_name="flex basis-full flex-wrap items-center gap-2",
        ),
        rx.cond(StageState.worn.length() > 0, worn_badges(words, StageState.worn), rx.fragment()),
        class_name="flex flex-wrap items-center gap-2",
    )


def _frame(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.cond(StageState.can_frame == "no", _no_frame(words), rx.fragment()), role="status"
        ),
        _place(words),
    )


def _no_frame(words: PageWords) -> rx.Component:
    """Say why there is a picture in place of the page, what is wrong with it, where the page is."""
    return rx.fragment(
        rx.el.div(
            icon("offline", "size-5 shrink-0 mt-3"),
            rx.el.div(
                rx.el.p(words.t("studio.stage.picture.why"), class_name="pt-2.5"),
                rx.el.a(
                    words.t("studio.stage.picture.own_tab"),
                    href=PictureState.own_tab,
                    target="_blank",
                    on_click=PictureState.renew,
                    class_name="text-link inline-flex min-h-11 items-center",
                    custom_attrs={"data-own-tab": ""},
                ),
            ),
            class_name="tint tint-warning mt-3 flex gap-3 rounded-xl px-3 text-sm",
        ),
        picture_trouble(words, PictureState.problem, PictureState.again),
    )


def _place(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="text",
            hidden=True,
            on_change=StageState.know_path,
            custom_attrs={"data-stage-path": "", "aria-hidden": "true", "tabIndex": -1},
        ),
        live_frame(
            words,
            "stage",
            src=StageState.src,
            can_frame=StageState.can_frame,
            width=StageState.width,
            height=StageState.height,
            chips=StageState.chips,
            picture=PictureState.picture,
        ),
        class_name="stage-place",
        custom_attrs={
            "data-stage-frame": "",
            "aria-busy": rx.cond(PictureState.is_taking, "true", "false"),
        },
    )


def _problem(words: PageWords) -> rx.Component:
    return draw_one(
        StageState.problem,
        ("studio.problem.not_now", rx.el.span(words.t("studio.problem.not_now"))),
        ("studio.problem.unavailable", rx.el.span(words.t("studio.problem.unavailable"))),
        rx.fragment(),
    )


def _failed(words: PageWords) -> rx.Component:
    return trouble(
        words.t("studio.failed.title"),
        words.t("studio.failed.text"),
        rx.el.button(
            words.t("retry.now"),
            type="button",
            on_click=StageState.begin_again,
            class_name=PRIMARY,
        ),
        symbol="offline",
        tone="tint-warning",
        is_alert=True,
    )


def _missing(words: PageWords) -> rx.Component:
    return draw_one(
        StageState.refused,
        *((reason, refused_link_trouble(words, reason)) for reason in REFUSALS[1:]),
        refused_link_trouble(words, REFUSALS[0]),
    )


def register(app: rx.App) -> None:
    """Add the stage in each language."""
    add_in_each_language(
        app,
        stage_page,
        ADDRESSES[Screen.STAGE],
        title="studio.stage.title",
        on_load=StageState.load,
    )
