"""A seller declined; support overrules, leaves it at that, or is too late and says why."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.support import TicketAbout, TicketCode, TicketStatus
from buyer_portal.order_client.errors import InvalidCommandError, OrderServiceError

ASKED = {
    "sellers": [{"key": "seller", "preset": "until-shipped"}],
    "orders": [{"status": "AWAITING_COLLECTION"}],
}


@pytest.fixture
def declined(make_world, cancel):
    """An order whose cancellation the seller declined."""

    async def make(**scenario):
        world = await make_world(**{**ASKED, **scenario})
        buyer = await world.buyer()
        await cancel(buyer, world.order())
        await world.step("seller-reject", reason="It is ready to go.")
        return world, buyer

    return make


async def test_an_appeal_that_is_granted_cancels_and_refunds(declined, ask, support):
    world, buyer = await declined()
    before = await buyer.order(world.order())
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id

    answer = await support(world, ticket_id, "grant", "You asked in time.")

    after = await buyer.order(world.order())
    assert after.order.status is OrderStatus.CANCELLED
    [granted] = [one for one in after.cancellations if one.status is CancellationStatus.SUCCESS]
    assert granted.requested_by is Actor.SUPPORT
    assert (
        granted.refund_minor
        == before.order.paid_minor
        == sum(refund.amount_minor for refund in granted.refunds)
    )
    assert answer.ticket.status is TicketStatus.CLOSED
    last = answer.messages[-1]
    assert (last.author, last.text, last.code) == (
        Actor.SUPPORT,
        "You asked in time.",
        TicketCode.APPEAL_GRANTED,
    )
    assert last.parameters["cancellation"] == granted.reference
    assert after.history[-1].actor == "support"


async def test_an_appeal_grants_only_what_was_asked_for(make_world, cancel, ask, support):
    lines = [{"product_name": "Mug"}, {"product_name": "Bowl"}]
    world = await make_world(
        sellers=[{"key": "seller", "preset": "until-shipped"}],
        orders=[{"status": "AWAITING_COLLECTION", "lines": lines}],
    )
    buyer = await world.buyer()
    line_id = (await buyer.order(world.order())).order.lines[0].id
    await cancel(buyer, world.order(), lines=[{"line_id": line_id, "quantity": 1}])
    await world.step("seller-reject", reason="No.")
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id

    await support(world, ticket_id, "grant")

    order = (await buyer.order(world.order())).order
    assert [line.open_quantity for line in order.lines] == [0, 1]


async def test_an_appeal_comes_too_late_when_the_carrier_has_the_parcel(declined, ask, support):
    world, buyer = await declined()
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id
    await world.step("carrier-scan")

    answer = await support(world, ticket_id, "grant", "We would have cancelled it.")

    last = answer.messages[-1]
    assert (last.code, last.parameters) == (TicketCode.APPEAL_TOO_LATE, {"cause": "in_transit"})
    assert answer.ticket.status is TicketStatus.ANSWERED
    assert (await buyer.order(world.order())).order.status is OrderStatus.IN_TRANSIT


async def test_an_appeal_on_a_cancelled_order_says_so(declined, ask, support):
    world, buyer = await declined()
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id
    await world.step("seller-cancel", reason="Out of stock")

    answer = await support(world, ticket_id, "grant")

    assert answer.messages[-1].parameters == {"cause": "already_cancelled"}


async def test_an_appeal_that_is_declined_changes_nothing(declined, ask, support):
    world, buyer = await declined()
    before = (await buyer.order(world.order())).order
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id

    with pytest.raises(InvalidCommandError):
        await support(world, ticket_id, "decline")
    answer = await support(world, ticket_id, "decline", "The parcel was ready.")

    assert answer.ticket.status is TicketStatus.CLOSED
    assert answer.messages[-1].code == TicketCode.APPEAL_DECLINED
    assert (await buyer.order(world.order())).order == before


async def test_only_an_appeal_can_be_granted(declined, ask, support):
    world, buyer = await declined()
    ticket_id = (await ask(buyer, world.order(), about="other")).ticket.id

    with pytest.raises(InvalidCommandError):
        await support(world, ticket_id, "grant")


async def test_granting_twice_at_once_cancels_once(declined, ask, support):
    world, buyer = await declined()
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id

    ended = await asyncio.gather(
        *(support(world, ticket_id, "grant") for _ in range(3)), return_exceptions=True
    )

    assert sum(isinstance(one, OrderServiceError) for one in ended) == 2
    detail = await buyer.order(world.order())
    assert detail.order.refunded_minor <= detail.order.paid_minor
    assert len([one for one in detail.cancellations if one.status == "SUCCESS"]) == 1


async def test_granting_races_the_carrier_with_one_winner(declined, ask, support):
    world, buyer = await declined()
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id

    await asyncio.gather(
        support(world, ticket_id, "grant"), world.step("carrier-scan"), return_exceptions=True
    )

    status = (await buyer.order(world.order())).order.status
    code = (await buyer.ticket(ticket_id)).messages[-1].code
    assert (status, code) in {
        (OrderStatus.CANCELLED, TicketCode.APPEAL_GRANTED),
        (OrderStatus.IN_TRANSIT, TicketCode.APPEAL_TOO_LATE),
    }


async def test_an_appeal_runs_out(declined, ask):
    world, buyer = await declined()
    days = (await buyer.order(world.order())).policy.appeal_days
    assert (await buyer.ticket_draft(world.order())).subjects[0] is TicketAbout.APPEAL

    await world.advance(advance_seconds=timedelta(days=days).total_seconds())

    assert TicketAbout.APPEAL not in (await buyer.ticket_draft(world.order())).subjects
    with pytest.raises(InvalidCommandError):
        await ask(buyer, world.order(), about="appeal")


async def test_what_the_buyer_asked_again_is_granted_with_it(declined, ask, support, cancel):
    world, buyer = await declined()
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id
    detail = await buyer.order(world.order())
    if detail.decision.outcome == "request":
        await cancel(buyer, world.order())

    await support(world, ticket_id, "grant")

    after = (await buyer.order(world.order())).order
    assert (after.status, after.open_request) == (OrderStatus.CANCELLED, None)


async def test_an_appeal_against_one_of_several_sellers_leaves_the_other_alone(
    make_world, cancel, ask, support
):
    sellers = [
        {"key": "gio", "preset": "until-shipped"},
        {"key": "lumen", "preset": "until-shipped"},
    ]
    lines = [{"unit_price_minor": 100_000}, {"unit_price_minor": 200_000, "seller": "lumen"}]
    order = {"seller": "gio", "status": "AWAITING_COLLECTION", "lines": lines}
    world = await make_world(sellers=sellers, orders=[order])
    buyer = await world.buyer()
    await cancel(buyer, world.order())
    await world.step("seller-reject", reason="Gone", seller_id=world.made.sellers["lumen"])
    ticket_id = (await ask(buyer, world.order(), about="appeal")).ticket.id

    answer = await support(world, ticket_id, "grant")

    assert answer.messages[-1].code == TicketCode.APPEAL_GRANTED
    after = await buyer.order(world.order())
    assert [line.open_quantity for line in after.order.lines] == [1, 0]
    assert [one.seller_id for one in after.order.open_requests] == [world.made.sellers["gio"]]
