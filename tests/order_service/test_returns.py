"""Returns: asked for, answered, sent, received, paid back; each step once, with all it writes."""

import asyncio
from datetime import timedelta

import pytest

from buyer_portal.domain.orders import OrderStatus, PaymentState, RequestKind
from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.domain.returns import OfferStatus, ReturnKind, ReturnOutcome, ReturnStatus
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    NotWithdrawableError,
    OrderChangedError,
    OrderNotFoundError,
    ReturnRefusedError,
)
from buyer_portal.order_contract.returns import (
    AnswerOffer,
    PiecesToReturn,
    RequestReturn,
    ShipReturn,
    WithdrawReturn,
)

DELIVERED = {
    "status": "DELIVERED",
    "lines": [
        {"product_name": "Mug", "unit_price_minor": 200_000, "quantity": 2},
        {"product_name": "Tote", "unit_price_minor": 100_000},
    ],
    "charges": [{"kind": "shipping", "amount_minor": 30_000}],
}
MUG, TOTE = "line-1", "line-2"
R = ReturnStatus
HOUR, DAY = 3600, 86400


@pytest.fixture
def ask(new_key):
    """Look at what returning would give back, then ask for it, as a buyer does."""

    async def do(buyer, order_id, pieces=None, *, kind=ReturnKind.RETURN, key=None, **changes):
        pieces = pieces or {MUG: 1}
        offer = await buyer.return_offer(order_id, kind, pieces)
        fields = {
            "order_version": offer.detail.order.version,
            "expires_at": offer.detail.server_now + timedelta(minutes=2),
            "kind": kind,
            "lines": [{"line_id": name, "quantity": count} for name, count in pieces.items()],
            "reason_key": offer.reasons[0],
            "seen_refund_minor": offer.preview.total_minor,
        }
        command = RequestReturn.model_validate(fields | changes)
        return await buyer.request_return(order_id, command, key or new_key())

    return do


@pytest.fixture
def send(new_key):
    """Ship, answer or withdraw, as the command's class says."""

    async def do(buyer, found, command, key=None, **fields):
        now = (await buyer.order(found.order_id)).server_now
        body = command.model_validate({"expires_at": now + timedelta(minutes=2), **fields})
        method = {
            ShipReturn: buyer.ship_return,
            AnswerOffer: buyer.answer_offer,
            WithdrawReturn: buyer.withdraw_return,
        }[command]
        return (await method(found.id, body, key or new_key())).returns[0]

    return do


PARCEL = {"carrier": "Swift Post", "tracking_number": "SP 12-34"}


async def types_of(world):
    return [event.type for event in (await world.events()).events]


async def return_of(world, key="order-1"):
    return (await world.detail(key)).returns[-1]


