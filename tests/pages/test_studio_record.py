"""The record page's state: a walk, its pictures, and what can be taken home."""

import json
from zipfile import ZipFile

import pytest

from buyer_portal.pages.studio.record.state import RecordState
from buyer_portal.studio.camera import CameraProblem
from tests.pages.background import run_in_background

pytestmark = pytest.mark.usefixtures("service", "camera")
WALK = [
    {"kind": "page", "name": "Order details"},
    {"kind": "click", "role": "button", "name": "Cancel order", "nth": 1},
    {"kind": "check", "role": "radio", "name": "Found a better price"},
]


async def _walked(make_state):
    state = make_state(RecordState, "/studio/record/")
    state.pick_scenario("paid")
    async for _ in state.start():
        pass
    state.take(json.dumps(WALK))
    return state


async def test_a_walk_is_listed_and_becomes_a_test(make_state):
    state = await _walked(make_state)

    assert state.is_recording
    assert state.link.startswith("/studio/enter?tenant=")
    assert [step.text for step in state.steps] == [
        "See “Order details”",
        "Press “Cancel order”",
        "Choose “Found a better price”",
    ]
    assert "def test_recorded(" in state.code


async def test_stopping_makes_a_picture_of_each_step(make_state, camera):
    state = await _walked(make_state)

    event = state.stop()
    await run_in_background(state, "photograph")

    assert event.handler.fn.__name__ == "photograph"
    assert (state.is_recording, state.is_walking, state.pictures) == (False, False, 3)
    [visit] = camera.looked_at
    assert [step.name for step in visit.steps] == [step["name"] for step in WALK]
    shown = [camera.shown(step.picture) for step in state.steps]
    assert shown == [f"{at} {visit.address}" for at in range(3)]
    assert visit.address.startswith("/auth/ticket?ticket=")


async def test_test_steps_and_pictures_go_home_together(make_state, camera):
    state = await _walked(make_state)
    await run_in_background(state, "photograph")

    address, _, saved_as = state.bundle.partition("?as=")
    with ZipFile(camera.album.find(address.rpartition("/")[2])) as packed:
        names = packed.namelist()
        assert packed.read("test_paid.py").decode() == state.code
        assert "2. Press “Cancel order”" in packed.read("test_paid/steps.md").decode()
        assert packed.read("test_paid/03.png").startswith(b"2 /auth/ticket")
    assert saved_as == "test_paid.zip"
    assert names == [
        "test_paid.py",
        "test_paid/steps.md",
        *(f"test_paid/0{at}.png" for at in (1, 2, 3)),
    ]


async def test_a_step_that_cannot_be_taken_again_is_pointed_at(make_state, camera):
    camera.problem, camera.fails_at = CameraProblem.FAILED, 1
    state = await _walked(make_state)

    await run_in_background(state, "photograph")

    assert (state.picture_problem, state.pictures, state.bundle) == ("failed", 1, "")
    assert [bool(step.picture) for step in state.steps] == [True, False, False]
    camera.problem = None
    await run_in_background(state, "photograph")
    assert (state.picture_problem, state.pictures) == ("", 3)


async def test_walking_on_forgets_the_pictures_and_the_same_again_does_not(make_state, camera):
    state = await _walked(make_state)
    await run_in_background(state, "photograph")
    before = state.steps[0].picture

    state.take(json.dumps(WALK))
    assert state.pictures == 3
    state.take(json.dumps([*WALK, {"kind": "page", "name": "Order details"}]))

    assert (state.pictures, state.bundle, camera.shown(before)) == (0, "", None)
    assert [step.picture for step in state.steps] == [""] * 4


async def test_nothing_recorded_gives_no_pictures(make_state, camera):
    state = make_state(RecordState, "/studio/record/")

    assert state.stop() is None
    await run_in_background(state, "photograph")
    state.take(3)
    state.pick_scenario(["paid"])

    assert (camera.looked_at, state.steps, state.scenario) == ([], [], "packed")


async def test_an_order_service_that_is_away_is_told(make_state, silent_connection):
    state = await _walked(make_state)
    from buyer_portal import session  # noqa: PLC0415

    session.use_connection(silent_connection)
    await run_in_background(state, "photograph")

    assert (state.picture_problem, state.is_walking) == ("failed", False)
