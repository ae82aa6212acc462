"""Asking in a conversation to cancel, and what the seller answers."""

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import ActionKind, Cause
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.errors import InvalidCommandError
from buyer_portal.order_contract.cancellations import WithdrawCancellation
from tests.order_service.conversations.policies import ASKS, UNLOCKS, K


async def test_who_asked_is_unlocked_and_can_cancel(make_world, write, cancel):
    """Guide 003: give the seller a clear reason so that they open the cancel option."""
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    await write(buyer, world.order(), "Please open it.", kind=K.ASK_CANCEL)
    asked = await buyer.conversation(world.order())

    await world.step("seller-unlock", reason="You asked in time.")

    assert asked.asked_at == asked.messages[0].at
    found = await buyer.conversation(world.order())
    assert found.asked_at is None
    assert (found.messages[-1].kind, found.messages[-1].text) == (K.UNLOCKED, "You asked in time.")
    [told] = (await buyer.notifications()).notifications
    assert (told.type, told.parameters["reason"]) == ("order.unlocked", "You asked in time.")
    assert (await buyer.order(world.order())).decision.outcome is Permission.INSTANT
    assert (await cancel(buyer, world.order())).order.cancellations_made == 1


async def test_a_no_to_what_was_asked_is_kept_on_the_order(make_world, write):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    await write(buyer, world.order(), "Please open it.", kind=K.ASK_CANCEL)

    await world.step("seller-reject", reason="It is on the truck.")

    detail = await buyer.order(world.order())
    assert detail.order.rejected_request is not None
    assert detail.order.rejected_request.reason == "It is on the truck."
    assert detail.decision.causes[0] is Cause.REQUEST_REJECTED
    assert ActionKind.APPEAL in [action.kind for action in detail.decision.actions]
    found = await buyer.conversation(world.order())
    assert (found.asked_at, found.messages[-1].kind) == (None, K.DECLINED)
    assert [one.type for one in (await buyer.notifications()).notifications] == ["ask.declined"]


async def test_a_no_in_the_conversation_leaves_the_formal_way_open(make_world, write):
    world = await make_world(**ASKS)
    buyer = await world.buyer()
    await write(buyer, world.order(), "Please cancel it.", kind=K.ASK_CANCEL)

    await world.step("seller-reject", reason="We would rather not.")

    detail = await buyer.order(world.order())
    assert detail.order.rejected_request is None
    assert detail.decision.outcome is Permission.REQUEST


@pytest.mark.parametrize("step", ["seller-reject", "seller-unlock"])
@pytest.mark.parametrize("reason", ["", "  \n "])
async def test_a_seller_owes_a_reason(make_world, write, step, reason):
    """R31: the seller must give a clear reason too."""
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    await write(buyer, world.order(), "Please.", kind=K.ASK_CANCEL)
    before = await world.detail()

    with pytest.raises(InvalidCommandError) as refusal:
        await world.step(step, reason=reason)

    assert [error.pointer for error in refusal.value.errors] == ["/reason"]
    assert await world.detail() == before


async def test_nothing_asked_nothing_to_decline(make_world, write):
    world = await make_world(**UNLOCKS)
    await write(await world.buyer(), world.order(), "Hello", kind=K.TEXT)

    with pytest.raises(InvalidCommandError) as refusal:
        await world.step("seller-reject", reason="No.")

    assert refusal.value.problem.type == "urn:buyer-portal:problem:wrong-state"


async def test_each_step_of_a_request_leaves_one_line_and_one_notification(
    make_world, cancel, soon, new_key
):
    world = await make_world(**ASKS)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order(), reason_text="Wrong size")
    command = WithdrawCancellation(expires_at=soon(asked.server_now))
    await buyer.withdraw(asked.cancellation.id, command, new_key())
    await cancel(buyer, world.order())
    await world.step("seller-reject", reason="It is packed.")
    await world.step("seller-unlock", reason="We found it again.")

    lines = (await buyer.conversation(world.order())).messages

    assert [(line.kind, line.author, line.text) for line in lines] == [
        (K.REQUESTED, Actor.BUYER, "Wrong size"),
        (K.WITHDRAWN, Actor.BUYER, ""),
        (K.REQUESTED, Actor.BUYER, ""),
        (K.DECLINED, Actor.SELLER, "It is packed."),
        (K.UNLOCKED, Actor.SELLER, "We found it again."),
    ]
    told = (await buyer.notifications()).notifications
    assert [one.type for one in reversed(told)] == [
        "cancellation.requested",
        "cancellation.withdrawn",
        "cancellation.requested",
        "cancellation.rejected",
        "order.unlocked",
    ]


@pytest.mark.parametrize(
    ("preset", "status", "kind"),
    [
        pytest.param("tiktok-us", "AWAITING_SHIPMENT", K.APPROVED, id="silence-approves"),
        pytest.param("shopee-ph", "AWAITING_COLLECTION", None, id="either"),
    ],
)
async def test_silence_is_told_in_the_conversation(make_world, cancel, preset, status, kind):
    world = await make_world(
        sellers=[{"key": "seller", "preset": preset}],
        orders=[{"status": status, "placed_hours_ago": 30}],
    )
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())

    await world.advance(advance_seconds=100 * 3600)

    last = (await buyer.conversation(world.order())).messages[-1]
    expected = kind or (K.APPROVED if asked.cancellation.silence_approves else K.EXPIRED)
    assert (last.kind, last.author, last.at) == (
        expected,
        Actor.SYSTEM,
        asked.cancellation.answer_by,
    )


async def test_a_quick_request_past_its_time_is_only_words(make_world, write):
    world = await make_world(sellers=UNLOCKS["sellers"], orders=[{"status": "IN_TRANSIT"}])
    buyer = await world.buyer()

    answer = await write(buyer, world.order(), "Please cancel.", kind=K.ASK_CANCEL)

    assert answer.message.kind is K.TEXT
    assert (await buyer.conversation(world.order())).asked_at is None
