"""A raw client of Reflex's socket: events out, deltas in, nothing else."""

import asyncio
import json
import time
import uuid
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

NAMESPACE = "/_event"


class SocketClient:
    """One tab without a browser.

    Args:
        url: Where the portal answers, ``http://127.0.0.1:8000``.
        cookie: The Cookie header of a signed-in browser; empty for none.
    """

    def __init__(self, url: str, *, cookie: str = "", page: str = "/", origin: str = "") -> None:
        self.token = str(uuid.uuid4())
        self._url = url.replace("http", "ws", 1)
        self._origin = origin or url
        self._cookie = cookie
        self.page = page
        self._socket: ClientConnection

    async def __aenter__(self) -> Self:
        """Open the socket and join the namespace."""
        self._socket = await connect(
            f"{self._url}{NAMESPACE}/?EIO=4&transport=websocket&token={self.token}",
            additional_headers={"Cookie": self._cookie} if self._cookie else None,
            origin=Origin(self._origin),
        )
        await self._socket.recv()
        await self._socket.send(f"40{NAMESPACE},")
        while not str(await self._socket.recv()).startswith("40"):
            pass
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the socket."""
        await self._socket.close()

    async def send(self, name: str, *, until: str = "", **payload: object) -> float:
        """Send one event, wait for an update that names ``until``; return the seconds it took."""
        body = {
            "name": name,
            "payload": payload,
            "router_data": {"pathname": self.page, "asPath": self.page, "query": {}},
        }
        started = time.perf_counter()
        await self._socket.send(f"42{NAMESPACE},{json.dumps(['event', body])}")
        while True:
            update = await self.receive()
            if update is not None and until in update:
                return time.perf_counter() - started

    async def receive(self) -> str | None:
        """Return the next update of the state as JSON, None for anything else."""
        packet = str(await asyncio.wait_for(self._socket.recv(), 30))
        if packet == "2":
            await self._socket.send("3")
        return packet if packet.startswith(f'42{NAMESPACE},["event"') else None
