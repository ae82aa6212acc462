"""kill -9 at every named point, and by chance: nothing is lost, nothing is done twice.

``CRASHES=20`` in the environment makes the part that is left to chance longer; ``make torture``
does that. Each family of points (the first word of its name) has a test that walks all of it.
"""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from buyer_portal.edge.socket_guard import hash_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.errors import OrderServiceUnavailableError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.mails import MailReport, MailReports, MailsPage
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import Clock, ClockChange, CounterpartStep, NewTenant
from buyer_portal.order_contract.webhooks import (
    Deliveries,
    EndpointWanted,
    NewEndpoint,
    NewSource,
    SourceKind,
    SourceWanted,
)
from buyer_portal.order_service.webhooks.signatures import sign
from buyer_portal.scenario.scenario import Scenario
from tests.order_service.doomed import POINTS, UPGRADED
from tests.order_service.process import Process
from tests.order_service.webhooks.receiver import Receiver

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
        self.program = ["-m", "tests.order_service.doomed", point, marker]
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


@pytest.fixture
def process(tmp_path):
    made = Doomed(tmp_path)
    yield made
    made.kill()


def points_of(family: str) -> list[str]:
    """Return the named points of a family, in their order."""
    return [one for one in POINTS if one.partition("-")[0] == family]


def test_every_named_point_is_walked():
    """A family that no test asks for, or a test for a family that has gone, shows up here."""
    source = Path(__file__).read_text()
    walked = set(re.findall(r'points_of\("([a-z]+)"\)', source))

    assert {one.partition("-")[0] for one in POINTS} == walked
    assert all(callable(getattr(where, name)) for where, name in POINTS.values())


async def _tenant(connection: Connection, **bank) -> tuple[NewTenant, str]:
    scenario = {"is_frozen": False, "orders": [{"count": ORDERS}], "faults": {"bank": bank}}
    body = Scenario.model_validate(scenario)
    made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=body))
    return made, f"/testing/tenants/{made.tenant}"


async def _step(connection: Connection, path: str, order_id: str, step: str, **said) -> None:
    call = Call("POST", f"{path}/orders/{order_id}/{step}", body=CounterpartStep(**said))
    await connection.ask(OrderDetail, call)


def _types(database: Path, order_id: str) -> list[str]:
    with sqlite3.connect(database) as opened:
        found = opened.execute(
            "SELECT type FROM audit WHERE order_id = ? ORDER BY sequence", (order_id,)
        )
        return [one for (one,) in found]


