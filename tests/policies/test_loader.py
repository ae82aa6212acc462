from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import (
    DayRange,
    Permission,
    ReasonMode,
    RefusalEffect,
    StagePolicy,
)
from buyer_portal.policies import (
    PRESETS,
    PolicyError,
    merged_policy,
    policy_from_json,
    policy_json,
    reason_keys,
)
from buyer_portal.policies.loader import market_policy, seller_policy

S, P = OrderStatus, Permission
MARKETS = ("", "US", "UK", "GB", "VN", "ID", "EU", "PH", "TH", "XX")


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_loads_for_every_market(preset, market):
    policy = merged_policy(preset, market)

    assert (policy.preset, policy.market) == (preset, market)
    assert policy.source
    assert set(policy.refund_days) == set(PaymentMethod)
    assert policy.stage(S.UNPAID).cancel is P.INSTANT
    for stage in (S.IN_TRANSIT, S.DELIVERED, S.COMPLETED, S.CANCELLED):
        assert policy.stage(stage).cancel is P.NONE
    assert set(policy.reasons.keys) >= {S.UNPAID, S.ON_HOLD, S.AWAITING_SHIPMENT}
    assert {key for keys in policy.reasons.keys.values() for key in keys} <= set(reason_keys())


@pytest.mark.parametrize("preset", PRESETS)
def test_policy_survives_its_snapshot(preset):
    policy = merged_policy(preset, "VN")

    text = policy_json(policy)

    assert policy_from_json(text) == policy
    assert policy_from_json(text) is policy_from_json(text)
    assert policy_json(policy_from_json(text)) == text


def test_guide_presets_say_what_their_guides_say():
    modes = {
        preset: (
            merged_policy(preset).reasons.mode,
            merged_policy(preset).reasons.required,
            merged_policy(preset).skin,
            merged_policy(preset).confirm_step,
        )
        for preset in PRESETS[:4]
    }

    assert modes == {
        "unpaid-only": (ReasonMode.TEXT, True, "submit", False),
        "until-packed": (ReasonMode.LIST, True, "send", False),
        "until-shipped": (ReasonMode.LIST_AND_TEXT, False, "history", True),
        "until-carrier": (ReasonMode.LIST, True, "send", False),
    }


def test_markets_differ_in_their_reasons_alone():
    vietnam, america = merged_policy("until-packed", "VN"), merged_policy("until-packed", "US")

    same = replace(america, id=vietnam.id, market="VN", reasons=vietnam.reasons)
    assert same == vietnam
    assert vietnam.reasons.keys != america.reasons.keys


def test_id_follows_the_content():
    plain = merged_policy("until-packed", "VN")
    same = merged_policy("until-packed", "VN", {"return_days": 15})
    other = merged_policy("until-packed", "VN", {"return_days": 16})

    assert plain == same
    assert plain.id.startswith("until-packed-VN-")
    assert other.id != plain.id


def test_seller_may_give_more():
    policy = merged_policy(
        "tiktok-us",
        "US",
        {
            "stages": {"AWAITING_SHIPMENT": {"instant_minutes": 300}},
            "refund_days": {"card": [1, 2]},
            "reasons": {"required": False, "keys": {"UNPAID": ["buyer_cancel_late_shipment"]}},
            "refusal_effect": "none",
            "free_shipping_from_minor": 2500,
        },
    )

    assert policy.stage(S.AWAITING_SHIPMENT) == StagePolicy(
        cancel=P.INSTANT, instant_minutes=300, cancel_later=P.REQUEST
    )
    assert policy.refund_days[PaymentMethod.CARD] == DayRange(at_least=1, at_most=2)
    assert policy.reasons.required is False
    assert policy.reasons.keys[S.UNPAID] == ("buyer_cancel_late_shipment",)
    assert policy.refusal_effect is RefusalEffect.NONE
    assert policy.free_shipping_from_minor == 2500


def test_seller_may_keep_the_window_open_for_good():
    override = {"stages": {"AWAITING_SHIPMENT": {"cancel_later": "instant"}}}

    policy = merged_policy("tiktok-us", "US", override)

    assert policy.stage(S.AWAITING_SHIPMENT).cancel_later is P.INSTANT


def test_exclusions_of_indonesia_hold_while_packed():
    policy = merged_policy("tiktok-id", "ID")

    assert policy.exclusion_stages == (S.AWAITING_COLLECTION,)
    assert policy.exclusions == dict.fromkeys(
        (GoodsKind.PRE_ORDER, GoodsKind.PERISHABLE, GoodsKind.DIGITAL), P.REQUEST
    )
    assert policy.excludes_shipped_by_seller is P.REQUEST


