"""Returns from being asked for to the money; each step once, with all it writes."""

from datetime import timedelta

from buyer_portal.domain.orders import OrderStatus, PaymentState, RequestKind
from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.domain.returns import ReturnKind, ReturnOutcome
from buyer_portal.order_contract.returns import ShipReturn
from tests.order_service.returns.situations import (
    DAY,
    DELIVERED,
    MUG,
    PARCEL,
    TOTE,
    R,
    return_of,
    types_of,
)


async def test_a_return_goes_from_request_to_money(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()

    asked = await ask(buyer, world.order(), {MUG: 2}, reason_text="  Chipped  ")
    [found] = asked.returns
    assert (found.status, found.reason_text, found.refund_minor) == (
        R.REQUESTED,
        "Chipped",
        400_000,
    )
    assert asked.order.open_return.kind is RequestKind.RETURN
    assert asked.order.open_return.answer_by == found.answer_by

    detail = await world.step(
        "return-approve", text="Use the box it came in.", address="1 Depot Road"
    )
    [found] = detail.returns
    assert (found.status, found.instructions, found.address) == (
        R.APPROVED,
        "Use the box it came in.",
        "1 Depot Road",
    )
    assert found.ship_by == detail.server_now + timedelta(days=5)
    assert detail.order.open_return.answer_by is None

    found = await send(buyer, found, ShipReturn, **PARCEL)
    assert (found.status, found.carrier, found.tracking_number) == (
        R.SHIPPED,
        "Swift Post",
        "SP 12-34",
    )

    arrived = await world.step("return-arrive")
    assert arrived.returns[0].confirm_by == found.shipped_at + timedelta(days=8)
    detail = await world.step("return-receive")
    [found] = detail.returns
    assert (found.status, found.outcome) == (R.RECEIVED, ReturnOutcome.RETURNED)
    assert [refund.amount_minor for refund in found.refunds] == [400_000]
    assert detail.order.open_return is None
    assert [line.returned_quantity for line in detail.order.lines] == [2, 0]
    assert detail.order.status is OrderStatus.DELIVERED
    assert detail.order.payment_state is PaymentState.PARTLY_REFUNDED

    await world.advance(advance_seconds=30 * DAY)
    found = await return_of(world)
    assert (found.status, found.refunds[0].status) == (R.COMPLETED, "SUCCEEDED")
    told = [entry.type for entry in (await world.notifications()).notifications][::-1]
    assert told == [
        "return.requested",
        "return.approved",
        "return.shipped",
        "return.arrived",
        "return.received",
        "refund.sent",
        "refund.settled",
    ]
    assert (await types_of(world))[-7:] == told


async def test_each_step_writes_one_audit_row_and_raises_the_version(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    before = (await world.detail()).order.version
    [found] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, found, ShipReturn, **PARCEL)

    rows = [entry for entry in (await world.audit()).entries if entry.type.startswith("return.")]

    assert [(row.type, row.actor, row.version) for row in rows] == [
        ("return.requested", "buyer", before + 1),
        ("return.approved", "seller", before + 2),
        ("return.shipped", "buyer", before + 3),
    ]


async def test_the_last_piece_brings_the_shipping_back_and_never_more_than_was_paid(
    make_world, ask, send
):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    for pieces in ({MUG: 1}, {TOTE: 1}, {MUG: 1}):
        [found] = (await ask(buyer, world.order(), pieces)).returns
        await world.step("return-approve")
        await send(buyer, found, ShipReturn, **PARCEL)
        await world.step("return-receive")

    detail = await world.detail()

    amounts = [one.refund_minor for one in detail.returns]
    assert amounts == [200_000, 100_000, 230_000]
    assert detail.order.payment_state is PaymentState.REFUNDED
    assert detail.order.refunded_minor == detail.order.paid_minor == 530_000
    offer = await buyer.return_offer(world.order())
    assert {line.obstacle for line in offer.lines} == {ReturnObstacle.RETURNED}


async def test_who_withdraws_by_law_needs_neither_seller_nor_reason(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "eu-withdrawal", "market": "DE"}],
        market="DE",
        orders=[DELIVERED],
    )
    buyer = await world.buyer()
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {MUG: 1})

    [found] = (await ask(buyer, world.order(), reason_key="")).returns

    assert (offer.is_instant, offer.reason_required) == (True, False)
    assert (found.status, found.is_right) == (R.APPROVED, True)
    assert found.ship_by == found.requested_at + timedelta(days=14)


async def test_cash_paid_at_the_door_comes_back_too(make_world, ask, send):
    world = await make_world(
        orders=[{**DELIVERED, "status": "IN_TRANSIT", "payment_method": "cash_on_delivery"}]
    )
    buyer = await world.buyer()
    await world.step("deliver")
    [found] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, found, ShipReturn, **PARCEL)

    detail = await world.step("return-receive")

    assert [refund.method for refund in detail.returns[0].refunds] == ["cash_on_delivery"]
    assert detail.order.refunded_minor == 200_000


async def test_the_days_to_send_and_to_confirm_are_the_sellers(make_world, ask, send):
    own = {"ship_back_days": 9, "confirm_days": 3}
    seller = {"key": "seller", "preset": "until-shipped", "overrides": own}
    world = await make_world(sellers=[seller], orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())

    detail = await world.step("return-approve")
    to_send = detail.returns[-1]
    sent = await send(buyer, to_send, ShipReturn, **PARCEL)

    assert to_send.ship_by == detail.server_now + timedelta(days=9)
    assert sent.confirm_by == sent.shipped_at + timedelta(days=3)
