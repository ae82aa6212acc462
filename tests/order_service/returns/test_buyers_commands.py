"""What a buyer sends about a return: once, in time, and only about their own."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
    ReturnRefusedError,
)
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    PiecesToReturn,
    RequestReturn,
    ShipReturn,
    WithdrawReturn,
)
from tests.order_service.returns.situations import DELIVERED, HOUR, MUG, PARCEL, TOTE, R, return_of


async def test_withdrawing_is_possible_until_the_goods_are_sent(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    [found] = (await ask(buyer, world.order())).returns
    withdrawn = await send(buyer, found, WithdrawReturn)
    [again] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, again, ShipReturn, **PARCEL)

    with pytest.raises(NotWithdrawableError):
        await send(buyer, again, WithdrawReturn)

    assert withdrawn.status is R.WITHDRAWN
    assert [one.status for one in (await world.detail()).returns] == [R.WITHDRAWN, R.SHIPPED]


async def test_the_tracking_number_is_required_and_can_be_corrected(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    [found] = (await ask(buyer, world.order())).returns
    with pytest.raises(OrderChangedError):
        await send(buyer, found, ShipReturn, **PARCEL)  # nobody has agreed yet
    await world.step("return-approve")
    sent = await send(buyer, found, ShipReturn, **PARCEL)
    fixed = await send(buyer, found, ShipReturn, carrier="Swift Post", tracking_number="SP 12-35")

    await world.step("return-arrive")

    assert (fixed.tracking_number, fixed.confirm_by) == ("SP 12-35", sent.confirm_by)
    with pytest.raises(OrderChangedError):
        await send(buyer, found, ShipReturn, **PARCEL)


async def test_the_same_command_twice_has_the_effect_of_one(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()

    first = await ask(buyer, world.order(), key="key-same-0001")
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {TOTE: 1})
    same = RequestReturn(
        order_version=first.order.version - 1,
        expires_at=offer.detail.server_now + timedelta(minutes=2),
        lines=(PiecesToReturn(line_id=MUG, quantity=1),),
        reason_key=first.returns[0].reason_key,
        seen_refund_minor=200_000,
    )
    second = await buyer.request_return(world.order(), same, "key-same-0001")

    assert second.returns == first.returns
    assert len((await world.detail()).returns) == 1


async def test_two_tabs_ask_and_one_return_is_there(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()

    answers = await asyncio.gather(
        *(ask(buyer, world.order(), {MUG: 2}) for _ in range(2)), return_exceptions=True
    )

    refused = [one for one in answers if isinstance(one, ReturnRefusedError)]
    assert [one.obstacle for one in refused] == [ReturnObstacle.REQUEST_OPEN]
    assert len((await world.detail()).returns) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"reason_key": ""}, InvalidCommandError, id="no-reason"),
        pytest.param({"reason_key": "made_up"}, InvalidCommandError, id="unknown-reason"),
        pytest.param({"photo_ids": ["p"]}, InvalidCommandError, id="not-my-photo"),
        pytest.param({"seen_refund_minor": 1}, OrderChangedError, id="other-sum"),
        pytest.param(
            {"lines": [{"line_id": "line-9", "quantity": 1}]}, InvalidCommandError, id="line"
        ),
        pytest.param(
            {"lines": [{"line_id": MUG, "quantity": 1}] * 2}, InvalidCommandError, id="twice"
        ),
        pytest.param({"expires_at": "2020-01-01T00:00:00Z"}, CommandExpiredError, id="late"),
    ],
)
async def test_what_is_asked_wrongly_changes_nothing(make_world, ask, changes, error):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    before = await world.detail()

    with pytest.raises(error):
        await ask(buyer, world.order(), **changes)

    assert await world.detail() == before


async def test_after_the_last_day_it_is_too_late_whatever_the_page_showed(make_world, ask):
    world = await make_world(orders=[{**DELIVERED, "delivered_hours_ago": 15 * 24 - 1}])
    buyer = await world.buyer()
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {MUG: 1})
    await world.advance(advance_seconds=HOUR)

    with pytest.raises(ReturnRefusedError) as refused:
        await ask(buyer, world.order(), reason_key=offer.reasons[0], seen_refund_minor=None)

    assert offer.lines[0].until == offer.detail.server_now + timedelta(hours=1)
    assert refused.value.obstacle is ReturnObstacle.TOO_LATE


async def test_nobody_elses_return_can_be_seen_or_moved(make_world, ask):
    world = await make_world(
        buyers=[{"key": "buyer"}, {"key": "other"}], orders=[{**DELIVERED, "buyer": "buyer"}]
    )
    [found] = (await ask(await world.buyer(), world.order())).returns
    other = await world.buyer("other")
    own = await world.buyer()
    await world.step("return-offer", amount_minor=1000)
    now = (await world.detail()).server_now + timedelta(minutes=2)

    for call in (
        other.return_offer(world.order()),
        other.ship_return(found.id, ShipReturn(expires_at=now, **PARCEL), "key-foreign-1"),
        other.withdraw_return(found.id, WithdrawReturn(expires_at=now), "key-foreign-2"),
        other.answer_offer(
            found.id,
            AnswerOffer(expires_at=now, accepts=True, seen_amount_minor=1000),
            "key-foreign-3",
        ),
        own.withdraw_return("unknown", WithdrawReturn(expires_at=now), "key-foreign-4"),
    ):
        with pytest.raises(OrderNotFoundError):
            await call

    assert (await return_of(world)).status is R.REQUESTED
