"""Any history of an order keeps every promise of the service."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.order_service.histories.playing import (
    PRESETS,
    STEPS,
    STEPS_OF_RETURNS,
    History,
    drawn_orders,
)
from tests.order_service.histories.worlds import check_world


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    preset=st.sampled_from(PRESETS),
    orders=st.lists(drawn_orders, min_size=1, max_size=2),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=25),
)
async def test_histories_keep_every_promise(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, preset, orders, steps
):
    world = await make_world(sellers=[{"key": "seller", "preset": preset}], orders=orders)
    history = History(world, await world.buyer(), new_key, cancel_command)
    keys = list(world.made.orders)
    for key in keys:
        await history.check(key)

    for name, place in steps:
        await history.step(name, keys[place % len(keys)])
        for key in keys:
            await history.check(key)
    await check_world(history, database)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    preset=st.sampled_from(["until-packed", "tiktok-us", "shopee-ph", "eu-withdrawal"]),
    status=st.sampled_from(["IN_TRANSIT", "DELIVERED", "DELIVERED"]),
    order=drawn_orders,
    steps=st.lists(st.sampled_from(STEPS_OF_RETURNS), min_size=6, max_size=25),
)
async def test_histories_of_returns_keep_every_promise(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, preset, status, order, steps
):
    """What was delivered goes back in pieces, for a part of its money, or not at all."""
    world = await make_world(
        sellers=[{"key": "seller", "preset": preset}], orders=[{**order, "status": status}]
    )
    history = History(world, await world.buyer(), new_key, cancel_command)
    await history.check("order-1")

    for name in ["return-piece", *steps]:
        await history.step(name, "order-1")
        await history.check("order-1")
    await check_world(history, database)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=12),
    order=drawn_orders,
)
async def test_simultaneous_steps_keep_every_promise(  # noqa: PLR0917 - fixtures and examples
    make_world, new_key, cancel_command, database, steps, order
):
    world = await make_world(sellers=[{"key": "seller", "preset": "until-shipped"}], orders=[order])
    buyer = await world.buyer()
    history = History(world, buyer, new_key, cancel_command)
    await history.check("order-1")

    async def act(name: str) -> None:
        single = History(world, buyer, new_key, cancel_command)
        try:
            await single.step(name, "order-1")
        except AssertionError:
            return  # somebody else changed the order meanwhile; the checks below decide

    await asyncio.gather(*map(act, steps))

    await history.check("order-1")
    await check_world(history, database)
