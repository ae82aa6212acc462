"""Change here what is checked of cancelling: promises, effects, refusals."""

from buyer_portal.conformance.findings import NotCheckableError, expect
from buyer_portal.conformance.kit import BuyerAtWork, Kit, TestWorld, cancel_body
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.cancellations import Cancellation, CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_contract.cancellations import CancellationAnswer
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.problems import ProblemCode

_IS_OVER = (CancellationStatus.SUCCESS, CancellationStatus.COMPLETE)


async def cancellable(kit: Kit, **order: object) -> tuple[TestWorld, BuyerAtWork, OrderDetail]:
    """Return a paid order that its buyer can cancel at once.

    Raises:
        NotCheckableError: Paid orders never can be.
    """
    world = await kit.world([{"key": "order", "status": "AWAITING_SHIPMENT", **order}])
    buyer = await world.buyer()
    detail = await buyer.order(world.order())
    if detail.decision.outcome is not Permission.INSTANT:
        raise NotCheckableError("a paid order that was not packed cannot be cancelled at once")
    return world, buyer, detail


async def requested(kit: Kit) -> tuple[TestWorld, BuyerAtWork, Cancellation]:
    """Return a cancellation that waits for its seller.

    Raises:
        NotCheckableError: No order can be asked for.
    """
    for status, preset in (
        ("AWAITING_COLLECTION", "until-shipped"),
        ("AWAITING_SHIPMENT", "tiktok-uk"),
    ):
        world = await kit.world(
            [{"key": "order", "status": status, "placed_hours_ago": 5}],
            sellers=[{"key": "seller", "preset": preset}],
        )
        buyer = await world.buyer()
        detail = await buyer.order(world.order())
        if detail.decision.outcome is Permission.REQUEST:
            made = await buyer.cancelled(detail)
            return world, buyer, made.cancellation
    raise NotCheckableError("no order of this service needs its seller's answer")


@check(Area.CANCELLING, "Cancelling at once does what the decision promised.")
async def cancelling_at_once(kit: Kit) -> None:
    """Cancel a paid order and read everything again."""
    _, buyer, before = await cancellable(kit)
    promised = before.decision.refund_preview
    made = await buyer.cancelled(
        before, seen_permission="instant", seen_refund_minor=promised.total_minor
    )
    done, after = made.cancellation, made.order
    expect(done.status in _IS_OVER, "SUCCESS", done.status)
    expect(after.status is OrderStatus.CANCELLED, "a cancelled order", after.status)
    expect(after.version > before.order.version, "a higher version", after.version)
    expect(done.refund_minor == promised.total_minor, promised.total_minor, done.refund_minor)
    given = sum(refund.amount_minor for refund in done.refunds)
    expect(given == promised.total_minor, f"refunds of {promised.total_minor}", given)
    again = await buyer.order(after.id)
    expect(again.order == after, "the same order when it is read again", again.order.version)
    listed = [one.id for one in again.cancellations]
    expect(done.id in listed, "the cancellation on the order's page", listed)
    alone = (await buyer.get(f"/v1/cancellations/{done.id}")).good(CancellationAnswer)
    expect(alone.cancellation.id == done.id, done.id, alone.cancellation.id)


@check(Area.CANCELLING, "Each transition has one event, one history entry, one notification.")
async def one_event_each(kit: Kit) -> None:
    """Cancel, then count."""
    world, buyer, detail = await cancellable(kit)
    await buyer.cancelled(detail)
    of_order = [event.type for event in await world.events() if event.order_id == detail.order.id]
    told = [one.type for one in await buyer.notifications() if one.order_id == detail.order.id]
    history = [entry.type for entry in (await buyer.order(detail.order.id)).history]
    for name, found in (("event", of_order), ("notification", told), ("history entry", history)):
        times = found.count(EventType.ORDER_CANCELLED)
        expect(times == 1, f"one {name} order.cancelled", f"{times} in {found}")


@check(Area.CANCELLING, "What was not paid gives nothing back.")
async def unpaid_gives_nothing_back(kit: Kit) -> None:
    """Cancel an unpaid order."""
    world = await kit.world([{"key": "order", "status": "UNPAID"}])
    buyer = await world.buyer()
    detail = await buyer.order(world.order())
    outcome = detail.decision.outcome
    expect(outcome is Permission.INSTANT, "an unpaid order can be cancelled at once", outcome)
    made = await buyer.cancelled(detail)
    refunds = made.cancellation.refunds
    expect(not refunds, "no refund", refunds)
    expect(made.order.status is OrderStatus.CANCELLED, "CANCELLED", made.order.status)


@check(Area.CANCELLING, "What is on its way or over is refused by hand too, with causes.")
async def disabled_commands_are_refused(kit: Kit) -> None:
    """Send the command that no button would send."""
    for status in ("IN_TRANSIT", "DELIVERED", "COMPLETED", "CANCELLED"):
        world = await kit.world([{"key": "order", "status": status}])
        buyer = await world.buyer()
        before = await buyer.order(world.order())
        reply = await buyer.cancel(before)
        problem = reply.refused(ProblemCode.CANCELLATION_REFUSED, status=409)
        reply.must(problem.causes, "causes", "none")
        after = await buyer.order(world.order())
        expect(after.order == before.order, "an untouched order", after.order.version)


