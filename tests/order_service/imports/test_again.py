"""What a later payload of a known order changes, and what was changed here and stays."""

from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import CancellationStatus
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.importers import Refusal
from buyer_portal.importers.command import Written
from buyer_portal.order_contract.cancellations import WithdrawCancellation
from buyer_portal.order_service.cancellations.seller_answers import unlock
from buyer_portal.order_service.orders.repository import ORDER_JSON, find_order_of_tenant
from buyer_portal.order_service.tenants.use_cases import world_of
from tests.importers.conftest import tidy_order

from .conftest import orders_of

LAN = "lan@example.vn"
PACKED = {"status": "AWAITING_COLLECTION", "rts_time": 1_700_003_600}
CANCELLED = {"status": "CANCELLED", "cancel_time": 1_700_007_200}


def in_transit() -> dict:
    lines = [
        unit | {"package_id": "115", "display_status": "IN_TRANSIT"}
        for unit in tidy_order()["line_items"]
    ]
    return {
        "status": "IN_TRANSIT",
        "rts_time": 1_700_003_600,
        "collection_time": 1_700_007_200,
        "line_items": lines,
    }


def unmarked(row) -> dict:
    """Return what is stored of an order but the mark of its last payload."""
    return row._asdict() | {"fingerprint": ""}


async def test_a_later_payload_moves_the_order_on(importing, order_row, buyer_of, world):
    importing.write(orders_of(tidy_order()))
    before = order_row()

    outcome = importing.write(orders_of(tidy_order(**in_transit())))

    after = order_row()
    assert outcome == [Written.UPDATED]
    assert (after.id, after.status, after.version) == (before.id, "IN_TRANSIT", 2)
    assert after.sequence == before.sequence + 1
    page = await (await buyer_of(LAN)).orders()
    assert {name: count for name, count in page.counts.items() if count} == {
        "all": 1,
        "to-receive": 1,
    }
    assert [card.status for card in page.orders] == [OrderStatus.IN_TRANSIT]
    assert [event.type for event in (await world.events()).events] == ["order.imported"] * 2
    assert importing.write(orders_of(tidy_order(**in_transit()))) == [Written.UNCHANGED]


async def test_a_corrected_name_is_found(importing, buyer_of):
    importing.write(orders_of(tidy_order()))
    units = [unit | {"product_name": "Bamboo bowl"} for unit in tidy_order()["line_items"]]

    outcome = importing.write(orders_of(tidy_order(line_items=units, create_time=1_700_000_001)))

    buyer = await buyer_of(LAN)
    assert outcome == [Written.UPDATED]
    assert len((await buyer.orders(query="bamboo")).orders) == 1
    assert (await buyer.orders(query="stoneware")).orders == ()


def test_news_that_change_nothing_here_change_nothing(importing, order_row):
    importing.write(orders_of(tidy_order()))
    before = order_row()

    outcome = importing.write(orders_of(tidy_order(buyer_nickname="lanlan")))

    assert outcome == [Written.UNCHANGED]
    assert unmarked(order_row()) == unmarked(before)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        pytest.param(PACKED, {}, id="back to the shop"),
        pytest.param(CANCELLED, {}, id="cancelled stays"),
        pytest.param(CANCELLED, PACKED, id="cancelled is not packed"),
    ],
)
def test_an_older_payload_is_refused(all_stored, importing, first, later):
    importing.write(orders_of(tidy_order(**first)))
    before = all_stored()

    [outcome] = importing.write(orders_of(tidy_order(**later)))

    assert (outcome.code, outcome.field) == (Refusal.OLDER_STATUS, "status")
    assert all_stored() == before


async def test_what_was_cancelled_here_stays_cancelled(
    all_stored, importing, buyer_of, cancel, order_row
):
    importing.write(orders_of(tidy_order()))
    await cancel(await buyer_of(LAN), order_row().id)
    before = all_stored()

    [older] = importing.write(orders_of(tidy_order(**PACKED)))

    assert older.code is Refusal.CHANGED_HERE
    assert all_stored() == before
    assert importing.write(orders_of(tidy_order())) == [Written.UNCHANGED]


