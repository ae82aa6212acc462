"""Change here how refunds survive a crash or an upgrade, and how patiently a step is tried again.

A refund that is due becomes a workflow of DBOS, named after tenant, refund and the moment it was
due, so the same step is never begun twice. What a dead process had begun is taken up at the next
start: executor and version keep their names whatever is upgraded in between.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from buyer_portal.order_service.columns import microseconds_of, moment_of
from buyer_portal.order_service.database import DatabaseUnavailableError
from buyer_portal.order_service.refunds.payouts import PaymentSystemUnavailableError
from buyer_portal.order_service.refunds.work import RefundSteps

APPLICATION: Final = "order-service"
VERSION: Final = "1"
"""Raise it only when workflows of the old form must not be taken up by the new program."""

WAIT_SECONDS: Final = (0.2, 1, 5, 20)
"""Between two tries; after the last one the refund waits for its next turn."""

if TYPE_CHECKING:
    from dbos import DBOSConfig

_PASSING: Final = (PaymentSystemUnavailableError, DatabaseUnavailableError)
_Run = Callable[[str, str, int], Coroutine[Any, Any, None]]


class DurableWork:
    """Refunds as workflows in a database of their own beside SQLite, or within PostgreSQL.

    DBOS is one per process, so this is as well.

    Args:
        slot: The name of this process among those that share the database; it stays the same.
    """

    def __init__(self, steps: RefundSteps, database_url: str, *, slot: str = "slot-0") -> None:
        self._steps = steps
        self._config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": database_url,
            "application_version": VERSION,
            "executor_id": slot,
            "log_level": "WARNING",
        }
        self._run: _Run | None = None

    async def start(self) -> None:
        """Make the workflow known, then take up what an earlier process had begun."""
        await asyncio.to_thread(import_module, "dbos")  # a quarter of a second of imports
        from dbos import DBOS  # noqa: PLC0415 - the first answer shall not wait for it

        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS(config=self._config)
        steps = self._steps

        @DBOS.step(name="carry_on")
        async def carry_on(tenant: str, refund_id: str, due_microseconds: int) -> bool:
            try:
                await steps.carry_on(tenant, refund_id, moment_of(due_microseconds))
            except _PASSING:
                return False
            return True

        @DBOS.step(name="put_off")
        async def put_off(tenant: str, refund_id: str, due_microseconds: int) -> None:
            await steps.put_off(tenant, refund_id, moment_of(due_microseconds))

        @DBOS.workflow(name="refund")
        async def refund(tenant: str, refund_id: str, due_microseconds: int) -> None:
            for wait_seconds in (*WAIT_SECONDS, 0):
                if await carry_on(tenant, refund_id, due_microseconds):
                    return
                await DBOS.sleep_async(wait_seconds)
            await put_off(tenant, refund_id, due_microseconds)

        self._run = refund
        DBOS.launch()

    async def carry_on(self, tenant: str, refund_id: str, due_at: datetime) -> None:
        """Begin the workflow, or find the one that was begun, and wait for its end.

        Raises:
            RuntimeError: It was not started.
        """
        if self._run is None:
            raise RuntimeError("the work was not started")
        from dbos import DBOS, SetWorkflowID  # noqa: PLC0415 - loaded at the start

        due = microseconds_of(due_at)
        with SetWorkflowID(f"{tenant}:{refund_id}:{due}"):
            handle = await DBOS.start_workflow_async(self._run, tenant, refund_id, due)
        await handle.get_result()

    async def stop(self) -> None:
        """Leave what runs for the next process."""
        from dbos import DBOS  # noqa: PLC0415 - loaded at the start

        DBOS.destroy(destroy_registry=True)
