"""What a buyer's cancel command does, keeps and refuses."""

from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus, RefundStatus
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus, PaymentState
from buyer_portal.domain.policy import Permission
from buyer_portal.order_client.errors import (
    CancellationRefusedError,
    CommandExpiredError,
    InvalidCommandError,
    NotWithdrawableError,
    OrderChangedError,
)
from buyer_portal.order_contract.cancellations import LineQuantity, WithdrawCancellation

REQUEST_POLICY = {"sellers": [{"key": "seller", "preset": "until-shipped"}]}


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


async def test_cancel_refuses_what_has_left(make_world, cancel):
    world = await make_world(orders=[{"status": "IN_TRANSIT"}])

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(await world.buyer(), world.order())

    assert refusal.value.causes == (Cause.IN_TRANSIT,)
    assert refusal.value.order_version == 1
    assert refusal.value.happened_at == "2026-03-01T09:00:00Z"


async def test_refusal_leaves_no_trace(make_world, cancel):
    world = await make_world(orders=[{"status": "IN_TRANSIT"}])
    before = (await world.events(), await world.notifications(), await world.audit())

    with pytest.raises(CancellationRefusedError):
        await cancel(await world.buyer(), world.order())

    assert (await world.events(), await world.notifications(), await world.audit()) == before


async def test_second_cancel_from_another_tab_is_told_so(
    make_world, cancel, cancel_command, new_key
):
    world = await make_world()
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await cancel(buyer, world.order())

    with pytest.raises(CancellationRefusedError) as refusal:
        await buyer.cancel(world.order(), cancel_command(seen), new_key())

    assert refusal.value.causes == (Cause.ALREADY_CANCELLED,)


async def test_same_key_has_the_same_answer(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()

    first = await buyer.cancel(world.order(), command, key)
    again = await buyer.cancel(world.order(), command, key)

    assert again == first
    assert len((await buyer.order(world.order())).cancellations) == 1


async def test_same_key_has_the_same_refusal(make_world, cancel_command, new_key):
    world = await make_world(orders=[{"status": "AWAITING_COLLECTION"}])
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    with pytest.raises(CancellationRefusedError) as first:
        await buyer.cancel(world.order(), command, key)

    await world.step("seller-unlock", reason="You asked in time.")

    with pytest.raises(CancellationRefusedError) as again:
        await buyer.cancel(world.order(), command, key)
    assert again.value.problem == first.value.problem


async def test_answered_key_is_answered_after_the_command_expired(
    make_world, cancel_command, new_key
):
    world = await make_world()
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    first = await buyer.cancel(world.order(), command, key)
    await world.advance(advance_seconds=3600)

    assert await buyer.cancel(world.order(), command, key) == first


async def test_key_of_another_command_is_refused(make_world, cancel_command, new_key):
    world = await make_world(orders=[{}, {}])
    buyer = await world.buyer()
    command, key = cancel_command(await buyer.order(world.order())), new_key()
    await buyer.cancel(world.order(), command, key)

    with pytest.raises(InvalidCommandError) as other_order:
        await buyer.cancel(world.order("order-2"), command, key)
    changed = command.model_copy(update={"reason_text": "x"})
    with pytest.raises(InvalidCommandError) as other_body:
        await buyer.cancel(world.order(), changed, key)

    for refused in (other_order, other_body):
        assert refused.value.problem.type.endswith("idempotency-key-reused")
    assert (await buyer.order(world.order("order-2"))).order.status is not OrderStatus.CANCELLED


async def test_keys_belong_to_their_buyer(make_world, cancel_command, new_key):
    world = await make_world(
        buyers=[{"key": "a"}, {"key": "b"}], orders=[{"buyer": "a"}, {"buyer": "b"}]
    )
    one, other, key = await world.buyer("a"), await world.buyer("b"), new_key()
    first, second = world.order("order-1"), world.order("order-2")

    await one.cancel(first, cancel_command(await one.order(first)), key)
    answer = await other.cancel(second, cancel_command(await other.order(second)), key)

    assert answer.order.id == second


@pytest.mark.parametrize("key", ["", "short", "with space", "x" * 129, "ключ-ключ"])
async def test_cancel_needs_a_key(make_world, cancel_command, http, key):
    world = await make_world()
    session = await world.session()
    detail = await world.detail()

    answer = await http.post(
        f"/v1/orders/{world.order()}/cancellations",
        content=cancel_command(detail).model_dump_json(exclude_none=True),
        headers={
            "X-Portal-Session": session,
            "Content-Type": "application/json",
            b"Idempotency-Key": key.encode(),
        },
    )

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:buyer-portal:problem:idempotency-key-missing"


async def test_late_command_is_not_carried_out(make_world, cancel_command, new_key):
    world = await make_world()
    buyer = await world.buyer()
    command = cancel_command(await buyer.order(world.order()))
    await world.advance(advance_seconds=121)

    with pytest.raises(CommandExpiredError):
        await buyer.cancel(world.order(), command, new_key())

    assert (await buyer.order(world.order())).order.version == 1


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        pytest.param({"reason_key": "nonsense"}, "/reason_key", "unknown", id="unknown-reason"),
        pytest.param({"reason_key": ""}, "/reason_key", "missing", id="no-reason"),
        pytest.param(
            {"lines": (LineQuantity(line_id="other", quantity=1),)},
            "/lines/0/line_id",
            "unknown",
            id="unknown-line",
        ),
        pytest.param(
            {"lines": (LineQuantity(line_id="line-1", quantity=1),) * 2},
            "/lines/1/line_id",
            "repeated",
            id="line-twice",
        ),
    ],
)
async def test_cancel_names_the_wrong_field(make_world, cancel, change, pointer, reason):
    world = await make_world()

    with pytest.raises(InvalidCommandError) as refusal:
        await cancel(await world.buyer(), world.order(), **change)

    [error] = refusal.value.errors
    assert (error.pointer, error.reason) == (pointer, reason)