def _ledgers(database: Path) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return what the bank paid and what we owe, as numbers and sums."""
    with sqlite3.connect(database) as opened:
        paid = opened.execute("SELECT count(*), sum(amount_minor) FROM simulated_payouts")
        owed = opened.execute("SELECT count(*), sum(amount_minor) FROM refunds")
        return paid.fetchone(), owed.fetchone()


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
                made, path = await _tenant(connection)
                waiting = list(made.orders.values())
            for _ in range(3):
                order_id = waiting.pop()
                with_money = {"reason": "Sold out"}
                with contextlib.suppress(OrderServiceUnavailableError):  # it may die before that
                    await _step(connection, path, order_id, "seller-cancel", **with_money)
            await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    for _ in range(BY_CHANCE):
        async with process.connect() as connection:
            for order_id in [waiting.pop() for _ in range(3) if waiting]:
                await _step(connection, path, order_id, "seller-cancel", reason="Sold out")
        await asyncio.sleep(random.uniform(0.3, 1.3))  # noqa: S311 - by chance
        process.kill()
        await process.start()

    owed = _ledgers(database)[1][0]
    assert owed >= len(points)

    async def all_sent() -> bool:
        return _sent(database) == owed

    await process.until(all_sent)
    assert _ledgers(database)[0] == _ledgers(database)[1]
    for order_id in made.orders.values():
        types = _types(database, order_id)
        assert types.count("refund.sent") == types.count("order.cancelled") <= 1


async def test_an_upgrade_takes_up_what_the_old_program_had_begun(process, tmp_path):
    """The old one is killed while it waits for its bank; the new one waits otherwise."""
    database = tmp_path / "portal.db"
    await process.start()
    async with process.connect() as connection:
        made, path = await _tenant(connection, unavailable_times=1000)
        orders = list(made.orders.values())[:3]
        for order_id in orders:
            await _step(connection, path, order_id, "seller-cancel", reason="Sold out")
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
    assert _ledgers(database)[0] == _ledgers(database)[1]

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


async def test_webhooks_out_survive_every_point(process):
    """Each event arrives, in the order of its order; the same id where it came twice."""
    points = points_of("webhook")
    async with Receiver() as receiver:
        path = ""
        for point in points:
            if not await process.start_for(point):
                continue
            async with process.connect() as connection:
                if not path:
                    made, path = await _tenant(connection)
                    body = EndpointWanted(url=receiver.url)
                    call = Call("POST", f"{path}/webhooks/endpoints", body=body)
                    await connection.ask(NewEndpoint, call)
                    orders = list(made.orders.values())
                with contextlib.suppress(OrderServiceUnavailableError):  # it may die before that
                    await _step(connection, path, orders.pop(), "pack")
                await process.died()
        process.program = ["-m", "buyer_portal.order_service"]
        await process.start()
        _let_claims_lapse(process)
        async with process.connect() as connection:

            async def all_there() -> bool:
                shown = await connection.ask(Deliveries, Call("GET", f"{path}/webhooks/deliveries"))
                return {one.state for one in shown.deliveries} == {"delivered"}

            await process.until(all_there)
            told = await connection.ask(Deliveries, Call("GET", f"{path}/webhooks/deliveries"))
    assert {got.id for got in receiver.got} == {one.message_id for one in told.deliveries}
    assert {got.message["type"] for got in receiver.got} == {"order.packed"}
    assert len(receiver.got) > len(told.deliveries)  # one was sent by a process that then died


def _let_claims_lapse(process: Process) -> None:
    """Do as if the minute had passed for which a dead process had claimed a delivery."""
    with sqlite3.connect(process.socket.with_name("portal.db"), timeout=10) as opened:
        opened.execute("UPDATE webhook_deliveries SET due_at = created_at WHERE due_at IS NOT NULL")


async def test_webhooks_in_survive_every_point(process):
    """A sender whose answer was lost sends again and learns that it was taken in, once."""
    before_commit, before_reply = points_of("received")
    database = process.socket.with_name("portal.db")
    await process.start_for(before_commit)
    async with process.connect() as connection:
        made, path = await _tenant(connection)
        wanted = SourceWanted(name="carrier", kind=SourceKind.CARRIER)
        call = Call("POST", f"{path}/webhooks/sources", body=wanted)
        secret = (await connection.ask(NewSource, call)).secret
    order_id = next(iter(made.orders.values()))

    with pytest.raises(httpx.TransportError):
        await _send(process, made.tenant, secret, order_id)
    await process.died()
    assert "order.collected" not in _types(database, order_id)
    await process.start_for(before_reply)
    with pytest.raises(httpx.TransportError):
        await _send(process, made.tenant, secret, order_id)
    await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    answer = await _send(process, made.tenant, secret, order_id)

    assert (answer["outcome"], answer["is_repeated"]) == ("applied", True)
    assert _types(database, order_id).count("order.collected") == 1


async def _send(process: Process, tenant: str, secret: str, order_id: str) -> dict:
    message = {
        "type": "parcel.collected",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"order": order_id},
    }
    body, stamp, name = json.dumps(message).encode(), int(time.time()), "scan-1"
    transport = httpx.AsyncHTTPTransport(uds=str(process.socket))
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as client:
        answer = await client.post(
            f"/webhooks/{tenant}/carrier",
            content=body,
            headers={
                "webhook-id": name,
                "webhook-timestamp": str(stamp),
                "webhook-signature": sign(secret, name, stamp, body),
            },
        )
    return answer.json()


async def test_commands_survive_every_point(process):
    """Whoever asks again with the same key gets one answer, and it was done once."""
    database, key = process.socket.with_name("portal.db"), "key-of-a-doomed-cancellation"
    session, order_id, command = "", "", None

    for point in points_of("command"):
        await process.start_for(point)
        async with process.connect() as connection:
            if command is None:
                made, _ = await _tenant(connection)
                session = await _session(connection, made)
                order_id = next(iter(made.orders.values()))
                detail = await BuyerClient(connection, session).order(order_id)
                command = CancelOrder(
                    order_version=detail.order.version,
                    expires_at=detail.server_now + timedelta(days=1),
                    reason_key=detail.decision.reason_keys[0],
                )
            with pytest.raises(OrderServiceUnavailableError):
                await BuyerClient(connection, session).cancel(order_id, command, key)
            await process.died()
        seen = _types(database, order_id).count("order.cancelled")
        assert seen == (0 if point == "command-before-commit" else 1)
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    async with process.connect() as connection:
        buyer = BuyerClient(connection, session)
        assert command is not None
        answers = [await buyer.cancel(order_id, command, key) for _ in range(2)]

    assert answers[0] == answers[1]
    assert _types(database, order_id).count("order.cancelled") == 1
    assert _ledgers(database)[1] == (1, answers[0].cancellation.refund_minor)


async def _session(connection: Connection, made: NewTenant) -> str:
    ticket = next(iter(made.buyers.values())).ticket
    signed_in = await ServiceClient(connection).sign_in_by_ticket(TicketSignIn(ticket=ticket))
    return hash_of(signed_in.session_id)


async def test_deadlines_survive_every_point(process):
    """Orders that nobody paid expire once each, whenever the clock was stopped by force."""
    database = process.socket.with_name("portal.db")
    orders = [{"status": "UNPAID", "count": 3}]
    path, order_ids = "", []

    for point in points_of("deadline"):
        await process.start_for(point)
        async with process.connect() as connection:
            if not path:
                body = Scenario.model_validate({"orders": orders})
                call = Call("POST", "/testing/tenants", body=body)
                made = await connection.ask(NewTenant, call)
                path, order_ids = f"/testing/tenants/{made.tenant}", [*made.orders.values()]
            with pytest.raises(OrderServiceUnavailableError):
                await connection.ask(Clock, _later(path))
            await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    async with process.connect() as connection:
        await connection.ask(Clock, _later(path))

    for order_id in order_ids:
        assert _types(database, order_id).count("order.expired") == 1


def _later(path: str) -> Call:
    return Call("PUT", f"{path}/clock", body=ClockChange(advance_seconds=90 * 3600))


async def test_mails_survive_every_point(process):
    """A claim that died is nobody's; what was sent but not marked goes again, as the same mail."""
    claimed, sent = points_of("mail")
    await process.start_for(claimed)
    async with process.connect() as connection:
        with pytest.raises(OrderServiceUnavailableError):
            await ServiceClient(connection).take_mails()
        await process.died()
    await process.start_for(sent)
    async with process.connect() as connection:
        portal = ServiceClient(connection)
        await portal.take_mails()  # from now on
        made, path = await _tenant(connection)
        order_id = next(iter(made.orders.values()))
        await _step(connection, path, order_id, "seller-cancel", reason="Sold out")
        [mail] = (await portal.take_mails()).mails
        done = MailReport(tenant=mail.tenant, id=mail.notification.id, is_sent=True)
        with pytest.raises(OrderServiceUnavailableError):
            await portal.report_mails(MailReports(reports=(done,)))
        await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    with sqlite3.connect(process.socket.with_name("portal.db"), timeout=10) as opened:
        opened.execute("UPDATE mails SET due_at = made_at")  # as if its lease had lapsed
    async with process.connect() as connection:
        portal = ServiceClient(connection)
        [again] = (await portal.take_mails()).mails
        await portal.report_mails(MailReports(reports=(done,)))
        told = await connection.ask(MailsPage, Call("GET", f"{path}/mails"))

    assert again.notification == mail.notification
    assert [(one.state, one.tries) for one in told.mails] == [("sent", 2)]
