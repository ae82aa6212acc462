"""Presets held against the official matrix of who may start what."""

import json
from pathlib import Path

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.policies.official import COLUMNS, HELD_TO, MATRIX, deviations

COPY = Path(__file__).with_name("initiation-matrix.json")
ORIGINAL = Path(__file__).parents[3] / "shared/data/tiktok-shop/initiation-matrix.json"
CELL = {"Y": True, "N": False, "": None, "market policy": None}


def matrix_in(path):
    document = json.loads(path.read_text("utf-8"))
    assert document["columns"] == [*COLUMNS]
    return {
        (row["action"], row["initiator"]): tuple(
            True if cell.startswith("Y ") else CELL[cell] for cell in row["cells"]
        )
        for row in document["rows"]
    }


@pytest.mark.parametrize("path", [COPY, ORIGINAL], ids=["copy", "original"])
def test_matrix_is_the_official_one(path):
    if not path.exists():
        pytest.skip("the original is not here")  # our own copy of it is always tried
    official = matrix_in(path)

    # Sellers who start refunds and returns are no part of the portal.
    theirs = {("REFUND", "SELLER"), ("RETURN", "SELLER")}
    assert {key: row for key, row in official.items() if key not in theirs} == MATRIX


@pytest.mark.parametrize("preset", HELD_TO)
def test_presets_of_the_real_shop_agree_with_the_official_matrix(preset):
    assert deviations(merged_policy(preset)) == ()


def test_all_other_presets_deviate_and_say_where():
    agreeing = {preset for preset in PRESETS if not deviations(merged_policy(preset))}

    assert agreeing == {*HELD_TO}
    assert deviations(merged_policy("until-carrier")) == (
        "AWAITING_COLLECTION: buyer cancel is `at once`, official no",
        "AWAITING_COLLECTION: buyer refund is `no`, official yes",
    )


def test_on_hold_is_approved_at_once_in_the_uk():
    policy = merged_policy("tiktok-uk", "UK")

    assert policy.stage(OrderStatus.ON_HOLD).cancel is Permission.INSTANT
