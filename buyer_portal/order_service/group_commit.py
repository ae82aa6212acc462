"""Change here how writes to SQLite share a commit.

Waiting for the disk is what a write costs most. One thread carries out every write that has arrived
by then, each behind a savepoint of its own, commits once and only then answers all of them: nobody
hears of something that is not durable, and a write that fails undoes itself alone.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from buyer_portal.order_service.transactions import (
    ATTEMPTS,
    DatabaseUnavailableError,
    StaleError,
    Transaction,
    unavailable,
)
from buyer_portal.receipts.seal import Sealer

GROUP_SIZE: Final = 32

Work = Callable[[Transaction], Any]


@dataclass(slots=True)
class _Waiting:
    """A write, and who waits for it."""

    work: Work
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None

    def answer(self) -> None:
        """Wake whoever waits; the loop may be gone when the process ends."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class GroupCommit:
    """The one writer of a SQLite database within this process."""

    def __init__(self, engine: Engine, sealer: Sealer | None = None) -> None:
        self._engine = engine
        self._sealer = sealer
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def write(self, work: Work) -> Any:  # noqa: ANN401 - what ``work`` returns
        """Have ``work`` carried out; return its result when that is durable."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._queue.put(_Waiting(work, loop, future))
        return await future

    def close(self) -> None:
        """Finish what is queued, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            is_closing = False
            while len(group) < GROUP_SIZE and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    is_closing = True
                    break
                group.append(more)
            self._carry_out(group)
            for waiting in group:
                waiting.answer()
            if is_closing:
                return

    def _carry_out(self, group: list[_Waiting]) -> None:
        try:
            with self._engine.begin() as connection:
                driver: Any = connection.connection.dbapi_connection
                for waiting in group:
                    self._try(waiting, Transaction(connection, sealer=self._sealer), driver)
        except Exception as error:  # noqa: BLE001 - whoever waits is told, whatever it was
            told = unavailable(error)
            for waiting in group:
                waiting.error = told

    @staticmethod
    def _try(waiting: _Waiting, transaction: Transaction, driver: Any) -> None:  # noqa: ANN401 - sqlite3's
        for attempt in range(ATTEMPTS):
            driver.execute("SAVEPOINT one")
            try:
                waiting.result = waiting.work(
                    Transaction(transaction.connection, attempt, sealer=transaction.sealer)
                )
            except (StaleError, IntegrityError) as error:
                waiting.error = error
            except Exception as error:  # noqa: BLE001 - it is this one's answer, not the group's
                waiting.error = error
            else:
                driver.execute("RELEASE one")
                waiting.error = None
                return
            if not driver.in_transaction:  # SQLite gave up: disk full, or an I/O error
                raise DatabaseUnavailableError from waiting.error
            driver.execute("ROLLBACK TO one")
            driver.execute("RELEASE one")
            if not isinstance(waiting.error, (StaleError, IntegrityError)):
                return
