from buyer_portal.pages.notifications.state import NotificationsState
from buyer_portal.session import SessionState
from buyer_portal.views.phase import Phase


async def run(handler):
    """Run a handler to its end."""
    return [None async for _ in handler]


async def test_load_shows_the_newest_first_and_counts_the_unread(open_shop, make_state):
    shop = await open_shop()
    await shop.step("pack")
    await shop.step("carrier-scan")
    state = make_state(NotificationsState, "/vi/notifications/", await shop.sign_in())

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.LOADING, Phase.READY]
    assert [row.title for row in state.rows] == ["Đang vận chuyển", "Đã đóng gói, chờ lấy hàng"]
    assert (state.unread, state.has_more) == (2, False)
    assert (await state.get_state(SessionState)).unread == 2


async def test_load_keeps_the_rows_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop()
    await shop.step("pack")
    state = make_state(NotificationsState, "/notifications/", await shop.sign_in())
    await run(state.load())
    await shop.fail("notifications")

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.FAILED]
    assert [row.title for row in state.rows] == ["Packed, waiting for pick-up"]


async def test_nobody_sees_no_notifications(open_shop, make_state):
    await open_shop()
    state = make_state(NotificationsState, "/notifications/")

    await run(state.load())

    assert (state.phase, state.rows) == (Phase.LOADING, [])


async def test_refresh_puts_what_is_new_on_top_and_says_so(open_shop, make_state):
    shop = await open_shop()
    await shop.step("pack")
    state = make_state(NotificationsState, "/notifications/", await shop.sign_in())
    await run(state.load())
    await shop.step("carrier-scan")

    await state.refresh()

    assert [row.title for row in state.rows] == ["In transit", "Packed, waiting for pick-up"]
    assert (state.said, state.unread) == ("1 new notification", 2)


async def test_the_list_goes_on_to_its_end_without_a_double(open_shop, make_state):
    orders = [{"key": f"o{number}"} for number in range(35)]
    shop = await open_shop(orders=orders)
    for order in orders:
        await shop.step("pack", order["key"])
    state = make_state(NotificationsState, "/notifications/", await shop.sign_in())
    await run(state.load())
    before = len(state.rows)

    while state.has_more:
        await run(state.show_more())

    assert before < len(state.rows) == len({row.id for row in state.rows}) == 35


async def test_a_broken_page_can_be_asked_for_again(open_shop, make_state):
    orders = [{"key": f"o{number}"} for number in range(35)]
    shop = await open_shop(orders=orders)
    for order in orders:
        await shop.step("pack", order["key"])
    state = make_state(NotificationsState, "/notifications/", await shop.sign_in())
    await run(state.load())
    await shop.fail("notifications")

    await run(state.show_more())
    failed = (state.more_failed, state.is_continuing, state.has_more)
    await shop.fail()
    await run(state.show_more())

    assert failed == (True, False, True)
    assert (state.more_failed, len(state.rows)) == (False, 35)


async def test_mark_all_waits_for_the_word_of_the_shop(open_shop, make_state):
    shop = await open_shop()
    await shop.step("pack")
    state = make_state(NotificationsState, "/notifications/", await shop.sign_in())
    await run(state.load())
    await shop.fail("mark_read")

    await state.mark_all_read()
    refused = ([row.is_read for row in state.rows], state.unread, state.has_failed)
    await shop.fail()
    await state.mark_all_read()

    assert refused == ([False], 1, True)
    assert ([row.is_read for row in state.rows], state.unread) == ([True], 0)
    assert (state.said, state.has_failed) == ("All are marked as read.", False)


async def test_opening_one_marks_it_alone(open_shop, make_state):
    shop = await open_shop()
    await shop.step("pack")
    await shop.step("carrier-scan")
    state = make_state(NotificationsState, "/notifications/", await shop.sign_in())
    await run(state.load())

    await state.mark_read(state.rows[1].id)
    await state.mark_read("not-mine")

    assert [row.is_read for row in state.rows] == [False, True]
    assert state.unread == 1
