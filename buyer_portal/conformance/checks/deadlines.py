"""Change here what is checked of deadlines: what happens when they pass."""

from datetime import datetime

from buyer_portal.conformance.checks.cancelling import requested
from buyer_portal.conformance.findings import NotCheckableError, expect
from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.decision_values import DeadlineKind
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.cancellations import CancellationAnswer
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.problems import ProblemCode

_IS_OVER = (CancellationStatus.SUCCESS, CancellationStatus.COMPLETE)


def _at(detail: OrderDetail, kind: DeadlineKind) -> datetime | None:
    return next((one.at for one in detail.decision.deadlines if one.kind is kind), None)


def _seconds_past(moment: datetime, now: datetime) -> float:
    return (moment - now).total_seconds() + 1


@check(Area.DEADLINES, "The clock of a tenant moves what the service calls now.")
async def clocks_move(kit: Kit) -> None:
    """Advance and look."""
    world = await kit.world()
    buyer = await world.buyer()
    before = (await buyer.order(world.order())).server_now
    clock = await world.advance(3600)
    after = (await buyer.order(world.order())).server_now
    passed = (after - before).total_seconds()
    expect(3600 <= passed < 3660, "an hour later", passed)  # noqa: PLR2004 - and what it took
    expect(clock.now <= after, clock.now, after)


@check(Area.DEADLINES, "Once the time to cancel at once is over, it is over.")
async def windows_close(kit: Kit) -> None:
    """Look before, send after."""
    world = await kit.world(
        [{"key": "order", "status": "AWAITING_SHIPMENT", "placed_hours_ago": 0.1}],
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
    )
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    until = _at(seen, DeadlineKind.CANCEL_BY)
    if until is None or seen.decision.outcome is not Permission.INSTANT:
        raise NotCheckableError("no order has a time limit for cancelling at once")
    await world.advance(_seconds_past(until, seen.server_now))
    after = await buyer.order(world.order())
    is_closed = after.decision.outcome is not Permission.INSTANT
    expect(is_closed, "no more cancelling at once", after.decision.outcome)
    reply = await buyer.cancel(
        after,
        seen_permission="instant",
        seen_refund_minor=seen.decision.refund_preview.total_minor,
    )
    reply.refused(ProblemCode.ORDER_CHANGED, ProblemCode.CANCELLATION_REFUSED, status=409)
    status = (await buyer.order(world.order())).order.status
    expect(status is not OrderStatus.CANCELLED, "an order that is not cancelled", status)


@check(Area.DEADLINES, "An order that nobody pays expires, once, and gives nothing back.")
async def unpaid_orders_expire(kit: Kit) -> None:
    """Let the time to pay pass."""
    world = await kit.world([{"key": "order", "status": "UNPAID"}])
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    until = _at(seen, DeadlineKind.PAY_BY)
    if until is None:
        raise NotCheckableError("unpaid orders have no time limit")
    await world.advance(_seconds_past(until, seen.server_now))
    await world.advance(1)
    after = await buyer.order(world.order())
    expect(after.order.status is OrderStatus.CANCELLED, "CANCELLED", after.order.status)
    refunds = [refund for made in after.cancellations for refund in made.refunds]
    expect(not refunds, "no refund", refunds)
    types = [event.type for event in await world.events()]
    times = types.count(EventType.ORDER_EXPIRED)
    expect(times == 1, "one event order.expired", f"{times} in {types}")
    (await buyer.cancel(after)).refused(ProblemCode.CANCELLATION_REFUSED, status=409)


@check(Area.DEADLINES, "A seller's silence does what the request said it would.")
async def silence_answers(kit: Kit) -> None:
    """Let the time to answer pass."""
    world, buyer, asked = await requested(kit)
    if asked.answer_by is None:
        raise NotCheckableError("requests have no time limit")
    now = (await buyer.order(asked.order_id)).server_now
    await world.advance(_seconds_past(asked.answer_by, now))
    reply = await buyer.get(f"/v1/cancellations/{asked.id}")
    after = reply.good(CancellationAnswer).cancellation
    if asked.silence_approves:
        reply.must(after.status in _IS_OVER, "SUCCESS", after.status)
    else:
        is_over = after.status is CancellationStatus.REJECTED
        reply.must(is_over, "REJECTED", after.status)
