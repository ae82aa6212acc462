"""kill -9 while webhooks come in and go out."""

import contextlib
import json
import sqlite3
import time

import httpx
import pytest

from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.errors import OrderServiceUnavailableError
from buyer_portal.order_contract.webhooks import (
    Deliveries,
    EndpointWanted,
    NewEndpoint,
    NewSource,
    SourceKind,
    SourceWanted,
)
from buyer_portal.order_service.webhooks.signatures import sign
from tests.order_service.crashes.dying import make_tenant, points_of, take_step, types_of
from tests.order_service.process import Process
from tests.order_service.webhooks.receiver import Receiver


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
                    made, path = await make_tenant(connection)
                    body = EndpointWanted(url=receiver.url)
                    call = Call("POST", f"{path}/webhooks/endpoints", body=body)
                    await connection.ask(NewEndpoint, call)
                    orders = list(made.orders.values())
                with contextlib.suppress(OrderServiceUnavailableError):  # it may die before that
                    await take_step(connection, path, orders.pop(), "pack")
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
        made, path = await make_tenant(connection)
        wanted = SourceWanted(name="carrier", kind=SourceKind.CARRIER)
        call = Call("POST", f"{path}/webhooks/sources", body=wanted)
        secret = (await connection.ask(NewSource, call)).secret
    order_id = next(iter(made.orders.values()))

    with pytest.raises(httpx.TransportError):
        await _send(process, made.tenant, secret, order_id)
    await process.died()
    assert "order.collected" not in types_of(database, order_id)
    await process.start_for(before_reply)
    with pytest.raises(httpx.TransportError):
        await _send(process, made.tenant, secret, order_id)
    await process.died()
    process.program = ["-m", "buyer_portal.order_service"]
    await process.start()
    answer = await _send(process, made.tenant, secret, order_id)

    assert (answer["outcome"], answer["is_repeated"]) == ("applied", True)
    assert types_of(database, order_id).count("order.collected") == 1


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
