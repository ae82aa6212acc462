"""What counterparts could do is what they can do, and asking changes nothing."""

import pytest

from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_contract.testing import PossibleSteps
from buyer_portal.order_service.tenants.steps import STEPS


async def _possible(world):
    call = Call("GET", f"{world.path}/possible-steps/{world.order()}")
    return await world.connection.ask(PossibleSteps, call)


@pytest.mark.parametrize(
    "order",
    [
        {"status": "AWAITING_SHIPMENT"},
        {"status": "AWAITING_COLLECTION", "open_request": {}},
        {"status": "IN_TRANSIT"},
        {"status": "IN_TRANSIT", "refused": {"appeal": "Nobody rang"}},
        {"status": "DELIVERED"},
        {"status": "CANCELLED"},
    ],
    ids=lambda order: "-".join(order.values() if len(order) == 1 else order),
)
async def test_listed_steps_succeed_and_all_others_are_refused(make_world, order):
    world = await make_world(sellers=[{"key": "s", "preset": "until-shipped"}], orders=[order])
    before = (await world.detail(), await world.audit(), await world.events())

    await _possible(world)

    assert (await world.detail(), await world.audit(), await world.events()) == before
    for step in STEPS:
        fresh = await make_world(sellers=[{"key": "s", "preset": "until-shipped"}], orders=[order])
        listed = {one.step: one for one in (await _possible(fresh)).steps}
        if step not in listed:
            with pytest.raises(OrderServiceError):
                await fresh.step(step, reason="Because", text="Hello")
            continue
        words = {"reason": "Because", "text": "Hello"} if listed[step].needs_words else {}
        await fresh.step(step, **words)


async def test_sellers_of_an_order_are_listed_apart(make_world):
    lines = [{}, {"seller": "b"}]
    world = await make_world(
        sellers=[{"key": "a", "preset": "unpaid-only"}, {"key": "b", "preset": "unpaid-only"}],
        orders=[{"lines": lines}],
    )

    steps = (await _possible(world)).steps

    sellers = {world.made.sellers["a"], world.made.sellers["b"]}
    assert {one.seller_id for one in steps if one.step == "seller-unlock"} == sellers
    assert {one.seller_id for one in steps if one.step == "pack"} == {""}
