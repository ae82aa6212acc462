"""Change here what is checked of idempotency keys."""

from buyer_portal.conformance.checks.cancelling import cancellable
from buyer_portal.conformance.findings import expect
from buyer_portal.conformance.kit import Kit, cancel_body
from buyer_portal.conformance.registry import Area, check
from buyer_portal.order_contract.cancellations import CancellationAnswer
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.problems import ProblemCode

_LINES = [{"quantity": 4, "unit_price_minor": 129_000}]


@check(Area.IDEMPOTENCY, "The same key and body get the same answer, and one effect.")
async def replays_are_answered_again(kit: Kit) -> None:
    """Cancel one piece of four, three times with one key."""
    world, buyer, detail = await cancellable(kit, lines=_LINES)
    pieces = [{"line_id": detail.order.lines[0].id, "quantity": 1}]
    key = next(buyer.keys)
    lines = pieces if detail.decision.cancel_lines else []
    replies = [await buyer.cancel(detail, key=key, lines=lines) for _ in range(3)]
    first = replies[0].good(CancellationAnswer, status=201)
    for reply in replies[1:]:
        again = reply.good(CancellationAnswer, status=201)
        is_same = again.cancellation.id == first.cancellation.id
        reply.must(is_same, f"the first answer, {first.cancellation.id}", again.cancellation.id)
    after = await buyer.order(detail.order.id)
    made = len(after.cancellations)
    expect(made == 1, "one cancellation", f"{made}", *(reply.exchange for reply in replies[1:]))
    kinds = {EventType.ORDER_CANCELLED, EventType.LINES_CANCELLED}
    events = [one.type for one in await world.events() if one.type in kinds]
    expect(len(events) == 1, "one event", events)


@check(Area.IDEMPOTENCY, "A refusal is kept under its key as well.")
async def refusals_are_answered_again(kit: Kit) -> None:
    """Have a command refused, make it possible, send it again."""
    _, buyer, detail = await cancellable(kit)
    key = next(buyer.keys)
    wrong = detail.decision.refund_preview.total_minor + 1
    for _ in range(2):
        reply = await buyer.cancel(detail, key=key, seen_refund_minor=wrong)
        reply.refused(ProblemCode.ORDER_CHANGED, status=409)


@check(Area.IDEMPOTENCY, "A key that served another body is refused.")
async def keys_serve_one_command(kit: Kit) -> None:
    """Use a key for another body."""
    _, buyer, detail = await cancellable(kit, lines=_LINES)
    key = next(buyer.keys)
    await buyer.cancel(detail, key=key)
    reply = await buyer.cancel(detail, key=key, reason_text="another one")
    reply.refused(ProblemCode.KEY_REUSED, status=422)


@check(Area.IDEMPOTENCY, "Without a key nothing is done.")
async def keys_are_needed(kit: Kit) -> None:
    """Send none, and one that is none."""
    _, buyer, detail = await cancellable(kit)
    path = f"/v1/orders/{detail.order.id}/cancellations"
    for key in ("", "short", "spaces are not allowed"):
        reply = await buyer.send(path, cancel_body(detail), key=key)
        reply.refused(ProblemCode.KEY_MISSING, status=400)
    after = await buyer.order(detail.order.id)
    expect(after.order == detail.order, "an untouched order", after.order.status)


@check(Area.IDEMPOTENCY, "Keys are each buyer's own.")
async def keys_are_private(kit: Kit) -> None:
    """Let two buyers use one key."""
    world = await kit.world(
        [{"key": name, "buyer": name, "status": "UNPAID"} for name in ("one", "two")],
        buyers=[{"key": "one"}, {"key": "two"}],
    )
    key = "a-key-of-two-buyers"
    for name in ("one", "two"):
        buyer = await world.buyer(name)
        made = await buyer.cancelled(await buyer.order(world.order(name)), key=key)
        is_own = made.order.id == world.order(name)
        expect(is_own, f"the order of {name}", made.order.id)


@check(Area.IDEMPOTENCY, "A lost answer can be asked for after the command expired.")
async def answers_outlive_the_command(kit: Kit) -> None:
    """Cancel, let time pass, ask again with the same key."""
    world, buyer, detail = await cancellable(kit)
    key = next(buyer.keys)
    first = (await buyer.cancel(detail, key=key)).good(CancellationAnswer)
    await world.advance(600)
    again = (await buyer.cancel(detail, key=key)).good(CancellationAnswer)
    is_same = again.cancellation.id == first.cancellation.id
    expect(is_same, first.cancellation.id, again.cancellation.id)
