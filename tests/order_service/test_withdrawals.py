"""What a withdrawal from a contract does, who can declare it, and how it is acknowledged."""

import json
from datetime import timedelta
from typing import Any, cast

import pytest
from pydantic import TypeAdapter

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.domain.returns import ReturnStatus
from buyer_portal.domain.withdrawal import Withdrawal, WithdrawalObstacle
from buyer_portal.order_client.errors import (
    OrderNotFoundError,
    TooManyTriesError,
    WithdrawalRefusedError,
)
from buyer_portal.order_contract.withdrawals import DeclareWithdrawal
from buyer_portal.order_service.account.personal import blanked
from buyer_portal.receipts.checking import check

LUKAS = {"key": "buyer", "name": "Lukas Brandt", "email": "lukas@example.de"}
LINES = [
    {"product_name": "Mühle", "unit_price_minor": 4900},
    {"product_name": "Kaffee", "unit_price_minor": 1200, "goods": "perishable"},
]
DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def eu_world(make_world):
    """Make a German order under the right of withdrawal."""

    async def make(**order):
        return await make_world(
            buyers=[LUKAS],
            sellers=[{"key": "seller", "name": "Elbkontor Kaffee", "preset": "eu-withdrawal"}],
            orders=[{"key": "order-1", "buyer": "buyer", "currency": "EUR", **order}],
        )

    return make


def statement_about(number, **changes):
    return DeclareWithdrawal(
        **{
            "name": "Lukas Brandt",
            "email": "lukas@example.de",
            "order_number": number,
            "text": f"I hereby withdraw from my contract for order {number}.",
        }
        | changes
    )


@pytest.fixture
def declare(new_key):
    """Look at an order, then withdraw from its contract, signed in."""

    async def do(buyer, order_id, **changes):
        number = (await buyer.order(order_id)).order.number
        return await buyer.withdraw_from_contract(
            order_id, statement_about(number, **changes), new_key()
        )

    return do


async def stranger(world, portal, **changes):
    """Return what is answered to somebody who is not signed in."""
    number = (await world.detail()).order.number
    return await portal.withdraw_from_contract(
        statement_about(number, ticket=world.made.ticket, address="203.0.113.9").model_copy(
            update=changes
        )
    )


@pytest.mark.parametrize(
    ("status", "outcome", "after", "promised"),
    [
        pytest.param("UNPAID", "cancelled", OrderStatus.CANCELLED, False, id="unpaid"),
        pytest.param("AWAITING_SHIPMENT", "cancelled", OrderStatus.CANCELLED, False, id="paid"),
        pytest.param(
            "AWAITING_COLLECTION", "requested", OrderStatus.AWAITING_COLLECTION, True, id="packed"
        ),
        pytest.param("IN_TRANSIT", "goods_held", OrderStatus.IN_TRANSIT, True, id="on-its-way"),
        pytest.param("DELIVERED", "goods_back", OrderStatus.DELIVERED, True, id="delivered"),
    ],
)
async def test_withdrawal_does_what_the_stage_allows(  # noqa: PLR0917 - fixtures and examples
    eu_world, declare, status, outcome, after, promised
):
    world = await eu_world(status=status)
    buyer = await world.buyer()

    answer = await declare(buyer, world.order())

    detail = await buyer.order(world.order())
    withdrawal = answer.withdrawal
    paid = detail.order.paid_minor
    assert (withdrawal.outcome, detail.order.status) == (outcome, after)
    assert withdrawal.refund_minor == paid
    assert withdrawal.promised_minor == (paid if promised else 0)
    assert "contract.withdrawn" in [entry.type for entry in detail.history]
    assert (withdrawal.goods_back_by is not None) == (outcome == "goods_back")
    assert withdrawal.refund_by >= withdrawal.received_at + timedelta(days=14)


async def test_acknowledgement_is_a_receipt_with_content_date_and_time(eu_world, declare):
    world = await eu_world(status="DELIVERED")
    buyer = await world.buyer()

    answer = await declare(buyer, world.order())

    checked = check("a", json.loads(answer.document))
    [entry] = (await buyer.order(world.order())).receipts
    assert checked.findings == ()
    assert (entry.kind, entry.id) == (ReceiptKind.WITHDRAWAL, answer.receipt_id)
    statement = checked.receipt.statement
    assert (statement.name, statement.email) == ("Lukas Brandt", "lukas@example.de")
    assert statement.text == answer.withdrawal.text
    assert statement.received_at == answer.withdrawal.received_at == answer.server_now
    assert [one.kind for one in checked.receipt.deadlines] == ["goods_back_by", "refund_by"]


async def test_packed_parcel_is_asked_for(eu_world, declare):
    world = await eu_world(status="AWAITING_COLLECTION")
    buyer = await world.buyer()

    answer = await declare(buyer, world.order())

    [cancellation] = (await buyer.order(world.order())).cancellations
    assert cancellation.status is CancellationStatus.PENDING
    assert answer.withdrawal.cancellation_ids == (cancellation.id,)


