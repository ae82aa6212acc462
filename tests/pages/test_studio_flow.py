"""The flow map: a screen is looked at, and its situations open in the frame."""

from urllib.parse import parse_qs, urlsplit

import pytest

from buyer_portal import session
from buyer_portal.pages.studio.flow.state import FlowState


@pytest.fixture
def open_map(service, make_state):  # noqa: ARG001 - it is what answers
    def do(address="/studio/flow/"):
        state = make_state(FlowState, address)
        state.load()
        return state

    return do


async def _run(handler):
    return [_ async for _ in handler]


def test_the_address_can_name_a_screen(open_map):
    assert (open_map().chosen, open_map("/studio/flow/?screen=refund").chosen) == ("", "refund")
    assert open_map("/studio/flow/?screen=nowhere").chosen == ""


async def test_a_screen_that_is_chosen_opens_its_first_situation(open_map):
    state = open_map("/vi/studio/flow/")

    await _run(state.choose("refund"))

    first = state.screen.states[0].name
    assert (state.chosen, state.played, state.is_opening) == ("refund", first, False)
    asked = parse_qs(urlsplit(state.src).query)
    assert asked["next"][0].startswith("/vi/orders/")
    assert asked["next"][0].endswith("/refund/")
    assert state.link == state.src


async def test_another_situation_takes_the_place_of_the_one_before(open_map):
    state = open_map()
    await _run(state.choose("order"))
    before = state._prototype.tenant

    await _run(state.play("in-transit"))

    assert state.played == "in-transit"
    assert state._prototype.tenant != before
    played = state._prototype.tenant
    for nothing in ("no-such", "", None, 7):
        await _run(state.play(nothing))
    assert state._prototype.tenant == played


async def test_a_screen_without_situations_leaves_the_frame_as_it_is(open_map):
    state = open_map()
    await _run(state.choose("refund"))
    src = state.src

    await _run(state.choose("receipt"))
    await _run(state.choose("nowhere"))

    assert (state.src, state.screen.states) == (src, [])


async def test_without_frames_a_link_opens_the_page_once(open_map):
    state = open_map()
    state.know_frames("no")

    await _run(state.choose("refund"))

    assert (state.src, state.link.startswith("/studio/enter?")) == ("", True)


async def test_a_service_that_does_not_answer_is_told(make_state, silent_connection):
    session.use_connection(silent_connection)
    state = make_state(FlowState, "/studio/flow/")
    state.load()

    await _run(state.choose("refund"))

    assert (state.has_failed, state.src, state.is_opening) == (True, "", False)


def test_the_map_goes_out_as_files(open_map):
    state = open_map()

    assert "flow.svg" in str(state.download_svg().args)
    assert "flow.mmd" in str(state.download_mermaid().args)
