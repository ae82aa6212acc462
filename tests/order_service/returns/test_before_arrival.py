"""Money asked for while the parcel is on its way."""

import pytest

from buyer_portal.domain.orders import OrderStatus, RequestKind
from buyer_portal.domain.returns import ReturnKind, ReturnOutcome
from tests.order_service.returns.situations import DAY, DELIVERED, HOUR, R, return_of


async def test_money_alone_is_asked_for_and_comes_when_the_seller_agrees(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order(), kind=ReturnKind.REFUND)

    detail = await world.step("return-approve")

    [found] = detail.returns
    assert (found.kind, found.status, found.outcome) == (
        ReturnKind.REFUND,
        R.APPROVED,
        ReturnOutcome.KEPT,
    )
    assert detail.order.refunded_minor == 200_000
    await world.advance(advance_seconds=30 * DAY)
    assert (await return_of(world)).status is R.COMPLETED


@pytest.mark.parametrize("status", ["AWAITING_COLLECTION", "IN_TRANSIT"])
async def test_silence_approves_a_refund_under_way_and_stops_the_parcel(make_world, ask, status):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": status, "placed_hours_ago": 30}],
    )
    buyer = await world.buyer()
    detail = await world.detail()
    assert "request_refund" in [str(action.kind) for action in detail.decision.actions]
    asked = await ask(buyer, world.order(), kind=ReturnKind.REFUND)
    assert asked.order.open_return.kind is RequestKind.REFUND

    await world.advance(advance_seconds=24 * HOUR - 1)
    assert (await return_of(world)).status is R.REQUESTED
    await world.advance(advance_seconds=1)

    detail = await world.detail()
    assert detail.order.status is OrderStatus.CANCELLED
    assert {package.status for package in detail.order.packages} == {OrderStatus.CANCELLED}
    assert detail.order.refunded_minor == detail.order.paid_minor
    assert detail.returns[0].answered_by == "system"


async def test_a_seller_who_ships_late_has_no_say(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": "AWAITING_COLLECTION", "placed_hours_ago": 60}],
    )
    buyer = await world.buyer()

    answer = await ask(buyer, world.order(), kind=ReturnKind.REFUND, reason_key="")

    assert answer.order.status is OrderStatus.CANCELLED
    assert [one.status for one in answer.returns] == [R.APPROVED]


async def test_a_parcel_that_arrives_ends_the_wish_for_money(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": "IN_TRANSIT"}],
    )
    buyer = await world.buyer()
    await ask(buyer, world.order(), kind=ReturnKind.REFUND)

    detail = await world.step("deliver")

    assert (detail.returns[0].status, detail.order.refunded_minor) == (R.EXPIRED, 0)
    assert detail.order.open_return is None
    offer = await buyer.return_offer(world.order())
    assert offer.kinds == (ReturnKind.RETURN, ReturnKind.REFUND)


async def test_a_refused_parcel_ends_it_as_well_and_pays_once(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": "IN_TRANSIT"}],
    )
    await ask(await world.buyer(), world.order(), kind=ReturnKind.REFUND)

    detail = await world.step("bring-back")

    assert (detail.returns[0].status, detail.returns[0].refunds) == (R.EXPIRED, ())
    assert detail.order.refunded_minor == 1290  # the shipping is not given back