async def test_free_text_policy_wants_a_text(make_world, cancel):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "unpaid-only"}], orders=[{"status": "UNPAID"}]
    )
    buyer = await world.buyer()

    with pytest.raises(InvalidCommandError) as refusal:
        await cancel(buyer, world.order(), reason_text=" ")
    answer = await cancel(buyer, world.order(), reason_text="Bought it twice")

    assert refusal.value.errors[0].pointer == "/reason_text"
    assert answer.cancellation.reason_text == "Bought it twice"


async def test_change_that_does_not_matter_is_no_obstacle(make_world, cancel_command, new_key):
    """A packed parcel under ``until-carrier`` can still be cancelled at once for the same money."""
    world = await make_world(sellers=[{"key": "seller", "preset": "until-carrier"}])
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await world.step("pack")

    answer = await buyer.cancel(world.order(), cancel_command(seen), new_key())

    assert answer.order.status is OrderStatus.CANCELLED


async def test_change_that_matters_is_told(make_world, cancel_command, new_key):
    """A packed parcel under ``until-shipped`` needs the seller: not what the buyer agreed to."""
    world = await make_world(**REQUEST_POLICY)
    buyer = await world.buyer()
    seen = await buyer.order(world.order())
    await world.step("pack")

    with pytest.raises(OrderChangedError) as refusal:
        await buyer.cancel(world.order(), cancel_command(seen), new_key())

    assert refusal.value.order_version == 2
    assert (await buyer.order(world.order())).order.open_request is None


@pytest.mark.parametrize(
    "promise",
    [
        pytest.param({"seen_permission": Permission.REQUEST}, id="other-permission"),
        pytest.param({"seen_refund_minor": 1}, id="other-refund"),
        pytest.param({"order_version": 9}, id="version-of-the-future"),
    ],
)
async def test_other_promise_is_told(make_world, cancel, promise):
    world = await make_world()

    with pytest.raises(OrderChangedError):
        await cancel(await world.buyer(), world.order(), **promise)


async def test_more_pieces_than_are_open_means_the_order_changed(make_world, cancel):
    world = await make_world(orders=[{"lines": [{"quantity": 2}]}])
    buyer = await world.buyer()

    with pytest.raises(OrderChangedError):
        await cancel(buyer, world.order(), lines=(LineQuantity(line_id="line-1", quantity=3),))


async def test_outdated_page_is_refused(make_world, cancel):
    world = await make_world(sellers=[{"key": "seller", "overrides": {"minimum_client_build": 5}}])

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(await world.buyer(client_build=4), world.order())

    assert refusal.value.causes == (Cause.BUILD_OUTDATED,)


async def test_a_tenant_can_ask_for_a_newer_page_than_the_policy_did(make_world, cancel):
    world = await make_world()
    buyer = await world.buyer(client_build=4)
    await world.require_build(5)

    with pytest.raises(CancellationRefusedError) as refusal:
        await cancel(buyer, world.order())

    assert refusal.value.causes == (Cause.BUILD_OUTDATED,)
    assert (await buyer.me()).minimum_client_build == 5
    assert (await buyer.order(world.order())).decision.causes[0] is Cause.BUILD_OUTDATED
    await world.require_build(4)
    assert (await cancel(buyer, world.order())).order.status is OrderStatus.CANCELLED


async def test_a_later_try_of_the_same_command_is_the_same(make_world, cancel_command, new_key):
    world = await make_world()
    buyer, key = await world.buyer(), new_key()
    command = cancel_command(await buyer.order(world.order()))
    first = await buyer.cancel(world.order(), command, key)
    later = command.model_copy(update={"expires_at": command.expires_at + timedelta(minutes=1)})

    assert await buyer.cancel(world.order(), later, key) == first


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
