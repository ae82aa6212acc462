"""What one's own systems tell: each type once, through the same steps as everybody's."""

import pytest

from buyer_portal.order_contract.webhooks import WebhookOutcome as O

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _world_with_request(make_world, cancel, **scenario):
    world = await make_world(sellers=[{"key": "seller", "preset": "until-shipped"}], **scenario)
    await cancel(await world.buyer(), world.order())
    return world


def _history(detail) -> list[str]:
    return [entry.type for entry in detail.history]


async def test_a_carrier_takes_brings_and_hands_over(make_world, let_in):
    world = await make_world()
    carrier = await let_in(world, "carrier")

    taken = await carrier.tell("parcel.collected", world.order())
    repeated = await carrier.tell("parcel.collected", world.order())
    there = await carrier.tell("parcel.delivered", world.order())

    assert [taken.outcome, there.outcome] == [O.APPLIED, O.APPLIED]
    assert (repeated.outcome, repeated.reason) == (O.STORED, "nothing-new")
    detail = await world.detail()
    assert detail.order.status == "DELIVERED"
    assert _history(detail)[-2:] == ["order.collected", "order.delivered"]


async def test_a_delivery_makes_up_for_the_pick_up_that_nobody_told(make_world, let_in):
    world = await make_world()

    await (await let_in(world, "carrier")).tell("parcel.delivered", world.order())

    assert _history(await world.detail())[-2:] == ["order.collected", "order.delivered"]


async def test_a_parcel_that_comes_back_is_refunded(make_world, let_in):
    world = await make_world(orders=[{"status": "IN_TRANSIT"}])
    carrier = await let_in(world, "carrier")

    back = await carrier.tell("parcel.refused", world.order())
    again = await carrier.tell("parcel.refused", world.order())

    assert (back.outcome, again.outcome) == (O.APPLIED, O.STORED)
    detail = await world.detail()
    assert detail.order.status == "CANCELLED"
    assert len(detail.cancellations[0].refunds) == 1


async def test_lines_are_named_by_our_id_or_the_shops(make_world, let_in):
    world = await make_world(orders=[{"lines": [{"parcel": "a"}, {"parcel": "b"}]}])
    carrier = await let_in(world, "carrier")
    lines = (await world.detail()).order.lines

    some = await carrier.tell("parcel.collected", world.order(), lines=[lines[0].id])
    wrong = await carrier.tell("parcel.collected", world.order(), lines=["nothing"])

    assert some.outcome == O.APPLIED
    assert (wrong.outcome, wrong.reason) == (O.REFUSED, "unknown-line")
    order = (await world.detail()).order
    assert [line.status for line in order.lines] == ["IN_TRANSIT", "AWAITING_SHIPMENT"]


async def test_a_carrier_that_comes_for_a_cancelled_order_leaves_without(
    make_world, cancel, let_in
):
    world = await make_world()
    await cancel(await world.buyer(), world.order())

    told = await (await let_in(world, "carrier")).tell("parcel.collected", world.order())

    assert (told.outcome, told.reason) == (O.REFUSED, "parcel-stays")
    detail = await world.detail()
    assert detail.order.status == "CANCELLED"
    assert _history(detail)[-1] == "pickup.refused"


async def test_a_seller_agrees(make_world, cancel, let_in):
    orders = [{"status": "AWAITING_COLLECTION"}]
    world = await _world_with_request(make_world, cancel, orders=orders)
    seller = await let_in(world, "seller")

    got = await seller.tell("cancellation.received", world.order())
    agreed = await seller.tell("cancellation.approved", world.order())
    again = await seller.tell("cancellation.approved", world.order())

    assert [got.outcome, agreed.outcome] == [O.APPLIED, O.APPLIED]
    assert (again.outcome, again.reason) == (O.REFUSED, "wrong-state")
    detail = await world.detail()
    assert detail.order.status == "CANCELLED"
    assert _history(detail)[-2:] == ["cancellation.received", "cancellation.approved"]


async def test_a_seller_declines_in_their_own_words(make_world, cancel, let_in):
    orders = [{"status": "AWAITING_COLLECTION"}]
    world = await _world_with_request(make_world, cancel, orders=orders)
    seller = await let_in(world, "seller")
    body = (
        b'{"type":"cancellation.rejected","timestamp":"2026-03-02T09:00:00Z","data":{"order":"x"}}'
    )

    wordless = await seller.post(body, seller.signed(body))
    told = await seller.tell("cancellation.rejected", world.order(), reason="Already packed")

    assert wordless.status_code == 422
    assert wordless.json()["errors"] == [{"pointer": "/data/reason", "reason": "missing"}]
    assert told.outcome == O.APPLIED
    [cancellation] = (await world.detail()).cancellations
    assert (cancellation.status, cancellation.answer_reason) == ("REJECTED", "Already packed")


