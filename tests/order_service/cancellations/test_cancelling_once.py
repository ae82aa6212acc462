"""One command has one effect and one answer, whoever sends it again."""

from datetime import timedelta

import pytest

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    CommandExpiredError,
    InvalidCommandError,
)


async def test_second_cancel_from_another_tab_is_told_so(
    make_world, cancel, cancel_command, new_key
):
    world = await make_world()
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await cancel(buyer, world.order())

    with pytest.raises(CancellationRefusedError) as refusal:
        await buyer.cancel(world.order(), cancel_command(seen), new_key())

    assert refusal.value.causes == (Cause.ALREADY_CANCELLED,)


async def test_same_key_has_the_same_answer(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()

    first = await buyer.cancel(world.order(), command, key)
    again = await buyer.cancel(world.order(), command, key)

    assert again == first
    assert len((await buyer.order(world.order())).cancellations) == 1


async def test_same_key_has_the_same_refusal(make_world, cancel_command, new_key):
    world = await make_world(orders=[{"status": "AWAITING_COLLECTION"}])
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    with pytest.raises(CancellationRefusedError) as first:
        await buyer.cancel(world.order(), command, key)

    await world.step("seller-unlock", reason="You asked in time.")

    with pytest.raises(CancellationRefusedError) as again:
        await buyer.cancel(world.order(), command, key)
    assert again.value.problem == first.value.problem


async def test_answered_key_is_answered_after_the_command_expired(
    make_world, cancel_command, new_key
):
    world = await make_world()
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    first = await buyer.cancel(world.order(), command, key)
    await world.advance(advance_seconds=3600)

    assert await buyer.cancel(world.order(), command, key) == first


async def test_key_of_another_command_is_refused(make_world, cancel_command, new_key):
    world = await make_world(orders=[{}, {}])
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    await buyer.cancel(world.order(), command, key)

    with pytest.raises(InvalidCommandError) as other_order:
        await buyer.cancel(world.order("order-2"), command, key)
    changed = command.model_copy(update={"reason_text": "x"})
    with pytest.raises(InvalidCommandError) as other_body:
        await buyer.cancel(world.order(), changed, key)

    for refused in (other_order, other_body):
        assert refused.value.problem.type.endswith("idempotency-key-reused")
    assert (await buyer.order(world.order("order-2"))).order.status is not OrderStatus.CANCELLED


async def test_keys_belong_to_their_buyer(make_world, cancel_command, new_key):
    world = await make_world(
        buyers=[{"key": "a"}, {"key": "b"}], orders=[{"buyer": "a"}, {"buyer": "b"}]
    )
    one, other, key = await world.buyer("a"), await world.buyer("b"), new_key()
    first, second = world.order("order-1"), world.order("order-2")

    await one.cancel(first, cancel_command(await one.order(first)), key)
    answer = await other.cancel(second, cancel_command(await other.order(second)), key)

    assert answer.order.id == second


@pytest.mark.parametrize("key", ["", "short", "with space", "x" * 129, "ключ-ключ"])
async def test_cancel_needs_a_key(make_world, cancel_command, http, key):
    world = await make_world()
    session = await world.session()
    detail = await world.detail()

    answer = await http.post(
        f"/v1/orders/{world.order()}/cancellations",
        content=cancel_command(detail).model_dump_json(exclude_none=True),
        headers={
            "X-Portal-Session": session,
            "Content-Type": "application/json",
            b"Idempotency-Key": key.encode(),
        },
    )

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:buyer-portal:problem:idempotency-key-missing"


async def test_late_command_is_not_carried_out(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command = cancel_command(await buyer.order(world.order()))
    await world.advance(advance_seconds=121)

    with pytest.raises(CommandExpiredError):
        await buyer.cancel(world.order(), command, new_key())

    assert (await buyer.order(world.order())).order.version == 1


async def test_a_later_try_of_the_same_command_is_the_same(make_world, cancel_command, new_key):
    world = await make_world()
    buyer, key = await world.buyer(), new_key()
    command = cancel_command(await buyer.order(world.order()))
    first = await buyer.cancel(world.order(), command, key)
    later = command.model_copy(update={"expires_at": command.expires_at + timedelta(minutes=1)})

    assert await buyer.cancel(world.order(), later, key) == first
