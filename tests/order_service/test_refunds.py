"""Money that goes back arrives, once, whatever the bank does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from buyer_portal.domain.cancellations import (
    CancellationStatus,
    RefundFailure,
    RefundStatus,
)
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.refunds.tables import SimulatedPayoutRow

DAY = 86400
PAID = {"orders": [{"status": "AWAITING_SHIPMENT"}]}


@pytest.fixture
async def cancelled(make_world, cancel):
    """A cancelled, paid order; return its world."""

    async def do(**scenario):
        world = await make_world(**(PAID | scenario))
        await cancel(await world.buyer(), world.order())
        return world

    return do


async def _refund(world):
    [cancellation] = (await world.detail()).cancellations
    [refund] = cancellation.refunds
    return refund


async def _types(world):
    return [entry.type for entry in (await world.detail()).history if "refund" in entry.type]


async def _ledger(world, database):
    table = table_of(SimulatedPayoutRow)
    statement = select(table).where(table.c.tenant == world.made.tenant)
    return await database.read(lambda connection: connection.execute(statement).all())


async def test_refund_is_sent_at_once_and_arrives_in_its_range(cancelled):
    world = await cancelled()

    await world.advance()
    sent = await _refund(world)
    await world.advance(advance_seconds=40 * DAY)
    refund = await _refund(world)

    assert (sent.status, sent.sent_at) == (RefundStatus.PROCESSING, sent.requested_at)
    assert sent.bank_reference.isdigit()
    assert refund.status is RefundStatus.SUCCEEDED
    assert refund.expected_from <= refund.settled_at <= refund.expected_until
    assert await _types(world) == ["refund.sent", "refund.settled"]
    [cancellation] = (await world.detail()).cancellations
    assert cancellation.status is CancellationStatus.COMPLETE


async def test_a_bank_does_the_same_in_each_tenant_of_a_scenario(cancelled):
    worlds = [await cancelled(), await cancelled()]

    for world in worlds:
        await world.advance(advance_seconds=40 * DAY)

    one, other = [await _refund(world) for world in worlds]
    assert one == other
    assert one.settled_at


async def test_each_step_is_told_once(cancelled):
    world = await cancelled()

    await world.advance(advance_seconds=40 * DAY)
    await world.advance(advance_seconds=40 * DAY)

    told = [told.type for told in (await world.notifications()).notifications]
    assert sorted(told) == ["order.cancelled", "refund.sent", "refund.settled"]


@pytest.mark.parametrize(
    "bank",
    [
        pytest.param({"unavailable_times": 3}, id="unavailable"),
        pytest.param({"lost_answer_times": 2}, id="answer-lost"),
        pytest.param({"unavailable_times": 1, "lost_answer_times": 1}, id="both"),
    ],
)
async def test_bank_that_cannot_be_reached_pays_once(cancelled, database, bank):
    world = await cancelled()
    await world.faults(bank=bank)

    for _ in range(sum(bank.values())):
        await world.advance(advance_seconds=3600)
        assert await _types(world) == []
    await world.advance(advance_seconds=40 * DAY)

    refund = await _refund(world)
    [paid] = await _ledger(world, database)
    assert refund.status is RefundStatus.SUCCEEDED
    assert (paid.amount_minor, paid.currency) == (refund.amount_minor, refund.currency)
    assert await _types(world) == ["refund.sent", "refund.settled"]


async def test_late_refund_is_told_once_and_still_arrives(cancelled):
    world = await cancelled()
    await world.faults(bank={"late_days": 5})
    await world.advance()
    promised = (await _refund(world)).expected_until

    await world.advance(now=promised)
    late = await _refund(world)
    await world.advance(advance_seconds=4 * DAY)
    assert await _types(world) == ["refund.sent", "refund.late"]
    await world.advance(advance_seconds=DAY)
    refund = await _refund(world)

    assert (late.status, late.late_at) == (RefundStatus.PROCESSING, promised)
    assert refund.status is RefundStatus.SUCCEEDED
    assert refund.settled_at == promised + timedelta(days=5)
    assert await _types(world) == ["refund.sent", "refund.late", "refund.settled"]


async def test_failed_refund_is_tried_once_more_as_another_payout(cancelled, database):
    world = await cancelled()
    await world.faults(bank={"fails": "account_closed"})
    await world.advance()
    promised = (await _refund(world)).expected_until
    await world.faults()

    await world.advance(now=promised + timedelta(days=20))

    refund = await _refund(world)
    ledger = await _ledger(world, database)
    assert (refund.status, refund.attempt) == (RefundStatus.SUCCEEDED, 2)
    assert sorted(row.failure for row in ledger) == ["", "account_closed"]
    assert await _types(world) == [
        "refund.sent",
        "refund.failed",
        "refund.sent",
        "refund.settled",
    ]


async def test_refund_that_fails_again_stays_failed(cancelled):
    world = await cancelled()
    await world.faults(bank={"fails": "refused_by_bank"})

    await world.advance(advance_seconds=60 * DAY)

    refund = await _refund(world)
    assert (refund.status, refund.attempt) == (RefundStatus.FAILED, 2)
    assert refund.failure is RefundFailure.REFUSED_BY_BANK
    [cancellation] = (await world.detail()).cancellations
    assert cancellation.status is CancellationStatus.SUCCESS


async def test_unpaid_order_has_no_refund_to_carry(make_world, cancel):
    world = await make_world(orders=[{"status": "UNPAID"}])
    await cancel(await world.buyer(), world.order())

    await world.advance(advance_seconds=60 * DAY)

    [cancellation] = (await world.detail()).cancellations
    assert (cancellation.refunds, cancellation.refund_minor) == ((), 0)
    assert await _types(world) == []


async def test_every_payment_gets_its_own_back(make_world, cancel, database):
    """The bank's ledger and ours agree at rest, in four currencies."""
    for market in ("VN", "ID", "US", "DE"):
        world = await make_world(
            orders=[
                {
                    "market": market,
                    "lines": [{"quantity": 3}, {"quantity": 2}],
                }
            ]
        )
        await cancel(await world.buyer(), world.order())
        await world.advance(advance_seconds=60 * DAY)

        order = (await world.detail()).order
        ledger = await _ledger(world, database)
        assert sum(row.amount_minor for row in ledger) == order.refunded_minor
        assert order.refunded_minor == order.paid_minor