@check(Area.CANCELLING, "A command that comes too late is not carried out.")
async def late_commands_do_nothing(kit: Kit) -> None:
    """Send one that has expired on the service's clock."""
    _, buyer, detail = await cancellable(kit)
    moment = detail.server_now.isoformat().replace("+00:00", "Z")
    reply = await buyer.cancel(detail, expires_at=moment)
    reply.refused(ProblemCode.COMMAND_EXPIRED, status=409)
    after = await buyer.order(detail.order.id)
    expect(after.order == detail.order, "an untouched order", after.order.status)


@check(Area.CANCELLING, "A version that the buyer saw and that meant something else is refused.")
async def versions_are_looked_at(kit: Kit) -> None:
    """Cancel a piece in one tab, then all in another that still shows two."""
    lines = [{"quantity": 2, "unit_price_minor": 129_000}]
    _, buyer, seen = await cancellable(kit, lines=lines)
    if not seen.decision.cancel_lines:
        raise NotCheckableError("pieces of an order cannot be cancelled on their own")
    line = seen.order.lines[0].id
    await buyer.cancelled(seen, lines=[{"line_id": line, "quantity": 1}])
    (await buyer.cancel(seen)).refused(ProblemCode.ORDER_CHANGED, status=409)
    never = await buyer.order(seen.order.id)
    reply = await buyer.cancel(never, order_version=never.order.version + 90)
    reply.refused(ProblemCode.ORDER_CHANGED, status=409)


@check(Area.CANCELLING, "What a dialog promised is kept, or the command is refused.")
async def promises_bind(kit: Kit) -> None:
    """Promise another refund, and another permission."""
    _, buyer, detail = await cancellable(kit)
    total = detail.decision.refund_preview.total_minor
    for reply in (
        await buyer.cancel(detail, seen_refund_minor=total + 1),
        await buyer.cancel(detail, seen_permission="request"),
    ):
        reply.refused(ProblemCode.ORDER_CHANGED, status=409)
    after = await buyer.order(detail.order.id)
    expect(after.order == detail.order, "an untouched order", after.order.status)


@check(Area.CANCELLING, "A reason that is not on the list, or too many pieces, is refused.")
async def wrong_fields(kit: Kit) -> None:
    """Name lines and reasons that are not there."""
    _, buyer, detail = await cancellable(kit)
    line = detail.order.lines[0].id
    path = f"/v1/orders/{detail.order.id}/cancellations"
    for changes in (
        {"reason_key": "no-such-reason"},
        {"lines": [{"line_id": "no-such-line", "quantity": 1}]},
        {"lines": [{"line_id": line, "quantity": 0}]},
    ):
        reply = await buyer.send(path, cancel_body(detail, **changes))
        reply.refused(ProblemCode.INVALID_REQUEST, status=422)
    reply = await buyer.cancel(detail, lines=[{"line_id": line, "quantity": 999}])
    reply.refused(
        ProblemCode.ORDER_CHANGED, ProblemCode.INVALID_REQUEST, ProblemCode.CANCELLATION_REFUSED
    )


@check(Area.CANCELLING, "A request waits, is granted, and then gives back what it promised.")
async def requests_are_granted(kit: Kit) -> None:
    """Ask, let the seller agree."""
    world, buyer, asked = await requested(kit)
    expect(asked.status is CancellationStatus.PENDING, "PENDING", asked.status)
    expect(not asked.refunds, "no refund before the answer", asked.refunds)
    (await world.step("seller-approve")).good(OrderDetail)
    reply = await buyer.get(f"/v1/cancellations/{asked.id}")
    after = reply.good(CancellationAnswer).cancellation
    reply.must(after.status in _IS_OVER, "SUCCESS", after.status)
    given = sum(refund.amount_minor for refund in after.refunds)
    reply.must(given == after.refund_minor, f"refunds of {after.refund_minor}", given)


@check(Area.CANCELLING, "A request can be declined; it then gives nothing back.")
async def requests_are_declined(kit: Kit) -> None:
    """Ask, let the seller say no."""
    world, buyer, asked = await requested(kit)
    (await world.step("seller-reject", reason="The parcel is ready.")).good(OrderDetail)
    reply = await buyer.get(f"/v1/cancellations/{asked.id}")
    after = reply.good(CancellationAnswer).cancellation
    reply.must(after.status is CancellationStatus.REJECTED, "REJECTED", after.status)
    reply.must(not after.refunds, "no refund", after.refunds)


@check(Area.CANCELLING, "A request is taken back once, and never takes effect afterwards.")
async def requests_are_withdrawn(kit: Kit) -> None:
    """Ask, take it back, try again, let the seller agree too late."""
    world, buyer, asked = await requested(kit)
    detail = await buyer.order(asked.order_id)
    body = {"expires_at": cancel_body(detail)["expires_at"]}
    path = f"/v1/cancellations/{asked.id}/withdrawal"
    gone = (await buyer.send(path, body)).good(CancellationAnswer)
    expect(
        gone.cancellation.status is CancellationStatus.WITHDRAWN,
        "WITHDRAWN",
        gone.cancellation.status,
    )
    (await buyer.send(path, body)).refused(ProblemCode.NOT_WITHDRAWABLE, status=409)
    late = await world.step("seller-approve")
    late.must(not late.is_good, "a refusal of what was withdrawn", late.status)
    after = await buyer.order(asked.order_id)
    is_alive = after.order.status is not OrderStatus.CANCELLED
    expect(is_alive, "an order that is not cancelled", after.order.status)
