"""What one command does to an order whose lines come to different ends."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    OrderChangedError,
    OrderServiceError,
)
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation

SELLERS = [
    {"key": "gio", "name": "Gió Sneakers", "preset": "until-packed"},
    {"key": "lumen", "name": "Lumen House", "preset": "until-shipped"},
]
SHIPPING = [
    {"kind": "shipping", "amount_minor": 30_000, "seller": "gio"},
    {"kind": "shipping", "amount_minor": 20_000, "seller": "lumen"},
    {"kind": "platform_discount", "amount_minor": -10_001},
]
THREE_WAYS = {
    "sellers": SELLERS,
    "orders": [
        {
            "seller": "gio",
            "status": "PARTIALLY_SHIPPING",
            "lines": [
                {"product_name": "Runner", "unit_price_minor": 100_000, "quantity": 2},
                {
                    "product_name": "Lamp",
                    "unit_price_minor": 200_000,
                    "seller": "lumen",
                    "status": "AWAITING_COLLECTION",
                },
                {"product_name": "Socks", "unit_price_minor": 50_000, "status": "IN_TRANSIT"},
            ],
            "charges": SHIPPING,
        }
    ],
}
"""Runner and socks from Gió, a lamp from Lumen: at once, only if Lumen agrees, too late."""

TWO_ASKED = {
    "sellers": [
        {"key": "gio", "preset": "until-shipped", "overrides": {"answer_hours": 12}},
        {"key": "lumen", "preset": "until-shipped"},
    ],
    "orders": [
        {
            "seller": "gio",
            "status": "AWAITING_COLLECTION",
            "lines": [
                {"unit_price_minor": 100_000},
                {"unit_price_minor": 200_000, "seller": "lumen"},
            ],
            "charges": SHIPPING,
        }
    ],
}


def pieces(**counts):
    return tuple(
        LineQuantity(line_id=name.replace("_", "-"), quantity=count)
        for name, count in counts.items()
    )


async def test_each_line_has_its_own_outcome(make_world):
    world = await make_world(**THREE_WAYS)

    decision = (await world.detail()).decision

    assert decision.outcome is Permission.INSTANT
    assert [(line.permission, line.covered) for line in decision.lines] == [
        (Permission.INSTANT, True),
        (Permission.REQUEST, True),
        (Permission.NONE, False),
    ]
    assert decision.lines[2].cause is Cause.IN_TRANSIT
    assert Cause.PARTLY_SHIPPED in decision.causes
    [request] = decision.requests
    assert (request.seller_id, request.line_ids) == (world.made.sellers["lumen"], ("line-2",))


async def test_one_command_cancels_asks_and_leaves(make_world, cancel):
    world = await make_world(**THREE_WAYS)
    buyer = await world.buyer()
    before = await buyer.order(world.order())
    now, later = before.decision.refund_preview, before.decision.request_preview
    assert later is not None

    answer = await cancel(
        buyer,
        world.order(),
        lines=pieces(line_1=2, line_2=1, line_3=1),
        seen_permission=Permission.INSTANT,
        seen_refund_minor=now.total_minor,
        seen_request_minor=later.total_minor,
    )

    done, asked = answer.cancellations
    assert (done.status, asked.status) == (CancellationStatus.SUCCESS, CancellationStatus.PENDING)
    assert [line.line_id for line in done.lines] == ["line-1"]
    assert [line.line_id for line in asked.lines] == ["line-2"]
    assert sum(refund.amount_minor for refund in done.refunds) == now.total_minor
    assert asked.refund_minor == later.total_minor
    assert answer.order.refunded_minor == now.total_minor
    assert [line.status for line in answer.order.lines] == [
        OrderStatus.CANCELLED,
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.IN_TRANSIT,
    ]
    [waiting] = answer.order.open_requests
    assert (waiting.seller_id, waiting.line_ids) == (world.made.sellers["lumen"], ("line-2",))
    audit = [entry.type for entry in (await world.audit()).entries][-2:]
    assert audit == ["lines.cancelled", "cancellation.requested"]


async def test_card_says_that_a_part_is_asked_for(make_world, cancel):
    world = await make_world(**THREE_WAYS)
    buyer = await world.buyer()

    await cancel(buyer, world.order(), lines=pieces(line_2=1))

    [card] = (await buyer.orders()).orders
    assert (card.has_open_request, card.requests_part, card.seller_count) == (True, True, 2)
    assert (await buyer.orders(query="lumen")).orders == (card,)


async def test_open_request_to_one_seller_blocks_no_other(make_world, cancel):
    world = await make_world(**THREE_WAYS)
    buyer = await world.buyer()
    await cancel(buyer, world.order(), lines=pieces(line_2=1))

    decision = (await buyer.order(world.order())).decision
    answer = await cancel(buyer, world.order(), lines=pieces(line_1=1))

    assert [line.permission for line in decision.lines] == [
        Permission.INSTANT,
        Permission.NONE,
        Permission.NONE,
    ]
    assert decision.lines[1].cause is Cause.ALREADY_REQUESTED
    assert answer.cancellation.status is CancellationStatus.SUCCESS
    assert len(answer.order.open_requests) == 1
    with pytest.raises(CancellationRefusedError):
        await cancel(buyer, world.order(), lines=pieces(line_2=1))


async def test_seller_answers_for_their_own_lines(make_world, cancel):
    world = await make_world(**TWO_ASKED)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    gio, lumen = world.made.sellers["gio"], world.made.sellers["lumen"]

    declined = await world.step("seller-reject", reason="Already gone", seller_id=lumen)
    approved = await world.step("seller-approve", seller_id=gio)

    assert len(asked.cancellations) == 2
    assert [one.seller_id for one in declined.order.open_requests] == [gio]
    assert declined.order.rejected_request is None
    assert declined.order.further[0].rejected_request is not None
    assert [line.status for line in approved.order.lines] == [
        OrderStatus.CANCELLED,
        OrderStatus.AWAITING_COLLECTION,
    ]
    assert [one.status for one in approved.cancellations] == [
        CancellationStatus.SUCCESS,
        CancellationStatus.REJECTED,
    ]


async def test_last_seller_to_agree_gives_exactly_the_rest(make_world, cancel):
    world = await make_world(**TWO_ASKED)
    buyer = await world.buyer()
    before = (await buyer.order(world.order())).decision
    await cancel(buyer, world.order())

    for seller_id in (world.made.sellers["lumen"], world.made.sellers["gio"]):
        after = await world.step("seller-approve", seller_id=seller_id)

    assert before.request_preview is not None
    assert after.order.status is OrderStatus.CANCELLED
    assert after.order.refunded_minor == after.order.paid_minor
    assert after.order.refunded_minor == before.request_preview.total_minor
    assert sum(one.refund_minor for one in after.cancellations) == after.order.paid_minor


async def test_silence_speaks_for_each_seller_at_their_own_time(make_world, cancel):
    world = await make_world(**TWO_ASKED)
    buyer = await world.buyer()
    await cancel(buyer, world.order())

    await world.advance(advance_seconds=12 * 3600)
    first = await buyer.order(world.order())
    await world.advance(advance_seconds=100 * 3600)
    second = await buyer.order(world.order())

    assert [one.seller_id for one in first.order.open_requests] == [world.made.sellers["lumen"]]
    assert first.order.lines[0].open_quantity == 0
    assert second.order.open_requests == ()
    assert [one.answered_at - one.requested_at for one in first.cancellations[:1]] == [
        timedelta(hours=12)
    ]


async def test_withdrawing_one_request_leaves_the_other(make_world, cancel, soon, new_key):
    world = await make_world(**TWO_ASKED)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    of_lumen = asked.cancellations[1]

    back = await buyer.withdraw(
        of_lumen.id, WithdrawCancellation(expires_at=soon(asked.server_now)), new_key()
    )

    assert [one.seller_id for one in back.order.open_requests] == [world.made.sellers["gio"]]


async def test_unlock_is_for_one_sellers_lines(make_world):
    world = await make_world(
        sellers=[{"key": "gio", "preset": "until-packed"}, {"key": "b", "preset": "until-packed"}],
        orders=[
            {
                "seller": "gio",
                "status": "AWAITING_COLLECTION",
                "lines": [{}, {"seller": "b"}],
            }
        ],
    )

    after = await world.step("seller-unlock", seller_id=world.made.sellers["b"], reason="Of course")

    assert [line.permission for line in after.decision.lines] == [
        Permission.SELLER_UNLOCK,
        Permission.INSTANT,
    ]


async def test_carrier_takes_one_parcel_and_ends_only_its_request(make_world, cancel):
    world = await make_world(**TWO_ASKED)
    buyer = await world.buyer()
    await cancel(buyer, world.order())

    after = await world.step("carrier-scan", line_ids=("line-2",))

    assert [one.seller_id for one in after.order.open_requests] == [world.made.sellers["gio"]]
    assert [one.is_overtaken for one in after.cancellations] == [False, True]
    assert [line.status for line in after.order.lines] == [
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.IN_TRANSIT,
    ]


@pytest.mark.parametrize(
    "promise",
    [
        pytest.param({"seen_request_minor": 1}, id="other-sum-once-agreed"),
        pytest.param({"seen_refund_minor": 1}, id="other-sum-now"),
        pytest.param(
            {
                "lines": (
                    LineQuantity(line_id="line-1", quantity=1, seen_permission=Permission.INSTANT),
                    LineQuantity(line_id="line-2", quantity=1, seen_permission=Permission.INSTANT),
                )
            },
            id="other-outcome-of-a-line",
        ),
    ],
)
async def test_promise_that_would_be_broken_is_refused_whole(make_world, cancel, promise):
    world = await make_world(**THREE_WAYS)
    buyer = await world.buyer()

    with pytest.raises(OrderChangedError):
        await cancel(buyer, world.order(), **{"lines": pieces(line_1=1, line_2=1), **promise})

    after = await buyer.order(world.order())
    assert (after.order.version, after.cancellations) == (1, ())


async def test_parcel_taken_meanwhile_breaks_the_promise(make_world, cancel_command, new_key):
    world = await make_world(**THREE_WAYS)
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await world.step("carrier-scan", line_ids=("line-2",))
    asked = (
        LineQuantity(line_id="line-1", quantity=2, seen_permission=Permission.INSTANT),
        LineQuantity(line_id="line-2", quantity=1, seen_permission=Permission.REQUEST),
    )

    with pytest.raises(OrderChangedError):
        await buyer.cancel(world.order(), cancel_command(seen, lines=asked), new_key())


async def test_twice_sent_command_is_done_once(make_world, cancel_command, new_key):
    world = await make_world(**THREE_WAYS)
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    command, key = cancel_command(seen), new_key()

    first, second = await asyncio.gather(
        buyer.cancel(world.order(), command, key), buyer.cancel(world.order(), command, key)
    )

    assert first == second
    assert len((await buyer.order(world.order())).cancellations) == 2


async def test_two_tabs_have_the_effect_of_one(make_world, cancel_command, new_key):
    world = await make_world(**THREE_WAYS)
    one, other = await world.buyer(), await world.buyer()
    command = cancel_command(await one.order(world.order()))

    ends = await asyncio.gather(
        one.cancel(world.order(), command, new_key()),
        other.cancel(world.order(), command, new_key()),
        return_exceptions=True,
    )

    assert sorted(isinstance(end, OrderServiceError) for end in ends) == [False, True]
    after = await one.order(world.order())
    assert len(after.cancellations) == 2
    assert after.order.refunded_minor == sum(
        refund.amount_minor for made in after.cancellations for refund in made.refunds
    )


async def test_one_cancellation_counts_per_seller(make_world, cancel):
    sellers = [{"key": key, "preset": "shopee-ph"} for key in ("gio", "lumen")]
    lines = [{"quantity": 2}, {"quantity": 2, "seller": "lumen"}]
    world = await make_world(sellers=sellers, orders=[{"seller": "gio", "lines": lines}])
    buyer = await world.buyer()

    answer = await cancel(buyer, world.order(), lines=pieces(line_1=1))
    decision = (await buyer.order(world.order())).decision

    assert answer.order.cancellations_made == 1
    assert [line.permission for line in decision.lines] == [Permission.NONE, Permission.INSTANT]
