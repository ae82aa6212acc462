"""What a board reads from its address, which frames it has, and which of them differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyer_portal.scenario.library import LIBRARY
from buyer_portal.settings import MAX_FRAMES
from buyer_portal.studio.board import (
    USUAL,
    VALUES,
    Axis,
    BoardSpec,
    Dimension,
    Facts,
    axis_in,
    board_in,
    cells_of,
    differing,
    varied,
)


def test_address_says_what_stands_where():
    spec = board_in(
        {
            "base": "paid",
            "rows": "language:vi,en,fr",
            "columns": "stage:UNPAID",
            "split": "theme:night,day",
        }
    )

    assert spec == BoardSpec(
        base="paid",
        rows=Axis(Dimension.LANGUAGE, ("en", "vi")),
        columns=Axis(Dimension.STAGE, ("UNPAID",)),
        split=Axis(Dimension.THEME, ("day", "night")),
    )
    assert axis_in(str(spec.rows)) == spec.rows


@given(st.dictionaries(st.sampled_from(["base", "rows", "columns", "split"]), st.text()))
def test_any_address_gives_a_board(query):
    spec = board_in(query)

    assert spec.rows.dimension is not spec.columns.dimension
    assert spec.base in LIBRARY


def test_address_without_anything_gives_the_usual_board():
    assert board_in({}) == USUAL
    assert not USUAL.is_too_large


def test_one_dimension_stands_in_one_place_only():
    spec = board_in({"rows": "policy:until-packed", "columns": "policy:until-packed"})

    assert (spec.rows.dimension, spec.columns.dimension) == (Dimension.POLICY, Dimension.STAGE)


def test_cells_stand_row_by_row_and_vary_all_three():
    spec = BoardSpec(
        rows=Axis(Dimension.STAGE, ("UNPAID", "DELIVERED")),
        columns=Axis(Dimension.POLICY, ("until-packed", "unpaid-only")),
        split=Axis(Dimension.LANGUAGE, ("en", "vi")),
    )

    cells = cells_of(spec)

    assert [cell.key for cell in cells] == [f"f{n}" for n in range(1, 9)]
    assert [
        (
            cell.scenario.orders[0].status,
            cell.scenario.sellers[0].preset,
            cell.scenario.opening.locale,
        )
        for cell in cells[:3]
    ] == [
        ("UNPAID", "until-packed", "en"),
        ("UNPAID", "until-packed", "vi"),
        ("UNPAID", "unpaid-only", "en"),
    ]


def test_board_of_more_frames_than_hosts_is_too_large():
    spec = BoardSpec(
        rows=Axis(Dimension.STAGE, VALUES[Dimension.STAGE]),
        columns=Axis(Dimension.POLICY, VALUES[Dimension.POLICY]),
    )

    assert spec.size > MAX_FRAMES
    assert spec.is_too_large


@pytest.mark.parametrize("name", LIBRARY)
@pytest.mark.parametrize("dimension", Dimension)
def test_every_named_scenario_can_be_varied(name, dimension):
    base = LIBRARY[name].scenario

    scenarios = [varied(base, {dimension: value}) for value in VALUES[dimension]]

    assert len({scenario.model_dump_json() for scenario in scenarios}) == len(scenarios)


CANCELS = Facts("instant", (), ("cancel",), "UNPAID")
ASKS = Facts("request", (), ("request_cancel",), "AWAITING_COLLECTION")
CANNOT = Facts("none", ("packed",), ("ask_seller",), "AWAITING_COLLECTION")


def test_frames_differ_from_most_of_their_row():
    rows = [
        {"f1": CANCELS, "f2": CANCELS, "f3": CANCELS},
        {"f4": CANNOT, "f5": ASKS, "f6": CANNOT},
    ]

    assert differing(rows) == {"f5"}


def test_board_of_one_column_is_compared_from_row_to_row():
    assert differing([{"f1": CANNOT}, {"f2": CANNOT}, {"f3": ASKS}]) == {"f3"}
    assert differing([]) == frozenset()
