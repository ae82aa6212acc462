import pytest

from buyer_portal.pages.seller_policy.state import PolicyState, seller_in
from buyer_portal.views.phase import Phase


@pytest.mark.parametrize(
    ("path", "seller"),
    [
        pytest.param("/sellers/0198-a/policy/", "0198-a", id="english"),
        pytest.param("/vi/sellers/0198-a/policy", "0198-a", id="vietnamese"),
        pytest.param("/sellers/a%2Fb/policy/", "a/b", id="escaped"),
        pytest.param("/orders/0198/", "", id="other-page"),
        pytest.param("/", "", id="front-door"),
    ],
)
def test_the_seller_is_read_from_the_path(path, seller):
    assert seller_in(path) == seller


async def test_load_tells_the_policy(open_shop, make_state):
    shop = await open_shop(sellers=[{"key": "s", "name": "Gió Sneakers", "preset": "unpaid-only"}])
    address = f"/vi/sellers/{shop.sellers['s']}/policy/"
    state = make_state(PolicyState, address, await shop.sign_in())

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.LOADING, Phase.READY]
    assert (state.policy.title, state.policy.lead) == (
        "Chính sách của Gió Sneakers",
        "Bạn có thể tự hủy khi chưa thanh toán.",
    )


@pytest.mark.parametrize("seller", ["0198c0de-0000-7000-8000-000000000000", "..", "x%00y", "%F0"])
async def test_an_unknown_seller_is_missing(seller, open_shop, make_state):
    shop = await open_shop()
    state = make_state(PolicyState, f"/sellers/{seller}/policy/", await shop.sign_in())

    async for _ in state.load():
        pass

    assert (state.phase, state.policy) == (Phase.MISSING, None)


async def test_the_policy_stays_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop()
    address = f"/sellers/{shop.sellers['seller']}/policy/"
    state = make_state(PolicyState, address, await shop.sign_in())
    async for _ in state.load():
        pass
    known = state.policy
    await shop.fail("seller_policy")

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.FAILED]
    assert state.policy == known
