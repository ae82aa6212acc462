"""Who wins between request, hold, pick-up and answer, at every order of them, and with which times.

The tables say it for hold (H), pick-up (P) and answer (A). That the seller's side received the
request (R) changes nothing, so it comes at each place in turn.
"""

import asyncio
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from buyer_portal.domain.cancellations import Actor, Cancellation, CancellationStatus
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    InvalidCommandError,
    NotWithdrawableError,
    OrderServiceError,
)
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation
from buyer_portal.order_contract.orders import OrderDetail

HOLDS, HOLDS_NOT = "until-shipped", "shopee-ph"
BUYER, CARRIER, NOBODY = "buyer", "carrier", "nobody"

# who wins where the seller agrees, declines, the buyer withdraws, the seller is silent
WITH_HOLD = {
    "HPA": (BUYER, NOBODY, NOBODY, BUYER),
    "HAP": (BUYER, CARRIER, CARRIER, BUYER),
    "PHA": (CARRIER, CARRIER, CARRIER, CARRIER),
    "PAH": (CARRIER, CARRIER, CARRIER, CARRIER),
    "AHP": (BUYER, CARRIER, CARRIER, BUYER),
    "APH": (BUYER, CARRIER, CARRIER, BUYER),
}
WITHOUT_HOLD = {
    "HPA": (CARRIER, CARRIER, CARRIER, CARRIER),
    "HAP": (BUYER, CARRIER, CARRIER, BUYER),
    "PHA": (CARRIER, CARRIER, CARRIER, CARRIER),
    "PAH": (CARRIER, CARRIER, CARRIER, CARRIER),
    "AHP": (BUYER, CARRIER, CARRIER, BUYER),
    "APH": (BUYER, CARRIER, CARRIER, BUYER),
}
ANSWERS = ("seller-approve", "seller-reject", "withdraw", "silence")
STEP_OF = {"R": "seller-receive", "H": "seller-hold", "P": "carrier-scan"}
ORDERS = ["".join(order) for order in permutations("HPA")]


def _world_of(preset: str):
    return {
        "sellers": [{"key": "seller", "preset": preset, "overrides": {"silence_approves": True}}],
        "orders": [{"status": "AWAITING_COLLECTION"}],
    }


class Race:
    """One request on one order, and when what of it happened."""

    def __init__(self, world, buyer, asked, new_key) -> None:
        self.world, self.buyer, self.asked, self.new_key = world, buyer, asked, new_key
        self.done: dict[str, datetime] = {}

    async def take(self, step: str) -> None:
        """Do one step; note its moment where it was not refused."""
        try:
            if step == "withdraw":
                now = (await self.buyer.me()).server_now
                command = WithdrawCancellation(expires_at=now + timedelta(minutes=1))
                await self.buyer.withdraw(self.asked.cancellation.id, command, self.new_key())
            elif step == "silence":
                deadline = self.asked.cancellation.answer_by
                await self.world.advance(now=deadline)
            else:
                await self.world.step(step, reason="It must be.")
        except (InvalidCommandError, NotWithdrawableError):
            return
        self.done[step] = (await self.buyer.me()).server_now

    async def end(self) -> tuple[OrderDetail, Cancellation]:
        """Return how order and request ended."""
        detail = await self.buyer.order(self.world.order())
        return detail, next(
            one for one in detail.cancellations if one.id == self.asked.cancellation.id
        )


