"""What sellers and carriers do, and what it means for the buyer."""

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.errors import InvalidCommandError

ASKS = {
    "sellers": [{"key": "seller", "preset": "until-shipped"}],
    "orders": [{"status": "AWAITING_COLLECTION"}],
}


async def test_an_order_goes_its_way(make_world):
    world = await make_world()

    steps = ["pack", "carrier-scan", "deliver", "complete"]
    statuses = [(await world.step(step)).order.status for step in steps]

    assert statuses == [
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.IN_TRANSIT,
        OrderStatus.DELIVERED,
        OrderStatus.COMPLETED,
    ]
    assert [event.type for event in (await world.events()).events] == [
        "order.packed",
        "order.collected",
        "order.delivered",
        "order.completed",
    ]


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("UNPAID", "carrier-scan"),
        ("UNPAID", "pack"),
        ("IN_TRANSIT", "carrier-scan"),
        ("IN_TRANSIT", "seller-unlock"),
        ("IN_TRANSIT", "seller-cancel"),
        ("CANCELLED", "pack"),
        ("CANCELLED", "deliver"),
        ("CANCELLED", "seller-unlock"),
        ("CANCELLED", "seller-cancel"),
        ("COMPLETED", "complete"),
        ("AWAITING_SHIPMENT", "seller-approve"),
        ("AWAITING_SHIPMENT", "seller-reject"),
        ("AWAITING_SHIPMENT", "deliver"),
    ],
)
async def test_steps_that_do_not_fit_change_nothing(make_world, status, step):
    world = await make_world(orders=[{"status": status}])
    before = await world.detail()

    with pytest.raises(InvalidCommandError) as refusal:
        await world.step(step)

    assert refusal.value.problem.type == "urn:buyer-portal:problem:wrong-state"
    assert await world.detail() == before


async def test_approval_gives_the_money_back(make_world, cancel):
    world = await make_world(**ASKS)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())

    detail = await world.step("seller-approve")

    [cancellation] = detail.cancellations
    assert cancellation.id == asked.cancellation.id
    assert cancellation.status is CancellationStatus.SUCCESS
    assert sum(refund.amount_minor for refund in cancellation.refunds) == detail.order.paid_minor
    assert detail.order.status is OrderStatus.CANCELLED


async def test_rejection_carries_the_sellers_words(make_world, cancel):
    world = await make_world(**ASKS)
    buyer = await world.buyer()
    await cancel(buyer, world.order())

    await world.step("seller-reject", reason="It is <b>packed</b>.")

    detail = await buyer.order(world.order())
    assert detail.decision.causes[0] is Cause.REQUEST_REJECTED
    assert detail.order.rejected_request is not None
    assert detail.order.rejected_request.reason == "It is <b>packed</b>."
    [newest, *_] = (await buyer.notifications()).notifications
    assert newest.parameters["reason"] == "It is <b>packed</b>."


async def test_pick_up_ends_an_open_request(make_world, cancel):
    world = await make_world(**ASKS)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())

    detail = await world.step("carrier-scan")

    assert detail.order.status is OrderStatus.IN_TRANSIT
    assert (detail.order.open_request, detail.order.rejected_request) == (None, None)
    answer = await buyer.cancellation(asked.cancellation.id)
    assert answer.cancellation.status is CancellationStatus.REJECTED
    assert [event.type for event in (await world.events()).events][-2:] == [
        "cancellation.overtaken",
        "order.collected",
    ]
    assert answer.cancellation.is_overtaken


async def test_pick_up_of_other_lines_leaves_a_request_open(make_world, cancel):
    from buyer_portal.order_contract.cancellations import LineQuantity  # noqa: PLC0415

    world = await make_world(
        sellers=ASKS["sellers"],
        orders=[{"status": "AWAITING_COLLECTION", "lines": [{}, {}]}],
    )
    buyer = await world.buyer()
    await cancel(buyer, world.order(), lines=(LineQuantity(line_id="line-1", quantity=1),))

    detail = await world.step("carrier-scan", line_ids=("line-2",))

    assert detail.order.status is OrderStatus.PARTIALLY_SHIPPING
    assert detail.order.open_request is not None


async def test_partly_shipped_order_can_lose_the_rest(make_world, cancel):
    world = await make_world(orders=[{"lines": [{}, {}]}])
    buyer = await world.buyer()
    await world.step("carrier-scan", line_ids=("line-1",))

    answer = await cancel(buyer, world.order())

    assert [line.status for line in answer.order.lines] == [
        OrderStatus.IN_TRANSIT,
        OrderStatus.CANCELLED,
    ]
    assert answer.order.status is OrderStatus.IN_TRANSIT
    assert answer.cancellation.refund_minor < answer.order.paid_minor


async def test_seller_cancels_and_pays_back(make_world):
    world = await make_world()

    detail = await world.step("seller-cancel", reason="Sold out")

    assert detail.order.status is OrderStatus.CANCELLED
    assert detail.order.refunded_minor == detail.order.paid_minor


async def test_seller_who_cancels_grants_what_was_asked(make_world, cancel):
    world = await make_world(**ASKS)
    asked = await cancel(await world.buyer(), world.order())

    detail = await world.step("seller-cancel", reason="Sold out")

    assert detail.order.status is OrderStatus.CANCELLED
    assert detail.order.open_request is None
    assert [(one.id, one.status) for one in detail.cancellations] == [
        (asked.cancellation.id, CancellationStatus.SUCCESS)
    ]


async def test_each_transition_is_told_once(make_world, cancel):
    world = await make_world(**ASKS)
    buyer = await world.buyer()
    await cancel(buyer, world.order())
    await world.step("seller-reject", reason="No")
    await world.step("carrier-scan")

    page = await buyer.notifications()

    events = (await world.events()).events
    assert [one.type for one in page.notifications] == [event.type for event in events][::-1]
    assert page.unread == len(events)
    assert (await buyer.me()).buyer.unread_notifications == len(events)


async def test_marking_read_counts_down(make_world):
    world = await make_world(buyers=[{"key": "buyer"}, {"key": "other"}])
    buyer, other = await world.buyer(), await world.buyer("other")
    for step in ("pack", "carrier-scan", "deliver"):
        await world.step(step)
    [first, *_] = (await buyer.notifications()).notifications

    assert await other.mark_read([first.id]) == 0
    assert await buyer.mark_read([first.id, "unknown"]) == 2
    assert await buyer.mark_read([first.id]) == 2
    assert await buyer.mark_read() == 0
    assert all(one.is_read for one in (await buyer.notifications()).notifications)


async def test_notifications_come_in_pages(make_world):
    world = await make_world(orders=[{"count": 40}])
    buyer = await world.buyer()
    for key in list(world.made.orders)[:35]:
        await world.step("pack", key)

    first = await buyer.notifications()
    second = await buyer.notifications(first.next_cursor)

    seen = [one.id for one in (*first.notifications, *second.notifications)]
    assert (len(first.notifications), len(set(seen)), second.next_cursor) == (30, 35, "")
    with pytest.raises(InvalidCommandError):
        await buyer.notifications("nonsense")
