"""What a seller says to a return, and what comes of saying nothing."""

import pytest

from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.domain.returns import OfferStatus, ReturnKind, ReturnOutcome
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    OrderChangedError,
    ReturnRefusedError,
)
from buyer_portal.order_contract.returns import AnswerOffer, ShipReturn
from tests.order_service.returns.situations import (
    DAY,
    DELIVERED,
    HOUR,
    MUG,
    PARCEL,
    R,
    return_of,
    types_of,
)


async def test_a_seller_declines_with_a_reason_and_the_pieces_stay(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())

    with pytest.raises(InvalidCommandError):
        await world.step("return-reject")
    detail = await world.step("return-reject", reason="It is as described.")

    assert (detail.returns[0].status, detail.returns[0].answer_reason) == (
        R.REJECTED,
        "It is as described.",
    )
    assert detail.order.open_return is None
    assert detail.order.refunded_minor == 0
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {MUG: 2})
    assert offer.pieces == {MUG: 1}
    with pytest.raises(ReturnRefusedError) as refused:
        await ask(buyer, world.order(), {MUG: 2}, seen_refund_minor=None)
    assert refused.value.obstacle is ReturnObstacle.RETURNED


async def test_goods_that_came_back_can_be_declined_too(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    [found] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, found, ShipReturn, **PARCEL)
    await world.step("return-arrive")

    detail = await world.step("return-reject", reason="The box was empty.")

    assert (detail.returns[0].status, detail.order.refunded_minor) == (R.REJECTED, 0)
    notification = (await world.notifications()).notifications[0]
    assert notification.parameters["code"] == "goods"


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_part_of_the_money_is_offered_and_answered(make_world, ask, send, accepts):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())
    for amount in (0, 200_000):
        with pytest.raises(InvalidCommandError):
            await world.step("return-offer", amount_minor=amount)
    offered = await world.step("return-offer", amount_minor=60_000, text="Keep it.")
    [found] = offered.returns
    assert found.open_offer.words == "Keep it."
    assert offered.order.open_return.answer_by is None
    with pytest.raises(OrderChangedError):
        await send(buyer, found, AnswerOffer, accepts=True, seen_amount_minor=60_001)

    found = await send(buyer, found, AnswerOffer, accepts=accepts, seen_amount_minor=60_000)

    order = (await world.detail()).order
    if accepts:
        assert (found.status, found.outcome) == (R.APPROVED, ReturnOutcome.PART)
        assert [refund.amount_minor for refund in found.refunds] == [60_000]
        assert [line.refund_minor for line in found.lines] == [60_000]
        assert (order.refunded_minor, order.lines[0].returned_quantity) == (60_000, 0)
        assert order.open_return is None
        obstacles = [line.obstacle for line in (await buyer.return_offer(order.id)).lines]
        assert obstacles == [None, None]  # one mug is settled, the other can go
    else:
        assert (found.status, found.offer.status) == (R.REQUESTED, OfferStatus.DECLINED)
        assert order.refunded_minor == 0
        assert order.open_return.answer_by == found.answer_by
        with pytest.raises(InvalidCommandError):
            await world.step("return-offer", amount_minor=70_000)


async def test_the_seller_pays_and_lets_the_buyer_keep_the_goods(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())
    await world.step("return-approve")

    detail = await world.step("return-keep")

    [found] = detail.returns
    assert (found.status, found.outcome, found.ship_by) == (R.APPROVED, ReturnOutcome.KEPT, None)
    assert [refund.amount_minor for refund in found.refunds] == [200_000]
    assert detail.order.lines[0].returned_quantity == 1


@pytest.mark.parametrize(
    ("state", "hours", "status", "kind"),
    [
        pytest.param("requested", 48, R.APPROVED, "return.approved", id="seller-silent"),
        pytest.param("approved", 5 * 24, R.EXPIRED, "return.expired", id="never-sent"),
        pytest.param("shipped", 8 * 24, R.RECEIVED, "return.received", id="never-confirmed"),
        pytest.param("arrived", 8 * 24, R.RECEIVED, "return.received", id="not-looked-at"),
        pytest.param("offered", 48, R.REQUESTED, "offer.declined", id="offer-lapsed"),
    ],
)
async def test_what_happens_when_nobody_acts(make_world, state, hours, status, kind):
    order = {**DELIVERED, "returning": {"state": state, "hours_ago": 0.01}}
    world = await make_world(orders=[order])

    await world.advance(advance_seconds=(hours - 1) * HOUR)
    before = (await return_of(world)).status
    await world.advance(advance_seconds=HOUR)

    assert before is not status or state == "offered"
    assert (await return_of(world)).status is status
    assert kind in await types_of(world)


async def test_silence_closes_where_the_policy_says_so(make_world):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "shopee-ph"}],
        orders=[{**DELIVERED, "returning": {"hours_ago": 1}}],
    )

    await world.advance(advance_seconds=10 * DAY)

    found = await return_of(world)
    assert (found.status, (await world.detail()).order.open_return) == (R.EXPIRED, None)


async def test_a_counterpart_can_only_do_what_fits(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    with pytest.raises(InvalidCommandError):
        await world.step("return-approve")
    await ask(await world.buyer(), world.order())

    for name in ("return-arrive", "return-receive", "seller-approve", "seller-reject"):
        with pytest.raises(InvalidCommandError):
            await world.step(name, reason="No.")
    await world.step("return-approve")
    with pytest.raises(InvalidCommandError):
        await world.step("return-approve")
