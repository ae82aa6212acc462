from pathlib import Path

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.policies.truth_table import (
    OFFICIAL_BUYER_CANCEL,
    OFFICIAL_BUYER_REFUND,
    deviations,
    truth_table,
)

PAGE = Path(__file__).parents[2] / "docs" / "policy" / "truth-table.md"


def test_page_is_up_to_date():
    """If it fails: ``python -m buyer_portal.policies > docs/policy/truth-table.md``."""
    assert PAGE.read_text("utf-8") == truth_table()


def test_page_has_every_preset():
    headings = [line for line in truth_table().splitlines() if line.startswith("## ")]

    assert headings == [f"## {preset}" for preset in PRESETS]


def test_official_matrix_is_written_down_for_every_stage():
    stages = set(OrderStatus) - {OrderStatus.PARTIALLY_SHIPPING, OrderStatus.CANCELLED}

    assert set(OFFICIAL_BUYER_CANCEL) == set(OFFICIAL_BUYER_REFUND) == stages


@pytest.mark.parametrize("preset", ["tiktok-us", "tiktok-uk"])
def test_presets_of_the_real_shop_agree_with_the_official_matrix(preset):
    assert deviations(merged_policy(preset)) == ()


def test_on_hold_is_approved_at_once_in_the_uk():
    policy = merged_policy("tiktok-uk", "UK")

    assert policy.stage(OrderStatus.ON_HOLD).cancel is Permission.INSTANT


def test_deviations_are_named():
    assert deviations(merged_policy("until-carrier")) == (
        "AWAITING_COLLECTION: buyer cancel is `at once`, official no",
        "AWAITING_COLLECTION: buyer refund is `no`, official yes",
    )
