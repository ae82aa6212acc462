"""Refusing a delivery: what the page's state does between the press and the truth."""

import pytest

from buyer_portal.pages.refuse.state import RefuseState
from buyer_portal.session import use_connection
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background

AGREED = {"agree": "yes", "sent_at": ""}


@pytest.fixture
def open_page(open_shop, make_state):
    """Open the page of an order of a new shop, loaded."""

    async def do(address="/orders/{}/refuse/", **order):
        shop = await open_shop(orders=[{"status": "IN_TRANSIT"} | order])
        path = address.format(shop.made.orders["order-1"])
        state = make_state(RefuseState, path, await shop.sign_in())
        async for _ in state.load():
            pass
        return shop, state

    return do


async def test_refusing_shows_the_ledger_first_and_the_door_then(open_page):
    _, state = await open_page()
    assert (state.phase, state.page.kind) == (Phase.READY, "offer")
    assert (state.page.ledger.now, state.page.ledger.then) == ("0", "1")

    await run_in_background(state, "send", AGREED)

    assert (state.page.kind, state.problem, state.outcome) == ("announced", "", "done")
    assert len(state.page.door) == 4


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="not-ticked"),
        pytest.param({"agree": "no"}, id="another-value"),
        pytest.param({"agree": ["yes"]}, id="no-text"),
        pytest.param("yes", id="no-form"),
    ],
)
async def test_without_the_box_nothing_is_sent(open_page, form):
    _, state = await open_page()

    await run_in_background(state, "send", form)

    assert [error.field_id for error in state.errors] == ["refuse-agree"]
    assert (state.page.kind, state.outcome) == ("offer", "errors")


async def test_the_carrier_was_faster_and_that_is_told(open_page):
    shop, state = await open_page()
    await shop.step("deliver")

    await run_in_background(state, "send", AGREED)

    assert state.page.kind == "closed"
    assert state.problem.startswith("It changed while you were deciding")


async def test_a_press_from_before_the_line_was_down_is_not_meant_any_more(open_page):
    _, state = await open_page()

    await run_in_background(state, "send", AGREED | {"sent_at": "1000"})

    assert (state.page.kind, state.outcome) == ("offer", "failed")
    assert "nothing was sent" in state.problem


async def test_a_fault_of_ours_says_that_nothing_was_sent(open_page):
    shop, state = await open_page()
    await shop.fail("refuse")

    await run_in_background(state, "send", AGREED)

    assert state.page.kind == "offer"
    assert state.problem == "Our side has a fault, so nothing was sent. Please try again."


async def test_taken_back_the_offer_is_there_again(open_page):
    _, state = await open_page(refusal={"hours_ago": 1})
    assert state.page.kind == "announced"

    await run_in_background(state, "withdraw")

    assert (state.page.kind, state.problem) == ("offer", "")
    assert state.done == "You take the delivery after all. Nothing counts against you."


async def test_too_late_to_take_back(open_page):
    shop, state = await open_page(refusal={"hours_ago": 1})
    await shop.step("bring-back")

    await run_in_background(state, "withdraw")

    assert state.page.kind == "confirmed"
    assert state.problem.startswith("It could not be taken back")


async def test_each_parcel_can_be_left_out(open_page):
    shop, state = await open_page(
        status="PARTIALLY_SHIPPING",
        lines=[
            {"product_name": "Mug", "unit_price_minor": 200_000, "status": "IN_TRANSIT"},
            {"product_name": "Tote", "unit_price_minor": 100_000, "status": "AWAITING_SHIPMENT"},
        ],
    )
    await shop.step("carrier-scan")
    await state.refresh()
    first, second = state.page.parcels

    async for _ in state.choose_parcel(first.id, is_in=False):
        pass
    one_left = [parcel.is_chosen for parcel in state.page.parcels]
    async for _ in state.choose_parcel(second.id, is_in=False):
        pass
    await run_in_background(state, "send", AGREED)

    assert one_left == [False, True]
    assert [error.field_id for error in state.errors] == ["refuse-parcels"]
    async for _ in state.choose_parcel(second.id, is_in=True):
        pass
    await run_in_background(state, "send", AGREED)
    assert (state.page.kind, state.problem) == ("announced", "")


async def test_another_account_sees_no_order(open_shop, make_state):
    shop = await open_shop(
        buyers=[{"key": "buyer"}, {"key": "other"}],
        orders=[{"status": "IN_TRANSIT", "buyer": "buyer"}],
    )
    path = f"/orders/{shop.made.orders['order-1']}/refuse/"
    state = make_state(RefuseState, path, await shop.sign_in("other"))

    async for _ in state.load():
        pass

    assert (state.phase, state.page) == (Phase.MISSING, None)


async def test_a_silent_shop_is_tried_again(open_page, silent_connection):
    _, state = await open_page()
    use_connection(silent_connection)

    await state.refresh()

    assert (state.phase, state.has_failed_late) == (Phase.READY, True)
    assert state.again is not None
