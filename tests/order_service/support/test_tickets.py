"""A ticket from being opened to being closed, once however often it is sent."""

import asyncio

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.support import TicketAbout, TicketCode, TicketStatus
from buyer_portal.order_client.errors import InvalidCommandError, OrderNotFoundError
from buyer_portal.order_service.gate import LostReplyError

PACKED = {"orders": [{"status": "AWAITING_COLLECTION"}]}


async def test_asking_again_leads_to_the_open_ticket_and_keeps_the_words(make_world, ask):
    world = await make_world(**PACKED)
    buyer = await world.buyer()
    first = await ask(buyer, world.order(), text="It is packed")

    second = await ask(buyer, world.order(), text="And I need it stopped")
    third = await ask(buyer, world.order(), text="And I need it stopped")

    assert second.ticket.id == third.ticket.id == first.ticket.id
    assert [one.text for one in third.messages] == ["It is packed", "And I need it stopped"]
    assert (await buyer.ticket_draft(world.order())).open_tickets == {
        TicketAbout.OTHER: first.ticket.id
    }
    assert len((await buyer.tickets()).tickets) == 1


async def test_a_closed_ticket_makes_room_for_a_new_one(make_world, ask, done):
    world = await make_world()
    buyer = await world.buyer()
    first = await ask(buyer, world.order())

    closed = await done(buyer, first.ticket.id)
    again = await done(buyer, first.ticket.id)
    second = await ask(buyer, world.order())

    assert closed.ticket.status is TicketStatus.CLOSED
    assert closed.messages == again.messages
    assert closed.messages[-1].code == TicketCode.CLOSED_BY_BUYER
    assert second.ticket.id != first.ticket.id
    assert second.ticket.reference != first.ticket.reference


async def test_the_same_key_opens_one_ticket_and_tells_once(make_world, ask, done):
    world = await make_world()
    buyer = await world.buyer()
    first = await ask(buyer, world.order(), key="the-same-key")
    await done(buyer, first.ticket.id)

    second = await ask(buyer, world.order(), key="the-same-key")

    assert second == first
    types = [event.type for event in (await world.events()).events if "ticket" in event.type]
    assert types == ["ticket.opened", "ticket.closed"]
    told = (await world.notifications()).notifications
    assert [one.type for one in told if "ticket" in one.type] == ["ticket.opened"]
    assert (await buyer.me()).buyer.unread_notifications == len(told)


async def test_many_at_once_open_one(make_world, ask):
    world = await make_world()
    buyer = await world.buyer()

    answers = await asyncio.gather(*(ask(buyer, world.order(), text=f"{n}") for n in range(6)))

    assert len({answer.ticket.id for answer in answers}) == 1
    whole = await buyer.ticket(answers[0].ticket.id)
    assert sorted(one.text for one in whole.messages) == [str(n) for n in range(6)]
    assert [one.number for one in whole.messages] == [1, 2, 3, 4, 5, 6]


async def test_both_sides_write_and_the_status_says_whose_turn_it_is(
    make_world, ask, reply, support
):
    world = await make_world()
    buyer = await world.buyer()
    ticket_id = (await ask(buyer, world.order())).ticket.id

    answered = await support(world, ticket_id, "answer", "We are looking into it.")
    written = await reply(buyer, ticket_id, "Thank you")
    closed = await support(world, ticket_id, "close")

    assert [one.ticket.status for one in (answered, written, closed)] == [
        TicketStatus.ANSWERED,
        TicketStatus.OPEN,
        TicketStatus.CLOSED,
    ]
    assert [(one.author, one.text) for one in closed.messages] == [
        (Actor.BUYER, "Please help"),
        (Actor.SUPPORT, "We are looking into it."),
        (Actor.BUYER, "Thank you"),
        (Actor.SUPPORT, ""),
    ]
    with pytest.raises(InvalidCommandError):
        await reply(buyer, ticket_id, "One more thing")
    told = [one.type for one in (await world.notifications()).notifications]
    assert told == ["ticket.closed", "ticket.answered", "ticket.opened"]


async def test_a_ticket_can_be_about_no_order(make_world, ask):
    world = await make_world()
    buyer = await world.buyer()

    answer = await ask(buyer, about="other")
    draft = await buyer.ticket_draft()

    assert answer.attached.detail is None
    assert draft.subjects == (TicketAbout.SYSTEM_ERROR, TicketAbout.OTHER)
    assert draft.open_tickets == {TicketAbout.OTHER: answer.ticket.id}


async def test_the_list_goes_on_to_its_end_the_last_changed_first(make_world, ask, done, reply):
    world = await make_world(orders=[{"key": f"o{n}"} for n in range(25)])
    buyer = await world.buyer()
    made = []
    for n in range(25):
        made.append((await ask(buyer, world.order(f"o{n}"))).ticket.id)
        if n < 10:
            await done(buyer, made[-1])
        await world.advance(advance_seconds=60)
    await reply(buyer, made[12], "Any news?")

    first = await buyer.tickets()
    rest = await buyer.tickets(first.next_cursor)

    listed = [one.id for one in (*first.tickets, *rest.tickets)]
    assert listed == [made[12], *(one for one in reversed(made) if one != made[12])]
    assert rest.next_cursor == ""


async def test_nobody_sees_or_writes_another_buyers_ticket(make_world, ask, reply, done):
    people = {"buyers": [{"key": "owner"}, {"key": "other"}]}
    here = await make_world(**people, orders=[{"buyer": "owner"}])
    there = await make_world(
        buyers=[{"key": "stranger"}], orders=[{"buyer": "stranger"}], seed="elsewhere"
    )
    owner = await here.buyer("owner")
    ticket_id = (await ask(owner, here.order())).ticket.id

    for other in (await here.buyer("other"), await there.buyer("stranger")):
        assert (await other.tickets()).tickets == ()
        for call in (
            other.ticket(ticket_id),
            reply(other, ticket_id, "Mine?"),
            done(other, ticket_id),
            other.ticket_draft(here.order()),
        ):
            with pytest.raises(OrderNotFoundError):
                await call
    with pytest.raises(OrderNotFoundError):
        await ask(await here.buyer("other"), here.order())

    assert len((await owner.ticket(ticket_id)).messages) == 1


async def test_a_lost_reply_is_answered_again_not_done_again(make_world, ask):
    world = await make_world()
    buyer = await world.buyer()
    await world.faults(operations={"open_ticket": {"lost_reply_times": 1}})

    with pytest.raises(LostReplyError):
        await ask(buyer, world.order(), key="the-same-key")

    answer = await ask(buyer, world.order(), key="the-same-key")

    assert len(answer.messages) == 1
    assert len((await buyer.tickets()).tickets) == 1