@pytest.mark.parametrize("steps", ORDERS)
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    ("policy", "table"),
    [
        pytest.param(HOLDS, WITH_HOLD, id="holds"),
        pytest.param(HOLDS_NOT, WITHOUT_HOLD, id="holds-not"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_order_of_steps_has_the_winner_of_the_table(  # noqa: PLR0917 - a table's columns
    make_world, cancel, new_key, steps, answer, policy, table
):
    world = await make_world(**_world_of(policy))
    buyer = await world.buyer()
    race = Race(world, buyer, await cancel(buyer, world.order()), new_key)
    place = ANSWERS.index(answer)
    for step in f"{steps[:place]}R{steps[place:]}":
        await world.advance(advance_seconds=60)
        await race.take(answer if step == "A" else STEP_OF[step])

    detail, request = await race.end()

    assert _winner(detail.order, request) == table[steps][place]
    _check_times(race, request, detail.order)
    types = [entry.type for entry in detail.history]
    told = [one.type for one in (await buyer.notifications()).notifications]
    assert [one for one in told[::-1] if one in types] == types[
        types.index("cancellation.requested") :
    ]


def _winner(order: Order, request: Cancellation) -> str:
    if request.status is CancellationStatus.SUCCESS:
        assert order.status is OrderStatus.CANCELLED
        assert order.refunded_minor == order.paid_minor
        return BUYER
    assert order.refunded_minor == 0
    assert request.refunds == ()
    if order.status is OrderStatus.IN_TRANSIT:
        return CARRIER
    assert order.status is OrderStatus.AWAITING_COLLECTION
    return NOBODY


def _check_times(race: Race, request: Cancellation, order: Order) -> None:
    """Each step that was taken is kept with its time; no step that was refused is."""
    done = race.done
    assert request.requested_at == race.asked.cancellation.requested_at
    held_at = done.get("seller-hold")
    assert request.held_at == held_at
    received = [at for at in (done.get("seller-receive"), held_at) if at]
    assert request.received_at == min(received, default=None)
    assert order.moments.collected_at == done.get("carrier-scan")
    if request.is_overtaken:
        assert request.answered_at == order.moments.collected_at
    came = order.moments.pickup_refused_at
    assert (came is None) == ("carrier-scan" in done)
    assert request.answered_by is not None or request.status is CancellationStatus.PENDING


@pytest.mark.parametrize("step", ["pack", "carrier-scan"])
async def test_a_held_parcel_is_refused_by_name(make_world, cancel, step):
    status = "AWAITING_COLLECTION" if step == "carrier-scan" else "AWAITING_SHIPMENT"
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-uk"}],
        orders=[{"status": "AWAITING_SHIPMENT", "placed_hours_ago": 5}],
    )
    buyer = await world.buyer()
    await cancel(buyer, world.order())
    if status == "AWAITING_COLLECTION":
        await world.step("pack")
    await world.step("seller-receive")
    held = (await world.step("seller-hold")).order.open_request.held_at

    with pytest.raises(InvalidCommandError) as refusal:
        await world.step(step)

    problem = refusal.value.problem
    assert problem.type == "urn:buyer-portal:problem:parcel-held"
    if step == "carrier-scan":
        assert problem.happened_at == held.isoformat().replace("+00:00", "Z")
    assert (await world.detail()).order.status is OrderStatus(status)


async def test_a_hold_keeps_its_parcel_and_lets_the_others_go(make_world, cancel):
    lines = [{"parcel": "one"}, {"parcel": "one"}, {"parcel": "two"}]
    world = await make_world(
        **_world_of(HOLDS) | {"orders": [{"status": "AWAITING_COLLECTION", "lines": lines}]}
    )
    buyer = await world.buyer()
    await cancel(buyer, world.order(), lines=(LineQuantity(line_id="line-1", quantity=1),))
    await world.step("seller-hold")

    detail = await world.step("carrier-scan")

    assert [line.status for line in detail.order.lines] == [
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.IN_TRANSIT,
    ]
    assert detail.order.open_request is not None


async def test_a_carrier_in_vain_is_told_once_with_both_times(make_world, cancel):
    world = await make_world(orders=[{"status": "AWAITING_SHIPMENT"}])
    buyer = await world.buyer()
    done = await cancel(buyer, world.order())
    await world.advance(advance_seconds=300)
    for _ in range(3):
        with pytest.raises(InvalidCommandError) as refusal:
            await world.step("carrier-scan")
        await world.advance(advance_seconds=60)

    detail = await buyer.order(world.order())

    first, came = done.order.moments.cancelled_at, detail.order.moments.pickup_refused_at
    assert came == first + timedelta(seconds=300)
    assert refusal.value.problem.happened_at == first.isoformat().replace("+00:00", "Z")
    [told] = [
        one for one in (await buyer.notifications()).notifications if one.type == "pickup.refused"
    ]
    assert (told.parameters["first_at"], told.parameters["second_at"]) == (
        first.isoformat(),
        came.isoformat(),
    )


async def test_a_cancel_in_vain_is_told_when_the_carrier_came(make_world, cancel):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "until-carrier"}],
        orders=[{"status": "AWAITING_COLLECTION"}],
    )
    buyer = await world.buyer()
    collected = (await world.step("carrier-scan")).order.moments.collected_at
    await world.advance(advance_seconds=5)

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(buyer, world.order())

    assert refusal.value.causes == (Cause.IN_TRANSIT,)
    assert refusal.value.happened_at == collected.isoformat().replace("+00:00", "Z")


async def test_an_overtaken_request_tells_both_times(make_world, cancel):
    world = await make_world(**_world_of(HOLDS_NOT))
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    await world.advance(advance_seconds=90)

    detail = await world.step("carrier-scan")

    newest, overtaken, *_ = (await buyer.notifications()).notifications
    assert (newest.type, overtaken.type) == ("order.collected", "cancellation.overtaken")
    assert overtaken.parameters["first_at"] == detail.order.moments.collected_at.isoformat()
    assert overtaken.parameters["second_at"] == asked.cancellation.requested_at.isoformat()
    [request] = detail.cancellations
    assert (request.answered_by, request.is_overtaken) == (Actor.CARRIER, True)


@pytest.mark.parametrize("rotation", range(5))
async def test_all_at_once_have_one_winner(make_world, cancel, new_key, rotation):
    world = await make_world(**_world_of(HOLDS))
    buyer = await world.buyer()
    race = Race(world, buyer, await cancel(buyer, world.order()), new_key)
    steps = ["seller-hold", "carrier-scan", "seller-approve", "withdraw", "seller-receive"]

    await asyncio.gather(*map(race.take, steps[rotation:] + steps[:rotation]))

    detail, request = await race.end()
    won = _winner(detail.order, request)
    collected = "carrier-scan" in race.done
    assert {"seller-approve", "withdraw"} - race.done.keys() or not collected
    assert (won == BUYER) == ("seller-approve" in race.done)
    assert (won == CARRIER) == collected
    assert (
        sum(step in race.done for step in ("seller-approve", "withdraw")) + request.is_overtaken
        == 1
    )


async def test_what_comes_after_the_decision_is_refused(make_world, cancel):
    world = await make_world(**_world_of(HOLDS))
    buyer = await world.buyer()
    await cancel(buyer, world.order())
    await world.step("seller-approve")
    before = await world.detail()

    for step in ("seller-receive", "seller-hold", "seller-approve", "seller-reject"):
        with pytest.raises(OrderServiceError):
            await world.step(step, reason="No.")

    assert await world.detail() == before
