"""Change here how a service is made to die at a point, and what is read of it then."""

import asyncio
import os
import signal
import sqlite3
import time
from pathlib import Path

from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import CounterpartStep, NewTenant
from buyer_portal.scenario.scenario import Scenario
from tests.order_service.crashes.doomed import POINTS
from tests.order_service.process import Process

BY_CHANCE = int(os.environ.get("CRASHES", "1"))
ORDERS = 12 + 3 * BY_CHANCE
SECONDS = 60


class Doomed(Process):
    """An order service that dies at a point, the first time it comes there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder
        self._deaths = 0

    async def start_for(self, point: str) -> bool:
        """Start it so that it dies at ``point``; say whether it was ready before that."""
        self._deaths += 1
        marker = str(self._folder / f"died-{self._deaths}")
        self.program = ["-m", "tests.order_service.crashes.doomed", point, marker]
        try:
            await self.start()
        except AssertionError:
            if self.process.poll() != -signal.SIGKILL:
                raise
            return False
        return True

    async def died(self) -> None:
        """Wait for its death."""
        until = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < until
            await asyncio.sleep(0.02)  # another process; it tells nobody when

    async def until(self, holds) -> None:
        """Wait until something holds of it."""
        until = time.monotonic() + SECONDS
        while not await holds():
            assert time.monotonic() < until
            await asyncio.sleep(0.05)  # as above


def points_of(family: str) -> list[str]:
    """Return the named points of a family, in their order."""
    return [one for one in POINTS if one.partition("-")[0] == family]


async def make_tenant(connection: Connection, **bank) -> tuple[NewTenant, str]:
    scenario = {"is_frozen": False, "orders": [{"count": ORDERS}], "faults": {"bank": bank}}
    body = Scenario.model_validate(scenario)
    made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=body))
    return made, f"/testing/tenants/{made.tenant}"


async def take_step(connection: Connection, path: str, order_id: str, step: str, **said) -> None:
    call = Call("POST", f"{path}/orders/{order_id}/{step}", body=CounterpartStep(**said))
    await connection.ask(OrderDetail, call)


def types_of(database: Path, order_id: str) -> list[str]:
    with sqlite3.connect(database) as opened:
        found = opened.execute(
            "SELECT type FROM audit WHERE order_id = ? ORDER BY sequence", (order_id,)
        )
        return [one for (one,) in found]


def ledgers(database: Path) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return what the bank paid and what we owe, as numbers and sums."""
    with sqlite3.connect(database) as opened:
        paid = opened.execute("SELECT count(*), sum(amount_minor) FROM simulated_payouts")
        owed = opened.execute("SELECT count(*), sum(amount_minor) FROM refunds")
        return paid.fetchone(), owed.fetchone()
