"""What a new demo holds."""

import time

import pytest
from sqlalchemy import select

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.importers import demo
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database
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
from tests.importers.conftest import tidy_order

from .conftest import orders_of, rows, stored


@pytest.fixture
def fresh(tmp_path):
    """A database in which nobody has been yet."""
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")
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


def test_the_demo_is_loaded_once_and_quickly(fresh):
    started = time.perf_counter()

    loaded = load_demo(fresh)

    assert time.perf_counter() - started < 3
    before = stored(fresh, MAIN_TENANT)
    assert loaded == len(rows(fresh, MAIN_TENANT, OrderRow)) == len(list(demo.outcomes(real_now())))
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

    assert unread == {"lan": 2, "budi": 0, "emma": 0, "lukas": 0, "noah": 0}


def test_the_first_buyer_meets_every_status_and_every_cause(fresh):
    load_demo(fresh)
    lan = buyer_id(fresh, "lan")
    orders = [row for row in rows(fresh, MAIN_TENANT, OrderRow) if row.buyer_id == lan]

    def causes_of(row) -> tuple[Cause, ...]:
        policy = fresh.read_now(
            lambda connection: policy_by_hash(connection, MAIN_TENANT, row.policy_hash)
        ).policy
        order = ORDER_JSON.validate_json(row.document)
        return buyers_decision(order, None, now=real_now(), policy=policy, client_build=1).causes

    assert {row.status for row in orders} == set(map(str, OrderStatus))
    assert {cause for row in orders for cause in causes_of(row)} == {
        Cause.PACKED,
        Cause.NEEDS_SELLER,
        Cause.IN_TRANSIT,
        Cause.PARTLY_SHIPPED,
        Cause.DELIVERED,
        Cause.COMPLETED,
        Cause.ALREADY_CANCELLED,
        Cause.ALREADY_REQUESTED,
    }


def test_whoever_was_imported_before_becomes_the_demo_buyer(fresh):
    importing = OrderImport(fresh)
    importing.write(orders_of(tidy_order()))

    load_demo(fresh)

    lan = [row for row in rows(fresh, MAIN_TENANT, BuyerRow) if row.login == "lan@example.vn"]
    assert [(row.demo_key, row.id in importing.accounts) for row in lan] == [("lan", True)]
    assert len(fresh.read_now(demo_buyers).buyers) == len(demo.buyers())