async def test_a_return_goes_from_request_to_money(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()

    asked = await ask(buyer, world.order(), {MUG: 2}, reason_text="  Chipped  ")
    [found] = asked.returns
    assert (found.status, found.reason_text, found.refund_minor) == (
        R.REQUESTED,
        "Chipped",
        400_000,
    )
    assert asked.order.open_return.kind is RequestKind.RETURN
    assert asked.order.open_return.answer_by == found.answer_by

    detail = await world.step(
        "return-approve", text="Use the box it came in.", address="1 Depot Road"
    )
    [found] = detail.returns
    assert (found.status, found.instructions, found.address) == (
        R.APPROVED,
        "Use the box it came in.",
        "1 Depot Road",
    )
    assert found.ship_by == detail.server_now + timedelta(days=5)
    assert detail.order.open_return.answer_by is None

    found = await send(buyer, found, ShipReturn, **PARCEL)
    assert (found.status, found.carrier, found.tracking_number) == (
        R.SHIPPED,
        "Swift Post",
        "SP 12-34",
    )

    arrived = await world.step("return-arrive")
    assert arrived.returns[0].confirm_by == found.shipped_at + timedelta(days=8)
    detail = await world.step("return-receive")
    [found] = detail.returns
    assert (found.status, found.outcome) == (R.RECEIVED, ReturnOutcome.RETURNED)
    assert [refund.amount_minor for refund in found.refunds] == [400_000]
    assert detail.order.open_return is None
    assert [line.returned_quantity for line in detail.order.lines] == [2, 0]
    assert detail.order.status is OrderStatus.DELIVERED
    assert detail.order.payment_state is PaymentState.PARTLY_REFUNDED

    await world.advance(advance_seconds=30 * DAY)
    found = await return_of(world)
    assert (found.status, found.refunds[0].status) == (R.COMPLETED, "SUCCEEDED")
    told = [entry.type for entry in (await world.notifications()).notifications][::-1]
    assert told == [
        "return.requested",
        "return.approved",
        "return.shipped",
        "return.arrived",
        "return.received",
        "refund.sent",
        "refund.settled",
    ]
    assert (await types_of(world))[-7:] == told


async def test_each_step_writes_one_audit_row_and_raises_the_version(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    before = (await world.detail()).order.version
    [found] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, found, ShipReturn, **PARCEL)

    rows = [entry for entry in (await world.audit()).entries if entry.type.startswith("return.")]

    assert [(row.type, row.actor, row.version) for row in rows] == [
        ("return.requested", "buyer", before + 1),
        ("return.approved", "seller", before + 2),
        ("return.shipped", "buyer", before + 3),
    ]


async def test_the_last_piece_brings_the_shipping_back_and_never_more_than_was_paid(
    make_world, ask, send
):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    for pieces in ({MUG: 1}, {TOTE: 1}, {MUG: 1}):
        [found] = (await ask(buyer, world.order(), pieces)).returns
        await world.step("return-approve")
        await send(buyer, found, ShipReturn, **PARCEL)
        await world.step("return-receive")

    detail = await world.detail()

    amounts = [one.refund_minor for one in detail.returns]
    assert amounts == [200_000, 100_000, 230_000]
    assert detail.order.payment_state is PaymentState.REFUNDED
    assert detail.order.refunded_minor == detail.order.paid_minor == 530_000
    offer = await buyer.return_offer(world.order())
    assert {line.obstacle for line in offer.lines} == {ReturnObstacle.RETURNED}


async def test_a_seller_declines_with_a_reason_and_the_pieces_stay(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())

    with pytest.raises(InvalidCommandError):
        await world.step("return-reject")
    detail = await world.step("return-reject", reason="It is as described.")

    assert (detail.returns[0].status, detail.returns[0].answer_reason) == (
        R.REJECTED,
        "It is as described.",
    )
    assert detail.order.open_return is None
    assert detail.order.refunded_minor == 0
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {MUG: 2})
    assert offer.pieces == {MUG: 1}
    with pytest.raises(ReturnRefusedError) as refused:
        await ask(buyer, world.order(), {MUG: 2}, seen_refund_minor=None)
    assert refused.value.obstacle is ReturnObstacle.RETURNED


async def test_goods_that_came_back_can_be_declined_too(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    [found] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, found, ShipReturn, **PARCEL)
    await world.step("return-arrive")

    detail = await world.step("return-reject", reason="The box was empty.")

    assert (detail.returns[0].status, detail.order.refunded_minor) == (R.REJECTED, 0)
    notification = (await world.notifications()).notifications[0]
    assert notification.parameters["code"] == "goods"


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_part_of_the_money_is_offered_and_answered(make_world, ask, send, accepts):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())
    for amount in (0, 200_000):
        with pytest.raises(InvalidCommandError):
            await world.step("return-offer", amount_minor=amount)
    offered = await world.step("return-offer", amount_minor=60_000, text="Keep it.")
    [found] = offered.returns
    assert found.open_offer.words == "Keep it."
    assert offered.order.open_return.answer_by is None
    with pytest.raises(OrderChangedError):
        await send(buyer, found, AnswerOffer, accepts=True, seen_amount_minor=60_001)

    found = await send(buyer, found, AnswerOffer, accepts=accepts, seen_amount_minor=60_000)

    order = (await world.detail()).order
    if accepts:
        assert (found.status, found.outcome) == (R.APPROVED, ReturnOutcome.PART)
        assert [refund.amount_minor for refund in found.refunds] == [60_000]
        assert [line.refund_minor for line in found.lines] == [60_000]
        assert (order.refunded_minor, order.lines[0].returned_quantity) == (60_000, 0)
        assert order.open_return is None
        obstacles = [line.obstacle for line in (await buyer.return_offer(order.id)).lines]
        assert obstacles == [None, None]  # one mug is settled, the other can go
    else:
        assert (found.status, found.offer.status) == (R.REQUESTED, OfferStatus.DECLINED)
        assert order.refunded_minor == 0
        assert order.open_return.answer_by == found.answer_by
        with pytest.raises(InvalidCommandError):
            await world.step("return-offer", amount_minor=70_000)


