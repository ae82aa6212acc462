"""Messages to and from a seller."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.conversations import BURST, MAX_TEXT
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    OrderNotFoundError,
    TooManyTriesError,
)
from buyer_portal.order_contract.conversations import SendMessage
from tests.order_service.conversations.policies import UNLOCKS, K


async def test_a_conversation_nobody_began_is_empty(make_world):
    world = await make_world(**UNLOCKS)

    found = await (await world.buyer()).conversation(world.order())

    assert (found.messages, found.unread, found.asked_at) == ((), 0, None)
    assert found.seller.name == "Tea House"
    assert found.quick == (K.ASK_CANCEL, K.ASK_ADDRESS, K.ASK_SHIPPING)


async def test_both_sides_write_and_the_buyer_reads(make_world, write):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    await write(buyer, world.order(), "When will it ship?", kind=K.ASK_SHIPPING)
    await world.step("seller-say", text="Tomorrow.")
    await world.step("seller-say", text="In the morning.")

    found = await buyer.conversation(world.order())

    assert [(line.number, line.author, line.kind, line.text) for line in found.messages] == [
        (1, Actor.BUYER, K.ASK_SHIPPING, "When will it ship?"),
        (2, Actor.SELLER, K.TEXT, "Tomorrow."),
        (3, Actor.SELLER, K.TEXT, "In the morning."),
    ]
    assert [line.is_read for line in found.messages] == [True, False, False]
    assert (found.unread, (await buyer.me()).buyer.unread_messages) == (2, 2)
    assert await buyer.read_conversation(world.order(), 2) == 1
    assert await buyer.read_conversation(world.order(), 1) == 1
    assert await buyer.read_conversation(world.order(), 99) == 0
    assert (await buyer.conversation(world.order())).unread == 0


async def test_the_seller_is_told_of_once_until_read(make_world):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    for text in ("One", "Two"):
        await world.step("seller-say", text=text)
    await buyer.read_conversation(world.order(), 2)
    await world.step("seller-say", text="Three")

    told = (await buyer.notifications()).notifications

    assert [(one.type, one.parameters["reason"]) for one in told] == [
        ("message.received", "Three"),
        ("message.received", "One"),
    ]
    events = (await world.events()).events
    assert [event.type for event in events] == ["message.received"] * 3


async def test_a_message_is_no_step_of_the_order(make_world, write):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    before = await world.detail()

    await write(buyer, world.order())
    await world.step("seller-say", text="Hello")

    assert (await world.detail()) == before
    assert [event.type for event in (await world.events()).events] == [
        "message.sent",
        "message.received",
    ]
    assert [one.type for one in (await buyer.notifications()).notifications] == ["message.received"]


async def test_one_key_writes_once(make_world, write, new_key):
    world = await make_world(**UNLOCKS)
    buyer, key = await world.buyer(), new_key()

    first = await write(buyer, world.order(), key=key)
    again = await write(buyer, world.order(), key=key)

    assert again == first
    assert len((await buyer.conversation(world.order())).messages) == 1
    with pytest.raises(InvalidCommandError):
        await write(buyer, world.order(), "Something else", key=key)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        pytest.param({"text": " \n\t "}, "/text", id="no-words"),
        pytest.param({"text": "x" * (MAX_TEXT + 1)}, "/text", id="too-long"),
        pytest.param({"text": "a\0b"}, "/text", id="nul"),
        pytest.param({"kind": "unlocked"}, "/kind", id="a-step's-line"),
        pytest.param({"kind": "approved"}, "/kind", id="the-seller's-answer"),
        pytest.param({"author": "seller"}, "/author", id="another's-name"),
    ],
)
async def test_what_cannot_be_written_is_refused(make_world, http, new_key, fields, pointer):
    world = await make_world(**UNLOCKS)
    session = await world.session()
    body = {"text": "Hello", "expires_at": "2099-01-01T00:00:00Z", **fields}

    answer = await http.post(
        f"/v1/orders/{world.order()}/conversation",
        json=body,
        headers={"X-Portal-Session": session, "Idempotency-Key": new_key()},
    )

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (await (await world.buyer()).conversation(world.order())).messages == ()


async def test_hostile_text_comes_back_as_written(make_world, write):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    hostile = "<script>alert(1)</script> \u202egnp.exe\u200b {number} %s 'x\"; -- \U0001f600"

    await write(buyer, world.order(), f"  {hostile}\x1b\x07 ")
    await world.step("seller-say", text=hostile)

    lines = (await buyer.conversation(world.order())).messages
    assert [line.text for line in lines] == [hostile, hostile]


async def test_the_longest_text_fits(make_world, write):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()

    await write(buyer, world.order(), "\U0001f600" * MAX_TEXT)

    [line] = (await buyer.conversation(world.order())).messages
    assert len(line.text) == MAX_TEXT


async def test_many_lines_in_a_short_time_have_to_wait(make_world, write, new_key):
    world = await make_world(**UNLOCKS)
    buyer, key = await world.buyer(), new_key()
    for at in range(BURST):
        await write(buyer, world.order(), f"Line {at}")

    with pytest.raises(TooManyTriesError):
        await write(buyer, world.order(), "One more", key=key)
    await world.advance(advance_seconds=61)
    await write(buyer, world.order(), "One more", key=key)

    assert len((await buyer.conversation(world.order())).messages) == BURST + 1


async def test_a_late_message_is_not_written(make_world, new_key):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    now = (await buyer.me()).server_now
    late = SendMessage(text="Hello", expires_at=now - timedelta(seconds=1))

    with pytest.raises(CommandExpiredError):
        await buyer.send_message(world.order(), late, new_key())

    assert (await buyer.conversation(world.order())).messages == ()


async def test_long_conversations_come_in_pages(make_world):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()
    for at in range(120):
        await world.step("seller-say", text=f"Line {at + 1}")

    newest = await buyer.conversation(world.order())
    middle = await buyer.conversation(world.order(), before=newest.older_before)
    oldest = await buyer.conversation(world.order(), before=middle.older_before)

    numbers = [line.number for page in (oldest, middle, newest) for line in page.messages]
    assert numbers == list(range(1, 121))
    assert (newest.older_before, middle.older_before, oldest.older_before) == (71, 21, None)


async def test_the_list_shows_the_newest_first_in_pages(make_world):
    world = await make_world(orders=[{"count": 40}])
    buyer = await world.buyer()
    keys = list(world.made.orders)[:35]
    for at, key in enumerate(keys):
        await world.step("seller-say", key, text=f"Line {at}")
        await world.advance(advance_seconds=1)
    await buyer.read_conversation(world.order(keys[0]), 1)

    first = await buyer.conversations()
    second = await buyer.conversations(first.next_cursor)

    rows = [*first.conversations, *second.conversations]
    assert [row.order.id for row in rows] == [world.order(key) for key in reversed(keys)]
    assert (len(first.conversations), second.next_cursor, first.unread) == (30, "", 34)
    assert (rows[0].last.text, rows[0].unread, rows[-1].unread) == ("Line 34", 1, 0)
    with pytest.raises(InvalidCommandError):
        await buyer.conversations("nonsense")


async def test_foreign_conversations_look_like_unknown_ones(make_world, write):
    world = await make_world(
        buyers=[{"key": "owner"}, {"key": "other"}], orders=[{"buyer": "owner"}]
    )
    await write(await world.buyer("owner"), world.order(), "A secret")
    other = await world.buyer("other")

    with pytest.raises(OrderNotFoundError):
        await other.conversation(world.order())
    with pytest.raises(OrderNotFoundError):
        await write(other, world.order())
    with pytest.raises(OrderNotFoundError):
        await other.read_conversation(world.order(), 1)
    with pytest.raises(OrderNotFoundError):
        await (await world.buyer("owner")).conversation(world.order(), "not-a-seller")
    assert (await other.conversations()).conversations == ()


async def test_two_tabs_writing_at_once_lose_nothing(make_world, write):
    world = await make_world(**UNLOCKS)
    buyer = await world.buyer()

    await asyncio.gather(*(write(buyer, world.order(), f"Line {at}") for at in range(10)))

    lines = (await buyer.conversation(world.order())).messages
    assert [line.number for line in lines] == list(range(1, 11))
    assert {line.text for line in lines} == {f"Line {at}" for at in range(10)}
