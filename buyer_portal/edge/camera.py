"""Change here how the studio's camera is started, how much it may do at once, and when it ends.

The browser runs in a process of its own (``testing/camera.py``), which is there while pictures are
wanted and a minute longer. It reads orders line by line and answers the same way.
"""

import asyncio
import contextlib
import logging
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Final

from pydantic import ValidationError

from buyer_portal.edge.children import die_with_parent
from buyer_portal.settings import Mode, Settings
from buyer_portal.studio.album import Album
from buyer_portal.studio.camera import (
    CameraError,
    CameraProblem,
    Order,
    Visit,
    Word,
    use_camera,
)

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2
MOST_WAITING: Final = 120
PATIENCE_SECONDS: Final = 45.0
"""So long a picture may take, the browser's start included; then the browser is ended."""
IDLE_SECONDS: Final = 60.0
GRACE_SECONDS: Final = 3.0
STEP_SECONDS: Final = 5.0
"""So much more time each further picture gives to the whole of a visit."""
REFUSED_SECONDS: Final = 10.0
"""A browser that is not there is not looked for again so soon."""
ANY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound


@dataclass(slots=True)
class _Started:
    """A process of the camera, with who waits for its answers."""

    process: asyncio.subprocess.Process
    heard: dict[int, asyncio.Queue[Word]] = field(default_factory=dict[int, asyncio.Queue[Word]])
    listening: asyncio.Task[None] | None = None

    @property
    def is_alive(self) -> bool:
        return self.process.returncode is None


class CameraProcess:
    """Makes pictures in a browser of this machine; the ``Camera`` of ``studio/camera.py``."""

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] | None = None,
        patience: float = PATIENCE_SECONDS,
        idle: float = IDLE_SECONDS,
        grace: float = GRACE_SECONDS,
    ) -> None:
        """Prepare; nothing is started before somebody wants a picture.

        Args:
            command: The program and its arguments; the camera of the test plugin if None.
        """
        self._settings = settings
        self._command = command or _camera_of(settings)
        self._patience = patience
        self._idle = idle
        self._grace = grace
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._starting = asyncio.Lock()
        self._started: _Started | None = None
        self._resting: asyncio.Task[None] | None = None
        self._numbers = count(1)
        self._wanted = 0
        self._has_ended = False
        self._refused: tuple[CameraProblem, float] | None = None
        self.album = Album(Path(tempfile.gettempdir()))

    @property
    def pid(self) -> int | None:
        """The process id of the camera; None while nobody needs it."""
        return self._started.process.pid if self._started and self._started.is_alive else None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Offer pictures to the studio; leave when the browser has ended. Never in production."""
        if self._settings.mode is Mode.PRODUCTION:
            yield
            return
        with tempfile.TemporaryDirectory(prefix="portal-pictures-") as folder:
            self.album = Album(Path(folder))
            use_camera(self)
            try:
                yield
            finally:
                use_camera(None)
                self._has_ended = True
                await self._stop()

    async def look(
        self, visit: Visit, taken: Callable[[str], Awaitable[None]] | None = None
    ) -> tuple[str, ...]:
        """Return the names of the pictures in the album; tell each as soon as it is there.

        Raises:
            CameraError: One could not be made, or too many wait already.
        """
        if self._wanted >= MOST_WAITING:
            raise CameraError(CameraProblem.BUSY)
        self._wanted += 1
        if self._resting:
            self._resting.cancel()
            self._resting = None
        try:
            async with self._turns:
                return await self._look(visit, taken)
        finally:
            self._wanted -= 1
            if not self._wanted and not self._has_ended:
                self._resting = asyncio.create_task(self._rest())

    async def _look(
        self, visit: Visit, taken: Callable[[str], Awaitable[None]] | None
    ) -> tuple[str, ...]:
        started = await self._start()
        number = next(self._numbers)
        heard = started.heard[number] = asyncio.Queue[Word]()
        pages = [self.album.page() for _ in range(visit.pictures)]
        names = [page.name for page in pages]
        there = 0
        try:
            order = Order(number=number, visit=visit, files=tuple(map(str, pages)))
            await _say(started.process, order)
            async with asyncio.timeout(self._patience + STEP_SECONDS * (visit.pictures - 1)):
                while True:
                    word = await asyncio.wait_for(heard.get(), self._patience)
                    new, there = names[there : word.taken], max(there, word.taken)
                    for name in new:
                        if taken:
                            await taken(name)
                    if word.problem:
                        raise CameraError(word.problem)
                    if word.is_over:
                        return tuple(names)
        except TimeoutError:
            logger.warning("The camera does not answer; its browser is ended.")
            await self._stop()
            raise CameraError(CameraProblem.FAILED) from None
        finally:
            started.heard.pop(number, None)
            self.album.forget(names[there:])

    async def _start(self) -> _Started:
        """Return the camera's process, starting it where there is none."""
        async with self._starting:
            if self._has_ended:
                raise CameraError(CameraProblem.FAILED)
            if self._refused and monotonic() < self._refused[1]:
                raise CameraError(self._refused[0])
            if self._started is not None and self._started.is_alive:
                return self._started
            self._refused = None
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the portal, which then ends it in order
                preexec_fn=die_with_parent,  # one system call, nothing that a fork could break
            )
            started = self._started = _Started(process)
            started.listening = asyncio.create_task(self._listen(started))
            return started

    async def _listen(self, started: _Started) -> None:
        """Pass on what a camera says; when it ends, tell everybody who waits for it."""
        process, heard = started.process, started.heard
        why = CameraProblem.FAILED
        if process.stdout is not None:
            async for line in process.stdout:
                try:
                    word = Word.model_validate_json(line)
                except ValidationError:
                    logger.warning("The camera said what is no word of it.")
                    continue
                if word.number in heard:
                    heard[word.number].put_nowait(word)
                elif not word.number and word.problem:
                    why = word.problem
                    self._refused = (why, monotonic() + REFUSED_SECONDS)
        await process.wait()
        for number, waiting in heard.items():
            waiting.put_nowait(Word(number=number, problem=why))

    async def _rest(self) -> None:
        """End a browser that nobody needs any more."""
        await asyncio.sleep(self._idle)
        self._resting = None
        await self._stop()

    async def _stop(self) -> None:
        """End the process: its input closes, which ends it; then insist. No zombie is left."""
        if self._resting:
            self._resting.cancel()
        started, self._started = self._started, None
        if started is None:
            return
        process = started.process
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), self._grace)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if started.listening:
            await started.listening


def _camera_of(settings: Settings) -> tuple[str, ...]:
    """Return the command of the camera: which address of this machine it looks at."""
    host = ANY_ADDRESS.get(settings.host, settings.host)
    return (
        sys.executable,
        "-m",
        "buyer_portal.testing.camera",
        "--origin",
        f"http://localhost:{settings.port}",
        "--host",
        f"[{host}]" if ":" in host else host,
    )


async def _say(process: asyncio.subprocess.Process, order: Order) -> None:
    """Write an order; a process that has ended is heard of by ``_listen``."""
    if process.stdin is None:
        return
    with contextlib.suppress(ConnectionError):
        process.stdin.write(order.model_dump_json().encode() + b"\n")
        await process.stdin.drain()
