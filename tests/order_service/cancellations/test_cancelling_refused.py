"""What is not cancelled: too late, wrong, outdated, or not what was seen."""

import pytest

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    InvalidCommandError,
    OrderChangedError,
)
from buyer_portal.order_contract.cancellations import LineQuantity
from tests.order_service.cancellations.policies import REQUEST_POLICY


async def test_cancel_refuses_what_has_left(make_world, cancel):
    world = await make_world(orders=[{"status": "IN_TRANSIT"}])

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(await world.buyer(), world.order())

    assert refusal.value.causes == (Cause.IN_TRANSIT,)
    assert refusal.value.order_version == 1
    assert refusal.value.happened_at == "2026-03-01T09:00:00Z"


async def test_refusal_leaves_no_trace(make_world, cancel):
    world = await make_world(orders=[{"status": "IN_TRANSIT"}])
    before = (await world.events(), await world.notifications(), await world.audit())

    with pytest.raises(CancellationRefusedError):
        await cancel(await world.buyer(), world.order())

    assert (await world.events(), await world.notifications(), await world.audit()) == before


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        pytest.param({"reason_key": "nonsense"}, "/reason_key", "unknown", id="unknown-reason"),
        pytest.param({"reason_key": ""}, "/reason_key", "missing", id="no-reason"),
        pytest.param(
            {"lines": (LineQuantity(line_id="other", quantity=1),)},
            "/lines/0/line_id",
            "unknown",
            id="unknown-line",
        ),
        pytest.param(
            {"lines": (LineQuantity(line_id="line-1", quantity=1),) * 2},
            "/lines/1/line_id",
            "repeated",
            id="line-twice",
        ),
    ],
)
async def test_cancel_names_the_wrong_field(make_world, cancel, change, pointer, reason):
    world = await make_world()

    with pytest.raises(InvalidCommandError) as refusal:
        await cancel(await world.buyer(), world.order(), **change)

    [error] = refusal.value.errors
    assert (error.pointer, error.reason) == (pointer, reason)


async def test_free_text_policy_wants_a_text(make_world, cancel):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "unpaid-only"}], orders=[{"status": "UNPAID"}]
    )
    buyer = await world.buyer()

    with pytest.raises(InvalidCommandError) as refusal:
        await cancel(buyer, world.order(), reason_text=" ")
    answer = await cancel(buyer, world.order(), reason_text="Bought it twice")

    assert refusal.value.errors[0].pointer == "/reason_text"
    assert answer.cancellation.reason_text == "Bought it twice"


async def test_change_that_does_not_matter_is_no_obstacle(make_world, cancel_command, new_key):
    """A packed parcel under ``until-carrier`` can still be cancelled at once for the same money."""
    world = await make_world(sellers=[{"key": "seller", "preset": "until-carrier"}])
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await world.step("pack")

    answer = await buyer.cancel(world.order(), cancel_command(seen), new_key())

    assert answer.order.status is OrderStatus.CANCELLED


async def test_change_that_matters_is_told(make_world, cancel_command, new_key):
    """A packed parcel under ``until-shipped`` needs the seller: not what the buyer agreed to."""
    world = await make_world(**REQUEST_POLICY)
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await world.step("pack")

    with pytest.raises(OrderChangedError) as refusal:
        await buyer.cancel(world.order(), cancel_command(seen), new_key())

    assert refusal.value.order_version == 2
    assert (await buyer.order(world.order())).order.open_request is None


@pytest.mark.parametrize(
    "promise",
    [
        pytest.param({"seen_permission": Permission.REQUEST}, id="other-permission"),
        pytest.param({"seen_refund_minor": 1}, id="other-refund"),
        pytest.param({"order_version": 9}, id="version-of-the-future"),
    ],
)
async def test_other_promise_is_told(make_world, cancel, promise):
    world = await make_world()

    with pytest.raises(OrderChangedError):
        await cancel(await world.buyer(), world.order(), **promise)


async def test_more_pieces_than_are_open_means_the_order_changed(make_world, cancel):
    world = await make_world(orders=[{"lines": [{"quantity": 2}]}])
    buyer = await world.buyer()

    with pytest.raises(OrderChangedError):
        await cancel(buyer, world.order(), lines=(LineQuantity(line_id="line-1", quantity=3),))


async def test_outdated_page_is_refused(make_world, cancel):
    world = await make_world(sellers=[{"key": "seller", "overrides": {"minimum_client_build": 5}}])

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(await world.buyer(client_build=4), world.order())

    assert refusal.value.causes == (Cause.BUILD_OUTDATED,)


async def test_a_tenant_can_ask_for_a_newer_page_than_the_policy_did(make_world, cancel):
    world = await make_world()
    buyer = await world.buyer(client_build=4)
    await world.require_build(5)

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(buyer, world.order())

    assert refusal.value.causes == (Cause.BUILD_OUTDATED,)
    assert (await buyer.me()).minimum_client_build == 5
    assert (await buyer.order(world.order())).decision.causes[0] is Cause.BUILD_OUTDATED
    await world.require_build(4)
    assert (await cancel(buyer, world.order())).order.status is OrderStatus.CANCELLED
