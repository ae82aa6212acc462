from buyer_portal.pages.profile.state import ProfileState
from buyer_portal.views.phase import Phase


async def test_load_counts_the_orders_of_each_tab(open_shop, make_state):
    shop = await open_shop(
        buyers=[{"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@example.vn"}],
        orders=[{"status": "UNPAID"}, {"count": 3}, {"status": "CANCELLED"}],
    )
    state = make_state(ProfileState, "/vi/profile/", await shop.sign_in("lan"))

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.LOADING, Phase.READY]
    assert (state.profile.name, state.profile.login, state.profile.initials) == (
        "Nguyễn Thị Lan",
        "lan@example.vn",
        "NL",
    )
    assert [(counter.tab, counter.badge) for counter in state.profile.counters] == [
        ("to-pay", "1"),
        ("to-ship", "3"),
        ("to-receive", ""),
        ("cancelled", "1"),
    ]


async def test_load_keeps_what_was_known_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop()
    state = make_state(ProfileState, "/profile/", await shop.sign_in())
    async for _ in state.load():
        pass
    known = state.profile
    await shop.fail("me")

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.FAILED]
    assert state.profile == known


async def test_one_buyer_never_sees_another(open_shop, make_state):
    shop = await open_shop(
        buyers=[{"key": "lan", "name": "Lan"}, {"key": "budi", "name": "Budi"}],
        orders=[{"buyer": "lan", "count": 2}],
    )
    state = make_state(ProfileState, "/profile/", await shop.sign_in("budi"))

    async for _ in state.load():
        pass

    assert state.profile.name == "Budi"
    assert [counter.badge for counter in state.profile.counters] == ["", "", "", ""]
