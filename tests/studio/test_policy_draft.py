import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.policies.diff import compare
from buyer_portal.policies.sample import SAMPLE_NOW, sample_orders
from buyer_portal.routes import LOCALES
from buyer_portal.studio.policy_draft import Draft, Kind, Problem, fresh
from buyer_portal.studio.policy_orders import Source, orders_of
from buyer_portal.studio.policy_views import (
    bar_views,
    beside_views,
    change_views,
    row_views,
    stage_views,
)

WORDS = words_of("en")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_starts_without_a_problem_and_as_it_is(preset):
    draft = fresh(Kind.MARKET, preset)

    assert draft.problems == ()
    assert draft.of_market("").stages == merged_policy(preset).stages


def test_a_choice_is_written_into_the_text_and_nothing_else_is_touched():
    before = fresh(Kind.MARKET, "until-packed")

    after = before.with_value(("stages", "IN_TRANSIT", "return"), "request")

    old, new = before.source.splitlines(), after.source.splitlines()
    assert [line for line in new if line not in old] == []
    assert len(new) == len(old) + 1
    assert after.of_market("").stage(OrderStatus.IN_TRANSIT).return_ is Permission.REQUEST


def test_a_stage_that_the_text_does_not_have_is_added():
    draft = fresh(Kind.SELLER, "until-packed").with_value(
        ("stages", "AWAITING_COLLECTION", "cancel"), "request"
    )

    assert draft.source == '[stages.AWAITING_COLLECTION]\ncancel = "request"\n'
    assert draft.of_market("").stage(OrderStatus.AWAITING_COLLECTION).cancel is Permission.REQUEST


def test_taking_a_key_out_gives_the_layer_above_its_word_back():
    draft = fresh(Kind.MARKET, "until-packed").with_value(("answer_hours",), None)

    assert "answer_hours = 48" not in draft.source
    assert draft.with_value(("stages", "ON_HOLD", "refund"), None).source == draft.source


@pytest.mark.parametrize(
    ("kind", "source", "problems"),
    [
        pytest.param(
            Kind.SELLER,
            '[stages.ON_HOLD]\ncancel = "none"\n',
            [
                (
                    "stages.ON_HOLD.cancel",
                    "none is less than instant",
                )
            ],
            id="gives-less",
        ),
        pytest.param(
            Kind.MARKET,
            "answer_hours = 'two'\nspeed = 3\n",
            [("answer_hours", "must be a whole number, not 'two'"), ("speed", "unknown key")],
            id="two-at-once",
        ),
        pytest.param(
            Kind.MARKET, "a = [", [("until-packed-mine.toml", "is not TOML")], id="no-toml"
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_key(kind, source, problems):
    found = Draft(kind=kind, preset="until-packed", source=source).problems

    assert [one.key for one in found] == [key for key, _ in problems]
    for one, (_, reason) in zip(found, problems, strict=True):
        assert one.reason.startswith(reason)


def test_the_form_does_not_write_into_a_text_that_cannot_be_read():
    broken = Draft(kind=Kind.MARKET, preset="until-packed", source="a = [")

    assert broken.with_value(("answer_hours",), 24) is broken
    assert not broken.is_readable
    assert broken.problems == (Problem(key=broken.file, reason=broken.problems[0].reason),)


def test_the_truth_table_marks_where_the_other_policy_decides_differently():
    rows = row_views(merged_policy("until-packed"), merged_policy("until-shipped"), WORDS)

    packed = next(row for row in rows if row.stage == WORDS("status.AWAITING_COLLECTION"))
    unpaid = next(row for row in rows if row.stage == WORDS("status.UNPAID"))
    assert [cell.trend for cell in packed.cells] == ["less", "less", "", "", "less", "less"]
    assert packed.cells[0].was == "Ask the seller (packed)"
    assert {cell.trend for cell in unpaid.cells} == {""}


def test_what_would_change_is_listed_and_drawn():
    found = compare(
        sample_orders(0, 400),
        lambda market: merged_policy("until-shipped", market),
        lambda market: merged_policy("until-packed", market),
        now=SAMPLE_NOW,
    )

    changes = change_views(found, WORDS)
    bars = bar_views(found, WORDS)

    assert sum(int(change.count) for change in changes) == found.changed > 0
    assert [(bar.stage, bar.less) for bar in bars] == [("Packed, waiting for pick-up", "100.0%")]


def test_the_same_policy_changes_nothing():
    found = compare(sample_orders(0, 100), merged_policy_of, merged_policy_of, now=SAMPLE_NOW)

    views = (change_views, beside_views, bar_views)
    assert [of(found, WORDS) for of in views] == [[], [], []]


def merged_policy_of(market):
    return merged_policy("tiktok-us", market)


@pytest.mark.parametrize(
    ("source", "least"),
    [(Source.MADE_UP, 2000), (Source.DEMO, 40), (Source.LIBRARY, 50)],
)
def test_orders_can_come_from_several_places(source, least):
    found = orders_of(source)

    assert len(found.orders) >= least
    assert found.rejected == ()


def test_pasted_orders_are_read_or_refused_with_the_reason():
    found = orders_of(Source.PASTED, given=b'{"code": 0, "data": {"orders": [{"id": "1"}]}}')

    assert found.orders == ()
    assert len(found.rejected) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_the_editor_says_has_words(locale):
    words = words_of(locale)

    assert stage_views(merged_policy("tiktok-us"), words)
    for preset in PRESETS:
        assert row_views(merged_policy(preset), merged_policy("unpaid-only"), words)
    found = compare(
        sample_orders(0, 600),
        lambda market: merged_policy("unpaid-only", market),
        lambda market: merged_policy("tiktok-id", market),
        now=SAMPLE_NOW,
    )
    assert change_views(found, words)
    assert beside_views(found, words)
