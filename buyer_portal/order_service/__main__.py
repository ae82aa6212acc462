"""Change here how the order service is started on its own: socket or port, and how it ends."""

import argparse
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Final

import uvicorn

from buyer_portal.order_service.app import make_order_service
from buyer_portal.order_service.migrate import DatabaseRefusedError
from buyer_portal.settings import Settings, SettingsError

REFUSED_EXIT_CODE: Final = 2
GRACE_SECONDS: Final = 2


def main() -> int:
    """Serve until told to stop; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m buyer_portal.order_service",
        description="Serve orders, cancellations and sessions over HTTP; /docs explains them.",
    )
    parser.add_argument("--uds", type=Path, help="listen on this Unix socket")
    parser.add_argument("--host", default="127.0.0.1", help="listen on this address")
    parser.add_argument("--port", type=int, default=8001, help="listen on this port")
    parser.add_argument(
        "--die-with-parent",
        action="store_true",
        help="end when standard input closes, as it does when the parent ends in any way",
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings.load()
        if not settings.database_url:
            settings.prepare_data_dir()
        made = make_order_service(settings)
    except (SettingsError, DatabaseRefusedError) as error:
        sys.stderr.write(f"The order service does not start.\n{error}\n")
        return REFUSED_EXIT_CODE
    if arguments.die_with_parent:
        threading.Thread(target=_end_with_standard_input, daemon=True).start()
    config = uvicorn.Config(
        made.asgi,
        host=arguments.host,
        port=arguments.port,
        http="httptools",
        loop="uvloop",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    sockets = [_private_socket(arguments.uds)] if arguments.uds else None
    uvicorn.Server(config).run(sockets=sockets)
    return 0


def _private_socket(path: Path) -> socket.socket:
    """Return a socket at ``path`` that nobody but this user can open; uvicorn's all can."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listening.bind(str(path))
    finally:
        os.umask(before)
    return listening


def _end_with_standard_input() -> None:
    """Wait for the parent's end of the pipe to close, then end at once: every answer is durable."""
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
