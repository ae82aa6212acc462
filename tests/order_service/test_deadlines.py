"""What happens when nobody does anything, and that it happens once."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.errors import NotWithdrawableError
from buyer_portal.order_contract.cancellations import WithdrawCancellation
from buyer_portal.order_service.deadlines.use_cases import process_due

SILENCE = {"orders": [{"status": "AWAITING_COLLECTION"}]}


def _seller(**overrides):
    return [{"key": "seller", "preset": "until-shipped", "overrides": overrides}]


async def test_unpaid_order_expires_sharp(make_world):
    world = await make_world(orders=[{"status": "UNPAID", "placed_hours_ago": 0}])
    hours = (await world.detail()).policy.unpaid_expires_hours

    early = await world.advance(advance_seconds=hours * 3600 - 1)
    assert (early.deadlines_passed, (await world.detail()).order.status) == (0, OrderStatus.UNPAID)
    sharp = await world.advance(advance_seconds=1)

    detail = await world.detail()
    assert (sharp.deadlines_passed, detail.order.status) == (1, OrderStatus.CANCELLED)
    [cancellation] = detail.cancellations
    assert (cancellation.requested_by, cancellation.refunds) == (Actor.SYSTEM, ())
    assert detail.history[-1].type == "order.expired"


async def test_deadlines_happen_at_their_own_moment(make_world):
    """However far the clock jumps, an expiry is dated when it was due."""
    world = await make_world(orders=[{"status": "UNPAID", "placed_hours_ago": 0}])
    detail = await world.detail()
    due = detail.order.moments.placed_at + timedelta(hours=detail.policy.unpaid_expires_hours)

    await world.advance(advance_seconds=90 * 86400)

    assert (await world.detail()).order.moments.cancelled_at == due


async def test_silence_approves_where_the_policy_says_so(make_world, cancel):
    world = await make_world(sellers=_seller(silence_approves=True, answer_hours=24), **SILENCE)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())

    await world.advance(advance_seconds=24 * 3600)

    answer = await buyer.cancellation(asked.cancellation.id)
    assert answer.cancellation.status is CancellationStatus.SUCCESS
    assert answer.order.status is OrderStatus.CANCELLED
    assert sum(refund.amount_minor for refund in answer.cancellation.refunds) == (
        answer.order.paid_minor
    )


async def test_request_that_was_answered_is_left_alone(make_world, cancel):
    world = await make_world(sellers=_seller(), **SILENCE)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    await world.step("seller-reject", reason="Already on the truck.")
    before = await world.detail()

    clock = await world.advance(advance_seconds=30 * 86400)

    after = await world.detail()
    assert clock.deadlines_passed == 0
    assert after.order == before.order
    answer = await buyer.cancellation(asked.cancellation.id)
    assert answer.cancellation.answer_reason == "Already on the truck."


async def test_withdrawn_request_never_takes_effect(make_world, cancel, soon, new_key):
    world = await make_world(sellers=_seller(), **SILENCE)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    command = WithdrawCancellation(expires_at=soon(asked.server_now))
    await buyer.withdraw(asked.cancellation.id, command, new_key())

    clock = await world.advance(advance_seconds=30 * 86400)

    assert clock.deadlines_passed == 0
    assert (await world.detail()).order.status is OrderStatus.AWAITING_COLLECTION


async def test_withdrawal_after_silence_is_too_late(make_world, cancel, new_key):
    world = await make_world(sellers=_seller(answer_hours=24), **SILENCE)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    clock = await world.advance(advance_seconds=24 * 3600)

    with pytest.raises(NotWithdrawableError):
        await buyer.withdraw(
            asked.cancellation.id,
            WithdrawCancellation(expires_at=clock.now + timedelta(minutes=1)),
            new_key(),
        )


async def test_many_workers_do_each_deadline_once(make_world, database):
    world = await make_world(orders=[{"status": "UNPAID", "count": 20, "placed_hours_ago": 0}])
    later = world.made.now + timedelta(days=30)

    await asyncio.gather(*(process_due(database, world.made.tenant, later) for _ in range(4)))

    events = (await world.events()).events
    assert sorted(event.order_id for event in events) == sorted(world.made.orders.values())
    assert await process_due(database, world.made.tenant, later) == 0


async def test_running_clock_works_deadlines_off_by_itself(make_world, made):
    world = await make_world(
        is_frozen=False, orders=[{"status": "UNPAID", "placed_hours_ago": 1000}]
    )
    frozen = await make_world(orders=[{"status": "UNPAID", "placed_hours_ago": 1000}])

    await made.service._tick()

    assert (await world.detail()).order.status is OrderStatus.CANCELLED
    assert (await frozen.detail()).order.status is OrderStatus.UNPAID


async def test_clock_runs_or_stands_still(make_world):
    world = await make_world()
    first = await world.advance(advance_seconds=60)
    assert first.now == world.made.now + timedelta(seconds=60)
    assert (await world.advance()).now == first.now

    running = await world.advance(is_frozen=False)
    await asyncio.sleep(0.02)

    later = await world.advance()
    assert not later.is_frozen
    assert timedelta() < later.now - running.now < timedelta(minutes=1)


async def test_paid_order_does_not_expire(make_world):
    world = await make_world()

    clock = await world.advance(advance_seconds=365 * 86400)

    assert clock.deadlines_passed == 0
    assert (await world.detail()).order.version == 1
