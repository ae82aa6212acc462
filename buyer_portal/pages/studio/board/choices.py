"""Change here how it is chosen what stands in the rows and columns of the board."""

import reflex as rx

from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.pages.studio.board.state import BoardState
from buyer_portal.studio.board import VALUES, BoardPhase, Dimension
from buyer_portal.studio.frames import value_text


def choices(words: PageWords) -> rx.Component:
    """Draw dimensions, their values, and the button that opens the board."""
    axes = {
        "rows": BoardState.rows_by,
        "columns": BoardState.columns_by,
        "split": BoardState.split_by,
    }
    return rx.el.details(
        rx.el.summary(words.t("studio.choices"), class_name="studio-summary"),
        rx.el.div(
            *(_dimension(words, axis, shown) for axis, shown in axes.items()),
            rx.cond(
                (BoardState.rows_by != Dimension.SITUATION)
                & (BoardState.columns_by != Dimension.SITUATION)
                & (BoardState.split_by != Dimension.SITUATION),
                _base(words),
                rx.fragment(),
            ),
            class_name="board-fields",
        ),
        rx.el.div(
            *(
                rx.cond(
                    (BoardState.rows_by == dimension.value)
                    | (BoardState.columns_by == dimension.value)
                    | (BoardState.split_by == dimension.value),
                    _values(words, dimension),
                    rx.fragment(),
                )
                for dimension in Dimension
            ),
            class_name="mt-3 grid gap-3 xl:grid-cols-2",
        ),
        rx.el.div(
            rx.el.button(
                words.t("studio.choices.show"),
                type="button",
                on_click=BoardState.show,
                class_name=PRIMARY,
                custom_attrs={
                    "aria-disabled": rx.cond(BoardState.is_too_large, "true", "false"),
                    "aria-describedby": "board-size",
                    "data-show-board": "",
                },
            ),
            rx.el.p(
                rx.cond(
                    BoardState.is_too_large,
                    words.t("studio.choices.too_many", number=BoardState.size.to_string()),
                    words.t("studio.choices.size", number=BoardState.size.to_string()),
                ),
                id="board-size",
                role="status",
                class_name="text-sm quiet",
            ),
            class_name="mt-4 flex flex-wrap items-center gap-4",
        ),
        open=BoardState.phase == BoardPhase.CHOOSING,
        class_name="panel mb-3 px-4 py-1.5 open:pb-4",
    )


def _dimension(words: PageWords, axis: str, shown: "rx.Var[str]") -> rx.Component:
    """Draw the choice of what stands in one direction."""
    options = [(one.value, words.t(f"studio.dimension.{one.value}")) for one in Dimension]
    if axis == "split":
        options.insert(0, ("", words.t("studio.dimension.none")))
    return _select(
        words.t(f"studio.axis.{axis}"),
        f"axis-{axis}",
        options,
        shown,
        BoardState.choose_dimension(axis),
    )


def _base(words: PageWords) -> rx.Component:
    options = [(name, words.t(f"studio.scenario.{name}")) for name in VALUES[Dimension.SITUATION]]
    return _select(
        words.t("studio.axis.base"), "axis-base", options, BoardState.base, BoardState.choose_base
    )


def _select(
    label: "rx.Var[str]",
    name: str,
    options: "list[tuple[str, rx.Var[str]]]",
    shown: "rx.Var[str]",
    on_change: "rx.event.EventType[str]",
) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="mb-1 block text-sm font-medium"),
        rx.el.select(
            *(rx.el.option(text, value=value) for value, text in options),
            id=name,
            value=shown,
            on_change=on_change,
            class_name="select w-full min-h-11",
        ),
        class_name="block",
    )


def _values(words: PageWords, dimension: Dimension) -> rx.Component:
    """Draw the values of a dimension as switches; what is on is shown."""
    printed = words_of(words.locale)
    return rx.el.fieldset(
        rx.el.legend(
            words.t(f"studio.dimension.{dimension.value}"), class_name="mb-1 text-sm font-medium"
        ),
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        checked=BoardState.chosen[dimension.value].to(list[str]).contains(value),
                        on_change=BoardState.toggle(dimension.value, value),
                        class_name="checkbox",
                    ),
                    rx.el.span(value_text(dimension, value, printed)),
                    class_name="studio-tick",
                )
                for value in VALUES[dimension]
            ),
            class_name="flex flex-wrap gap-x-4",
        ),
    )
