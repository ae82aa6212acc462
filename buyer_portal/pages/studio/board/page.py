"""Change here how the board looks: what is chosen, the frames, the library below them."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one
from buyer_portal.components.icons import icon
from buyer_portal.components.studio.pictures import picture_trouble
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.pages.studio.board.choices import choices
from buyer_portal.pages.studio.board.frame import board_row
from buyer_portal.pages.studio.board.state import BoardState
from buyer_portal.scenario.library import LIBRARY, Group
from buyer_portal.studio.board import BoardPhase
from buyer_portal.studio.screens import ADDRESSES, Screen


def board_page(words: PageWords) -> rx.Component:
    """Draw what can be chosen, the frames, and the library from which every prototype starts."""
    return studio_shell(
        _probe(),
        choices(words),
        draw_one(
            BoardState.phase,
            (BoardPhase.CHOOSING, rx.fragment()),
            (BoardPhase.FAILED, _failed(words)),
            _board(words),
        ),
        rx.el.h2(words.t("studio.library"), class_name="mt-6 mb-2 text-[17px] font-semibold"),
        rx.el.div(*(_group(words, group) for group in Group), class_name="studio-library"),
        words=words,
        screen=Screen.BOARD,
        attributes={"data-phase": BoardState.phase},
    )


def _probe() -> rx.Component:
    """Draw the hidden buttons by which the browser says whether it reaches a frame's host."""
    return rx.el.div(
        *(
            rx.el.button(
                type="button",
                on_click=BoardState.know_frames(answer),
                custom_attrs={"data-frames": answer, "tabIndex": -1},
            )
            for answer in ("yes", "no")
        ),
        hidden=True,
        custom_attrs={"data-probe": BoardState.probe, "aria-hidden": "true"},
    )


def _board(words: PageWords) -> rx.Component:
    return rx.el.section(
        _toolbar(words),
        rx.el.div(
            rx.cond(BoardState.can_frame == "no", _no_frames(words), rx.fragment()), role="status"
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(words.t("studio.board.caption"), class_name="visually-hidden"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.td(),
                        rx.foreach(
                            BoardState.columns,
                            lambda label: rx.el.th(label, scope="col", class_name="board-head"),
                        ),
                    )
                ),
                rx.el.tbody(rx.foreach(BoardState.rows, lambda row: board_row(words, row))),
            ),
            class_name="board-scroll",
            custom_attrs={
                "tabIndex": 0,
                "role": "region",
                "aria-label": words.t("studio.board.grid"),
            },
        ),
        class_name="panel p-3",
        custom_attrs={
            "data-board": "",
            "data-differences": rx.cond(BoardState.phase == BoardPhase.READY, "known", ""),
            "aria-busy": rx.cond(BoardState.phase == BoardPhase.LOADING, "true", "false"),
        },
    )


def _no_frames(words: PageWords) -> rx.Component:
    """Say why there are pictures in place of pages, and what is wrong with those."""
    return rx.fragment(
        rx.el.p(
            icon("offline", "size-5 shrink-0"),
            rx.el.span(words.t("studio.board.pictures.why")),
            class_name="tint tint-warning mb-3 flex gap-3 rounded-xl p-3 text-sm",
        ),
        picture_trouble(words, BoardState.picture_problem, BoardState.build),
    )


def _toolbar(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                BoardState.can_frame == "no",
                rx.el.span(
                    words.t(
                        "studio.board.pictures.ready",
                        ready=BoardState.pictures_ready.to_string(),
                        of=BoardState.size.to_string(),
                    ),
                    custom_attrs={"data-pictures-ready": BoardState.pictures_ready.to_string()},
                ),
                rx.el.span(
                    custom_attrs={"data-frames-ready": words.template("studio.board.ready")}
                ),
            ),
            class_name="quiet text-sm flex-1",
            role="status",
        ),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                class_name="checkbox",
                custom_attrs={"data-only-differing": ""},
            ),
            rx.el.span(
                words.t("studio.board.differs", number=BoardState.differing_count.to_string())
            ),
            class_name="flex min-h-11 items-center gap-2 text-sm",
        ),
        rx.el.label(
            rx.el.span(words.t("studio.board.zoom")),
            rx.el.input(
                type="range",
                min="18",
                max="70",
                default_value="30",
                class_name="range range-sm w-32",
                custom_attrs={"data-zoom": ""},
            ),
            class_name="flex min-h-11 items-center gap-2 text-sm",
        ),
        class_name="mb-2 flex flex-wrap items-center gap-x-5 gap-y-1",
    )


def _failed(words: PageWords) -> rx.Component:
    return trouble(
        words.t("studio.failed.title"),
        words.t("studio.failed.text"),
        rx.el.button(
            words.t("retry.now"), type="button", on_click=BoardState.build, class_name=PRIMARY
        ),
        symbol="offline",
        tone="tint-warning",
        is_alert=True,
    )


def _group(words: PageWords, group: Group) -> rx.Component:
    """Draw the named scenarios of a group; each leads to the stage."""
    title = f"group-{group.value}"
    return rx.el.section(
        rx.el.h3(
            words.t(f"studio.group.{group.value}"), id=title, class_name="text-[15px] font-semibold"
        ),
        rx.el.ul(
            *(
                rx.el.li(
                    rx.el.a(
                        words.t(f"studio.scenario.{named.name}"),
                        href=f"{routes.href(ADDRESSES[Screen.STAGE], words.locale)}?scenario={named.name}",
                        class_name="chip",
                        custom_attrs={"data-scenario": named.name},
                    )
                )
                for named in LIBRARY.values()
                if named.group is group
            ),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        class_name="panel p-4",
        custom_attrs={"aria-labelledby": title},
    )


def register(app: rx.App) -> None:
    """Add the board in each language."""
    add_in_each_language(
        app,
        board_page,
        ADDRESSES[Screen.BOARD],
        title="studio.board.title",
        on_load=BoardState.load,
    )
