"""Change here what tests of webhooks are handed: systems that sign and send."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest

from buyer_portal.order_client.connection import Call, Connection
from buyer_portal.order_contract.webhooks import (
    NewSource,
    Receipt,
    ReceivedWebhook,
    ReceivedWebhooks,
    SourceKind,
    SourceWanted,
)
from buyer_portal.order_service.webhooks.signatures import sign, tiktok_signature

APP_KEY = "fake_app_key"


@dataclass(slots=True)
class Sender:
    """A system that was let in."""

    tenant: str
    name: str
    kind: str
    secret: str
    http: httpx.AsyncClient
    ids: count = field(default_factory=count)

    @property
    def path(self) -> str:
        """Where it sends to."""
        return f"/webhooks/{self.tenant}/{self.name}"

    def signed(self, body: bytes, message_id: str = "", at: float | None = None) -> dict[str, str]:
        """Return the headers of a body."""
        if self.kind == "tiktok-shop":
            return {"Authorization": tiktok_signature(APP_KEY, self.secret, body)}
        stamp = int(time.time() if at is None else at)
        message_id = message_id or f"msg-{next(self.ids)}"
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": sign(self.secret, message_id, stamp, body),
        }

    async def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Send bytes as they are, without the service's token."""
        return await self.http.post(self.path, content=body, headers=headers)

    async def send(self, message: dict[str, Any], message_id: str = "") -> Receipt:
        """Sign a message, send it and return what it was told."""
        body = json.dumps(message).encode()
        answer = await self.post(body, self.signed(body, message_id))
        assert answer.status_code == 200, answer.text
        return Receipt.model_validate_json(answer.content)

    async def tell(self, type_: str, order: str, message_id: str = "", **fields: Any) -> Receipt:
        """Send an event of one's own system about an order."""
        top = {name: fields.pop(name) for name in ("timestamp", "sequence") if name in fields}
        message = {
            "type": type_,
            "timestamp": datetime.now(UTC).isoformat(),
            **top,
            "data": {"order": order, **fields},
        }
        return await self.send(message, message_id)


@pytest.fixture
async def outside(made):
    """A client that has no token."""
    transport = httpx.ASGITransport(made.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as client:
        yield client


@pytest.fixture
def let_in(connection: Connection, outside) -> Callable[..., Awaitable[Sender]]:
    """Let a system send to a world."""

    async def let(world, kind: str, name: str = "", **wanted: Any) -> Sender:
        if kind == "tiktok-shop":
            wanted = {"app_key": APP_KEY, "secret": "fake_app_secret", **wanted}
        body = SourceWanted(name=name or kind, kind=SourceKind(kind), **wanted)
        path = f"{world.path}/webhooks/sources"
        made = await connection.ask(NewSource, Call("POST", path, body=body))
        return Sender(world.made.tenant, body.name, kind, made.secret, outside)

    return let


@pytest.fixture
def received(connection: Connection) -> Callable[..., Awaitable[list[ReceivedWebhook]]]:
    """Return what a world got, oldest first."""

    async def read(world) -> list[ReceivedWebhook]:
        page = await connection.ask(
            ReceivedWebhooks, Call("GET", f"{world.path}/webhooks/received")
        )
        return [*reversed(page.messages)]

    return read


def types_of(events) -> list[str]:
    """Return what happened, oldest first, without how the tenant began."""
    began = {"order.placed", "order.paid", "order.packed", "order.collected", "order.delivered"}
    types = [event.type for event in events.events]
    while types and types[0] in began:
        types.pop(0)
    return types
