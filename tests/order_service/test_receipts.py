"""Every effect has its receipt, from the same transaction; each names the one before."""

import json
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.order_client.errors import OrderNotFoundError
from buyer_portal.order_contract.cancellations import LineQuantity
from buyer_portal.order_service.receipts import issuing
from buyer_portal.receipts.checking import check, check_chain
from buyer_portal.receipts.seal import Sealer


@pytest.fixture
def trusted(made):
    return frozenset({Sealer(made.service.settings.receipt_seed).public_key})


async def documents_of(buyer):
    return [json.loads(text) for text in (await buyer.receipts()).documents]


async def assert_good(buyer, trusted):
    checked = [
        check(str(at), document, trusted)
        for at, document in enumerate(await documents_of(buyer), start=1)
    ]
    assert [one.findings for one in checked] == [()] * len(checked)
    assert check_chain(checked) == []
    return [one.receipt for one in checked]


async def test_cancellation_has_a_receipt_that_says_what_happened(make_world, cancel, trusted):
    world = await make_world()
    buyer = await world.buyer()

    cancellation = (await cancel(buyer, world.order())).cancellation

    detail = await buyer.order(world.order())
    [entry] = detail.receipts
    answer = await buyer.receipt(entry.id)
    [receipt] = await assert_good(buyer, trusted)
    assert (entry.kind, entry.subject_id) == (ReceiptKind.CANCELLATION, cancellation.id)
    assert json.loads(answer.document)["proof"]["hash"] == answer.hash
    assert receipt.subject.reference == cancellation.reference
    assert receipt.subject.outcome == "cancelled"
    assert receipt.reason.key == cancellation.reason_key
    assert receipt.order.number == detail.order.number
    assert receipt.order.sellers == (detail.seller.name,)
    assert receipt.amounts.total_minor == cancellation.refund_minor
    assert [(one.id, one.amount_minor) for one in receipt.refunds] == [
        (one.id, one.amount_minor) for one in cancellation.refunds
    ]
    assert (receipt.policy.preset, receipt.policy.source) == (
        detail.policy.preset,
        detail.policy.source,
    )


async def test_each_receipt_of_a_buyer_names_the_one_before(make_world, cancel, trusted):
    world = await make_world(
        orders=[{"key": "a", "lines": [{"quantity": 3, "unit_price_minor": 100}]}, {"key": "b"}]
    )
    buyer = await world.buyer()

    await cancel(buyer, world.order("a"), lines=(LineQuantity(line_id="line-1", quantity=1),))
    await cancel(buyer, world.order("b"))
    await cancel(buyer, world.order("a"))

    receipts = await assert_good(buyer, trusted)
    assert [(one.number, one.subject.outcome) for one in receipts] == [
        (1, "partly_cancelled"),
        (2, "cancelled"),
        (3, "cancelled"),
    ]
    detail = await buyer.order(world.order("a"))
    assert [entry.number for entry in detail.receipts] == [1, 3]


async def test_refund_that_arrived_has_a_receipt(make_world, cancel, trusted):
    world = await make_world()
    buyer = await world.buyer()
    cancellation = (await cancel(buyer, world.order())).cancellation

    await world.advance(advance_seconds=timedelta(days=30).total_seconds())

    detail = await buyer.order(world.order())
    [cancelled, refund] = await assert_good(buyer, trusted)
    assert [one.status for one in detail.cancellations] == [CancellationStatus.COMPLETE]
    assert (refund.kind, refund.subject.outcome) == (ReceiptKind.REFUND, "paid_out")
    assert refund.subject.reference == cancellation.reference == cancelled.subject.reference
    assert refund.refunds[0].settled_at == refund.issued_at
    assert refund.amounts.total_minor == cancellation.refund_minor


@pytest.mark.parametrize(
    ("order", "preset", "step", "said"),
    [
        pytest.param({}, "until-packed", "seller-cancel", {"reason": "Sold out."}, id="seller"),
        pytest.param({"status": "IN_TRANSIT"}, "until-packed", "bring-back", {}, id="refused"),
    ],
)
async def test_what_others_cancel_has_a_receipt_too(  # noqa: PLR0917 - fixtures and examples
    make_world, trusted, order, preset, step, said
):
    world = await make_world(
        sellers=[{"key": "seller", "preset": preset}], orders=[{"key": "order-1", **order}]
    )
    buyer = await world.buyer()

    await world.step(step, "order-1", **said)

    [receipt] = await assert_good(buyer, trusted)
    [cancellation] = (await buyer.order(world.order("order-1"))).cancellations
    assert receipt.subject.id == cancellation.id
    assert receipt.subject.asked_by == str(cancellation.requested_by)


async def test_request_has_a_receipt_once_it_is_granted(make_world, cancel, trusted):
    world = await make_world(
        sellers=[{"key": "seller", "preset": "until-shipped"}],
        orders=[{"status": "AWAITING_COLLECTION"}],
    )
    buyer = await world.buyer()
    asked = (await cancel(buyer, world.order())).cancellation
    assert (await buyer.receipts()).documents == ()

    await world.step("seller-approve")

    [receipt] = await assert_good(buyer, trusted)
    assert receipt.subject.id == asked.id


async def test_unpaid_order_that_expired_has_a_receipt_of_nothing(make_world, trusted):
    world = await make_world(orders=[{"status": "UNPAID"}])
    buyer = await world.buyer()

    await world.advance(advance_seconds=timedelta(days=4).total_seconds())

    [receipt] = await assert_good(buyer, trusted)
    assert (receipt.amounts.total_minor, receipt.refunds) == (0, ())


async def test_without_its_receipt_nothing_happens(make_world, cancel, monkeypatch):
    world = await make_world()
    buyer = await world.buyer()

    def fail(*_):
        raise RuntimeError("no ink")

    monkeypatch.setattr(issuing, "issue", fail)
    with pytest.raises(Exception, match=r"."):
        await cancel(buyer, world.order())

    detail = await buyer.order(world.order())
    assert (detail.order.version, detail.cancellations, detail.receipts) == (1, (), ())


async def test_receipt_is_nobody_elses(make_world, cancel):
    world = await make_world(
        buyers=[{"key": "buyer"}, {"key": "other", "email": "other@example.com"}],
        orders=[{"buyer": "buyer"}],
    )
    buyer, other = await world.buyer(), await world.buyer("other")
    await cancel(buyer, world.order())
    [entry] = (await buyer.order(world.order())).receipts

    with pytest.raises(OrderNotFoundError):
        await other.receipt(entry.id)
    with pytest.raises(OrderNotFoundError):
        await other.receipt("unknown")
    assert (await other.receipts()).documents == ()


async def test_key_is_published(portal, trusted):
    [key] = (await portal.receipt_keys()).keys

    assert frozenset({key.x}) == trusted
