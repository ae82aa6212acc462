"""Change here what tests of imports are handed: an empty tenant, payloads, all that is stored."""

import json
from collections.abc import Awaitable, Callable, Iterator

import pytest
from sqlalchemy import Connection, select, text

from buyer_portal import importers
from buyer_portal.domain.cancellations import Cancellation
from buyer_portal.importers import ImportedOrder
from buyer_portal.order_service.cancellations.repository import cancellations_of
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.imports.use_cases import OrderImport
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.sessions.tables import SessionRow, TryRow, UsedTicketRow
from buyer_portal.order_service.tables import ROWS_OF_TENANTS
from tests.importers.conftest import tidy_order

_OF_SESSIONS = {SessionRow, TryRow, UsedTicketRow}


def orders_of(*payloads: dict) -> list[ImportedOrder]:
    """Read TikTok Shop orders; every one of them must be good."""
    content = json.dumps(list(payloads)).encode()
    found = list(importers.read_bytes(content, file="orders.json", format="tiktok-shop"))
    good = [one for one in found if isinstance(one, ImportedOrder)]
    assert good == found
    return good


def stored(database: Database, tenant: str) -> dict[str, list[tuple]]:
    """Return every row of a tenant but those of sessions."""

    def read(connection: Connection) -> dict[str, list[tuple]]:
        tables = [table_of(model) for model in ROWS_OF_TENANTS if model not in _OF_SESSIONS]
        return {
            table.name: sorted(
                map(tuple, connection.execute(select(table).where(table.c.tenant == tenant))),
                key=repr,
            )
            for table in tables
        }

    return database.read_now(read)


def rows(database: Database, tenant: str, model: type) -> list:
    """Return the rows of one table."""
    table = table_of(model)

    def read(connection: Connection) -> list:
        return list(connection.execute(select(table).where(table.c.tenant == tenant)))

    return database.read_now(read)


@pytest.fixture
async def world(make_world: Callable[..., Awaitable]):
    """A tenant with one seller, one buyer and no orders."""
    return await make_world(orders=[])


@pytest.fixture
def tenant(world) -> str:
    return world.made.tenant


@pytest.fixture
def importing(database: Database, tenant: str) -> OrderImport:
    return OrderImport(database, tenant=tenant)


@pytest.fixture
def all_stored(database: Database, tenant: str) -> Callable[[], dict[str, list[tuple]]]:
    """Return every row of the tenant but those of sessions."""
    return lambda: stored(database, tenant)


@pytest.fixture
def cancellations_there(database: Database, tenant: str):
    """Return the cancellations of an order by its row."""

    def find(row) -> tuple[Cancellation, ...]:
        return database.read_now(
            lambda connection: cancellations_of(connection, tenant, row.buyer_id, row.id)
        )

    return find


@pytest.fixture
def order_row(database: Database, tenant: str):
    """Return the row of an imported order by its external id."""

    def find(external_id: str = tidy_order()["id"]):
        found = [row for row in rows(database, tenant, OrderRow) if row.external_id == external_id]
        return found[0]

    return find


@pytest.fixture
def buyer_of(database: Database, tenant: str, world):
    """Sign in as the account with a login."""

    async def sign_in(login: str):
        [row] = [row for row in rows(database, tenant, BuyerRow) if row.login == login]
        key = f"imported {login}"
        world.made.buyers[key] = world.made.buyers["buyer"].model_copy(update={"id": row.id})
        return await world.buyer(key)

    return sign_in


@pytest.fixture
def refused_number(database: Database) -> Iterator[str]:
    """A number that this database does not take on an order."""
    number = "579460000000000666"
    on_sqlite = f"""
        CREATE TRIGGER refuse BEFORE INSERT ON orders WHEN NEW.number = '{number}'
        BEGIN SELECT RAISE(ABORT, 'not this one'); END
    """
    on_postgres = f"""
        CREATE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON orders FOR EACH ROW
        WHEN (NEW.number = '{number}') EXECUTE FUNCTION refuse_it()
    """
    with database.engine.begin() as connection:
        connection.execute(text(on_sqlite if database.is_sqlite else on_postgres))
    yield number
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER refuse"))
        else:
            connection.execute(text("DROP FUNCTION refuse_it CASCADE"))