async def test_the_seller_pays_and_lets_the_buyer_keep_the_goods(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())
    await world.step("return-approve")

    detail = await world.step("return-keep")

    [found] = detail.returns
    assert (found.status, found.outcome, found.ship_by) == (R.APPROVED, ReturnOutcome.KEPT, None)
    assert [refund.amount_minor for refund in found.refunds] == [200_000]
    assert detail.order.lines[0].returned_quantity == 1


async def test_money_alone_is_asked_for_and_comes_when_the_seller_agrees(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order(), kind=ReturnKind.REFUND)

    detail = await world.step("return-approve")

    [found] = detail.returns
    assert (found.kind, found.status, found.outcome) == (
        ReturnKind.REFUND,
        R.APPROVED,
        ReturnOutcome.KEPT,
    )
    assert detail.order.refunded_minor == 200_000
    await world.advance(advance_seconds=30 * DAY)
    assert (await return_of(world)).status is R.COMPLETED


@pytest.mark.parametrize("status", ["AWAITING_COLLECTION", "IN_TRANSIT"])
async def test_silence_approves_a_refund_under_way_and_stops_the_parcel(make_world, ask, status):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": status, "placed_hours_ago": 30}],
    )
    buyer = await world.buyer()
    detail = await world.detail()
    assert "request_refund" in [str(action.kind) for action in detail.decision.actions]
    asked = await ask(buyer, world.order(), kind=ReturnKind.REFUND)
    assert asked.order.open_return.kind is RequestKind.REFUND

    await world.advance(advance_seconds=24 * HOUR - 1)
    assert (await return_of(world)).status is R.REQUESTED
    await world.advance(advance_seconds=1)

    detail = await world.detail()
    assert detail.order.status is OrderStatus.CANCELLED
    assert {package.status for package in detail.order.packages} == {OrderStatus.CANCELLED}
    assert detail.order.refunded_minor == detail.order.paid_minor
    assert detail.returns[0].answered_by == "system"


async def test_a_seller_who_ships_late_has_no_say(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": "AWAITING_COLLECTION", "placed_hours_ago": 60}],
    )
    buyer = await world.buyer()

    answer = await ask(buyer, world.order(), kind=ReturnKind.REFUND, reason_key="")

    assert answer.order.status is OrderStatus.CANCELLED
    assert [one.status for one in answer.returns] == [R.APPROVED]


async def test_a_parcel_that_arrives_ends_the_wish_for_money(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": "IN_TRANSIT"}],
    )
    buyer = await world.buyer()
    await ask(buyer, world.order(), kind=ReturnKind.REFUND)

    detail = await world.step("deliver")

    assert (detail.returns[0].status, detail.order.refunded_minor) == (R.EXPIRED, 0)
    assert detail.order.open_return is None
    offer = await buyer.return_offer(world.order())
    assert offer.kinds == (ReturnKind.RETURN, ReturnKind.REFUND)


async def test_a_refused_parcel_ends_it_as_well_and_pays_once(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "tiktok-us", "market": "US"}],
        market="US",
        orders=[{"status": "IN_TRANSIT"}],
    )
    await ask(await world.buyer(), world.order(), kind=ReturnKind.REFUND)

    detail = await world.step("bring-back")

    assert (detail.returns[0].status, detail.returns[0].refunds) == (R.EXPIRED, ())
    assert detail.order.refunded_minor == 1290  # the shipping is not given back


