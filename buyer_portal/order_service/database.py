"""Change here how transactions are opened, retried and committed on SQLite and PostgreSQL.

SQLite: write-ahead log, ``synchronous=FULL``, one writer thread with BEGIN IMMEDIATE, readers on
snapshots of their own. PostgreSQL: a pool, READ COMMITTED, guarded updates. Work handed in may run
again after a conflict or an unclear commit, so it must not do anything outside the database.
"""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from buyer_portal.order_service.group_commit import GroupCommit
from buyer_portal.order_service.statements import wrapped
from buyer_portal.order_service.transactions import (
    ATTEMPTS,
    DatabaseUnavailableError,
    StaleError,
    Transaction,
    unavailable,
)
from buyer_portal.receipts.seal import Sealer

Result = TypeVar("Result")

SQLITE_BUSY_MS: Final = 2000
SQLITE_READERS: Final = 2
POSTGRES_THREADS: Final = 8

__all__ = ["ATTEMPTS", "Database", "DatabaseUnavailableError", "StaleError", "Transaction"]


class Database:
    """The one database of a service process."""

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.after_commit: Callable[[], None] = _nothing
        self.sealer: Sealer | None = None
        """Signs receipts; set before the first write by whoever serves."""
        if self.is_sqlite:
            self._readable = _sqlite_engine(self.url, begin="BEGIN", query_only=True)
            self._writable = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", query_only=False)
        else:
            self._readable = self._writable = create_engine(
                self.url, pool_size=2 * POSTGRES_THREADS, max_overflow=0, pool_timeout=2,
                pool_pre_ping=False,
                connect_args={
                    "connect_timeout": 2,
                    "options": "-c lock_timeout=2000 -c statement_timeout=10000",
                },
            )  # fmt: skip
        self._readers = ThreadPoolExecutor(
            SQLITE_READERS if self.is_sqlite else POSTGRES_THREADS, "reader"
        )
        self._writers = ThreadPoolExecutor(POSTGRES_THREADS, "writer")
        self._group: GroupCommit | None = None

    @property
    def engine(self) -> Engine:
        """The engine that may write."""
        return self._writable

    async def read(self, work: Callable[[Connection], Result], *, is_slow: bool = False) -> Result:
        """Run ``work`` on one snapshot.

        SQLite's readers wait for nobody and need a fraction of a millisecond, less than handing
        the work to a thread costs; what ``is_slow``, and PostgreSQL, goes to one.

        Raises:
            DatabaseUnavailableError: No answer.
        """
        if self.is_sqlite and not is_slow:
            return self.read_now(work)
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    async def write(self, work: Callable[[Transaction], Result]) -> Result:
        """Run ``work`` in a transaction, off the event loop, and commit it before returning.

        Raises:
            DatabaseUnavailableError: No answer.
        """
        if self.is_sqlite:
            if self._group is None:
                self._group = GroupCommit(self._writable, self.sealer)
            result: Result = await self._group.write(work)
        else:
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(self._writers, self.write_now, work)
        self.after_commit()
        return result

    def read_now(self, work: Callable[[Connection], Result]) -> Result:
        """Do ``read`` in the calling thread."""
        for attempt in range(ATTEMPTS):
            try:
                with self._readable.connect() as connection:
                    connection.begin()  # one snapshot for all that ``work`` reads
                    return work(connection)
            except (DBAPIError, PoolTimeoutError) as error:
                self._wait_or_give_up(error, attempt)
        raise DatabaseUnavailableError

    def write_now(self, work: Callable[[Transaction], Result]) -> Result:
        """Do ``write`` in the calling thread."""
        for attempt in range(ATTEMPTS):
            try:
                with self._writable.begin() as connection:
                    return work(Transaction(connection, attempt, sealer=self.sealer))
            except StaleError:
                continue
            except IntegrityError:
                if attempt == ATTEMPTS - 1:
                    raise
            except (DBAPIError, PoolTimeoutError) as error:
                self._wait_or_give_up(error, attempt)
        raise DatabaseUnavailableError

    def close(self) -> None:
        """Let running work end, then close every connection."""
        self._readers.shutdown()
        if self._group is not None:
            self._group.close()
        self._writers.shutdown()
        self._readable.dispose()
        self._writable.dispose()

    def _wait_or_give_up(self, error: DBAPIError | PoolTimeoutError, attempt: int) -> None:
        """Return when another attempt makes sense."""
        # SQLite has waited for its lock already; PostgreSQL may have lost a deadlock or a backend.
        if self.is_sqlite or attempt == ATTEMPTS - 1 or not isinstance(error, OperationalError):
            raise unavailable(error) from error
        time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 - jitter


def _nothing() -> None:
    """Do nothing after a commit: nobody follows the feed yet."""


def _sqlite_engine(url: URL, *, begin: str, query_only: bool) -> Engine:
    engine = create_engine(
        url, pool_size=SQLITE_READERS + 2, max_overflow=4,
        connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_MS / 1000},
    )  # fmt: skip

    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - sqlite3's own connection
        connection.isolation_level = None  # we begin transactions ourselves
        cursor = connection.cursor()
        if not query_only:
            cursor.execute("PRAGMA journal_mode=WAL")
        for pragma in (
            "synchronous=FULL",
            f"busy_timeout={SQLITE_BUSY_MS}",
            "foreign_keys=ON",
            "wal_autocheckpoint=4000",
            "cache_size=-32768",
            "mmap_size=268435456",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin_transaction(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        try:
            driver.execute(begin)
        except connection.dialect.loaded_dbapi.Error as error:
            raise wrapped(connection, begin, error) from error

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine
