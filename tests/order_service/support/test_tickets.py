"""What a ticket holds, who may see it, and that nothing of it happens twice."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.ids import is_reference
from buyer_portal.domain.support import (
    OPEN_TICKETS,
    TICKET_CHARACTERS,
    TicketAbout,
    TicketCode,
    TicketStatus,
)
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceFaultError,
    TooManyTriesError,
)
from buyer_portal.order_contract.support import OpenTicket
from buyer_portal.order_service.gate import LostReplyError

PACKED = {"orders": [{"status": "AWAITING_COLLECTION"}]}


async def test_a_ticket_brings_the_order_as_decided_and_what_the_page_knows(make_world, ask):
    world = await make_world(**PACKED)
    buyer = await world.buyer(client_build=7)
    facts = {"connection": "3g", "error_reference": "AB12-CD34", "locale": "vi"}

    answer = await ask(buyer, world.order(), about="cancel_refused", facts=facts)

    shown = await buyer.order(world.order())
    attached = answer.attached
    assert attached.detail is not None
    assert attached.detail.order == shown.order
    assert attached.detail.decision == shown.decision
    assert (attached.client_build, attached.facts.connection) == (7, "3g")
    assert attached.facts.error_reference == "AB12-CD34"
    ticket = answer.ticket
    assert (ticket.status, ticket.about) == (TicketStatus.OPEN, TicketAbout.CANCEL_REFUSED)
    assert (ticket.order_number, ticket.seller_name) == (shown.order.number, shown.seller.name)
    assert ticket.reference.startswith("S-")
    assert is_reference(ticket.reference)
    assert [(one.number, one.author, one.text) for one in answer.messages] == [
        (1, Actor.BUYER, "Please help")
    ]


async def test_what_is_attached_stays_as_it_was(make_world, ask):
    world = await make_world(**PACKED)
    buyer = await world.buyer()
    opened = await ask(buyer, world.order(), about="cancel_refused")

    await world.step("carrier-scan")

    later = await buyer.ticket(opened.ticket.id)
    assert later.attached == opened.attached
    assert later.attached.detail.order.status == "AWAITING_COLLECTION"


async def test_attempts_are_attached_with_cause_and_count(make_world, ask, cancel_command):
    world = await make_world(**PACKED)
    buyer = await world.buyer()
    detail = await buyer.order(world.order())
    command = cancel_command(detail)
    with pytest.raises(Exception, match="cancelled"):
        await buyer.cancel(world.order(), command, "the-same-key")
    await world.faults(operations={"cancel": {"system_error_times": 1}})
    with pytest.raises(OrderServiceFaultError):
        await buyer.cancel(world.order(), command, "another-key")
    await world.faults()

    attempts = (await ask(buyer, world.order(), about="system_error")).attached.attempts

    assert [(one.operation, one.code, one.causes, one.times) for one in attempts] == [
        ("cancel", "system-error", (), 1),
        ("cancel", "cancellation-refused", detail.decision.causes, 1),
    ]


async def test_a_failed_command_repeated_under_its_key_counts_up(make_world, cancel_command):
    world = await make_world(**PACKED)
    buyer = await world.buyer()
    command = cancel_command(await buyer.order(world.order()))
    await world.faults(operations={"cancel": {"system_error_times": 2}})
    for _ in range(2):
        with pytest.raises(OrderServiceFaultError):
            await buyer.cancel(world.order(), command, "the-same-key")

    attempts = (await buyer.ticket_draft(world.order())).attached.attempts

    assert [(one.code, one.times) for one in attempts] == [("system-error", 2)]


async def test_attempts_of_another_buyer_stay_theirs(make_world, cancel_command):
    world = await make_world(
        buyers=[{"key": "one"}, {"key": "two"}],
        orders=[{"buyer": "one", "status": "AWAITING_COLLECTION"}, {"buyer": "two"}],
    )
    one, two = await world.buyer("one"), await world.buyer("two")
    command = cancel_command(await one.order(world.order()))
    with pytest.raises(Exception, match="cancelled"):
        await one.cancel(world.order(), command, "key-of-one")
    with pytest.raises(OrderNotFoundError):
        await two.cancel(world.order(), command, "key-of-two")

    assert (await two.ticket_draft(world.order("order-2"))).attached.attempts == ()
    assert len((await one.ticket_draft(world.order())).attached.attempts) == 1


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


@pytest.mark.parametrize(
    ("order", "subjects"),
    [
        pytest.param({"status": "AWAITING_SHIPMENT"}, ["system_error", "other"], id="cancellable"),
        pytest.param(
            {"status": "AWAITING_COLLECTION"},
            ["cancel_refused", "system_error", "other"],
            id="packed",
        ),
        pytest.param(
            {"status": "DELIVERED"},
            ["cancel_refused", "return", "system_error", "other"],
            id="delivered",
        ),
    ],
)
async def test_subjects_follow_the_order(make_world, order, subjects):
    world = await make_world(orders=[order])

    draft = await (await world.buyer()).ticket_draft(world.order())

    assert list(draft.subjects) == subjects


async def test_a_cancelled_order_offers_the_late_refund(make_world, cancel):
    world = await make_world()
    buyer = await world.buyer()
    await cancel(buyer, world.order())

    draft = await buyer.ticket_draft(world.order())

    assert draft.subjects[0] is TicketAbout.REFUND_LATE


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        pytest.param({"text": "  \n "}, "/text", id="no-words"),
        pytest.param({"about": "appeal"}, "/about", id="nothing-to-appeal"),
    ],
)
async def test_what_cannot_be_asked_is_refused(make_world, ask, all_tickets, fields, pointer):
    world = await make_world()
    buyer = await world.buyer()

    with pytest.raises(InvalidCommandError) as refused:
        await ask(buyer, world.order(), **fields)

    assert [error.pointer for error in refused.value.errors] == [pointer]
    assert (await all_tickets(world)).tickets == ()


async def test_a_late_replay_is_refused(make_world, ask):
    world = await make_world()
    buyer = await world.buyer()
    now = (await buyer.me()).server_now

    with pytest.raises(CommandExpiredError):
        await ask(buyer, world.order(), expires_at=now - timedelta(seconds=1))


async def test_words_have_a_limit(http, make_world):
    world = await make_world()
    body = {"about": "other", "text": "x" * (TICKET_CHARACTERS + 1), "expires_at": "2030-01-01Z"}

    answer = await http.post(
        "/v1/support/tickets",
        json=body,
        headers={"X-Portal-Session": await world.session(), "Idempotency-Key": "a-long-letter"},
    )

    assert answer.status_code == 422


async def test_open_tickets_have_a_limit(make_world, ask):
    world = await make_world(orders=[{"key": f"o{n}"} for n in range(OPEN_TICKETS + 1)])
    buyer = await world.buyer()
    for n in range(OPEN_TICKETS):
        await ask(buyer, world.order(f"o{n}"))

    with pytest.raises(TooManyTriesError):
        await ask(buyer, world.order(f"o{OPEN_TICKETS}"))


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


@pytest.mark.parametrize("cursor", ["x", "LTEuYQ==", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS5h"])
async def test_a_foreign_cursor_is_refused(make_world, cursor):
    world = await make_world()

    with pytest.raises(InvalidCommandError):
        await (await world.buyer()).tickets(cursor)


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


async def test_no_session_no_ticket(connection):
    nobody = BuyerClient(connection, "0" * 64)

    for call in (nobody.tickets(), nobody.ticket("x"), nobody.ticket_draft()):
        with pytest.raises(NotSignedInError):
            await call


async def test_a_lost_reply_is_answered_again_not_done_again(make_world, ask):
    world = await make_world()
    buyer = await world.buyer()
    await world.faults(operations={"open_ticket": {"lost_reply_times": 1}})

    with pytest.raises(LostReplyError):
        await ask(buyer, world.order(), key="the-same-key")

    answer = await ask(buyer, world.order(), key="the-same-key")

    assert len(answer.messages) == 1
    assert len((await buyer.tickets()).tickets) == 1


def test_orders_named_by_nonsense_are_refused_before_they_are_looked_up():
    with pytest.raises(ValueError, match="NUL"):
        OpenTicket.model_validate(
            {"order_id": "\0", "about": "other", "text": "x", "expires_at": "2030-01-01T00:00:00Z"}
        )
