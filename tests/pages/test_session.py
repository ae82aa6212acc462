"""Which build a page says it is, and what follows."""

import pytest

from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.pages.order_detail.state import OrderDetailState
from buyer_portal.session import SessionState


async def test_a_newer_page_has_its_order_decided_again(open_shop, make_state):
    shop = await open_shop(
        sellers=[{"key": "s", "preset": "tiktok-id", "overrides": {"minimum_client_build": 2}}],
        orders=[{"lines": [{}, {"quantity": 3}]}],
    )
    signed_in = await shop.sign_in()
    page = make_state(OrderDetailState, f"/orders/{shop.made.orders['order-1']}/", signed_in)
    tab = await page.get_state(SessionState)
    cancel = await page.get_state(CancelState)
    await tab.arrive("UTC", 1)
    await page.refresh()
    assert cancel.dialog.lines == []
    of_old_page = (page.order.bar.is_on, page.why.lead.cause)
    revision = tab.revision

    await tab.arrive("UTC", 2)
    await page.refresh()

    assert of_old_page == (False, "build_outdated")
    assert tab.revision == revision + 1  # which makes the page read its order again
    assert (page.order.bar.is_on, page.why) == (True, None)
    assert len(cancel.dialog.lines) == 2  # what can be chosen is decided again as well


@pytest.mark.parametrize("build", [0, -1, "2", None, 10**9, True])
async def test_nonsense_builds_change_nothing(build, open_shop, make_state):
    shop = await open_shop()
    tab = make_state(SessionState, "/orders/", await shop.sign_in())
    await tab.arrive("UTC", 1)
    revision = tab.revision

    await tab.arrive("UTC", build)

    assert (tab._client_build, tab.revision) == (1, revision)


async def test_a_page_says_how_far_it_has_read_after_it_was_read(open_shop, make_state):
    shop = await open_shop()
    tab = make_state(SessionState, "/orders/", await shop.sign_in())
    await tab.arrive("UTC", 1)
    known = tab.feed_id
    await shop.step("pack")
    await tab.refresh()

    before = tab.shown_feed
    tab.note_shown(known)
    meanwhile = tab.shown_feed
    tab.note_shown(tab.feed_id)

    assert before == known == meanwhile == 0 < tab.shown_feed == tab.feed_id


async def test_a_page_loaded_again_says_so_too(open_shop, make_state):
    shop = await open_shop()
    tab = make_state(SessionState, "/orders/", await shop.sign_in())
    await shop.step("pack")
    await tab.arrive("UTC", 1)
    tab.note_shown(tab.feed_id)
    await shop.step("carrier-scan")  # while the page was being loaded again
    revision = tab.revision

    await tab.arrive("UTC", 1)
    then = tab.revision
    tab.note_shown(tab.feed_id)
    await tab.arrive("UTC", 1)

    assert revision < then == tab.revision


@pytest.mark.parametrize("feed_id", [10**9, -1, "1", None, True])
async def test_nobody_can_say_that_a_page_shows_what_it_cannot_know(feed_id, open_shop, make_state):
    shop = await open_shop()
    tab = make_state(SessionState, "/orders/", await shop.sign_in())
    await tab.arrive("UTC", 1)

    tab.note_shown(feed_id)

    assert tab.shown_feed == 0