@pytest.mark.parametrize(
    ("state", "hours", "status", "kind"),
    [
        pytest.param("requested", 48, R.APPROVED, "return.approved", id="seller-silent"),
        pytest.param("approved", 5 * 24, R.EXPIRED, "return.expired", id="never-sent"),
        pytest.param("shipped", 8 * 24, R.RECEIVED, "return.received", id="never-confirmed"),
        pytest.param("arrived", 8 * 24, R.RECEIVED, "return.received", id="not-looked-at"),
        pytest.param("offered", 48, R.REQUESTED, "offer.declined", id="offer-lapsed"),
    ],
)
async def test_what_happens_when_nobody_acts(make_world, state, hours, status, kind):
    order = {**DELIVERED, "returning": {"state": state, "hours_ago": 0.01}}
    world = await make_world(orders=[order])

    await world.advance(advance_seconds=(hours - 1) * HOUR)
    before = (await return_of(world)).status
    await world.advance(advance_seconds=HOUR)

    assert before is not status or state == "offered"
    assert (await return_of(world)).status is status
    assert kind in await types_of(world)


async def test_silence_closes_where_the_policy_says_so(make_world):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "shopee-ph"}],
        orders=[{**DELIVERED, "returning": {"hours_ago": 1}}],
    )

    await world.advance(advance_seconds=10 * DAY)

    found = await return_of(world)
    assert (found.status, (await world.detail()).order.open_return) == (R.EXPIRED, None)


async def test_withdrawing_is_possible_until_the_goods_are_sent(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    [found] = (await ask(buyer, world.order())).returns
    withdrawn = await send(buyer, found, WithdrawReturn)
    [again] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, again, ShipReturn, **PARCEL)

    with pytest.raises(NotWithdrawableError):
        await send(buyer, again, WithdrawReturn)

    assert withdrawn.status is R.WITHDRAWN
    assert [one.status for one in (await world.detail()).returns] == [R.WITHDRAWN, R.SHIPPED]


async def test_the_tracking_number_is_required_and_can_be_corrected(make_world, ask, send):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    [found] = (await ask(buyer, world.order())).returns
    with pytest.raises(OrderChangedError):
        await send(buyer, found, ShipReturn, **PARCEL)  # nobody has agreed yet
    await world.step("return-approve")
    sent = await send(buyer, found, ShipReturn, **PARCEL)
    fixed = await send(buyer, found, ShipReturn, carrier="Swift Post", tracking_number="SP 12-35")

    await world.step("return-arrive")

    assert (fixed.tracking_number, fixed.confirm_by) == ("SP 12-35", sent.confirm_by)
    with pytest.raises(OrderChangedError):
        await send(buyer, found, ShipReturn, **PARCEL)


async def test_the_same_command_twice_has_the_effect_of_one(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()

    first = await ask(buyer, world.order(), key="key-same-0001")
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {TOTE: 1})
    same = RequestReturn(
        order_version=first.order.version - 1,
        expires_at=offer.detail.server_now + timedelta(minutes=2),
        lines=(PiecesToReturn(line_id=MUG, quantity=1),),
        reason_key=first.returns[0].reason_key,
        seen_refund_minor=200_000,
    )
    second = await buyer.request_return(world.order(), same, "key-same-0001")

    assert second.returns == first.returns
    assert len((await world.detail()).returns) == 1


async def test_two_tabs_ask_and_one_return_is_there(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()

    answers = await asyncio.gather(
        *(ask(buyer, world.order(), {MUG: 2}) for _ in range(2)), return_exceptions=True
    )

    refused = [one for one in answers if isinstance(one, ReturnRefusedError)]
    assert [one.obstacle for one in refused] == [ReturnObstacle.REQUEST_OPEN]
    assert len((await world.detail()).returns) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"reason_key": ""}, InvalidCommandError, id="no-reason"),
        pytest.param({"reason_key": "made_up"}, InvalidCommandError, id="unknown-reason"),
        pytest.param({"photo_ids": ["p"]}, InvalidCommandError, id="not-my-photo"),
        pytest.param({"seen_refund_minor": 1}, OrderChangedError, id="other-sum"),
        pytest.param(
            {"lines": [{"line_id": "line-9", "quantity": 1}]}, InvalidCommandError, id="line"
        ),
        pytest.param(
            {"lines": [{"line_id": MUG, "quantity": 1}] * 2}, InvalidCommandError, id="twice"
        ),
        pytest.param({"expires_at": "2020-01-01T00:00:00Z"}, CommandExpiredError, id="late"),
    ],
)
async def test_what_is_asked_wrongly_changes_nothing(make_world, ask, changes, error):
    world = await make_world(orders=[DELIVERED])
    buyer = await world.buyer()
    before = await world.detail()

    with pytest.raises(error):
        await ask(buyer, world.order(), **changes)

    assert await world.detail() == before


