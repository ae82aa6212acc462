"""Change here how refunds that are due are found and handed to those who carry them on."""

import asyncio
import logging
from datetime import datetime
from typing import Final

from buyer_portal.order_service.columns import microseconds_of
from buyer_portal.order_service.database import DatabaseUnavailableError
from buyer_portal.order_service.refunds import repository
from buyer_portal.order_service.refunds.use_cases import put_off
from buyer_portal.order_service.refunds.work import PlainWork, RefundSteps, RefundWork
from buyer_portal.order_service.tenants.clock import real_now
from buyer_portal.order_service.tenants.repository import find_world

TICK_SECONDS: Final = 1.0
LONGEST_ROUNDS: Final = 10_000

_log = logging.getLogger(__name__)


class RefundSweep:
    """Finds what is due by the rows alone, so nothing is lost with a process."""

    def __init__(self, steps: RefundSteps) -> None:
        self.steps = steps
        self.work: RefundWork = PlainWork(steps)
        self._database = steps.database

    async def carry_on(self, tenant: str, now: datetime) -> int:
        """Take every refund of a tenant as far as it gets by ``now``; return how many steps."""
        steps = 0
        for _ in range(LONGEST_ROUNDS):
            due = await self._database.read(
                lambda connection: repository.due(connection, tenant, now)
            )
            if not due:
                break
            await asyncio.gather(*[self._step(tenant, refund_id, at) for refund_id, at in due])
            steps += len(due)
        return steps

    async def run_for_ever(self) -> None:
        """Carry on the refunds of every running clock."""
        await self.work.start()
        try:
            while True:
                await asyncio.sleep(TICK_SECONDS)
                try:
                    await self._tick()
                except DatabaseUnavailableError:
                    continue  # already logged; the next tick tries again
                except Exception:  # noqa: BLE001 - the next tick must come
                    _log.exception("refunds were not carried on")
        finally:
            await self.work.stop()
            await self.steps.bank.close()

    async def _tick(self) -> None:
        real = microseconds_of(real_now())
        for tenant in await self._database.read(
            lambda connection: repository.tenants_with_due_refunds(connection, real)
        ):
            world = await self._database.read(
                lambda connection, tenant=tenant: find_world(connection, tenant)
            )
            if world is not None:
                await self.carry_on(tenant, world.now)

    async def _step(self, tenant: str, refund_id: str, due_at: datetime) -> None:
        try:
            await self.work.carry_on(tenant, refund_id, due_at)
        except DatabaseUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - one refund must not hold up the others
            _log.exception("refund %s was not carried on", refund_id)
            await put_off(self._database, tenant, refund_id, due_at)