async def test_cancelled_here_and_there_is_one_cancellation(
    cancellations_there, importing, buyer_of, cancel, order_row
):
    importing.write(orders_of(tidy_order()))
    await cancel(await buyer_of(LAN), order_row().id)
    before = order_row()

    outcome = importing.write(orders_of(tidy_order(**CANCELLED)))

    assert outcome == [Written.UNCHANGED]
    assert unmarked(order_row()) == unmarked(before)
    assert len(cancellations_there(before)) == 1


async def test_a_request_made_here_waits_for_its_answer_here(
    all_stored, importing, buyer_of, cancel, order_row
):
    address = tidy_order()["recipient_address"] | {"region_code": "TH"}
    importing.write(orders_of(tidy_order(recipient_address=address)))
    answer = await cancel(await buyer_of(LAN), order_row().id)
    before = all_stored()

    [packed] = importing.write(orders_of(tidy_order(recipient_address=address, **PACKED)))

    assert answer.cancellation.status is CancellationStatus.PENDING
    assert packed.code is Refusal.CHANGED_HERE
    assert all_stored() == before


def test_what_only_we_know_outlives_a_later_payload(database, tenant, importing, order_row):
    importing.write(orders_of(tidy_order()))

    def open_cancelling(transaction):
        world = world_of(transaction.connection, tenant)
        known = find_order_of_tenant(transaction.connection, tenant, order_row().id)
        assert known is not None
        unlock(transaction, world, known, "You asked in time.")
        return world.now

    now = database.write_now(open_cancelling)

    outcome = importing.write(orders_of(tidy_order(**PACKED)))

    order = ORDER_JSON.validate_json(order_row().document)
    assert outcome == [Written.UPDATED]
    assert (order.status, order.unlocked_at, order.version) == (
        OrderStatus.AWAITING_COLLECTION,
        now,
        3,
    )


@pytest.fixture
def requested(world) -> dict:
    asked = int((world.made.now - timedelta(hours=1)).timestamp())
    return tidy_order(is_buyer_request_cancel=True, request_cancel_time=asked)


async def test_a_request_taken_back_here_is_not_opened_again(
    importing, requested, order_row, buyer_of, new_key
):
    importing.write(orders_of(requested))
    buyer = await buyer_of(LAN)
    detail = await buyer.order(order_row().id)
    command = WithdrawCancellation(expires_at=detail.server_now + timedelta(minutes=2))
    await buyer.withdraw(detail.cancellations[0].id, command, new_key())

    outcome = importing.write(orders_of(requested | PACKED))
    again = importing.write(orders_of(requested | PACKED | {"buyer_nickname": "lanlan"}))

    after = await buyer.order(order_row().id)
    assert (outcome, again) == ([Written.UPDATED], [Written.UNCHANGED])
    assert after.order.status is OrderStatus.AWAITING_COLLECTION
    assert after.order.open_request is None
    assert [one.status for one in after.cancellations] == [CancellationStatus.WITHDRAWN]


def test_a_request_granted_there_becomes_the_cancellation(
    cancellations_there, importing, requested, order_row
):
    importing.write(orders_of(requested))
    [asked] = cancellations_there(order_row())

    outcome = importing.write(orders_of(requested | CANCELLED))

    [granted] = cancellations_there(order_row())
    assert outcome == [Written.UPDATED]
    assert order_row().tab == "cancelled"
    assert (granted.id, granted.reference) == (asked.id, asked.reference)
    assert (granted.status, granted.refund_minor) == (CancellationStatus.COMPLETE, 199_000)


def test_a_request_that_is_gone_there_was_withdrawn(
    cancellations_there, importing, requested, order_row
):
    importing.write(orders_of(requested))

    outcome = importing.write(orders_of(tidy_order()))

    assert outcome == [Written.UPDATED]
    assert ORDER_JSON.validate_json(order_row().document).open_request is None
    assert [one.status for one in cancellations_there(order_row())] == [
        CancellationStatus.WITHDRAWN
    ]