async def test_after_the_last_day_it_is_too_late_whatever_the_page_showed(make_world, ask):
    world = await make_world(orders=[{**DELIVERED, "delivered_hours_ago": 15 * 24 - 1}])
    buyer = await world.buyer()
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {MUG: 1})
    await world.advance(advance_seconds=HOUR)

    with pytest.raises(ReturnRefusedError) as refused:
        await ask(buyer, world.order(), reason_key=offer.reasons[0], seen_refund_minor=None)

    assert offer.lines[0].until == offer.detail.server_now + timedelta(hours=1)
    assert refused.value.obstacle is ReturnObstacle.TOO_LATE


async def test_who_withdraws_by_law_needs_neither_seller_nor_reason(make_world, ask):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "eu-withdrawal", "market": "DE"}],
        market="DE",
        orders=[DELIVERED],
    )
    buyer = await world.buyer()
    offer = await buyer.return_offer(world.order(), ReturnKind.RETURN, {MUG: 1})

    [found] = (await ask(buyer, world.order(), reason_key="")).returns

    assert (offer.is_instant, offer.reason_required) == (True, False)
    assert (found.status, found.is_right) == (R.APPROVED, True)
    assert found.ship_by == found.requested_at + timedelta(days=14)


async def test_sellers_of_one_order_answer_each_for_their_own(make_world, ask):
    world = await make_world(
        sellers=[{"key": "one"}, {"key": "two", "name": "Second"}],
        orders=[
            {
                "status": "DELIVERED",
                "seller": "one",
                "lines": [
                    {"product_name": "Mug", "unit_price_minor": 200_000},
                    {"product_name": "Tote", "unit_price_minor": 100_000, "seller": "two"},
                ],
            }
        ],
    )
    buyer = await world.buyer()

    answer = await ask(buyer, world.order(), {MUG: 1, TOTE: 1})
    detail = await world.step("return-keep", seller_id=world.made.sellers["two"])

    assert [one.seller_id for one in answer.returns] == list(world.made.sellers.values())
    assert [one.status for one in detail.returns] == [R.REQUESTED, R.APPROVED]
    assert detail.order.refunded_minor == 100_000
    assert [one.seller_id for one in detail.order.open_requests] == [world.made.sellers["one"]]


async def test_cash_paid_at_the_door_comes_back_too(make_world, ask, send):
    world = await make_world(
        orders=[{**DELIVERED, "status": "IN_TRANSIT", "payment_method": "cash_on_delivery"}]
    )
    buyer = await world.buyer()
    await world.step("deliver")
    [found] = (await ask(buyer, world.order())).returns
    await world.step("return-approve")
    await send(buyer, found, ShipReturn, **PARCEL)

    detail = await world.step("return-receive")

    assert [refund.method for refund in detail.returns[0].refunds] == ["cash_on_delivery"]
    assert detail.order.refunded_minor == 200_000


