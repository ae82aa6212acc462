"""Change here how the portal starts, watches and restarts its own order service."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Final

import httpx

from buyer_portal.edge.children import die_with_parent
from buyer_portal.settings import Settings

logger = logging.getLogger(__name__)

REFUSED_EXIT_CODE: Final = 2  # the service says: no restart will help (bad setting, corrupt data)
READY_POLL_SECONDS: Final = 0.05
FIRST_START_SECONDS: Final = 60.0  # migrations and demo content are done before it is ready
STEADY_SECONDS: Final = 5.0
MIN_PAUSE_SECONDS: Final = 0.05
MAX_PAUSE_SECONDS: Final = 5.0
GRACE_SECONDS: Final = 1.5


class ServiceRefusedError(Exception):
    """The order service will not start; its own message stands on stderr."""


class EmbeddedService:
    """The order service as a child process on a Unix socket, restarted whenever it dies.

    It dies with its parent twice over: the kernel kills it (Linux), and it watches a pipe on
    its standard input, which closes when the portal ends in any way (everywhere).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] | None = None,
        on_restart: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            command: The program and its arguments before ``--uds``; the order service if None.
            on_restart: Called when the service is ready again after it died.
        """
        self.socket: Path = settings.service_socket
        self._command = command or (sys.executable, "-m", "buyer_portal.order_service")
        self._data_dir = settings.data_dir.absolute()
        self._prepare_data_dir = settings.prepare_data_dir
        self._on_restart = on_restart
        self._process: asyncio.subprocess.Process | None = None
        self._ready = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """The running child's process id."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def is_ready(self) -> bool:
        """Whether the service has answered since it was last started."""
        return self._ready.is_set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the service running; enter when it is ready, leave when it has ended.

        Raises:
            ServiceRefusedError: It will not start, or is not ready in time.
        """
        self._prepare_data_dir()
        self.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        watcher = asyncio.create_task(self._keep_running(), name="embedded order service")
        try:
            await self._wait_for_first_start(watcher)
            yield
        finally:
            watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError, ServiceRefusedError):
                await watcher
            await self._stop()

    async def _wait_for_first_start(self, watcher: asyncio.Task[None]) -> None:
        """Return when the service is ready for the first time."""
        first_answer = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait(
                {watcher, first_answer},
                timeout=FIRST_START_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            first_answer.cancel()
        if watcher.done():
            await watcher  # raises its reason
        if not self._ready.is_set():
            raise ServiceRefusedError(f"not ready after {FIRST_START_SECONDS:.0f} seconds")

    async def _keep_running(self) -> None:
        """Start the service, wait for its end, start it again: for ever."""
        pause = MIN_PAUSE_SECONDS
        was_ready = False
        while True:
            started = monotonic()
            process = await self._start()
            readiness = asyncio.create_task(self._announce_when_ready(is_restart=was_ready))
            try:
                code = await process.wait()
            finally:
                readiness.cancel()
            was_ready = was_ready or self._ready.is_set()
            self._ready.clear()
            if code == REFUSED_EXIT_CODE and not was_ready:
                raise ServiceRefusedError("the order service refused to start")
            is_steady = monotonic() - started >= STEADY_SECONDS
            pause = MIN_PAUSE_SECONDS if is_steady else min(pause * 2, MAX_PAUSE_SECONDS)
            logger.error(
                "The order service ended (exit code %s); starting it again in %.2f s.", code, pause
            )
            await asyncio.sleep(pause)

    async def _start(self) -> asyncio.subprocess.Process:
        """Start the child on a fresh socket."""
        self.socket.unlink(missing_ok=True)  # a killed service leaves its socket behind
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            "--uds",
            str(self.socket),
            "--die-with-parent",
            stdin=asyncio.subprocess.PIPE,
            env={**os.environ, "PORTAL_DATA_DIR": str(self._data_dir)},
            start_new_session=True,  # Ctrl-C is for the portal, which then ends it in order
            preexec_fn=die_with_parent,  # one system call, nothing that a fork could break
        )
        return self._process

    async def _announce_when_ready(self, *, is_restart: bool) -> None:
        """Ask until the service answers that it is ready."""
        transport = httpx.AsyncHTTPTransport(uds=str(self.socket))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://order-service", timeout=2.0
        ) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get("/readyz")).status_code == httpx.codes.OK:
                        break
                await asyncio.sleep(READY_POLL_SECONDS)
        self._ready.set()
        if is_restart:
            logger.warning("The order service is back.")
            self._on_restart()

    async def _stop(self) -> None:
        """End the child: ask first, then insist; its exit is always awaited (no zombie)."""
        process, self._process = self._process, None
        self._ready.clear()
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), GRACE_SECONDS)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        self.socket.unlink(missing_ok=True)
