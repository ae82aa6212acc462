"""The service as a process of its own: sockets, kill -9, lost replies, its end."""

import asyncio
import hashlib
import json
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_client.errors import OrderServiceUnavailableError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import Faults, NewTenant
from buyer_portal.scenario.scenario import Scenario
from tests.order_service.process import REASON, Process


@pytest.fixture
def process(tmp_path):
    made = Process(tmp_path)
    yield made
    made.kill()


async def _world(connection: Connection, count: int) -> tuple[NewTenant, BuyerClient]:
    scenario = Scenario.model_validate({"orders": [{"count": count}]})
    made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=scenario))
    ticket = TicketSignIn(ticket=made.buyers["buyer"].ticket)
    session = await ServiceClient(connection).sign_in_by_ticket(ticket)
    session_hash = hashlib.sha256(session.session_id.encode()).hexdigest()
    return made, BuyerClient(connection, session_hash)


async def test_kill_loses_nothing_that_was_answered(process):
    """Kill -9 in the middle of cancels, five times; keys tell afterwards what became of each."""
    await process.start()
    async with process.connect() as connection:
        made, buyer = await _world(connection, 60)
        expires_at = made.now + timedelta(minutes=2)
        command = CancelOrder(order_version=1, expires_at=expires_at, reason_key=REASON)
        waiting = list(made.orders.values())
        answered: dict[str, str] = {}

        async def cancel_some() -> None:
            while waiting:
                order_id = waiting.pop()
                try:
                    answer = await buyer.cancel(order_id, command, f"key-{order_id}")
                except OrderServiceUnavailableError:
                    waiting.append(order_id)
                    return
                answered[order_id] = answer.cancellation.id

        for round_ in range(5):
            workers = [asyncio.create_task(cancel_some()) for _ in range(4)]
            await asyncio.sleep(0.05 + 0.03 * round_)
            process.kill()
            await asyncio.gather(*workers)
            before = dict(answered)
            await process.start()
            for order_id, cancellation_id in before.items():
                detail = await buyer.order(order_id)
                assert [one.id for one in detail.cancellations] == [cancellation_id]
                assert len(detail.cancellations[0].refunds) == 1
        await asyncio.gather(*(cancel_some() for _ in range(4)))

        assert answered.keys() == set(made.orders.values())
        page = await buyer.orders()
        assert page.counts["cancelled"] == 60
        assert (await buyer.me()).buyer.unread_notifications == 60


async def test_lost_reply_is_answered_again_not_done_again(process):
    await process.start()
    async with process.connect() as connection:
        made, buyer = await _world(connection, 2)
        expires_at = made.now + timedelta(minutes=2)
        command = CancelOrder(order_version=1, expires_at=expires_at, reason_key=REASON)
        first, second = made.orders.values()
        path = f"/testing/tenants/{made.tenant}/faults"

        lost = Faults.model_validate({"operations": {"cancel": {"lost_reply_times": 1}}})
        await connection.ask(Faults, Call("PUT", path, body=lost))
        quietly_repeated = await buyer.cancel(first, command, "key-11111111")
        lost = Faults.model_validate({"operations": {"cancel": {"lost_reply_times": 3}}})
        await connection.ask(Faults, Call("PUT", path, body=lost))
        with pytest.raises(OrderServiceUnavailableError) as unknown:
            await buyer.cancel(second, command, "key-22222222")
        told = await buyer.cancel(second, command, "key-22222222")

        assert quietly_repeated.order.status is OrderStatus.CANCELLED
        assert unknown.value.may_have_happened
        assert told.order.status is OrderStatus.CANCELLED
        assert (await buyer.me()).buyer.unread_notifications == 2


async def test_service_ends_with_its_parent(process):
    started = await process.start("--die-with-parent", stdin=subprocess.PIPE)
    assert started.stdin is not None

    started.stdin.close()

    assert started.wait(10) == 0


async def test_service_ends_politely(process):
    started = await process.start(stderr=subprocess.PIPE)
    assert (process.socket.stat().st_mode & 0o077) == 0

    started.send_signal(signal.SIGTERM)
    _, said = started.communicate(timeout=10)

    assert started.returncode in {0, -signal.SIGTERM}
    assert b"Traceback" not in said


def test_wrong_database_stops_the_start(tmp_path):
    (tmp_path / "portal.db").write_bytes(b"no database at all " * 50)

    ended = subprocess.run(  # noqa: S603 - a test's own process
        [sys.executable, "-m", "buyer_portal.order_service", "--uds", str(tmp_path / "s")],
        env=Process(tmp_path).environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2
    assert "cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_wrong_setting_stops_the_start(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "buyer_portal.order_service"],
        env=Process(tmp_path, PORTAL_MODE="nonsense").environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, "PORTAL_MODE" in ended.stderr) == (2, True)


async def test_api_describes_itself(process):
    import httpx  # noqa: PLC0415

    await process.start()
    transport = httpx.AsyncHTTPTransport(uds=str(process.socket))
    async with httpx.AsyncClient(transport=transport, base_url="http://order-service") as client:
        described = json.loads((await client.get("/openapi.json")).content)
        page = await client.get("/docs")

    assert page.status_code == 200
    assert {"/v1/orders", "/v1/orders/{order_id}/cancellations", "/v1/events"} <= set(
        described["paths"]
    )
