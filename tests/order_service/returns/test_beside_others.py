"""A return beside other sellers, and beside requests to cancel."""

from buyer_portal.domain.returns import ReturnKind
from buyer_portal.order_contract.returns import ShipReturn
from tests.order_service.returns.situations import DELIVERED, HOUR, MUG, PARCEL, TOTE, R


async def test_sellers_of_one_order_answer_each_for_their_own(make_world, ask):
    world = await make_world(
        sellers=[{"key": "one"}, {"key": "two", "name": "Second"}],
        orders=[
            {
                "status": "DELIVERED",
                "seller": "one",
                "lines": [
                    {"product_name": "Mug", "unit_price_minor": 200_000},
                    {"product_name": "Tote", "unit_price_minor": 100_000, "seller": "two"},
                ],
            }
        ],
    )
    buyer = await world.buyer()

    answer = await ask(buyer, world.order(), {MUG: 1, TOTE: 1})
    detail = await world.step("return-keep", seller_id=world.made.sellers["two"])

    assert [one.seller_id for one in answer.returns] == list(world.made.sellers.values())
    assert [one.status for one in detail.returns] == [R.REQUESTED, R.APPROVED]
    assert detail.order.refunded_minor == 100_000
    assert [one.seller_id for one in detail.order.open_requests] == [world.made.sellers["one"]]


async def test_what_was_not_sent_is_cancelled_while_something_goes_back(
    make_world, ask, cancel, send
):
    """A request to cancel and a return of one seller run beside each other, each to its money."""
    seller = {"key": "seller", "preset": "until-shipped"}
    world = await make_world(
        sellers=[seller], orders=[{**DELIVERED, "status": "AWAITING_SHIPMENT"}]
    )
    buyer = await world.buyer()
    await world.step("carrier-scan", line_ids=[MUG])
    await world.step("deliver", line_ids=[MUG])
    await world.step("pack", line_ids=[TOTE])
    returned = (await ask(buyer, world.order(), {MUG: 2})).returns[0]

    asked = await cancel(buyer, world.order(), lines=[{"line_id": TOTE, "quantity": 1}])
    both = asked.order
    await world.step("seller-approve")
    detail = await world.step("return-approve")
    await send(buyer, detail.returns[0], ShipReturn, **PARCEL)
    detail = await world.step("return-receive")

    assert (both.open_request.id, both.open_return.id) == (asked.cancellation.id, returned.id)
    order = detail.order
    assert (order.open_request, order.open_return) == (None, None)
    assert order.refunded_minor == order.paid_minor == order.total_minor
    back = [sum(one.amount_minor for one in cause.refunds) for cause in detail.cancellations]
    assert sum(back) + detail.returns[0].refund_minor == order.paid_minor


async def test_money_back_on_the_way_leaves_the_other_request_open(make_world, ask, cancel):
    seller = {"key": "seller", "preset": "tiktok-us"}
    world = await make_world(
        sellers=[seller], orders=[{**DELIVERED, "status": "AWAITING_SHIPMENT"}]
    )
    buyer = await world.buyer()
    await world.step("carrier-scan", line_ids=[MUG])
    await world.advance(advance_seconds=2 * HOUR)
    asked = await cancel(buyer, world.order(), lines=[{"line_id": TOTE, "quantity": 1}])
    await ask(buyer, world.order(), {MUG: 2}, kind=ReturnKind.REFUND)

    detail = await world.step("return-approve")

    assert detail.order.open_request.id == asked.cancellation.id
    assert detail.order.open_return is None
    assert [line.open_quantity for line in detail.order.lines] == [0, 1]
