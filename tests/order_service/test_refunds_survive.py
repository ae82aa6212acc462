"""Refunds in a process that dies: nothing is lost, nothing is paid twice."""

import asyncio
import hashlib
import sqlite3
import time
from datetime import timedelta

import pytest

from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import Clock, ClockChange, Faults, NewTenant
from buyer_portal.scenario.scenario import Scenario
from tests.order_service.process import REASON, Process

COUNT = 30


@pytest.fixture
def process(tmp_path):
    made = Process(tmp_path)
    yield made
    made.kill()


async def _cancelled(connection: Connection) -> tuple[NewTenant, BuyerClient]:
    """Make a tenant whose clock runs, with as many cancelled orders."""
    scenario = Scenario.model_validate({"orders": [{"count": COUNT}]})
    made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=scenario))
    path = f"/testing/tenants/{made.tenant}"
    bank = Faults.model_validate({"bank": {"lost_answer_times": 1}})
    await connection.ask(Faults, Call("PUT", f"{path}/faults", body=bank))
    ticket = TicketSignIn(ticket=made.buyers["buyer"].ticket)
    session = await ServiceClient(connection).sign_in_by_ticket(ticket)
    buyer = BuyerClient(connection, hashlib.sha256(session.session_id.encode()).hexdigest())
    command = CancelOrder(
        order_version=1, expires_at=made.now + timedelta(minutes=2), reason_key=REASON
    )
    for order_id in made.orders.values():
        await buyer.cancel(order_id, command, f"key-{order_id}")
    thaw = ClockChange(is_frozen=False)
    await connection.ask(Clock, Call("PUT", f"{path}/clock", body=thaw))
    return made, buyer


async def _sent(made: NewTenant, buyer: BuyerClient) -> int:
    count = 0
    for order_id in made.orders.values():
        [cancellation] = (await buyer.order(order_id)).cancellations
        count += sum(refund.status is not RefundStatus.INITIATED for refund in cancellation.refunds)
    return count


async def _all_sent(made: NewTenant, buyer: BuyerClient) -> int:
    """Wait until every refund was sent, for a minute; return how many were."""
    until = time.monotonic() + 60
    while (sent := await _sent(made, buyer)) < COUNT and time.monotonic() < until:  # noqa: ASYNC110 - another process sends them
        await asyncio.sleep(0.2)  # another process sends them
    return sent


async def test_kill_while_refunds_are_sent_loses_and_doubles_nothing(process, tmp_path):
    """Each payout's first answer is lost and the process dies three times in the middle."""
    await process.start()
    async with process.connect() as connection:
        made, buyer = await _cancelled(connection)
        for wait_seconds in (0.3, 0.6, 1.2):
            await asyncio.sleep(wait_seconds)  # kill it at another moment of its work each time
            process.kill()
            await process.start()
        assert await _all_sent(made, buyer) == COUNT
        for order_id in made.orders.values():
            types = [entry.type for entry in (await buyer.order(order_id)).history]
            assert types.count("refund.sent") == 1
    with sqlite3.connect(tmp_path / "portal.db") as database:
        paid = database.execute("SELECT count(*), sum(amount_minor) FROM simulated_payouts")
        owed = database.execute("SELECT count(*), sum(amount_minor) FROM refunds")
        assert paid.fetchone() == owed.fetchone()


async def test_work_begun_is_named_the_same_whatever_is_upgraded(process, tmp_path):
    """Executor and version are fixed, so a new program takes up what an old one began."""
    await process.start()
    async with process.connect() as connection:
        made, buyer = await _cancelled(connection)
        assert await _all_sent(made, buyer) == COUNT
    process.kill()

    with sqlite3.connect(tmp_path / "portal-work.db") as database:
        named = database.execute(
            "SELECT DISTINCT executor_id, application_version, status FROM workflow_status"
        )
        assert named.fetchall() == [("slot-0", "1", "SUCCESS")]