@pytest.mark.parametrize(
    ("type_", "said", "last"),
    [
        pytest.param("order.packed", {}, "order.packed", id="packed"),
        pytest.param("order.cancelled", {"reason": "Sold out"}, "order.cancelled", id="cancelled"),
    ],
)
async def test_a_seller_moves_an_order(make_world, let_in, type_, said, last):
    world = await make_world()

    told = await (await let_in(world, "seller")).tell(type_, world.order(), **said)

    assert told.outcome == O.APPLIED
    assert _history(await world.detail())[-1] == last


async def test_a_seller_opens_the_cancel_option_and_writes(make_world, let_in):
    world = await make_world(orders=[{"status": "AWAITING_COLLECTION"}])
    seller = await let_in(world, "seller")

    opened = await seller.tell("order.unlocked", world.order(), reason="As you asked")
    wrote = await seller.tell("message.sent", world.order(), text="Press cancel now, please.")

    assert [opened.outcome, wrote.outcome] == [O.APPLIED, O.APPLIED]
    assert (await world.detail()).order.unlocked_at is not None
    assert (await world.events()).events[-1].type == "message.received"


async def test_money_that_comes_makes_an_order_wait_for_shipment(make_world, let_in):
    world = await make_world(orders=[{"status": "UNPAID"}])
    payments = await let_in(world, "payments")
    total = (await world.detail()).order.total_minor
    paid = {"currency": "VND", "method": "e_wallet", "label": "MoMo", "payment": "pay_1"}

    less = await payments.tell("payment.received", world.order(), amount="1", **paid)
    whole = await payments.tell("payment.received", world.order(), amount=str(total), **paid)
    again = await payments.tell("payment.received", world.order(), amount=str(total), **paid)

    assert (less.outcome, less.reason) == (O.REFUSED, "other-amount")
    assert [whole.outcome, again.outcome] == [O.APPLIED, O.STORED]
    order = (await world.detail()).order
    [payment] = order.payments
    assert (order.status, order.payment_state, order.paid_minor) == (
        "AWAITING_SHIPMENT",
        "paid",
        total,
    )
    assert (payment.method, payment.label, payment.external_id) == ("e_wallet", "MoMo", "pay_1")
    assert _history(await world.detail())[-1] == "order.paid"


async def test_an_order_that_was_paid_does_not_expire(make_world, let_in):
    world = await make_world(orders=[{"status": "UNPAID"}])
    total = (await world.detail()).order.total_minor
    payments = await let_in(world, "payments")
    await payments.tell("payment.received", world.order(), amount=str(total), currency="VND")

    await world.advance(advance_seconds=30 * 86_400)

    assert (await world.detail()).order.status == "AWAITING_SHIPMENT"


async def test_a_refund_is_reported_by_its_amount(make_world, cancel, let_in):
    world = await make_world()
    answer = await cancel(await world.buyer(), world.order())
    [refund] = answer.cancellation.refunds
    payments = await let_in(world, "payments")
    whole = {"refund": refund.id, "amount": str(refund.amount_minor), "currency": "VND"}

    other = await payments.tell("refund.settled", world.order(), **(whole | {"amount": "5"}))
    unknown = await payments.tell("refund.settled", world.order(), **(whole | {"refund": "x"}))
    settled = await payments.tell("refund.settled", world.order(), **whole, bank_reference="42")
    late = await payments.tell("refund.failed", world.order(), refund=refund.id)

    assert (other.outcome, other.reason) == (O.REFUSED, "other-amount")
    assert (unknown.outcome, unknown.reason) == (O.PENDING, "unknown-refund")
    assert settled.outcome == O.APPLIED
    assert (late.outcome, late.reason) == (O.REFUSED, "refund-ended")
    [cancellation] = (await world.detail()).cancellations
    [after] = cancellation.refunds
    assert (cancellation.status, after.status, after.bank_reference) == (
        "COMPLETE",
        "SUCCEEDED",
        "42",
    )
    assert _history(await world.detail())[-2:] == ["refund.sent", "refund.settled"]


async def test_a_refund_that_failed_is_tried_again_the_next_day(make_world, cancel, let_in):
    world = await make_world()
    answer = await cancel(await world.buyer(), world.order())
    [refund] = answer.cancellation.refunds
    payments = await let_in(world, "payments")

    told = await payments.tell(
        "refund.failed", world.order(), refund=refund.id, failure="account_closed"
    )
    [failed] = (await world.detail()).cancellations[0].refunds
    await world.advance(advance_seconds=30 * 86_400)
    [after] = (await world.detail()).cancellations[0].refunds

    assert told.outcome == O.APPLIED
    assert (failed.status, failed.failure) == ("FAILED", "account_closed")
    assert (after.status, after.attempt) == ("SUCCEEDED", 2)
