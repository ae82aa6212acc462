"""kill -9 while refunds are paid out: nothing is lost, nothing is paid twice.

``CRASHES=20`` in the environment makes the part that is left to chance longer; ``make torture``
does that.
"""

import asyncio
import contextlib
import random
import sqlite3
from pathlib import Path

from buyer_portal.order_client.errors import OrderServiceUnavailableError
from tests.order_service.crashes.doomed import UPGRADED
from tests.order_service.crashes.dying import (
    BY_CHANCE,
    ledgers,
    make_tenant,
    points_of,
    take_step,
    types_of,
)


def _sent(database: Path) -> int:
    with sqlite3.connect(database) as opened:
        found = opened.execute("SELECT count(*) FROM refunds WHERE status <> 'INITIATED'")
        return int(found.fetchone()[0])


async def test_refunds_survive_every_point_and_chance(process, tmp_path):
    database = tmp_path / "portal.db"
    points = points_of("refund")
    waiting: list[str] = []

    for point in points:
        if not await process.start_for(point):
            continue
        async with process.connect() as connection:
            if not waiting:
                made, path = await make_tenant(connection)
                waiting = list(made.orders.values())
            for _ in range(3):
                order_id = waiting.pop()
                with_money = {"reason": "Sold out"}
                with contextlib.suppress(OrderServiceUnavailableError):  # it may die before that
                    await take_step(connection, path, order_id, "seller-cancel", **with_money)
            await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    for _ in range(BY_CHANCE):
        async with process.connect() as connection:
            for order_id in [waiting.pop() for _ in range(3) if waiting]:
                await take_step(connection, path, order_id, "seller-cancel", reason="Sold out")
        await asyncio.sleep(random.uniform(0.3, 1.3))  # noqa: S311 - by chance
        process.kill()
        await process.start()

    owed = ledgers(database)[1][0]
    assert owed >= len(points)

    async def all_sent() -> bool:
        return _sent(database) == owed

    await process.until(all_sent)
    assert ledgers(database)[0] == ledgers(database)[1]
    for order_id in made.orders.values():
        types = types_of(database, order_id)
        assert types.count("refund.sent") == types.count("order.cancelled") <= 1


async def test_an_upgrade_takes_up_what_the_old_program_had_begun(process, tmp_path):
    """The old one is killed while it waits for its bank; the new one waits otherwise."""
    database = tmp_path / "portal.db"
    await process.start()
    async with process.connect() as connection:
        made, path = await make_tenant(connection, unavailable_times=1000)
        orders = list(made.orders.values())[:3]
        for order_id in orders:
            await take_step(connection, path, order_id, "seller-cancel", reason="Sold out")
        work = tmp_path / "portal-work.db"

        async def all_begun() -> bool:
            return _workflows(work).get("PENDING", 0) == len(orders)

        await process.until(all_begun)
        process.kill()
        assert _sent(database) == 0

        await process.start_for(UPGRADED)

        async def all_sent() -> bool:
            return _sent(database) == len(orders)

        await process.until(all_sent)
    assert ledgers(database)[0] == ledgers(database)[1]

    async def all_ended() -> bool:
        return set(_workflows(work)) == {"SUCCESS"}

    await process.until(all_ended)


def _workflows(database: Path) -> dict[str, int]:
    if not database.exists():
        return {}
    with sqlite3.connect(database) as opened:
        try:
            found = opened.execute("SELECT status, count(*) FROM workflow_status GROUP BY status")
        except sqlite3.OperationalError:  # its tables are being made
            return {}
        return dict(found.fetchall())
