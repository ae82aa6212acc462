"""What writing read orders stores: once, whole or not at all, and for the right account."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from buyer_portal import importers
from buyer_portal.domain.cancellations import Actor, CancellationStatus, RefundStatus
from buyer_portal.domain.orders import Order, OrderStatus, OrderTab
from buyer_portal.importers import ImportedOrder, Refusal, demo
from buyer_portal.importers.command import Written
from buyer_portal.order_service.deadlines.tables import DeadlineRow
from buyer_portal.order_service.imports import adoption
from buyer_portal.order_service.imports.use_cases import OrderImport
from buyer_portal.order_service.me.tables import BuyerRow, CounterRow
from buyer_portal.order_service.orders.repository import ORDER_JSON
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow
from buyer_portal.order_service.sellers.tables import PolicyRow, SellerRow
from buyer_portal.order_service.tenants.use_cases import world_of
from buyer_portal.policies import policy_from_json
from tests.importers.conftest import example_files, tidy_order

from .conftest import orders_of, rows, stored

LAN = "lan@example.vn"


def everything(now) -> list[list[ImportedOrder]]:
    """The example payloads at hand and the demo, a list a source."""
    found = [
        [one for one in importers.read(path, format=name) if isinstance(one, ImportedOrder)]
        for name, path in example_files()
    ]
    return [*found, [one for one in demo.outcomes(now) if isinstance(one, ImportedOrder)]]


def test_importing_twice_changes_nothing(database, tenant, world):
    payloads = everything(world.made.now)
    first = [OrderImport(database, tenant=tenant).write(found) for found in payloads]
    before = stored(database, tenant)

    again = [OrderImport(database, tenant=tenant).write(found) for found in payloads]

    assert {outcome for outcomes in first for outcome in outcomes} == {Written.CREATED}
    assert {outcome for outcomes in again for outcome in outcomes} == {Written.UNCHANGED}
    assert stored(database, tenant) == before


def test_counters_equal_a_recount(database, tenant, world, importing):
    for found in everything(world.made.now):
        importing.write(found)

    expected: Counter[tuple[str, str]] = Counter()
    for row in rows(database, tenant, OrderRow):
        expected[row.buyer_id, row.tab] += 1
        expected[row.buyer_id, str(OrderTab.ALL)] += 1
    counted = {
        (row.buyer_id, row.name): row.count
        for row in rows(database, tenant, CounterRow)
        if row.count
    }
    assert counted == expected


def test_the_audit_replays_to_the_status_and_its_last_step_is_the_import(
    database, tenant, world, importing
):
    for found in everything(world.made.now):
        importing.write(found)

    steps: dict[str, list] = {}
    for row in sorted(rows(database, tenant, AuditRow), key=lambda row: row.sequence):
        steps.setdefault(row.order_id, []).append(row)
    for order in rows(database, tenant, OrderRow):
        audit = steps[order.id]
        assert [row.sequence for row in audit] == list(range(1, order.sequence + 1))
        assert [row.from_status for row in audit[1:]] == [row.to_status for row in audit[:-1]]
        assert (audit[-1].type, audit[-1].to_status) == ("order.imported", order.status)


async def test_an_imported_order_appears_like_any_other(importing, buyer_of):
    importing.write(orders_of(tidy_order()))

    buyer = await buyer_of(LAN)
    page = await buyer.orders()
    found = await buyer.orders(query="stoneware")
    detail = await buyer.order(page.orders[0].id)

    assert [(card.number, card.status, card.total_minor) for card in page.orders] == [
        ("579460000000000009", OrderStatus.AWAITING_SHIPMENT, 199_000)
    ]
    assert found.orders == page.orders
    assert page.counts == dict.fromkeys(map(str, OrderTab), 0) | {"all": 1, "to-ship": 1}
    assert detail.seller.name == "Lumen House"
    assert [entry.type for entry in detail.history] == [
        "order.placed",
        "order.paid",
        "order.imported",
    ]
    assert detail.policy.preset == "until-packed"


async def test_an_imported_order_can_be_cancelled(importing, buyer_of, cancel):
    importing.write(orders_of(tidy_order()))
    buyer = await buyer_of(LAN)
    [card] = (await buyer.orders()).orders

    answer = await cancel(buyer, card.id)

    assert answer.cancellation.status is CancellationStatus.SUCCESS
    assert answer.order.refunded_minor == 199_000
    assert (await buyer.orders()).counts["cancelled"] == 1


async def test_open_pages_are_told_and_no_notification_is_made(importing, world, order_row):
    importing.write(orders_of(tidy_order()))

    row = order_row()
    events = (await world.events()).events
    assert [(event.type, event.order_id, event.buyer_id, event.sequence) for event in events] == [
        ("order.imported", row.id, row.buyer_id, row.sequence)
    ]
    assert (await world.notifications()).notifications == ()


def test_a_record_that_cannot_be_stored_costs_no_other_and_leaves_nothing(
    database, tenant, importing, refused_number
):
    good = [tidy_order(id=f"57946000000000000{at}") for at in range(3)]
    bad = tidy_order(
        id=refused_number, user_id="66", buyer_email="x@example.com", shop_id="6", shop_name="X"
    )

    outcomes = importing.write(orders_of(*good[:2], bad, good[2]))

    assert outcomes[:2] == [Written.CREATED] * 2
    assert outcomes[3] == Written.CREATED
    assert (outcomes[2].code, outcomes[2].external_id) == (Refusal.NOT_STORED, refused_number)
    assert outcomes[2].reason == "the database refused it: not this one"
    assert sorted(row.number for row in rows(database, tenant, OrderRow)) == [
        one["id"] for one in good
    ]
    logins = {row.login for row in rows(database, tenant, BuyerRow)}
    assert (LAN in logins, "x@example.com" in logins) == (True, False)
    assert "X" not in {row.name for row in rows(database, tenant, SellerRow)}
    assert [used.account.login for used in importing.accounts.values()] == [LAN]


def test_a_reference_that_is_taken_is_made_anew(importing, monkeypatch):
    monkeypatch.setattr(
        adoption, "reference_of", lambda _, letter, *names: f"{letter}-SAME-{names[-1]}"
    )
    cancelled = [
        tidy_order(id=f"57{at}", status="CANCELLED", cancel_time=1_700_000_400) for at in (1, 2)
    ]

    assert importing.write(orders_of(*cancelled)) == [Written.CREATED] * 2


def test_the_same_seed_gives_the_same_ids(database, tenant, importing, order_row):
    importing.write(orders_of(tidy_order()))

    [found] = orders_of(tidy_order())
    world = database.read_now(lambda connection: world_of(connection, tenant))
    document = ORDER_JSON.validate_json(order_row().document)
    assert document.id == order_row().id == adoption.order_id_of(found, world)
    names = adoption.Names(
        order_id=document.id,
        seller_id=document.seller_id,
        buyer_id=document.buyer_id,
        at=found.order.moments.placed_at,
    )
    policy = policy_of(database, tenant, order_row().policy_hash)
    assert adoption.adopted(found, world, names, policy).order == document


def test_two_imports_at_once_write_each_order_once(database, tenant):
    found = orders_of(*(tidy_order(id=f"5794600000000001{at:02}") for at in range(40)))

    with ThreadPoolExecutor(2) as threads:
        both = list(
            threads.map(lambda _: OrderImport(database, tenant=tenant).write(found), range(2))
        )

    assert len(rows(database, tenant, OrderRow)) == 40
    assert Counter(outcome for outcomes in both for outcome in outcomes) == {
        Written.CREATED: 40,
        Written.UNCHANGED: 40,
    }


@pytest.mark.parametrize(
    ("market", "preset"),
    [("VN", "until-packed"), ("US", "tiktok-us"), ("DE", "eu-withdrawal"), ("??", "until-packed")],
)
def test_a_new_seller_sells_under_the_policy_of_the_market(
    database, tenant, importing, market, preset
):
    address = tidy_order()["recipient_address"] | {"region_code": market}

    importing.write(orders_of(tidy_order(recipient_address=address)))

    [seller] = [row for row in rows(database, tenant, SellerRow) if row.external_id]
    assert policy_of(database, tenant, seller.policy_hash).preset == preset


async def test_a_deadline_that_passed_before_the_import_is_not_ours(
    database, tenant, importing, world
):
    old = tidy_order(id="1", status="UNPAID", paid_time=0)
    placed = int((world.made.now - timedelta(minutes=5)).timestamp())
    fresh = tidy_order(id="2", status="UNPAID", paid_time=0, create_time=placed)

    importing.write(orders_of(old, fresh))

    orders = {row.id: row.external_id for row in rows(database, tenant, OrderRow)}
    planned = [(orders[row.order_id], row.kind) for row in rows(database, tenant, DeadlineRow)]
    assert planned == [("2", "pay_by")]
    assert (await world.advance(advance_seconds=60)).deadlines_passed == 0


def test_a_cancelled_order_brings_its_cancellation_and_no_money_to_send(
    cancellations_there, importing, order_row
):
    importing.write(
        orders_of(
            tidy_order(
                status="CANCELLED",
                cancel_time=1_700_000_400,
                cancellation_initiator="BUYER",
                cancel_reason="Ordered twice",
            )
        )
    )

    [found] = cancellations_there(order_row())
    assert (found.status, found.requested_by, found.reason_text, found.refund_minor) == (
        CancellationStatus.COMPLETE,
        Actor.BUYER,
        "Ordered twice",
        199_000,
    )
    assert sum(line.refund_minor for line in found.lines) == 199_000
    [refund] = found.refunds
    assert (refund.amount_minor, refund.status) == (199_000, RefundStatus.SUCCEEDED)


async def test_an_imported_request_can_be_taken_back(importing, buyer_of, world):
    asked = int((world.made.now - timedelta(hours=1)).timestamp())
    importing.write(orders_of(tidy_order(is_buyer_request_cancel=True, request_cancel_time=asked)))
    buyer = await buyer_of(LAN)
    [card] = (await buyer.orders()).orders
    detail = await buyer.order(card.id)

    [request] = detail.cancellations
    assert card.has_open_request
    assert detail.order.open_request is not None
    assert detail.order.open_request.id == request.id
    assert request.status is CancellationStatus.PENDING
    assert request.answer_by is not None
    assert request.answer_by > world.made.now


def policy_of(database, tenant, policy_hash):
    documents = {row.hash: row.document for row in rows(database, tenant, PolicyRow)}
    return policy_from_json(documents[policy_hash])


def order_in(row) -> Order:
    return ORDER_JSON.validate_json(row.document)


def test_the_search_row_and_the_summary_say_the_number(importing, order_row):
    importing.write(orders_of(tidy_order()))

    assert json.loads(order_row().summary)["number"] == order_in(order_row()).number
