"""Change here how the portal listens: one process, one port, and how it says that it is there."""

import logging
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Final

import uvicorn
from reflex_base.constants import Env
from reflex_base.environment import environment

from buyer_portal.edge.redaction import redact_logs
from buyer_portal.settings import Settings

MAX_MESSAGE_BYTES: Final = 64 * 1024
GRACE_SECONDS: Final = 2  # sockets stay open for ever; handlers are short
BACKLOG: Final = 2048


class AddressInUseError(Exception):
    """Nothing can listen on the host and port of the settings."""


class _AnnouncingServer(uvicorn.Server):
    """A server that says when it listens and its app has started."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce it."""
        await super().startup(sockets)
        if self.started:
            await self._announce()


def prepare_environment() -> None:
    """Tell Reflex that the pages are built; call it before ``buyer_portal.app`` is imported."""
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_CHECK_LATEST_VERSION.set(False)


def set_up_logs() -> None:
    """Write logs to stderr, one line a record, without secrets."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
        force=True,
    )
    for name in ("httpx", "uvicorn.error"):  # one line per request and socket
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("engineio").setLevel(logging.ERROR)  # warns of each tab that just closes
    redact_logs()


def serve(settings: Settings, *, announce: Callable[[], Awaitable[None]]) -> int:
    """Serve until the process is told to stop; return its exit code.

    Raises:
        AddressInUseError: The port is taken, or the host is none of this machine.
    """
    listening = _listen(settings)
    config = uvicorn.Config(
        "buyer_portal.app:portal",
        factory=True,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http="httptools",
        ws="wsproto",
        ws_max_size=MAX_MESSAGE_BYTES,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the edge reads X-Forwarded-For itself, by the hops that are ours
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_SECONDS,
        workers=settings.workers,
    )
    if settings.workers > 1:
        return _serve_with_workers(config, listening)
    server = _AnnouncingServer(config, announce)
    with listening:
        server.run([listening])
    return 0 if server.started else 1


def _serve_with_workers(config: uvicorn.Config, listening: socket.socket) -> int:
    """Serve with several processes, which share state through Redis."""
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - only here

    Multiprocess(config, sockets=[listening]).run()
    return 0


def _listen(settings: Settings) -> socket.socket:
    """Return the socket to serve, so that a taken port is told before anything is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server(
            (settings.host, settings.port), family=family, backlog=BACKLOG
        )
    except OSError as error:
        raise AddressInUseError(
            f"PORTAL_PORT: cannot listen on {settings.host}:{settings.port}: {error.strerror}\n"
            f"  for example: PORTAL_PORT={settings.port + 1}"
        ) from error
    listening.set_inheritable(True)
    return listening