LESS = [
    ("until-packed", {"stages": {"ON_HOLD": {"cancel": "none"}}}, "stages.ON_HOLD.cancel"),
    ("until-packed", {"stages": {"UNPAID": {"cancel": "request"}}}, "stages.UNPAID.cancel"),
    (
        "tiktok-us",
        {"stages": {"AWAITING_SHIPMENT": {"instant_minutes": 59}}},
        "stages.AWAITING_SHIPMENT.instant_minutes",
    ),
    (
        "until-packed",
        {"stages": {"ON_HOLD": {"instant_minutes": 60}}},
        "stages.ON_HOLD.instant_minutes",
    ),
    ("tiktok-us", {"stages": {"IN_TRANSIT": {"refund": "none"}}}, "stages.IN_TRANSIT.refund"),
    ("eu-withdrawal", {"stages": {"DELIVERED": {"return": "none"}}}, "stages.DELIVERED.return"),
    ("until-packed", {"exclusions": {"digital": "none"}}, "exclusions.digital"),
    (
        "until-packed",
        {"excludes_shipped_by_seller": "none"},
        "excludes_shipped_by_seller",
    ),
    (
        "tiktok-us",
        {"exclusions": {"digital": "request"}},  # within its first hour
        "exclusions.digital",
    ),
    ("until-packed", {"cancel_lines": False}, "cancel_lines"),
    ("until-packed", {"one_cancellation": True}, "one_cancellation"),
    ("until-packed", {"answer_hours": 49}, "answer_hours"),
    ("until-packed", {"silence_approves": False}, "silence_approves"),
    ("until-packed", {"return_days": 14}, "return_days"),
    ("until-packed", {"return_free": False}, "return_free"),
    ("until-packed", {"ship_back_days": 4}, "ship_back_days"),
    ("until-packed", {"confirm_days": 9}, "confirm_days"),
    ("until-packed", {"unpaid_expires_hours": 47}, "unpaid_expires_hours"),
    ("until-packed", {"refund_days": {"card": [1, 11]}}, "refund_days.card"),
    ("eu-withdrawal", {"refusal_effect": "strike_seller"}, "refusal_effect"),
    ("until-shipped", {"reasons": {"required": True}}, "reasons.required"),
    ("tiktok-us", {"late_shipment_is_instant": False}, "late_shipment_is_instant"),
    ("until-packed", {"restores_vouchers": False}, "restores_vouchers"),
    ("until-shipped", {"request_holds_parcel": False}, "request_holds_parcel"),
    ("until-packed", {"appeal_days": 29}, "appeal_days"),
    ("until-packed", {"deny_after_strikes": 2}, "deny_after_strikes"),
    ("until-carrier", {"cod_off_after_strikes": 9}, "cod_off_after_strikes"),
    ("until-packed", {"changes": {"ON_HOLD": ["address"]}}, "changes.ON_HOLD"),
]


@pytest.mark.parametrize(
    ("preset", "override", "key"), LESS, ids=[f"{row[0]}-{row[2]}" for row in LESS]
)
def test_seller_may_not_give_less(preset, override, key):
    with pytest.raises(PolicyError) as raised:
        merged_policy(preset, "US", override)

    error = raised.value
    assert (error.file, error.key) == ("seller overrides", key)
    assert str(error) == f"seller overrides: {key}: {error.reason}"


