"""Databases that can be used, and those that are refused with a sentence."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text, update
from sqlalchemy.exc import DBAPIError

from buyer_portal.order_service import migrate
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database, DatabaseUnavailableError
from buyer_portal.order_service.mails.tables import MailCursorRow
from buyer_portal.order_service.migrate import DatabaseRefusedError, prepare
from buyer_portal.order_service.migrations.versions import (
    v17_open_returns,
    v19_appeals_of_returns,
)
from buyer_portal.order_service.orders.repository import ORDER_JSON
from buyer_portal.order_service.orders.tables import AuditRow, OrderRow
from buyer_portal.order_service.returns.repository import RETURN_JSON
from buyer_portal.order_service.returns.tables import ReturnRow
from buyer_portal.order_service.support.tables import TicketRow
from buyer_portal.order_service.tables import METADATA, ROWS_OF_TENANTS, WebhookCursorRow
from buyer_portal.order_service.tenants.tables import TenantRow

_VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"
_NEWEST = ScriptDirectory(str(_VERSIONS.parent)).get_current_head()


def test_migrations_lead_to_the_tables_of_the_code(database_url):
    database = Database(database_url)

    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)

    database.close()
    assert differences == []


def test_the_files_of_the_steps_are_numbered_in_their_order():
    newest_first = ScriptDirectory(str(_VERSIONS.parent)).walk_revisions()
    names = [Path(step.path).name for step in newest_first][::-1]

    assert names == sorted(names)
    assert [int(name[1:3]) for name in names] == list(range(1, len(names) + 1))


def test_every_table_belongs_to_tenants():
    tables = {table_of(row).name for row in ROWS_OF_TENANTS}
    shared = (MailCursorRow, TenantRow, WebhookCursorRow)

    assert tables == METADATA.tables.keys() - {table_of(row).name for row in shared}
    assert all("tenant" in METADATA.tables[name].c for name in tables)


def test_preparing_twice_changes_nothing(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")
    prepare(database)
    before = _schema(tmp_path / "portal.db")

    prepare(database)

    database.close()
    assert _schema(tmp_path / "portal.db") == before


def _schema(path) -> list[tuple[str]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()


def test_many_processes_may_prepare_at_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    problems: list[Exception] = []

    def start() -> None:
        database = Database(url)
        try:
            prepare(database)
        except DatabaseRefusedError as problem:
            problems.append(problem)
        database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []


@pytest.mark.parametrize(
    ("prepare_file", "said"),
    [
        pytest.param(
            lambda path: path.write_bytes(b"this is no database" * 100), "cannot be used", id="text"
        ),
        pytest.param(
            lambda path: _run(path, "CREATE TABLE orders (id TEXT)"), "half migrated", id="half"
        ),
        pytest.param(
            lambda path: _run(
                path,
                "CREATE TABLE alembic_version (version_num TEXT)",
                "INSERT INTO alembic_version VALUES ('9999')",
            ),
            "does not know",
            id="newer",
        ),
        pytest.param(
            lambda path: _run(
                path,
                "CREATE TABLE alembic_version (version_num TEXT)",
                f"INSERT INTO alembic_version VALUES ('{_NEWEST}')",  # noqa: S608 - a file name
            ),
            "lacks the tables",
            id="tables-gone",
        ),
    ],
)
def test_unusable_databases_are_refused(tmp_path, prepare_file, said):
    path = tmp_path / "portal.db"
    prepare_file(path)
    before = path.read_bytes()
    database = Database(f"sqlite:///{path}")

    with pytest.raises(DatabaseRefusedError, match=said) as refusal:
        prepare(database)

    database.close()
    assert "DATABASE_URL" in str(refusal.value) or "newer version" in str(refusal.value)
    assert said == "cannot be used" or _tables(path) == _tables_of(before, tmp_path)


def _run(path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _tables(path) -> list[tuple[str]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall()
    finally:
        connection.close()


def _tables_of(content: bytes, folder) -> list[tuple[str]]:
    copy = folder / "before.db"
    copy.write_bytes(content)
    return _tables(copy)


def test_corrupt_pages_are_noticed(tmp_path):
    path = tmp_path / "portal.db"
    database = Database(f"sqlite:///{path}")
    prepare(database)
    database.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    path.write_bytes(content)

    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseRefusedError, match="cannot be used"):
        prepare(database)
    database.close()


def test_interrupted_migration_leaves_the_form_before_it(tmp_path, monkeypatch):
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", fail)
        with pytest.raises(KeyboardInterrupt):
            prepare(database)

    assert _tables(tmp_path / "portal.db") == []
    prepare(database)
    database.close()


def test_unreachable_server_is_refused_without_its_password():
    url = "postgresql+psycopg://portal:secret@127.0.0.1:1/portal"
    database = Database(url)

    with pytest.raises(DatabaseRefusedError) as refusal:
        prepare(database)

    database.close()
    assert "cannot be used" in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert make_url(url).password == "secret"


async def test_audit_rows_never_change(make_world, database):
    world = await make_world()
    audit = table_of(AuditRow)

    for statement in (
        audit.update().values(actor="nobody").where(audit.c.tenant == world.made.tenant),
        audit.delete().where(audit.c.tenant == world.made.tenant),
    ):
        with pytest.raises(DBAPIError, match="audit rows"):
            database.write_now(
                lambda transaction, one=statement: transaction.connection.execute(one)
            )


def test_readers_cannot_write(database):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has one pool")

    with pytest.raises(DatabaseUnavailableError):
        database.read_now(lambda connection: connection.execute(text("DELETE FROM tenants")))


async def test_open_returns_of_before_move_to_where_returns_are(make_world, database):
    """Written as the program before did, an order reads as it does now after the step."""
    world = await make_world(orders=[{"status": "DELIVERED", "returning": {"state": "requested"}}])
    before = (await world.detail()).order
    document = json.loads(ORDER_JSON.dump_json(before))
    document["open_request"], document["open_return"] = document["open_return"], None
    text_before = json.dumps(document, separators=(",", ":"))
    rows = table_of(OrderRow)
    mine = rows.c.id == before.id

    with database.engine.begin() as connection:
        connection.execute(update(rows).where(mine).values(document=text_before))
        with Operations.context(MigrationContext.configure(connection)):
            v17_open_returns.upgrade()

    assert before.open_return is not None
    assert (await world.detail()).order == before


async def test_appeals_of_before_are_about_the_newest_return_that_was_declined(
    make_world, database
):
    """One ticket was about all of them: it names the newest, and what was decided holds for all."""
    returning = {"state": "rejected", "hours_ago": 2}
    world = await make_world(
        orders=[{"status": "DELIVERED", "returning": returning}],
        tickets=[{"key": "t", "about": "return_appeal", "order": "order-1", "hours_ago": 1}],
    )
    [ticket] = (await world.tickets()).tickets
    await world.support(ticket.id, "decline", "The tag is missing.")
    before = (await world.detail()).returns
    [found] = before
    tickets, returns = table_of(TicketRow), table_of(ReturnRow)
    document = json.loads(RETURN_JSON.dump_json(found)) | {"refunds": [], "appeal_decided_at": None}

    with database.engine.begin() as connection:
        connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(return_id=""))
        connection.execute(
            update(returns).where(returns.c.id == found.id).values(document=json.dumps(document))
        )
        with Operations.context(MigrationContext.configure(connection)):
            v19_appeals_of_returns.name_returns()

    assert (await world.tickets()).tickets[0].return_id == found.id
    assert (await world.detail()).returns == before
