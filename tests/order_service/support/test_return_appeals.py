"""A seller declined a return; support overrules, leaves it at that, or is too late."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.returns import ReturnOutcome, ReturnStatus
from buyer_portal.domain.support import TicketAbout, TicketCode, TicketStatus
from buyer_portal.order_client.errors import InvalidCommandError, OrderServiceError

S = ReturnStatus
REASON = {"reason": "It was worn."}


@pytest.fixture
def declined_twice(make_world, ask_to_return):
    """An order of two lines, each with a return of its own that was declined."""

    async def make():
        lines = [{"product_name": "Mug"}, {"product_name": "Bowl"}]
        world = await make_world(orders=[{"status": "DELIVERED", "lines": lines}])
        buyer = await world.buyer()
        for line_id in ("line-1", "line-2"):
            await ask_to_return(buyer, world.order(), {line_id: 1})
            await world.step("return-reject", **REASON)
        return world, buyer, (await buyer.order(world.order())).returns

    return make


@pytest.fixture
def declined(make_world, ask):
    """An order whose return was declined, and the appeal about it."""

    async def make(*, appeals: bool = True, status: str = "DELIVERED", **returning):
        asked = {"kind": "return", "state": "rejected", "hours_ago": 1, **REASON, **returning}
        world = await make_world(orders=[{"status": status, "returning": asked}])
        buyer = await world.buyer()
        answer = await ask(buyer, world.order(), about="return_appeal") if appeals else None
        return world, buyer, answer and answer.ticket.id

    return make


async def _return(buyer, world):
    return (await buyer.order(world.order())).returns[-1]


async def test_overruled_the_goods_can_be_sent(declined, support):
    world, buyer, ticket_id = await declined()

    answer = await support(world, ticket_id, "grant", "The photos show it is new.")

    found = await _return(buyer, world)
    assert (found.status, found.answered_by, found.is_running) == (S.APPROVED, Actor.SUPPORT, True)
    assert found.ship_by is not None
    assert found.ended_at is None
    order = (await buyer.order(world.order())).order
    assert order.open_return is not None
    assert order.open_return.id == found.id
    assert (answer.ticket.status, answer.messages[-1].code) == (
        TicketStatus.CLOSED,
        TicketCode.RETURN_GRANTED,
    )
    assert answer.messages[-1].parameters["return"] == found.reference
    history = (await buyer.order(world.order())).history
    assert (history[-1].type, history[-1].actor) == ("return.approved", "support")
    told = [
        (one.type, one.parameters.get("code"))
        for one in (await buyer.notifications()).notifications
    ]
    assert told[:2] == [("ticket.closed", "return_granted"), ("return.approved", "overruled")]


async def test_overruled_a_refund_alone_is_paid_at_once(make_world, ask, support):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us"}],
        orders=[
            {
                "status": "DELIVERED",
                "returning": {"kind": "refund", "state": "rejected", "hours_ago": 1, **REASON},
            }
        ],
    )
    buyer = await world.buyer()
    ticket_id = (await ask(buyer, world.order(), about="return_appeal")).ticket.id

    await support(world, ticket_id, "grant")

    found = await _return(buyer, world)
    assert (found.status, found.outcome) == (S.APPROVED, ReturnOutcome.KEPT)
    order = (await buyer.order(world.order())).order
    assert sum(refund.amount_minor for refund in found.refunds) == order.paid_minor
    assert (await buyer.order(world.order())).history[-1].parameters["code"] == "overruled_refund"


async def test_goods_that_came_back_and_were_declined_are_paid_after_all(make_world, ask, support):
    back = {"kind": "return", "state": "arrived", "hours_ago": 50}
    world = await make_world(orders=[{"status": "DELIVERED", "returning": back}])
    buyer = await world.buyer()
    await world.step("return-reject", **REASON)
    ticket_id = (await ask(buyer, world.order(), about="return_appeal")).ticket.id

    await support(world, ticket_id, "grant")

    found = await _return(buyer, world)
    assert (found.status, found.received_by, found.outcome) == (
        S.RECEIVED,
        Actor.SUPPORT,
        ReturnOutcome.RETURNED,
    )
    assert sum(refund.amount_minor for refund in found.refunds) == found.refund_minor > 0
    receipts = (await buyer.order(world.order())).history
    assert receipts[-1].parameters["code"] == "overruled"


async def test_upheld_changes_nothing_and_is_told_with_its_reason(declined, support):
    world, buyer, ticket_id = await declined()
    before = (await buyer.order(world.order())).order

    with pytest.raises(InvalidCommandError):
        await support(world, ticket_id, "decline")
    answer = await support(world, ticket_id, "decline", "The tag is missing.")

    assert answer.messages[-1].code == TicketCode.RETURN_UPHELD
    assert (await buyer.order(world.order())).order == before
    assert (await _return(buyer, world)).status is S.REJECTED
    [appeal] = (await buyer.return_offer(world.order())).appeals
    assert (appeal.is_open, appeal.code, appeal.text, appeal.ticket_id) == (
        False,
        "return_upheld",
        "The tag is missing.",
        ticket_id,
    )
    assert TicketAbout.RETURN_APPEAL not in (await buyer.ticket_draft(world.order())).subjects


async def test_while_support_reads_the_page_of_the_return_says_so(declined, support):
    world, buyer, ticket_id = await declined()

    await support(world, ticket_id, "answer", "Can you send a photo?")

    [appeal] = (await buyer.return_offer(world.order())).appeals
    assert (appeal.ticket_id, appeal.is_open, appeal.code, appeal.text) == (ticket_id, True, "", "")


async def test_who_closed_the_appeal_may_ask_again(declined, ask, done):
    world, buyer, ticket_id = await declined()
    await done(buyer, ticket_id)

    again = await ask(buyer, world.order(), about="return_appeal")

    assert again.ticket.id != ticket_id


async def test_what_was_declined_can_be_appealed_for_so_many_days(declined):
    world, buyer, _ = await declined(appeals=False)
    days = (await buyer.order(world.order())).policy.appeal_days

    await world.advance(advance_seconds=days * 86400 - 3600 - 60)
    in_time = (await buyer.ticket_draft(world.order())).subjects
    await world.advance(advance_seconds=3600)
    late = (await buyer.ticket_draft(world.order())).subjects

    assert in_time[0] is TicketAbout.RETURN_APPEAL
    assert TicketAbout.RETURN_APPEAL not in late


async def test_without_a_declined_return_there_is_nothing_to_overrule(declined, ask):
    world, buyer, _ = await declined(appeals=False, state="requested", reason="")

    with pytest.raises(InvalidCommandError):
        await ask(buyer, world.order(), about="return_appeal")


async def test_money_asked_for_on_the_way_is_too_late_once_the_parcel_is_there(
    make_world, ask, support
):
    """The seller was right to wait: now the goods can be returned, which the refusal allows."""
    wanted = {"kind": "refund", "state": "rejected", "hours_ago": 1, **REASON}
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us"}],
        orders=[{"status": "IN_TRANSIT", "returning": wanted}],
    )
    buyer = await world.buyer()
    ticket_id = (await ask(buyer, world.order(), about="return_appeal")).ticket.id
    await world.step("deliver")

    answer = await support(world, ticket_id, "grant", "It should have been stopped.")

    last = answer.messages[-1]
    assert (last.code, last.parameters) == (TicketCode.RETURN_TOO_LATE, {"cause": "delivered"})
    assert (await _return(buyer, world)).status is S.REJECTED
    assert (await buyer.return_offer(world.order())).lines[0].obstacle is None


async def test_granting_twice_at_once_goes_on_once(declined, support):
    world, buyer, ticket_id = await declined()

    ended = await asyncio.gather(
        *(support(world, ticket_id, "grant") for _ in range(3)), return_exceptions=True
    )

    assert sum(isinstance(one, OrderServiceError) for one in ended) == 2
    history = (await buyer.order(world.order())).history
    assert [one.type for one in history].count("return.approved") == 1


async def test_what_support_let_go_on_is_not_appealed_again(declined, support):
    world, buyer, ticket_id = await declined()
    await support(world, ticket_id, "grant")

    subjects = (await buyer.ticket_draft(world.order())).subjects

    assert TicketAbout.RETURN_APPEAL not in subjects
    due = (await _return(buyer, world)).ship_by
    await world.advance(now=due + timedelta(minutes=1))
    assert (await _return(buyer, world)).status is S.EXPIRED


def _offered(detail):
    return {str(action.kind) for action in detail.decision.actions}


async def test_what_was_declined_is_not_offered_again_but_support_is(declined, support):
    world, buyer, ticket_id = await declined()
    [card] = (await buyer.orders()).orders
    detail = await buyer.order(world.order())

    assert not card.can_return
    assert _offered(detail) & {"start_return", "appeal_return"} == {"appeal_return"}
    assert (await buyer.decision(world.order())).decision.actions == detail.decision.actions

    await support(world, ticket_id, "decline", "The tag is missing.")

    after = await buyer.order(world.order())
    assert after.returns[-1].appeal_decided_at == after.server_now
    assert not _offered(after) & {"start_return", "appeal_return"}


async def test_each_declined_return_has_its_own_appeal(declined_twice, ask, support):
    world, buyer, (mug, bowl) = await declined_twice()
    with pytest.raises(InvalidCommandError) as refused:
        await ask(buyer, world.order(), about="return_appeal")
    assert [field.pointer for field in refused.value.errors] == ["/return_id"]

    tickets = [
        (await ask(buyer, world.order(), about="return_appeal", return_id=found.id)).ticket
        for found in (mug, bowl)
    ]
    draft = await buyer.ticket_draft(world.order())
    await support(world, tickets[0].id, "grant")
    await support(world, tickets[1].id, "decline", "It is chipped.")

    assert [ticket.return_id for ticket in tickets] == [mug.id, bowl.id]
    assert draft.open_appeals == {mug.id: tickets[0].id, bowl.id: tickets[1].id}
    assert TicketAbout.RETURN_APPEAL not in draft.open_tickets
    after = (await buyer.order(world.order())).returns
    assert [found.status for found in after] == [S.APPROVED, S.REJECTED]
    appeals = {one.return_id: one for one in (await buyer.return_offer(world.order())).appeals}
    assert {key: (one.ticket_id, one.code) for key, one in appeals.items()} == {
        mug.id: (tickets[0].id, "return_granted"),
        bowl.id: (tickets[1].id, "return_upheld"),
    }


async def test_the_words_about_one_return_go_to_its_own_ticket(declined_twice, ask):
    world, buyer, (mug, bowl) = await declined_twice()
    first = await ask(buyer, world.order(), about="return_appeal", return_id=mug.id)

    again = await ask(
        buyer, world.order(), about="return_appeal", return_id=mug.id, text="And a photo"
    )
    other = await ask(buyer, world.order(), about="return_appeal", return_id=bowl.id)

    assert (again.ticket.id, len(again.messages)) == (first.ticket.id, 2)
    assert other.ticket.id != first.ticket.id


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"about": "return_appeal", "return_id": "unknown"}, id="no-such-return"),
        pytest.param({"about": "other", "return_id": "unknown"}, id="no-appeal"),
    ],
)
async def test_only_a_declined_return_of_the_order_can_be_named(declined, ask, all_tickets, asked):
    world, buyer, _ = await declined(appeals=False)

    with pytest.raises(InvalidCommandError):
        await ask(buyer, world.order(), **asked)

    assert (await all_tickets(world)).tickets == ()
