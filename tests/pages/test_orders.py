import pytest

from buyer_portal import session
from buyer_portal.pages.orders.state import OrdersState
from buyer_portal.views.phase import Phase

ORDERS = "/orders/"


async def phases_of(handler, state) -> list[Phase]:
    return [state.phase async for _ in handler]


async def test_load_shows_the_orders_newest_first(open_shop, make_state):
    shop = await open_shop(
        orders=[
            {"key": "old", "number": "BP-1", "placed_hours_ago": 9},
            {"key": "new", "number": "BP-2", "placed_hours_ago": 5},
        ]
    )
    state = make_state(OrdersState, ORDERS, await shop.sign_in())

    phases = await phases_of(state.load(), state)

    assert [*phases, state.phase] == [Phase.LOADING, Phase.READY]
    assert [card.id for card in state.cards] == [
        shop.made.orders["new"],
        shop.made.orders["old"],
    ]
    assert (state.counts["all"], state.counts["to-ship"], state.has_more) == (2, 2, False)
    assert state.shown_text == "2 orders shown"


async def test_the_address_chooses_tab_and_search(open_shop, make_state):
    shop = await open_shop(
        orders=[
            {"key": "paid", "lines": [{"product_name": "Teapot"}]},
            {"key": "unpaid", "status": "UNPAID", "lines": [{"product_name": "Teapot"}]},
            {"key": "other", "status": "UNPAID", "lines": [{"product_name": "Lamp"}]},
        ]
    )
    state = make_state(OrdersState, "/vi/orders/?tab=to-pay&q=teapot", await shop.sign_in())

    await phases_of(state.load(), state)

    assert (state.tab, state.query) == ("to-pay", "teapot")
    assert [card.id for card in state.cards] == [shop.made.orders["unpaid"]]
    assert state.cards[0].status_text == "Chờ thanh toán"


@pytest.mark.parametrize("query", ["?tab=nonsense", "?tab=", "?q=" + "x" * 5000, "?q=%00%F0"])
async def test_any_address_shows_a_list(query, open_shop, make_state):
    shop = await open_shop()
    state = make_state(OrdersState, ORDERS + query, await shop.sign_in())

    await phases_of(state.load(), state)

    assert (state.tab, state.phase) == ("all", Phase.READY)


async def test_show_more_continues_where_the_list_ends(open_shop, make_state):
    shop = await open_shop(orders=[{"count": 45}])
    state = make_state(OrdersState, ORDERS, await shop.sign_in())
    await phases_of(state.load(), state)

    lengths = [len(state.cards)]
    while state.has_more:
        await phases_of(state.show_more(), state)
        lengths.append(len(state.cards))

    assert lengths == [20, 40, 45]
    assert len({card.id for card in state.cards}) == 45


async def test_refreshing_keeps_how_far_the_list_was_scrolled(open_shop, make_state):
    shop = await open_shop(orders=[{"key": "first", "placed_hours_ago": 1}, {"count": 44}])
    state = make_state(OrdersState, ORDERS, await shop.sign_in())
    await phases_of(state.load(), state)
    await phases_of(state.show_more(), state)
    await shop.step("pack", "first")

    await state.refresh()

    assert len(state.cards) == 40
    assert state.cards[0].status == "AWAITING_COLLECTION"


async def test_old_cards_stay_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop()
    state = make_state(OrdersState, ORDERS, await shop.sign_in())
    await phases_of(state.load(), state)
    known = list(state.cards)
    await shop.fail("orders")

    await phases_of(state.load(), state)

    assert (state.phase, state.cards, state.has_failed_late) == (Phase.READY, known, True)
    assert state.stale_text.startswith("We could not refresh this.")
    await shop.fail()
    await phases_of(state.try_again(), state)
    assert state.has_failed_late is False


async def test_nothing_to_show_and_no_answer_is_a_failure(open_shop, make_state, silent_connection):
    shop = await open_shop()
    state = make_state(OrdersState, ORDERS, await shop.sign_in())
    session.use_connection(silent_connection)

    phases = await phases_of(state.load(), state)

    assert [*phases, state.phase] == [Phase.LOADING, Phase.FAILED]


async def test_a_search_leads_to_its_address(open_shop, make_state):
    shop = await open_shop()
    state = make_state(OrdersState, "/id/orders/?tab=to-pay", await shop.sign_in())
    await phases_of(state.load(), state)

    await state.search("  ấm & trà ")

    assert state.search_href == "/id/orders/?tab=to-pay&q=%E1%BA%A5m+%26+tr%C3%A0"


@pytest.mark.parametrize("typed", ["", "   ", None, 7, ["x"]])
async def test_searching_for_what_is_shown_leads_nowhere(typed, open_shop, make_state):
    shop = await open_shop()
    state = make_state(OrdersState, ORDERS, await shop.sign_in())
    await phases_of(state.load(), state)

    await state.search("shoes")
    await state.search(typed)

    assert state.search_href == ""


async def test_a_list_that_is_opened_again_leads_nowhere(open_shop, make_state):
    shop = await open_shop()
    state = make_state(OrdersState, ORDERS, await shop.sign_in())
    await phases_of(state.load(), state)
    await state.search("typed just before an order was opened")

    await phases_of(state.load(), state)

    assert state.search_href == ""


async def test_one_buyer_never_sees_the_orders_of_another(open_shop, make_state):
    shop = await open_shop(
        buyers=[{"key": "lan"}, {"key": "bo"}], orders=[{"buyer": "lan"}, {"buyer": "bo"}]
    )
    state = make_state(OrdersState, ORDERS, await shop.sign_in("bo"))

    await phases_of(state.load(), state)

    assert [card.id for card in state.cards] == [shop.made.orders["order-2"]]
