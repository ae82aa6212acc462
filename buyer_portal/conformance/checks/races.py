"""Change here what is checked of what happens at the same time."""

import asyncio

from buyer_portal.conformance.checks.cancelling import cancellable
from buyer_portal.conformance.exchanges import Reply
from buyer_portal.conformance.findings import Exchange, NotCheckableError, expect
from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.cancellations import CancellationAnswer
from buyer_portal.order_contract.problems import ProblemCode

TOGETHER = 12
ROUNDS = 6
_GONE = frozenset({OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED, OrderStatus.COMPLETED})


@check(Area.RACES, "Of many cancellations of one order, one takes effect.")
async def one_of_many(kit: Kit) -> None:
    """Send a dozen at once, each with a key of its own."""
    _, buyer, detail = await cancellable(kit)
    replies = await asyncio.gather(*(buyer.cancel(detail) for _ in range(TOGETHER)))
    won = [reply for reply in replies if reply.is_good]
    expect(len(won) == 1, "one that was carried out", len(won), *_shown(won))
    for reply in replies:
        if not reply.is_good:
            reply.refused(ProblemCode.CANCELLATION_REFUSED, ProblemCode.ORDER_CHANGED, status=409)
    after = await buyer.order(detail.order.id)
    given = sum(one.amount_minor for made in after.cancellations for one in made.refunds)
    expect(given <= after.order.paid_minor, f"at most {after.order.paid_minor} back", given)


@check(Area.RACES, "The same command many times at once has one effect.")
async def one_of_the_same(kit: Kit) -> None:
    """Send a dozen at once with one key."""
    _, buyer, detail = await cancellable(kit)
    key = next(buyer.keys)
    replies = await asyncio.gather(*(buyer.cancel(detail, key=key) for _ in range(TOGETHER)))
    ids = set[str]()
    for reply in replies:
        if reply.is_good:
            ids.add(reply.good(CancellationAnswer).cancellation.id)
        else:
            reply.refused(ProblemCode.KEY_IN_USE)
    expect(len(ids) == 1, "one cancellation", ids)
    after = await buyer.order(detail.order.id)
    expect(len(after.cancellations) == 1, "one cancellation", len(after.cancellations))


@check(Area.RACES, "Between a cancellation and the carrier's pick-up there is one winner.")
async def cancel_or_pick_up(kit: Kit) -> None:
    """Send both at once, several times, in both orders."""
    world = await kit.world(
        [{"key": f"order-{at}", "status": "AWAITING_COLLECTION"} for at in range(ROUNDS)],
        sellers=[{"key": "seller", "preset": "until-carrier"}],
    )
    buyer = await world.buyer()
    for at in range(ROUNDS):
        key = f"order-{at}"
        detail = await buyer.order(world.order(key))
        if detail.decision.outcome is not Permission.INSTANT:
            raise NotCheckableError("packed orders cannot be cancelled at once: nothing to race")
        both = [buyer.cancel(detail), world.step("carrier-scan", key)]
        if at % 2:
            second, first = await asyncio.gather(*reversed(both))
        else:
            first, second = await asyncio.gather(*both)
        await _one_winner(first, second, (await buyer.order(world.order(key))).order.status)


@check(Area.RACES, "After the pick-up a cancellation is refused, and after one the pick-up.")
async def who_was_first(kit: Kit) -> None:
    """Do one after the other, both ways."""
    world = await kit.world(
        [{"key": name, "status": "AWAITING_SHIPMENT"} for name in ("carrier", "buyer")]
    )
    buyer = await world.buyer()
    seen = await buyer.order(world.order("carrier"))
    scanned = await world.step("carrier-scan", "carrier")
    scanned.must(scanned.is_good, "the carrier takes it", scanned.status)
    late = await buyer.cancel(seen)
    late.refused(ProblemCode.CANCELLATION_REFUSED, ProblemCode.ORDER_CHANGED, status=409)
    seen = await buyer.order(world.order("buyer"))
    if seen.decision.outcome is Permission.INSTANT:
        await buyer.cancelled(seen)
        scanned = await world.step("carrier-scan", "buyer")
        status = (await buyer.order(world.order("buyer"))).order.status
        scanned.must(not scanned.is_good, "no pick-up of what was cancelled", scanned.status)
        expect(status is OrderStatus.CANCELLED, "CANCELLED", status, scanned.exchange)


async def _one_winner(cancelled: Reply, scanned: Reply, status: OrderStatus) -> None:
    both = (cancelled.exchange, scanned.exchange)
    if cancelled.is_good:
        expect(not scanned.is_good, "one winner", "both", *both)
        expect(status is OrderStatus.CANCELLED, "CANCELLED", status, *both)
    else:
        expect(scanned.is_good, "one winner", "none", *both)
        expect(status in _GONE, "an order on its way", status, *both)
        cancelled.refused(ProblemCode.CANCELLATION_REFUSED, ProblemCode.ORDER_CHANGED, status=409)


def _shown(replies: list[Reply]) -> tuple[Exchange, ...]:
    return tuple(reply.exchange for reply in replies[1:3])