async def test_nobody_elses_return_can_be_seen_or_moved(make_world, ask):
    world = await make_world(
        buyers=[{"key": "buyer"}, {"key": "other"}], orders=[{**DELIVERED, "buyer": "buyer"}]
    )
    [found] = (await ask(await world.buyer(), world.order())).returns
    other = await world.buyer("other")
    own = await world.buyer()
    await world.step("return-offer", amount_minor=1000)
    now = (await world.detail()).server_now + timedelta(minutes=2)

    for call in (
        other.return_offer(world.order()),
        other.ship_return(found.id, ShipReturn(expires_at=now, **PARCEL), "key-foreign-1"),
        other.withdraw_return(found.id, WithdrawReturn(expires_at=now), "key-foreign-2"),
        other.answer_offer(
            found.id,
            AnswerOffer(expires_at=now, accepts=True, seen_amount_minor=1000),
            "key-foreign-3",
        ),
        own.withdraw_return("unknown", WithdrawReturn(expires_at=now), "key-foreign-4"),
    ):
        with pytest.raises(OrderNotFoundError):
            await call

    assert (await return_of(world)).status is R.REQUESTED


async def test_a_counterpart_can_only_do_what_fits(make_world, ask):
    world = await make_world(orders=[DELIVERED])
    with pytest.raises(InvalidCommandError):
        await world.step("return-approve")
    await ask(await world.buyer(), world.order())

    for name in ("return-arrive", "return-receive", "seller-approve", "seller-reject"):
        with pytest.raises(InvalidCommandError):
            await world.step(name, reason="No.")
    await world.step("return-approve")
    with pytest.raises(InvalidCommandError):
        await world.step("return-approve")


async def test_the_days_to_send_and_to_confirm_are_the_sellers(make_world, ask, send):
    own = {"ship_back_days": 9, "confirm_days": 3}
    seller = {"key": "seller", "preset": "until-shipped", "overrides": own}
    world = await make_world(sellers=[seller], orders=[DELIVERED])
    buyer = await world.buyer()
    await ask(buyer, world.order())

    detail = await world.step("return-approve")
    to_send = detail.returns[-1]
    sent = await send(buyer, to_send, ShipReturn, **PARCEL)

    assert to_send.ship_by == detail.server_now + timedelta(days=9)
    assert sent.confirm_by == sent.shipped_at + timedelta(days=3)


async def test_what_was_not_sent_is_cancelled_while_something_goes_back(
    make_world, ask, cancel, send
):
    """A request to cancel and a return of one seller run beside each other, each to its money."""
    seller = {"key": "seller", "preset": "until-shipped"}
    world = await make_world(
        sellers=[seller], orders=[{**DELIVERED, "status": "AWAITING_SHIPMENT"}]
    )
    buyer = await world.buyer()
    await world.step("carrier-scan", line_ids=[MUG])
    await world.step("deliver", line_ids=[MUG])
    await world.step("pack", line_ids=[TOTE])
    returned = (await ask(buyer, world.order(), {MUG: 2})).returns[0]

    asked = await cancel(buyer, world.order(), lines=[{"line_id": TOTE, "quantity": 1}])
    both = asked.order
    await world.step("seller-approve")
    detail = await world.step("return-approve")
    await send(buyer, detail.returns[0], ShipReturn, **PARCEL)
    detail = await world.step("return-receive")

    assert (both.open_request.id, both.open_return.id) == (asked.cancellation.id, returned.id)
    order = detail.order
    assert (order.open_request, order.open_return) == (None, None)
    assert order.refunded_minor == order.paid_minor == order.total_minor
    back = [sum(one.amount_minor for one in cause.refunds) for cause in detail.cancellations]
    assert sum(back) + detail.returns[0].refund_minor == order.paid_minor


async def test_money_back_on_the_way_leaves_the_other_request_open(make_world, ask, cancel):
    seller = {"key": "seller", "preset": "tiktok-us"}
    world = await make_world(
        sellers=[seller], orders=[{**DELIVERED, "status": "AWAITING_SHIPMENT"}]
    )
    buyer = await world.buyer()
    await world.step("carrier-scan", line_ids=[MUG])
    await world.advance(advance_seconds=2 * HOUR)
    asked = await cancel(buyer, world.order(), lines=[{"line_id": TOTE, "quantity": 1}])
    await ask(buyer, world.order(), {MUG: 2}, kind=ReturnKind.REFUND)

    detail = await world.step("return-approve")

    assert detail.order.open_request.id == asked.cancellation.id
    assert detail.order.open_return is None
    assert [line.open_quantity for line in detail.order.lines] == [0, 1]
