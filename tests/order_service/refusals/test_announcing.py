"""A buyer says that they will refuse: kept, taken back, or refused itself."""

from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import ActionCost, ActionKind, Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.refusals import RefusalStatus
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotRefusableError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
)
from buyer_portal.order_contract.refusals import RefuseDelivery, WithdrawRefusal
from tests.order_service.refusals.situations import IN_TRANSIT, types_of


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
