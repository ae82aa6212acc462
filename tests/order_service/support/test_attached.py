"""What goes with a ticket by itself, and what it can be about."""

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.ids import is_reference
from buyer_portal.domain.support import TicketAbout, TicketStatus
from buyer_portal.order_client.errors import OrderNotFoundError, OrderServiceFaultError

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
