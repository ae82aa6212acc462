import pytest

from buyer_portal import routes
from buyer_portal.pages.refund.state import RefundState
from buyer_portal.views.phase import Phase
from buyer_portal.views.refund_track import RefundStage


@pytest.mark.parametrize(
    ("path", "order_id"),
    [
        ("/orders/0198/refund/", "0198"),
        ("/vi/orders/0198/refund", "0198"),
        ("/orders/a%2Fb/refund/", "a/b"),
        ("/orders/0198/", ""),
        ("/", ""),
    ],
)
def test_the_order_is_read_from_the_path(path, order_id):
    assert routes.order_in(path) == order_id


async def _loaded(shop, make_state, buyer="buyer") -> RefundState:
    address = f"/orders/{shop.made.orders['order-1']}/refund/"
    state = make_state(RefundState, address, await shop.sign_in(buyer))
    async for _ in state.load():
        assert state.phase is Phase.LOADING
    return state


async def test_the_tracker_follows_the_money(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "AWAITING_SHIPMENT"}])
    await shop.step("seller-cancel", reason="Sold out.")
    state = await _loaded(shop, make_state)
    stages = [state.refund.stage]

    await shop.advance(0)
    await state.refresh()
    stages.append(state.refund.stage)
    await shop.step("bank-settle")
    await state.refresh()

    assert [*stages, state.refund.stage] == [
        RefundStage.APPROVED,
        RefundStage.SENT,
        RefundStage.RECEIVED,
    ]


async def test_foreign_and_unknown_orders_look_the_same(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "lan"}, {"key": "bo"}], orders=[{"buyer": "lan"}])
    foreign = await _loaded(shop, make_state, "bo")
    unknown = make_state(
        RefundState,
        "/orders/0198c0de-0000-7000-8000-000000000000/refund/",
        await shop.sign_in("bo"),
    )
    async for _ in unknown.load():
        pass

    assert (foreign.phase, foreign.refund) == (unknown.phase, unknown.refund)
    assert (foreign.phase, foreign.refund) == (Phase.MISSING, None)


async def test_what_was_known_stays_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop(orders=[{"status": "AWAITING_SHIPMENT"}])
    state = await _loaded(shop, make_state)
    known = state.refund
    await shop.fail("order")

    await state.refresh()

    assert (state.phase, state.refund, state.has_failed_late) == (Phase.READY, known, True)
    assert state.again is not None
