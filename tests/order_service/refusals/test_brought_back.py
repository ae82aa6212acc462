"""The carrier brings a parcel back: money and strike follow in one step."""

import asyncio

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.orders import OrderStatus, PaymentState
from buyer_portal.domain.refusals import REFUSED_REASON, RefusalStatus
from buyer_portal.order_client.errors import NotRefusableError, OrderChangedError
from tests.order_service.refusals.situations import IN_TRANSIT, TWO_PARCELS, types_of


async def test_the_carrier_decides_and_money_and_strike_follow_in_one_step(make_world, refuse):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()
    promised = (await buyer.refusal(world.order())).preview
    await refuse(buyer, world.order())

    after = await world.step("bring-back")

    [cancellation] = after.cancellations
    order = after.order
    assert (order.status, order.payment_state) == (OrderStatus.CANCELLED, _state_of(order))
    assert (cancellation.status, cancellation.requested_by, cancellation.reason_key) == (
        CancellationStatus.SUCCESS,
        Actor.CARRIER,
        REFUSED_REASON,
    )
    assert cancellation.refund_minor == promised.refund.total_minor > 0
    assert sum(refund.amount_minor for refund in cancellation.refunds) == cancellation.refund_minor
    assert order.refunded_minor == cancellation.refund_minor
    assert order.packages[0].refused_at == after.server_now
    assert order.refusals == ()
    ledger = await buyer.standing()
    [entry] = ledger.strikes
    assert promised.strike is not None
    assert (entry.strike.expires_at, entry.strike.seller_id, entry.strike.is_seen_by_all) == (
        promised.strike.expires_at,
        order.seller_id,
        promised.strike.is_seen_by_all,
    )
    assert entry.order_number == order.number
    [refusal] = (await buyer.refusal(world.order())).refusals
    assert (refusal.status, refusal.strike_id, refusal.cancellation_id) == (
        RefusalStatus.CONFIRMED,
        entry.strike.id,
        cancellation.id,
    )
    assert (await types_of(world))[-2:] == ["refusal.announced", "delivery.refused"]
    assert (await buyer.me()).buyer.strikes == 1


def _state_of(order):
    is_all = order.refunded_minor == order.paid_minor
    return PaymentState.REFUNDED if is_all else PaymentState.PARTLY_REFUNDED


async def test_a_parcel_refused_without_a_word_counts_the_same(make_world):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()

    after = await world.step("bring-back")

    [refusal] = (await buyer.refusal(world.order())).refusals
    assert (refusal.status, refusal.announced_at) == (RefusalStatus.CONFIRMED, None)
    assert after.order.status is OrderStatus.CANCELLED
    assert len((await buyer.standing()).strikes) == 1


@pytest.mark.parametrize(
    ("refunds_shipping", "kept"),
    [
        pytest.param(True, 0, id="shipping-comes-back"),
        pytest.param(False, 30_000, id="shipping-stays-with-the-carrier"),
    ],
)
async def test_shipping_is_given_back_as_the_policy_says(make_world, refunds_shipping, kept):
    world = await make_world(
        sellers=[
            {
                "key": "seller",
                "preset": "until-packed",
                "overrides": {"refusal_refunds_shipping": refunds_shipping},
            }
        ],
        orders=[
            IN_TRANSIT
            | {
                "lines": [{"unit_price_minor": 200_000}],
                "charges": [{"kind": "shipping", "amount_minor": 30_000}],
            }
        ],
    )
    buyer = await world.buyer()
    preview = (await buyer.refusal(world.order())).preview

    after = await world.step("bring-back")

    assert preview.shipping_kept_minor == kept
    assert after.cancellations[0].refund_minor == preview.refund.total_minor == 230_000 - kept
    assert after.order.refunded_minor == 230_000 - kept


async def test_cash_on_delivery_has_nothing_to_give_back(make_world, refuse):
    world = await make_world(orders=[IN_TRANSIT | {"payment_method": "cash_on_delivery"}])
    buyer = await world.buyer()
    preview = (await buyer.refusal(world.order())).preview
    await refuse(buyer, world.order())

    after = await world.step("bring-back")

    assert (preview.pays_at_door, preview.refund.total_minor) == (True, 0)
    assert (after.cancellations[0].refund_minor, after.cancellations[0].refunds) == (0, ())
    assert after.order.status is OrderStatus.CANCELLED


async def test_the_carrier_against_the_buyer_has_one_winner(make_world, refuse):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()

    outcomes = await asyncio.gather(
        world.step("deliver"), refuse(buyer, world.order()), return_exceptions=True
    )

    order = (await world.detail()).order
    statuses = [one.status for one in (await buyer.refusal(world.order())).refusals]
    assert order.status is OrderStatus.DELIVERED
    assert order.refusals == ()
    if isinstance(outcomes[1], BaseException):
        assert isinstance(outcomes[1], NotRefusableError | OrderChangedError)
        assert statuses == []
    else:
        assert statuses == [RefusalStatus.LAPSED]


async def test_brought_back_twice_at_once_pays_and_counts_once(make_world):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()

    outcomes = await asyncio.gather(
        *(world.step("bring-back") for _ in range(3)), return_exceptions=True
    )

    assert [isinstance(one, BaseException) for one in outcomes].count(False) == 1
    detail = await world.detail()
    assert len(detail.cancellations) == 1
    assert detail.order.refunded_minor <= detail.order.paid_minor
    assert len((await buyer.standing()).strikes) == 1


async def test_one_parcel_of_two_is_refused_and_the_rest_still_comes(make_world, refuse):
    world = await make_world(orders=[TWO_PARCELS])
    buyer = await world.buyer()
    offer = await buyer.refusal(world.order())
    assert len(offer.parcels) == 1
    await refuse(buyer, world.order())

    after = await world.step("bring-back")

    mug, tote = after.order.lines
    assert (mug.status, mug.open_quantity) == (OrderStatus.CANCELLED, 0)
    assert (tote.status, tote.open_quantity) == (OrderStatus.AWAITING_SHIPMENT, 1)
    assert after.cancellations[0].refund_minor == offer.preview.refund.total_minor == 200_000
    told = (await world.notifications()).notifications[0]
    assert (told.type, told.parameters["code"]) == ("delivery.refused", "part")
    await world.step("carrier-scan")
    last = await world.step("bring-back")
    assert last.order.status is OrderStatus.CANCELLED
    assert last.order.refunded_minor <= last.order.paid_minor
    assert len((await buyer.standing()).strikes) == 1, "an order leaves one strike"


async def test_of_two_parcels_on_their_way_each_is_refused_alone(make_world, refuse):
    world = await make_world(orders=[TWO_PARCELS])
    await world.step("carrier-scan")
    buyer = await world.buyer()
    [first, second] = (await buyer.refusal(world.order())).parcels

    await refuse(
        buyer, world.order(), package_ids=(second,), seen_refund_minor=None, seen_strikes=None
    )
    detail = await world.detail()
    lines = [line.id for line in detail.order.lines if line.package_id == first]
    await world.step("deliver", line_ids=lines)
    after = await world.step("bring-back")

    assert [line.status for line in after.order.lines] == [
        OrderStatus.DELIVERED,
        OrderStatus.CANCELLED,
    ]
    [refusal] = (await buyer.refusal(world.order())).refusals
    assert (refusal.package_id, refusal.status) == (second, RefusalStatus.CONFIRMED)
    assert after.order.status is OrderStatus.DELIVERED
