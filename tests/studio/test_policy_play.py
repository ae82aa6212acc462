"""A policy that is being written is played by a seller who has it, or said to be nobody's."""

import pytest

from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.studio.policy_draft import Draft, Kind, fresh
from buyer_portal.studio.policy_play import played_under


def _policy(scenario):
    [seller] = scenario.sellers
    return merged_policy(seller.preset, scenario.market, seller.overrides or None)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_played_as_it_is(preset):
    draft = fresh(Kind.MARKET, preset)

    played = _policy(played_under(draft))

    assert played.stages == merged_policy(preset).stages
    assert played.answer_hours == merged_policy(preset).answer_hours


def test_what_was_changed_is_played():
    draft = fresh(Kind.MARKET, "until-packed").with_value(("answer_hours",), 7)
    draft = draft.with_value(("stages", "AWAITING_COLLECTION", "cancel"), "instant")

    played = _policy(played_under(draft))

    assert (played.answer_hours, played.stages) == (7, draft.of_market("VN").stages)


def test_a_seller_s_own_table_is_played_over_its_preset():
    draft = fresh(Kind.SELLER, "unpaid-only").with_value(
        ("stages", "AWAITING_SHIPMENT", "cancel"), "request"
    )

    scenario = played_under(draft)

    assert scenario.sellers[0].preset == "unpaid-only"
    assert _policy(scenario).stages == draft.of_market("VN").stages


@pytest.mark.parametrize("source", ["a = [", "answer_hours = 'two'\n"])
def test_what_is_wrong_is_not_played(source):
    assert played_under(Draft(kind=Kind.MARKET, preset="until-packed", source=source)) is None
