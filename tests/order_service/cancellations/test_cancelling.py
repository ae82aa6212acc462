"""What cancelling does: money, lines, requests, dates."""

from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus, RefundStatus
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus, PaymentState
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    InvalidCommandError,
    NotWithdrawableError,
)
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation
from tests.order_service.cancellations.policies import REQUEST_POLICY


async def test_cancel_of_a_paid_order_gives_all_back(make_world, cancel):
    world = await make_world()
    buyer = await world.buyer()

    answer = await cancel(buyer, world.order())

    cancellation, order = answer.cancellation, answer.order
    assert cancellation.status is CancellationStatus.SUCCESS
    assert cancellation.requested_by is Actor.BUYER
    assert order.status is OrderStatus.CANCELLED
    assert order.payment_state is PaymentState.REFUNDED
    assert order.version == 2
    [refund] = cancellation.refunds
    assert (refund.amount_minor, refund.status) == (order.total_minor, RefundStatus.INITIATED)
    assert order.refunded_minor == order.paid_minor == order.total_minor


async def test_cancel_is_there_when_read_again(make_world, cancel):
    world = await make_world()
    buyer = await world.buyer()
    answer = await cancel(buyer, world.order())

    detail = await buyer.order(world.order())
    again = await buyer.cancellation(answer.cancellation.id)

    assert detail.order == answer.order == again.order
    assert detail.cancellations == (answer.cancellation,)
    assert again.cancellation == answer.cancellation
    assert detail.decision.causes == (Cause.ALREADY_CANCELLED,)
    assert [entry.type for entry in detail.history] == [
        "order.placed",
        "order.paid",
        "order.cancelled",
    ]


@pytest.mark.parametrize(
    "order",
    [
        pytest.param({"status": "UNPAID"}, id="unpaid"),
        pytest.param({"payment_method": "cash_on_delivery"}, id="cash-on-delivery"),
    ],
)
async def test_cancel_refunds_nothing_where_nothing_was_paid(make_world, cancel, order):
    world = await make_world(orders=[order])

    answer = await cancel(await world.buyer(), world.order())

    assert answer.order.status is OrderStatus.CANCELLED
    assert (answer.cancellation.refunds, answer.cancellation.refund_minor) == ((), 0)


async def test_cancel_of_pieces_leaves_the_rest(make_world, cancel):
    lines = [{"quantity": 3, "unit_price_minor": 100}, {"unit_price_minor": 50}]
    world = await make_world(orders=[{"lines": lines, "currency": "USD"}])
    buyer = await world.buyer()

    first = await cancel(buyer, world.order(), lines=(LineQuantity(line_id="line-1", quantity=2),))

    assert first.order.status is OrderStatus.AWAITING_SHIPMENT
    assert [line.open_quantity for line in first.order.lines] == [1, 1]
    assert first.cancellation.refund_minor == 200
    assert first.order.payment_state is PaymentState.PARTLY_REFUNDED
    detail = await buyer.order(world.order())
    assert detail.history[-1].type == "lines.cancelled"

    rest = await cancel(buyer, world.order())

    assert rest.order.status is OrderStatus.CANCELLED
    assert rest.order.refunded_minor == rest.order.paid_minor
    assert len((await buyer.order(world.order())).cancellations) == 2


async def test_cancel_becomes_a_request_where_the_seller_must_agree(make_world, cancel):
    world = await make_world(orders=[{"status": "AWAITING_COLLECTION"}], **REQUEST_POLICY)
    buyer = await world.buyer()

    answer = await cancel(buyer, world.order())

    assert answer.cancellation.status is CancellationStatus.PENDING
    assert answer.cancellation.refunds == ()
    assert answer.order.status is OrderStatus.AWAITING_COLLECTION
    assert answer.order.open_request is not None
    assert answer.order.open_request.answer_by == answer.cancellation.answer_by
    [card] = (await buyer.orders()).orders
    assert card.has_open_request


async def test_withdraw_takes_a_request_back_once(make_world, cancel, soon, new_key):
    world = await make_world(orders=[{"status": "AWAITING_COLLECTION"}], **REQUEST_POLICY)
    buyer = await world.buyer()
    asked = await cancel(buyer, world.order())
    command = WithdrawCancellation(expires_at=soon(asked.server_now))

    back = await buyer.withdraw(asked.cancellation.id, command, new_key())

    assert back.cancellation.status is CancellationStatus.WITHDRAWN
    assert back.order.open_request is None
    with pytest.raises(NotWithdrawableError):
        await buyer.withdraw(asked.cancellation.id, command, new_key())


async def test_decision_for_some_pieces(make_world):
    world = await make_world(orders=[{"lines": [{"quantity": 3, "unit_price_minor": 100}]}])
    buyer = await world.buyer()

    answer = await buyer.decision(world.order(), {"line-1": 2})

    assert answer.decision.refund_preview.total_minor == 200
    with pytest.raises(InvalidCommandError):
        await buyer.decision(world.order(), {"line-9": 1})


async def test_unlocked_order_can_be_cancelled(make_world, cancel):
    world = await make_world(orders=[{"status": "AWAITING_COLLECTION"}])
    buyer = await world.buyer()
    with pytest.raises(CancellationRefusedError):
        await cancel(buyer, world.order())

    await world.step("seller-unlock", reason="You asked in time.")
    answer = await cancel(buyer, world.order())

    assert answer.order.status is OrderStatus.CANCELLED


async def test_expected_dates_follow_the_policy(make_world, cancel):
    world = await make_world()

    answer = await cancel(await world.buyer(), world.order())

    [refund] = answer.cancellation.refunds
    assert refund.requested_at == answer.server_now
    assert timedelta() < refund.expected_from - refund.requested_at
    assert refund.expected_from <= refund.expected_until