async def test_goods_that_came_are_taken_back_without_asking(eu_world, declare):
    world = await eu_world(status="DELIVERED")
    buyer = await world.buyer()

    answer = await declare(buyer, world.order())

    [found] = (await buyer.order(world.order())).returns
    assert answer.withdrawal.return_ids == (found.id,)
    assert (found.status, found.is_right) == (ReturnStatus.APPROVED, True)
    assert found.refund_minor == answer.withdrawal.promised_minor


async def test_fresh_goods_stay(eu_world, declare):
    world = await eu_world(status="DELIVERED", lines=LINES)
    buyer = await world.buyer()

    answer = await declare(buyer, world.order())

    assert [line.line_id for line in answer.withdrawal.lines if not line.exclusion] == ["line-1"]
    assert answer.withdrawal.refund_minor == 4900


async def test_second_statement_is_acknowledged_as_the_first(eu_world, declare):
    world = await eu_world(status="DELIVERED")
    buyer = await world.buyer()
    first = await declare(buyer, world.order())
    await world.advance(advance_seconds=DAY)

    second = await declare(buyer, world.order(), text="Once more.")

    assert second.withdrawal == first.withdrawal
    assert second.document == first.document
    assert len((await buyer.receipts()).documents) == 1


@pytest.mark.parametrize(
    ("order", "days", "obstacle"),
    [
        pytest.param({"status": "DELIVERED"}, 20, WithdrawalObstacle.PERIOD_OVER, id="too-late"),
        pytest.param({"status": "CANCELLED"}, 0, WithdrawalObstacle.NOTHING_LEFT, id="cancelled"),
        pytest.param(
            {"status": "DELIVERED", "lines": LINES[1:]},
            0,
            WithdrawalObstacle.ALL_EXCLUDED,
            id="fresh",
        ),
    ],
)
async def test_without_the_right_nothing_is_withdrawn(eu_world, declare, order, days, obstacle):
    world = await eu_world(**order)
    buyer = await world.buyer()
    await world.advance(advance_seconds=days * DAY)
    before = await buyer.order(world.order())

    with pytest.raises(WithdrawalRefusedError) as refusal:
        await declare(buyer, world.order())

    detail = await buyer.order(world.order())
    assert refusal.value.obstacle is obstacle
    assert (detail.order, detail.receipts) == (before.order, before.receipts)


async def test_other_markets_have_no_such_right(make_world, declare):
    world = await make_world()

    with pytest.raises(WithdrawalRefusedError) as refusal:
        await declare(await world.buyer(), world.order())

    assert refusal.value.obstacle is WithdrawalObstacle.NOT_EU


async def test_nobody_withdraws_from_anothers_contract(make_world, new_key):
    world = await make_world(
        buyers=[LUKAS, {"key": "other", "email": "other@example.com"}],
        sellers=[{"key": "seller", "preset": "eu-withdrawal"}],
        orders=[{"buyer": "buyer", "status": "DELIVERED"}],
    )
    other = await world.buyer("other")
    number = (await world.detail()).order.number

    with pytest.raises(OrderNotFoundError):
        await other.withdraw_from_contract(world.order(), statement_about(number), new_key())

    assert (await world.detail()).receipts == ()


async def test_stranger_withdraws_with_name_number_and_email(eu_world, portal):
    world = await eu_world(status="DELIVERED")

    answer = await stranger(world, portal, name="brandt,  LUKAS", email=" Lukas@Example.de ")

    [entry] = (await (await world.buyer()).order(world.order())).receipts
    assert entry.id == answer.receipt_id
    assert check("a", json.loads(answer.document)).findings == ()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": "Lukas Brand"}, id="name"),
        pytest.param({"name": "Lukas"}, id="half-a-name"),
        pytest.param({"name": "..."}, id="no-name"),
        pytest.param({"email": "lukas@example.com"}, id="email"),
        pytest.param({"email": "   "}, id="no-email"),
        pytest.param({"order_number": "1"}, id="number"),
    ],
)
async def test_what_does_not_belong_together_looks_like_an_unknown_order(eu_world, portal, changes):
    world = await eu_world(status="DELIVERED")

    with pytest.raises(OrderNotFoundError) as told:
        await stranger(world, portal, **changes)
    with pytest.raises(OrderNotFoundError) as unknown:
        await stranger(world, portal, order_number="999", name="Nobody", email="no@example.com")

    assert told.value.problem == unknown.value.problem
    assert (await world.detail()).receipts == ()


async def test_guessing_ends(eu_world, portal):
    world = await eu_world(status="DELIVERED")
    for _ in range(10):
        with pytest.raises(OrderNotFoundError):
            await stranger(world, portal, name="Nobody")

    with pytest.raises(TooManyTriesError):
        await stranger(world, portal)
    assert (await world.detail()).receipts == ()


async def test_statement_is_erased_with_its_account(eu_world, declare):
    world = await eu_world(status="DELIVERED")
    withdrawal = (await declare(await world.buyer(), world.order())).withdrawal

    kept: Any = cast("Any", blanked(TypeAdapter(Withdrawal).dump_python(withdrawal, mode="json")))

    assert (kept["name"], kept["email"], kept["text"]) == ("", "", "")
    assert kept["reference"] == withdrawal.reference
    assert kept["lines"] != []