WRONG = [
    ({"colour": 1}, "colour", "unknown key"),
    ({"stages": 3}, "stages", "must be a table"),
    ({"stages": {"PACKED": {}}}, "stages.PACKED", "must be one of UNPAID"),
    ({"stages": {"ON_HOLD": 1}}, "stages.ON_HOLD", "must be a table"),
    ({"stages": {"ON_HOLD": {"pay": "x"}}}, "stages.ON_HOLD.pay", "unknown key"),
    ({"stages": {"ON_HOLD": {"cancel": "maybe"}}}, "stages.ON_HOLD.cancel", "must be one of none"),
    ({"stages": {"IN_TRANSIT": {"cancel": "instant"}}}, "stages.IN_TRANSIT.cancel", "nothing can"),
    ({"exclusions": {"shoes": "none"}}, "exclusions.shoes", "must be one of ordinary"),
    ({"exclusion_stages": "ON_HOLD"}, "exclusion_stages", "must be a list"),
    ({"reasons": {"mode": "song"}}, "reasons.mode", "must be one of list"),
    ({"reasons": {"kind": 1}}, "reasons.kind", "unknown key"),
    ({"reasons": {"keys": {"UNPAID": [1]}}}, "reasons.keys.UNPAID", "must be a list"),
    ({"refund_days": {"card": [7, 3]}}, "refund_days.card", "must be two working days"),
    ({"refund_days": {"card": 3}}, "refund_days.card", "must be two working days"),
    ({"refund_days": {"shells": [1, 2]}}, "refund_days.shells", "must be one of card"),
    ({"answer_hours": True}, "answer_hours", "must be a whole number"),
    ({"answer_hours": "24"}, "answer_hours", "must be a whole number"),
    ({"answer_hours": 0}, "answer_hours", "must be from 1 to 720"),
    ({"cancel_lines": 1}, "cancel_lines", "must be true or false"),
    ({"skin": "neon"}, "skin", "must be one of standard"),
    ({"source": " "}, "source", "must be a text"),
    ({"sources": {"skin": 3}}, "sources.skin", "must be a text"),
    ({"changes": {"ON_HOLD": ["colour"]}}, "changes.ON_HOLD", "must be one of address"),
    ({"changes": {"ON_HOLD": ["items", "items"]}}, "changes.ON_HOLD", "must name each once"),
    ({"changes": {"PACKED": ["items"]}}, "changes.PACKED", "must be one of UNPAID"),
    ({"cod_off_after_strikes": 0}, "cod_off_after_strikes", "must be from 1 to 100"),
    ({"deny_after_strikes": "ever"}, "deny_after_strikes", "must be a whole number"),
    ({"appeal_days": 400}, "appeal_days", "must be from 0 to 365"),
    ({"ship_back_days": 0}, "ship_back_days", "must be from 1 to 60"),
    ({"confirm_days": "8"}, "confirm_days", "must be a whole number"),
    ({"request_holds_parcel": "yes"}, "request_holds_parcel", "must be true or false"),
    ({"reasons": {"keys": {"UNPAID": ["mood"]}}}, "reasons.keys.UNPAID", "unknown reason 'mood'"),
    ({"seller_choices": {"skin": []}}, "seller_choices.skin", "must be a list of values"),
    ({"seller_choices": {"stages": [1]}}, "seller_choices.stages", "is no key of one value"),
    (
        {"stages": {"AWAITING_COLLECTION": {"instant_minutes": 60}}},
        "stages.AWAITING_COLLECTION.instant_minutes",
        "is a window of instant cancelling, but cancel is seller_unlock",
    ),
    (
        {"stages": {"ON_HOLD": {"cancel_later": "instant"}}},
        "stages.ON_HOLD.cancel_later",
        "never comes without instant_minutes",
    ),
    ({"exclusion_stages": ["IN_TRANSIT"]}, "exclusion_stages", "goods are never excluded"),
    ({"changes": {"IN_TRANSIT": ["address"]}}, "changes.IN_TRANSIT", "nothing can be changed"),
    ({"return_days": 0}, "stages.DELIVERED.return", "is request, but return_days is 0"),
]


@pytest.mark.parametrize(("override", "key", "reason"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_wrong_value_names_file_key_and_reason(override, key, reason):
    with pytest.raises(PolicyError) as raised:
        merged_policy("until-packed", "VN", override)

    assert (raised.value.file, raised.value.key) == ("seller overrides", key)
    assert raised.value.reason.startswith(reason)


def test_all_that_is_wrong_is_found_at_once():
    table = {"colour": 1, "stages": {"ON_HOLD": {"cancel": "none"}}, "return_days": "x"}

    _, problems = seller_policy("until-packed", "VN", table, "mine.toml")

    assert [(problem.file, problem.key) for problem in problems] == [
        ("mine.toml", "colour"),
        ("mine.toml", "return_days"),
        ("mine.toml", "stages.ON_HOLD.cancel"),
    ]


def test_seller_chooses_among_what_the_market_offers():
    hours = {"stages": {"AWAITING_SHIPMENT": {"instant_minutes": 180}}}
    odd = {"stages": {"AWAITING_SHIPMENT": {"instant_minutes": 120}}}

    policy = merged_policy("tiktok-us", "US", hours)

    assert policy.stage(S.AWAITING_SHIPMENT).instant_minutes == 180
    with pytest.raises(PolicyError, match="sellers of this market choose one of 60, 180, 300"):
        merged_policy("tiktok-us", "US", odd)


def test_strikes_can_be_set_to_never():
    policy = merged_policy("until-packed", "VN", {"deny_after_strikes": "never"})

    assert policy.deny_after_strikes is None


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ({"stages": {"UNPAID": {"cancel": "instant"}}}, []),
        ({"answer_hours": 73}, ["answer_hours"]),
        ({"stages": {"UNPAID": {"cancel": "none"}}}, ["stages.UNPAID.cancel"]),
    ],
)
def test_market_layer_stands_on_the_floor(table, problems):
    policy, found = market_policy(table, "mine", "VN", "mine.toml")

    assert policy.preset == "mine"
    assert [problem.key for problem in found] == problems


def test_unknown_preset_names_the_known_ones():
    with pytest.raises(
        PolicyError, match=r"never\.toml: preset: unknown; known presets are unpaid"
    ):
        merged_policy("never")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["stages", "reasons", "refund_days", "exclusions", "skin", "answer_hours"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS | st.text(max_size=6), JSON, max_size=3))
def test_any_table_loads_or_is_refused_by_name(table):
    error: PolicyError | None = None
    try:
        policy = merged_policy("until-packed", "VN", table)
    except PolicyError as refusal:
        error = refusal

    if error is None:
        assert policy_from_json(policy_json(policy)) == policy
    else:
        assert error.file == "seller overrides"
        assert error.reason
