"""Transactions: shared commits, failures that stay alone, locks, retries."""

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import (
    ATTEMPTS,
    Database,
    DatabaseUnavailableError,
    StaleError,
    Transaction,
)
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.sessions.tables import TryRow
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.tenants.clock import real_now

_tries = table_of(TryRow)


def _add(transaction: Transaction, subject: str) -> str:
    transaction.connection.execute(
        _tries.insert().values(
            tenant="t-database", kind="test", subject=subject, count=1, since=real_now()
        )
    )
    return subject


def _subjects(database: Database) -> set[str]:
    asked = select(_tries.c.subject).where(_tries.c.tenant == "t-database")
    return set(database.read_now(lambda connection: connection.execute(asked).scalars().all()))


@pytest.fixture
def empty(database: Database):
    drop = _tries.delete().where(_tries.c.tenant == "t-database")
    database.write_now(lambda transaction: transaction.connection.execute(drop))
    return database


async def test_writes_that_fail_undo_themselves_alone(empty):
    def fail(transaction: Transaction) -> str:
        _add(transaction, "undone")
        raise ValueError("mine alone")

    outcomes = await asyncio.gather(
        *(empty.write(lambda transaction, n=n: _add(transaction, str(n))) for n in range(10)),
        empty.write(fail),
        *(empty.write(lambda transaction, n=n: _add(transaction, str(n))) for n in range(10, 20)),
        return_exceptions=True,
    )

    assert [one for one in outcomes if isinstance(one, Exception)] == [outcomes[10]]
    assert isinstance(outcomes[10], ValueError)
    assert _subjects(empty) == {str(n) for n in range(20)}


async def test_stale_work_runs_again(empty):
    attempts: list[int] = []

    def stale_twice(transaction: Transaction) -> int:
        attempts.append(transaction.attempt)
        _add(transaction, f"attempt-{transaction.attempt}")
        if transaction.attempt < 2:
            raise StaleError
        return transaction.attempt

    assert await empty.write(stale_twice) == 2
    assert attempts == [0, 1, 2]
    assert _subjects(empty) == {"attempt-2"}


async def test_collisions_are_tried_with_other_names(empty):
    await empty.write(lambda transaction: _add(transaction, "taken-0"))

    made = await empty.write(lambda transaction: _add(transaction, f"taken-{transaction.attempt}"))

    assert made == "taken-1"


async def test_collisions_end_at_last(empty):
    await empty.write(lambda transaction: _add(transaction, "taken"))
    attempts: list[int] = []

    def collide(transaction: Transaction) -> str:
        attempts.append(transaction.attempt)
        return _add(transaction, "taken")

    with pytest.raises(IntegrityError):
        await empty.write(collide)
    assert attempts == list(range(ATTEMPTS))


async def test_prepared_errors_are_those_of_sqlalchemy(empty):
    adding = Prepared(_tries.insert())
    row = {"tenant": "t-database", "kind": "k", "subject": "s", "count": 1, "since": real_now()}
    empty.write_now(lambda transaction: adding.run(transaction.connection, row))

    with pytest.raises(IntegrityError) as refused, empty.engine.begin() as connection:
        adding.run(connection, row)

    assert "t-database" not in str(refused.value.params)


async def test_after_commit_is_called_when_it_is_durable(empty):
    seen: list[set[str]] = []
    empty.after_commit = lambda: seen.append(_subjects(empty))

    await empty.write(lambda transaction: _add(transaction, "durable"))

    assert seen == [{"durable"}]


@pytest.fixture
def sqlite_file(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")
    prepare(database)
    yield database, tmp_path / "portal.db"
    database.close()


async def test_locked_database_is_unavailable_then_back(sqlite_file):
    database, path = sqlite_file
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    try:
        with pytest.raises(DatabaseUnavailableError):
            await database.write(lambda transaction: _add(transaction, "late"))
        assert _subjects(database) == set()
    finally:
        holder.execute("ROLLBACK")
        holder.close()

    assert await database.write(lambda transaction: _add(transaction, "now")) == "now"


async def test_reads_go_on_while_somebody_writes(sqlite_file):
    database, path = sqlite_file
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    try:
        assert await database.read(lambda connection: connection.scalar(text("SELECT 1"))) == 1
    finally:
        holder.close()


async def test_readers_see_one_snapshot(sqlite_file):
    database, _ = sqlite_file

    def read_twice(connection) -> tuple[int, int]:
        counting = text("SELECT count(*) FROM sign_in_tries")
        first = connection.execute(counting).scalar_one()
        writer = threading.Thread(
            target=database.write_now, args=(lambda transaction: _add(transaction, "meanwhile"),)
        )
        writer.start()
        writer.join()
        return first, connection.execute(counting).scalar_one()

    assert database.read_now(read_twice) == (0, 0)
    assert _subjects(database) == {"meanwhile"}
