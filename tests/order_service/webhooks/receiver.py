"""A server that webhooks are sent to, as an integrator would write one."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Got:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        """The body, read."""
        return json.loads(self.body)

    @property
    def id(self) -> str:
        """What the message is known by."""
        return self.headers["webhook-id"]


@dataclass(slots=True)
class Receiver:
    """Listens on a free port; ``answers`` are given one after another, then 200 for ever.

    An answer is a status, ``hang`` for none at all, or ``redirect``.
    """

    answers: list[int | str] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/hooks"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Listen no more."""
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")

            named = (line.split(": ", 1) for line in lines)
            headers = {name.lower(): value for name, value in named}
            body = await reader.readexactly(int(headers["content-length"]))
            self.got.append(Got(first.split(" ")[1], headers, body))
            answer = self.answers.pop(0) if self.answers else 200
            await asyncio.sleep(0)
            if answer == "hang":
                await reader.read()
                return
            extra = ""
            if answer == "redirect":
                answer, extra = 302, f"Location: {self.url}\r\n"
            writer.write(f"HTTP/1.1 {answer} X\r\n{extra}Content-Length: 0\r\n\r\n".encode())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.at_once -= 1
            writer.close()
