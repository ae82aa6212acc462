"""The standing page: the ledger as read, and an appeal from the press to the truth."""

import pytest

from buyer_portal.pages.standing.state import StandingState
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background

REFUSED = {"status": "IN_TRANSIT", "refused": {"hours_ago": 24}}


@pytest.fixture
def open_page(open_shop, make_state):
    async def do(**order):
        shop = await open_shop(orders=[order or REFUSED])
        state = make_state(StandingState, "/standing/", await shop.sign_in())
        async for _ in state.load():
            pass
        return shop, state

    return do


async def test_good_standing_says_so(open_page):
    _, state = await open_page(status="UNPAID")

    assert state.phase is Phase.READY
    assert (state.standing.is_good, state.standing.title, state.standing.strikes) == (
        True,
        "Good standing",
        [],
    )


async def test_an_appeal_is_sent_and_answered(open_page):
    shop, state = await open_page()
    [note] = state.standing.strikes
    assert (note.state, note.can_appeal) == ("counts", True)

    await run_in_background(state, "appeal", {"strike": note.id, "text": " Nobody rang. "})

    [note] = state.standing.strikes
    assert (note.state, note.can_appeal, state.problem) == ("appealed", False, "")
    assert note.appeal[-1] == "You wrote: “Nobody rang.”"
    await shop.step("strike-remove", reason="Right you are.")
    await state.refresh()
    assert (state.standing.strikes[0].state, state.standing.is_good) == ("removed", True)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        pytest.param({}, "Say in a few words", id="nothing"),
        pytest.param({"text": "  "}, "Say in a few words", id="spaces"),
        pytest.param({"text": 7}, "Say in a few words", id="no-text"),
        pytest.param({"text": "x" * 1001}, "at most 1000", id="too-long"),
        pytest.param({"text": "x", "sent_at": "1000"}, "could not be sent", id="too-late"),
    ],
)
async def test_an_appeal_that_cannot_be_sent_says_why(open_page, form, said):
    _, state = await open_page()
    [note] = state.standing.strikes

    await run_in_background(state, "appeal", {"strike": note.id} | form)

    assert said in state.problem
    assert (state.problem_of, state.outcome) == (note.id, "errors")
    assert state.standing.strikes[0].state == "counts"


async def test_a_note_of_nobody_is_ignored(open_page):
    _, state = await open_page()

    await run_in_background(state, "appeal", {"strike": "elsewhere", "text": "x"})

    assert (state.problem, state.answer) == ("", 0)


async def test_when_support_was_faster_the_ledger_is_read_again(open_page):
    shop, state = await open_page()
    [note] = state.standing.strikes
    await shop.advance(91 * 86_400)

    await run_in_background(state, "appeal", {"strike": note.id, "text": "Nobody rang."})

    assert state.problem.startswith("It could not be sent") or "any more" in state.problem
    assert state.standing.strikes[0].state == "expired"


async def test_our_fault_keeps_the_appeal(open_page):
    shop, state = await open_page()
    [note] = state.standing.strikes
    await shop.fail("appeal_strike")

    await run_in_background(state, "appeal", {"strike": note.id, "text": "Nobody rang."})

    assert state.problem.startswith("It could not be sent")
    assert state.standing.strikes[0].can_appeal
