"""The policy editor: form and text are one policy, and its effect on orders is asked."""

import base64
import gzip
import json
from pathlib import Path

import pytest

from buyer_portal import session
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.pages.studio.policies.state import PolicyEditorState
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.studio.policy_orders import Source
from tests.pages.background import run_in_background

PAYLOADS = Path(__file__).parents[1] / "importers" / "payloads"


@pytest.fixture
def editor(make_state):
    state = make_state(PolicyEditorState, "/studio/policies/")
    state.load()
    return state


async def _ask(state, source):
    state.pick_orders(source.value)
    await run_in_background(state, "ask")


def test_it_starts_from_a_preset_that_can_be_used(editor):
    assert editor.source.startswith("source =")
    assert (editor.problems, editor.is_readable) == ([], True)
    packed = next(row for row in editor.stages if row.name == "Packed, waiting for pick-up")
    assert [choice.value for choice in packed.choices] == ["seller_unlock", "none", "none"]


async def test_what_is_typed_is_checked_and_shows_in_the_form(editor):
    turn = editor.turn

    await editor.write('answer_hours = "two"', editor.turn)
    assert [one.key for one in editor.problems] == ["answer_hours"]
    await editor.write("answer_hours = 12", editor.turn)
    assert editor.problems == []
    assert {one.path: one.value for one in editor.numbers}["answer_hours"] == "12"
    await editor.write("answer_hours =", editor.turn)
    assert (editor.is_readable, len(editor.problems)) == (False, 1)
    assert editor.turn == turn  # the cursor stays where somebody types


async def test_typing_that_comes_after_a_choice_does_not_undo_it(editor):
    typed_into = editor.turn
    editor.choose("answer_hours", "24")

    await editor.write("answer_hours = 12", typed_into)

    assert "answer_hours = 24" in editor.source


def test_what_is_chosen_is_written_into_the_text(editor):
    turn = editor.turn

    editor.choose("stages.AWAITING_COLLECTION.cancel", "instant")
    editor.choose("answer_hours", "24")
    editor.choose("confirm_step", "true")

    assert 'cancel = "instant"' in editor.source
    assert "answer_hours = 24" in editor.source
    assert "confirm_step = true" in editor.source
    assert editor.turn == turn + 3
    cell = next(row for row in editor.rows if row.stage == "Packed, waiting for pick-up").cells[0]
    assert (cell.outcome, cell.trend) == ("instant", "more")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("answer_hours", "many"),
        ("confirm_step", "maybe"),
        ("stages.UNPAID.cancel", "x y"),
        ("skin", "send"),
        ("stages.UNPAID", "none"),
        (7, "1"),
        ("a" * 61, "1"),
    ],
)
def test_what_the_form_does_not_have_is_not_written(editor, path, value):
    before = editor.source

    editor.choose(path, value)

    assert editor.source == before


def test_a_seller_s_own_table_begins_empty_and_gives_no_less(editor):
    editor.pick_kind("seller")
    assert editor.source == ""
    editor.choose("stages.UNPAID.cancel", "none")
    assert [one.key for one in editor.problems] == ["stages.UNPAID.cancel"]
    editor.pick_preset("nobody's")
    editor.pick_kind("king")
    editor.pick_other("nobody's")
    assert (editor.preset, editor.kind, editor.other) == ("until-packed", "seller", "until-shipped")


async def test_a_policy_with_a_problem_is_not_compared(editor):
    await editor.write("answer_hours = -1", editor.turn)

    await _ask(editor, Source.MADE_UP)

    assert editor.said == "Put right what is wrong first."
    assert (editor.changes, editor.bars, editor.is_asking) == ([], [], False)


async def test_made_up_orders_are_compared_with_the_other_policy(editor):
    await _ask(editor, Source.MADE_UP)

    assert editor.said.startswith("208 of 2,000 orders")
    assert sum(int(change.count) for change in editor.changes) == 208
    assert [bar.stage for bar in editor.bars] == ["Packed, waiting for pick-up"]
    editor.pick_other("unpaid-only")
    assert (editor.said, editor.changes, editor.besides) == ("", [], [])


@pytest.mark.usefixtures("service")
async def test_the_live_prototype_is_compared_with_what_it_was_bought_under(editor):
    await _ask(editor, Source.STAGE)
    assert editor.said.startswith("No prototype is open on the stage")

    stage = await editor.get_state(StageState)
    await stage.choose("packed")
    editor.choose("stages.AWAITING_COLLECTION.cancel", "instant")
    await _ask(editor, Source.STAGE)
    assert editor.said == "1 of 1 orders would be answered differently than today."
    [change] = editor.changes
    assert (change.trend, change.after) == ("more", "At once")
    assert change.examples == stage._detail.order.number

    await stage.choose("paid")
    await _ask(editor, Source.STAGE)
    assert editor.said == "All 1 orders would be decided exactly as today."
    editor.pick_against("other")
    editor.pick_against("nothing")
    editor.pick_other("unpaid-only")
    await _ask(editor, Source.STAGE)
    assert editor.said == "1 of 1 orders would be answered differently than under unpaid-only."


@pytest.mark.usefixtures("service")
async def test_the_portal_s_own_orders_are_asked_about(editor):
    await _ask(editor, Source.STORED)

    assert editor.said == "There are no orders to compare."  # of this database of tests


async def test_a_service_that_does_not_answer_is_told(editor, silent_connection):
    session.use_connection(silent_connection)

    await _ask(editor, Source.STORED)

    assert editor.said.startswith("The order service does not answer.")
    assert not editor.is_asking


def _part(content, name="orders.json"):
    part = base64.b64encode(gzip.compress(content)).decode()
    return json.dumps({"name": name, "at": 0, "of": 1, "part": part})


async def test_a_file_of_orders_is_read_and_compared(editor):
    payload = next(one for one in sorted(PAYLOADS.rglob("*.json")) if "tiktok" in str(one))
    await editor.take_part(_part(payload.read_bytes(), payload.name))
    assert editor.file_text.startswith(f"{payload.name} has arrived")

    await _ask(editor, Source.PASTED)

    assert "order" in editor.said
    assert "None of these orders" not in editor.said
    await editor.take_part("no part")
    assert editor.file_text.startswith("This file could not be read.")
    await _ask(editor, Source.PASTED)
    assert editor.said == "None of these orders could be read."


async def test_pasted_orders_that_cannot_be_read_say_why(editor):
    await editor.paste('[{"id": "1"}]')
    editor.pick_form("shopify")
    editor.pick_form("fax")
    editor.pick_orders("elsewhere")

    await _ask(editor, Source.PASTED)

    assert (editor.form, len(editor.rejected)) == ("shopify", 1)


def test_the_text_goes_out_as_a_file(editor):
    event = editor.download()

    assert "until-packed-mine.toml" in str(event.args)


@pytest.mark.usefixtures("service")
async def test_what_is_written_is_played_on_the_stage(editor, make_state):
    editor.choose("stages.AWAITING_COLLECTION.cancel", "instant")
    stage = make_state(StageState, editor.on_stage)

    await stage.load()

    [badge] = stage.worn
    assert (stage.tone, badge) == ("good", words_of("en")("studio.stage.own_policy"))
    await stage.change("policy", "until-packed")  # the preset as it is
    assert (stage.tone, stage.worn) == ("waiting", [])


async def test_what_is_wrong_is_not_played(editor):
    assert editor.on_stage

    await editor.write("answer_hours = ", editor.turn)

    assert editor.on_stage == ""
