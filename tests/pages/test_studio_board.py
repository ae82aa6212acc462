"""The board's state: frames on hosts of its own, and pictures where no frame can be."""

import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.pages.studio.board.state import BoardState
from buyer_portal.session import SessionState
from buyer_portal.studio.board import BoardPhase
from buyer_portal.studio.camera import CameraProblem
from tests.pages.background import in_steps, run_in_background

pytestmark = pytest.mark.usefixtures("service", "camera")
BOARD = "/studio/?rows=stage:UNPAID,IN_TRANSIT&columns=policy:until-packed"


async def _built(make_state, address=BOARD, can_frame="yes"):
    state = make_state(BoardState, address)
    state.load()
    state.know_frames(can_frame)
    events = await run_in_background(state, "build")
    return state, [event for event in events if event]


async def test_a_board_where_frames_work_makes_no_pictures(make_state, camera):
    state, events = await _built(make_state, can_frame="yes")

    assert (state.phase, events, camera.looked_at) == (BoardPhase.READY, [], [])
    assert state.columns == ["Until it is packed"]
    assert [row.label for row in state.rows] == ["Pending payment", "In transit"]
    [first, second] = [row.frames[0] for row in state.rows]
    assert [
        frame.src.partition("/studio/enter?")[0].partition(".")[2] for frame in (first, second)
    ] == ["portal.localhost:8000"] * 2
    assert [frame.outcome for frame in (first, second)] == [
        words_of("en")(f"studio.outcome.{name}") for name in ("instant", "none")
    ]
    assert first.own_href.startswith("/s/")


async def test_where_no_frame_can_be_each_gets_its_picture(make_state, camera):
    state, events = await _built(make_state, can_frame="no")
    assert [event.handler.fn.__name__ for event in events] == ["photograph"]

    drawn = [
        (state.pictures_ready, sorted(state.pictures)) async for _ in in_steps(state, "photograph")
    ]

    assert drawn == [(0, ["f1", "f2"]), (1, ["f1", "f2"]), (2, ["f1", "f2"])]
    assert {visit.address.partition("?")[0] for visit in camera.looked_at} == {"/studio/enter"}
    assert [
        camera.shown(href).startswith("0 /studio/enter") for href in state.pictures.values()
    ] == [True] * 2
    assert state.picture_problem == ""


async def test_a_board_is_made_once_the_browser_has_answered(make_state):
    state = make_state(BoardState, BOARD)

    assert (state.load(), state.phase) == (None, BoardPhase.LOADING)
    assert [(row.label, [frame.src for frame in row.frames]) for row in state.rows] == [
        ("Pending payment", [""]),
        ("In transit", [""]),
    ]
    assert [state.know_frames(answer) for answer in ("maybe", "", None, 3)] == [None] * 4
    assert state.know_frames("yes").handler.fn.__name__ == "build"
    assert state.know_frames("yes") is None
    assert state.load().handler.fn.__name__ == "build"  # the answer is known


async def test_an_address_without_rows_makes_nothing(make_state):
    state = make_state(BoardState, "/studio/")

    assert state.load() is None
    assert state.know_frames("yes") is None
    assert state.phase is BoardPhase.CHOOSING


async def test_buyers_live_where_the_browser_is(make_state, service):
    state = make_state(BoardState, BOARD)
    (await state.get_state(SessionState)).time_zone = "Asia/Ho_Chi_Minh"
    state.load()
    state.know_frames("yes")

    await run_in_background(state, "build")

    ticket = parse_qs(urlsplit(state.rows[0].frames[0].src).query)["ticket"][0]
    signing_in = TicketSignIn(ticket=ticket, user_agent="pytest")
    session = await ServiceClient(service).sign_in_by_ticket(signing_in)
    buyer = BuyerClient(service, hashlib.sha256(session.session_id.encode()).hexdigest())
    assert (await buyer.me()).buyer.time_zone == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize("problem", list(CameraProblem))
async def test_a_board_without_a_camera_says_why(make_state, camera, problem):
    camera.problem = problem
    state, _ = await _built(make_state, can_frame="no")

    await run_in_background(state, "photograph")

    assert state.pictures == {"f1": "-", "f2": "-"}
    assert (state.pictures_ready, state.picture_problem) == (0, problem.value)


async def test_building_again_forgets_the_pictures_before(make_state, camera):
    state, _ = await _built(make_state, can_frame="no")
    await run_in_background(state, "photograph")
    before = list(state.pictures.values())

    await run_in_background(state, "build")

    assert [camera.shown(href) for href in before] == [None, None]
    assert (state.pictures, state.pictures_ready) == ({}, 0)


async def test_where_frames_work_nobody_has_pictures_made(make_state, camera):
    state, _ = await _built(make_state, can_frame="yes")

    await run_in_background(state, "photograph")

    assert (camera.looked_at, state.pictures) == ([], {})
