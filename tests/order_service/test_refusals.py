"""Refusing a delivery: announced by the buyer, decided by the carrier, paid back, counted."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.decision_values import ActionCost, ActionKind, Cause
from buyer_portal.domain.orders import OrderStatus, PaymentState
from buyer_portal.domain.refusals import REFUSED_REASON, RefusalStatus
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotRefusableError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
)
from buyer_portal.order_contract.refusals import RefuseDelivery, WithdrawRefusal

IN_TRANSIT = {"status": "IN_TRANSIT"}
TWO_PARCELS = {
    "status": "PARTIALLY_SHIPPING",
    "lines": [
        {"product_name": "Mug", "unit_price_minor": 200_000, "status": "IN_TRANSIT"},
        {"product_name": "Tote", "unit_price_minor": 100_000, "status": "AWAITING_SHIPMENT"},
    ],
}


@pytest.fixture
def refuse(new_key):
    """Look at what refusing would do, then announce it, as a buyer does."""

    async def do(buyer, order_id, key=None, **changes):
        offer = await buyer.refusal(order_id)
        fields = {
            "order_version": offer.detail.order.version,
            "expires_at": offer.detail.server_now + timedelta(minutes=2),
            "seen_strikes": offer.preview.seen_after,
            "seen_refund_minor": offer.preview.refund.total_minor,
        }
        command = RefuseDelivery.model_validate(fields | changes)
        return await buyer.refuse(order_id, command, key or new_key())

    return do


@pytest.fixture
def withdraw(new_key):
    async def do(buyer, order_id, key=None, **changes):
        now = (await buyer.order(order_id)).server_now
        fields = {"expires_at": now + timedelta(minutes=2)}
        command = WithdrawRefusal.model_validate(fields | changes)
        return await buyer.withdraw_refusal(order_id, command, key or new_key())

    return do


async def types_of(world):
    return [event.type for event in (await world.events()).events]


async def test_announcing_changes_nothing_but_is_kept(make_world, refuse):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()
    before = (await world.detail()).order

    answer = await refuse(buyer, world.order())

    after = (await world.detail()).order
    [refusal] = answer.refusals
    assert refusal.status is RefusalStatus.ANNOUNCED
    assert (after.status, after.version) == (OrderStatus.IN_TRANSIT, before.version + 1)
    assert [one.id for one in after.refusals] == [refusal.id]
    assert after.payments == before.payments
    assert (await types_of(world))[-1] == "refusal.announced"
    assert (await world.notifications()).notifications[0].type == "refusal.announced"
    assert (await buyer.standing()).strikes == ()


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


async def test_delivered_anyway_lapses_what_was_announced_and_tells(make_world, refuse):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()
    await refuse(buyer, world.order())

    after = await world.step("deliver")

    [refusal] = (await buyer.refusal(world.order())).refusals
    assert refusal.status is RefusalStatus.LAPSED
    assert (after.order.status, after.order.refusals) == (OrderStatus.DELIVERED, ())
    told = (await world.notifications()).notifications[0]
    assert (told.type, told.parameters["code"]) == ("order.delivered", "refusal_lapsed")
    assert (await buyer.standing()).strikes == ()


async def test_withdrawn_the_parcel_comes_as_before(make_world, refuse, withdraw):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()
    await refuse(buyer, world.order())

    answer = await withdraw(buyer, world.order())

    assert [one.status for one in answer.refusals] == [RefusalStatus.WITHDRAWN]
    assert answer.order.refusals == ()
    with pytest.raises(NotWithdrawableError):
        await withdraw(buyer, world.order())
    await world.advance(advance_seconds=60)
    await refuse(buyer, world.order())
    assert [one.status for one in (await buyer.refusal(world.order())).refusals] == [
        RefusalStatus.WITHDRAWN,
        RefusalStatus.ANNOUNCED,
    ]


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        ("UNPAID", None),
        ("AWAITING_SHIPMENT", None),
        ("AWAITING_COLLECTION", Cause.PACKED),
        ("DELIVERED", Cause.DELIVERED),
        ("COMPLETED", Cause.COMPLETED),
        ("CANCELLED", Cause.ALREADY_CANCELLED),
    ],
)
async def test_sent_by_hand_where_nothing_travels_it_is_refused_with_the_cause(
    make_world, refuse, status, cause
):
    world = await make_world(orders=[{"status": status}])
    buyer = await world.buyer()

    with pytest.raises(NotRefusableError) as refused:
        await refuse(buyer, world.order())

    decision = (await buyer.order(world.order())).decision
    assert refused.value.problem.causes == decision.causes
    assert decision.causes[:1] == (() if cause is None else (cause,))
    assert (await world.detail()).order.refusals == ()


async def test_the_same_command_twice_has_the_effect_of_one(make_world, new_key):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()
    offer = await buyer.refusal(world.order())
    command = RefuseDelivery(
        order_version=offer.detail.order.version,
        expires_at=offer.detail.server_now + timedelta(minutes=2),
    )
    key = new_key()

    first = await buyer.refuse(world.order(), command, key)
    again = await buyer.refuse(world.order(), command, key)

    assert again == first
    assert (await types_of(world)).count("refusal.announced") == 1
    with pytest.raises(OrderChangedError):
        await buyer.refuse(world.order(), command, new_key())
    with pytest.raises(InvalidCommandError):
        await buyer.refuse(world.order(), command.model_copy(update={"seen_strikes": 1}), key)


async def test_a_late_replay_and_unknown_parcels_are_refused(make_world, refuse):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()
    now = (await buyer.order(world.order())).server_now

    with pytest.raises(CommandExpiredError):
        await refuse(buyer, world.order(), expires_at=now - timedelta(seconds=1))
    with pytest.raises(InvalidCommandError):
        await refuse(buyer, world.order(), package_ids=("elsewhere",))
    with pytest.raises(InvalidCommandError):
        await buyer.refusal(world.order(), ["elsewhere"])


@pytest.mark.parametrize(
    "promise",
    [
        pytest.param({"seen_strikes": 7}, id="another-number-of-strikes"),
        pytest.param({"seen_refund_minor": 1}, id="another-refund"),
        pytest.param({"order_version": 9}, id="another-version"),
    ],
)
async def test_nobody_agrees_to_something_else_than_was_shown(make_world, refuse, promise):
    world = await make_world(orders=[IN_TRANSIT])
    buyer = await world.buyer()

    with pytest.raises(OrderChangedError):
        await refuse(buyer, world.order(), **promise)

    assert (await world.detail()).order.refusals == ()


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


async def test_another_buyer_sees_and_does_nothing(make_world):
    world = await make_world(
        buyers=[{"key": "buyer"}, {"key": "other"}], orders=[IN_TRANSIT | {"buyer": "buyer"}]
    )
    other = await world.buyer("other")
    now = (await world.detail()).server_now

    with pytest.raises(OrderNotFoundError):
        await other.refusal(world.order())
    with pytest.raises(OrderNotFoundError):
        await other.refuse(
            world.order(),
            RefuseDelivery(order_version=1, expires_at=now + timedelta(minutes=1)),
            "key-of-other-1",
        )
    with pytest.raises(OrderNotFoundError):
        await other.withdraw_refusal(
            world.order(), WithdrawRefusal(expires_at=now + timedelta(minutes=1)), "key-of-other-2"
        )
    await world.step("bring-back")
    assert (await other.standing()).strikes == ()


async def test_the_step_says_what_it_costs_this_buyer(make_world):
    world = await make_world(
        orders=[IN_TRANSIT | {"key": "a"}],
        sellers=[{"key": "seller", "preset": "eu-withdrawal"}],
    )
    gentle = await (await world.buyer()).order(world.order("a"))
    harsh_world = await make_world(orders=[IN_TRANSIT])
    harsh = await (await harsh_world.buyer()).order(harsh_world.order())

    assert _cost(gentle) is ActionCost.WAIT
    assert _cost(harsh) is ActionCost.STANDING


def _cost(detail):
    return next(
        action.cost
        for action in detail.decision.actions
        if action.kind is ActionKind.REFUSE_DELIVERY
    )
