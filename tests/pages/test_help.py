from buyer_portal.pages.help.state import HelpState
from buyer_portal.views.phase import Phase


async def run(handler):
    """Run a handler to its end."""
    return [None async for _ in handler]


def topic(state, key):
    return next(one for group in state.groups for one in group.topics if one.key == key)


async def test_help_answers_for_the_buyers_own_orders(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "AWAITING_COLLECTION"}, {"status": "UNPAID"}])
    state = make_state(HelpState, "/help/", await shop.sign_in())

    await run(state.load())

    assert (state.phase, state.is_signed_in, state.has_orders) == (Phase.READY, True, True)
    assert {line.text for line in topic(state, "why_off").lines} == {
        "The seller has packed your parcel"
    }


async def test_help_follows_what_happens_to_an_order(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "AWAITING_SHIPMENT"}])
    state = make_state(HelpState, "/help/", await shop.sign_in())
    await run(state.load())
    before = topic(state, "when_cancel").lines[0].text
    await shop.step("pack")

    await state.refresh()

    after = topic(state, "when_cancel").lines[0].text
    assert (before, after) == ("You can cancel it right now.", "The seller has packed your parcel")


async def test_nobody_reads_the_general_answers(open_shop, make_state):
    await open_shop()
    state = make_state(HelpState, "/help/?topic=money")

    await run(state.load())

    assert (state.phase, state.is_signed_in, state.has_orders) == (Phase.READY, False, False)
    assert (topic(state, "money").is_open, topic(state, "money").lines) == (True, [])


async def test_a_silent_shop_leaves_the_general_answers(open_shop, make_state):
    shop = await open_shop()
    await shop.fail("orders")
    state = make_state(HelpState, "/help/", await shop.sign_in())

    await run(state.load())

    assert (state.phase, state.has_failed) == (Phase.READY, True)
    assert topic(state, "money").answer


async def test_a_search_stands_in_the_address_and_opens_its_best_answer(open_shop, make_state):
    shop = await open_shop()
    state = make_state(HelpState, "/vi/help/?q=toi%20muon%20lay%20lai%20tien", await shop.sign_in())
    state.router_data["query"] = {}

    await run(state.load())

    [found] = state.groups
    assert (found.topics[0].key, found.topics[0].is_open) == ("money", True)
    assert found.title == "Câu trả lời"


async def test_typing_goes_to_the_address_of_the_search(open_shop, make_state):
    shop = await open_shop()
    order_id = shop.made.orders["order-1"]
    state = make_state(HelpState, f"/help/?order={order_id}", await shop.sign_in())
    await run(state.load())

    await state.search("  refund ")
    led = state.search_href
    await state.search("")
    same = state.search_href
    await state.find({"q": 5})

    assert led == f"/help/?q=refund&order={order_id}"
    assert (same, state.search_href) == ("", "")


async def test_a_search_without_an_answer_leads_to_support_about_the_order(open_shop, make_state):
    shop = await open_shop()
    order_id = shop.made.orders["order-1"]
    address = f"/help/?q=pizza+recipe&order={order_id}"
    state = make_state(HelpState, address, await shop.sign_in())

    await run(state.load())

    assert (state.groups, state.said) == ([], "0 answers")
    assert state.ask_href == f"/support/new/?order={order_id}"
