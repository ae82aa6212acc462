"""Change here how a test makes the network bad: slow, half-open, cut, refusing, flapping.

A TCP proxy on 127.0.0.1 between browser and portal, in a thread of its own::

    with FlakyNetwork(portal_port) as network:
        page.goto(f"http://localhost:{network.port}/orders/")
        network.freeze()   # half-open: nobody is told, nothing arrives
        network.thaw()     # what was held goes on its way
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from typing import Final, Self
from urllib.parse import urlsplit

CHUNK: Final = 64 * 1024
START_SECONDS: Final = 10
_RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends RST, as a machine that forgot the connection does."""


class FlakyNetwork:
    """A network between a browser and a portal that does as it is told.

    Args:
        target_port: Where the portal listens.
        port: Where to listen; 0 takes a free one.
        target_host: The machine that the portal runs on.
        names: What browsers call that machine.
    """

    def __init__(
        self,
        target_port: int,
        *,
        port: int = 0,
        target_host: str = "127.0.0.1",
        names: str = "localhost",
    ) -> None:
        self._target = (target_host, target_port)
        self._names = names
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._flows: asyncio.Event = asyncio.Event()
        self._latency = 0.0
        self._refuses = False

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        self._run(self._start)
        return self

    def __exit__(self, *_: object) -> None:
        """Close everything and stop."""
        self._run(self._stop)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()

    @property
    def browser_switch(self) -> str:
        """What makes Chromium send everything for the portal over this network."""
        return f"--host-resolver-rules=MAP {self._names} 127.0.0.1:{self.port}"

    def slow(self, seconds: float) -> None:
        """Hold each piece of data back for so long, in both directions; 0 is fast again."""
        self._latency = seconds

    def freeze(self) -> None:
        """Go half-open: connections stay, new ones are taken, and nothing passes any more."""
        self._run(self._flows.clear)

    def thaw(self) -> None:
        """Let everything pass, also what was held."""
        self._run(self._flows.set)

    def cut(self) -> None:
        """Close every connection as a proxy does that is shut down, and refuse new ones."""
        self._refuses = True
        self._run(self._close_all)

    def reset(self) -> None:
        """Reset every connection; what was on its way is lost. New ones are welcome."""
        self._run(self._reset_all)

    def flap(self, times: int = 3, *, seconds: float = 0.3) -> None:
        """Go and come back several times, each for so long, and stay at last."""
        for _ in range(times):
            self.cut()
            self._run(lambda: asyncio.sleep(seconds))
            self.restore()
            self._run(lambda: asyncio.sleep(seconds))

    def restore(self) -> None:
        """Be a good network again."""
        self._latency = 0.0
        self._refuses = False
        self.thaw()

    def drop_held(self) -> None:
        """Lose what is held while frozen: the connections die, then all is well again."""
        self.reset()
        self.restore()

    def _run(self, work: Callable[[], object]) -> None:
        async def call() -> None:
            done = work()
            if asyncio.iscoroutine(done):
                await done

        asyncio.run_coroutine_threadsafe(call(), self._loop).result(START_SECONDS)

    async def _start(self) -> None:
        self._flows.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._flows.set()
        self._reset_all()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=START_SECONDS / 2)  # they end with their lines

    def _close_all(self) -> None:
        for writer in list(self._open):
            writer.close()

    def _reset_all(self) -> None:
        for writer in list(self._open):
            with contextlib.suppress(OSError):  # it is closed already
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.close()
            return
        self._open |= {writer, far_writer}
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._open -= {writer, far_writer}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                if self._latency:
                    await asyncio.sleep(self._latency)
                await self._flows.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()


def lane_to(url: str) -> FlakyNetwork:
    """Return a network to the portal at ``url``, not started yet."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    target = "127.0.0.1" if host == "localhost" else host
    return FlakyNetwork(port, target_host=target, names=host)
