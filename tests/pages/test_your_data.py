import pytest

from buyer_portal.pages.your_data.state import YourDataState
from buyer_portal.views.phase import Phase


@pytest.fixture
def open_data(make_state):
    async def make(shop, query="", locale=""):
        state = make_state(YourDataState, f"{locale}/settings/data/{query}", await shop.sign_in())
        await state.load()
        return state

    return make


async def test_what_is_open_is_counted_in_words(open_shop, open_data):
    shop = await open_shop(orders=[{}, {"status": "IN_TRANSIT"}, {"status": "DELIVERED"}])

    state = await open_data(shop)

    assert (state.phase, state.view.can_delete) == (Phase.READY, False)
    assert state.view.obstacles == [
        "2 orders are still open. Cancel them or wait until they have arrived."
    ]


async def test_without_anything_open_the_name_is_asked_for(open_shop, open_data):
    state = await open_data(await open_shop(orders=[{"status": "DELIVERED"}]), locale="/id")

    assert (state.view.can_delete, state.view.obstacles) == (True, [])
    assert state.view.confirm_text == f"Ketik {state.view.login} untuk konfirmasi"


@pytest.mark.parametrize(
    ("query", "problem"),
    [("?problem=other", "other"), ("?problem=busy", "busy"), ("?problem=<b>", ""), ("", "")],
)
async def test_the_address_says_how_the_last_try_went(open_shop, open_data, query, problem):
    assert (await open_data(await open_shop(), query)).problem == problem


async def test_an_outage_says_so(open_shop, open_data):
    shop = await open_shop()
    await shop.fail("account")

    state = await open_data(shop)

    assert (state.phase, state.view) == (Phase.FAILED, None)
