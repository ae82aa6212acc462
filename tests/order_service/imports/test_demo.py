"""What a new demo holds."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from buyer_portal.domain.decision_values import Cause, DeadlineKind, Verdict
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.guidance.advice import advise
from buyer_portal.guidance.situation import Situation
from buyer_portal.importers import demo
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.deadlines.use_cases import process_due
from buyer_portal.order_service.imports.demo import DEMO_PASSWORD, load_demo
from buyer_portal.order_service.imports.use_cases import OrderImport
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.orders.repository import (
    ORDER_JSON,
    UNREAD,
    counts_of,
    policy_by_hash,
)
from buyer_portal.order_service.orders.summaries import buyers_decision
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.sellers.tables import SellerRow
from buyer_portal.order_service.sessions.passwords import is_password
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT, demo_buyers
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.receipts.seal import Sealer
from tests.importers.conftest import tidy_order

from .conftest import orders_of, rows, stored


@pytest.fixture
def fresh(tmp_path):
    """A database in which nobody has been yet."""
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")
    database.sealer = Sealer(bytes(32))
    prepare(database)
    database.write_now(ensure_main_tenant)
    yield database
    database.close()


def buyer_id(database: Database, key: str) -> str:
    table = table_of(BuyerRow)
    return database.read_now(
        lambda connection: connection.execute(
            select(table.c.id).where(table.c.demo_key == key)
        ).scalar_one()
    )


def test_the_demo_is_loaded_once(fresh):
    loaded = load_demo(fresh)

    before = stored(fresh, MAIN_TENANT)
    told = len(list(demo.outcomes(real_now()))) + len(demo.checkouts())
    assert loaded == len(rows(fresh, MAIN_TENANT, OrderRow)) == told
    assert load_demo(fresh) == 0
    assert stored(fresh, MAIN_TENANT) == before


def test_the_demo_buyers_are_shown_in_their_order(fresh):
    load_demo(fresh)

    shown = fresh.read_now(demo_buyers).buyers

    assert [(one.key, one.name, one.login, one.market, one.about_key) for one in shown] == [
        (one.key, one.name, one.login, one.market, one.about_key) for one in demo.buyers()
    ]


async def test_demo_buyers_can_use_the_form_too(fresh):
    load_demo(fresh)

    hashes = {row.password_hash for row in rows(fresh, MAIN_TENANT, BuyerRow)}

    assert [await is_password(DEMO_PASSWORD, one) for one in hashes] == [True]


def test_each_demo_seller_sells_under_the_preset_of_the_demo(fresh):
    load_demo(fresh)

    presets = fresh.read_now(
        lambda connection: {
            row.external_id: policy_by_hash(connection, MAIN_TENANT, row.policy_hash).policy.preset
            for row in connection.execute(select(table_of(SellerRow)))
        }
    )

    assert presets == {seller.external_id: seller.preset for seller in demo.sellers()}


def test_news_wait_for_the_first_buyer_alone(fresh):
    load_demo(fresh)

    unread = {
        key: fresh.read_now(
            lambda connection, key=key: counts_of(connection, MAIN_TENANT, buyer_id(fresh, key))
        )[UNREAD]
        for key in ("lan", "budi", "emma", "lukas", "noah")
    }

    assert unread == {"lan": 6, "budi": 3, "emma": 2, "lukas": 2, "noah": 0}


def situation_of(database: Database, row) -> Situation:
    """Return what a buyer meets who opens an order of the demo."""
    policy = database.read_now(
        lambda connection: policy_by_hash(connection, MAIN_TENANT, row.policy_hash)
    ).policy
    order, now = ORDER_JSON.validate_json(row.document), real_now()
    decision = buyers_decision(order, None, now=now, policy=policy, client_build=1)
    return Situation(now=now, order=order, decision=decision, policy=policy, is_connected=True)


def test_the_first_buyer_meets_every_status(fresh):
    load_demo(fresh)
    lan = buyer_id(fresh, "lan")

    orders = [row for row in rows(fresh, MAIN_TENANT, OrderRow) if row.buyer_id == lan]

    assert {row.status for row in orders} == set(map(str, OrderStatus))


def test_every_cause_that_an_order_can_have_is_in_the_demo(fresh):
    """What no order can have comes from the browser, the network and whose account it is."""
    load_demo(fresh)

    advice = [
        piece
        for row in rows(fresh, MAIN_TENANT, OrderRow)
        for piece in advise(situation_of(fresh, row))
    ]

    assert {piece.cause for piece in advice} == set(Cause) - {
        Cause.CONNECTION,
        Cause.SYSTEM_ERROR,
        Cause.WRONG_ACCOUNT,
        Cause.ORDER_CHANGED,
    }
    assert {piece.body_key for piece in advice if piece.cause is Cause.POLICY_FINAL} == {
        "why.policy_final.body_once",
        "why.policy_final.body_goods",
    }


def test_windows_that_close_and_a_seller_who_is_late_are_in_the_demo(fresh):
    load_demo(fresh)
    situations = [situation_of(fresh, row) for row in rows(fresh, MAIN_TENANT, OrderRow)]

    deadlines = [one for situation in situations for one in situation.decision.deadlines]
    soonest = {one.kind: one.at for one in sorted(deadlines, key=lambda one: one.at, reverse=True)}
    late = [
        step.verdict
        for situation in situations
        for step in situation.decision.trace
        if step.rule == "late_shipment"
    ]

    assert Verdict.ALLOWS in late
    assert soonest[DeadlineKind.CANCEL_BY] - real_now() < timedelta(minutes=15)
    assert soonest[DeadlineKind.PAY_BY] - real_now() < timedelta(hours=1)


async def test_what_the_demo_leaves_unpaid_expires_by_itself(fresh):
    load_demo(fresh)
    unpaid = [row.id for row in rows(fresh, MAIN_TENANT, OrderRow) if row.status == "UNPAID"]

    await process_due(fresh, MAIN_TENANT, real_now() + timedelta(days=3))

    after = {row.id: row.status for row in rows(fresh, MAIN_TENANT, OrderRow)}
    assert {after[order] for order in unpaid} == {"CANCELLED"}
    assert len(unpaid) > 1


def test_the_sign_in_page_leads_to_an_order_of_somebody_else(fresh):
    load_demo(fresh)

    shown = fresh.read_now(demo_buyers)

    owner = next(
        row.buyer_id for row in rows(fresh, MAIN_TENANT, OrderRow) if row.id == shown.other_order_id
    )
    assert owner == buyer_id(fresh, "lan")


def test_whoever_was_imported_before_becomes_the_demo_buyer(fresh):
    importing = OrderImport(fresh)
    importing.write(orders_of(tidy_order()))

    load_demo(fresh)

    lan = [row for row in rows(fresh, MAIN_TENANT, BuyerRow) if row.login == "lan@example.vn"]
    assert [(row.demo_key, row.id in importing.accounts) for row in lan] == [("lan", True)]
    assert len(fresh.read_now(demo_buyers).buyers) == len(demo.buyers())


def test_one_order_of_two_sellers_has_three_parcels_and_three_ends(fresh):
    load_demo(fresh)
    row = next(
        row
        for row in rows(fresh, MAIN_TENANT, OrderRow)
        if row.number == demo.checkouts()[0]["number"]
    )

    decision = situation_of(fresh, row).decision
    order = ORDER_JSON.validate_json(row.document)

    assert row.buyer_id == buyer_id(fresh, "lan")
    assert (len(order.further), len(order.packages)) == (1, 3)
    assert decision is not None
    assert [line.permission.value for line in decision.lines] == ["instant", "request", "none"]
    goods = sum(line.total_minor for line in order.lines)
    assert goods + sum(charge.amount_minor for charge in order.charges) == order.total_minor
