"""Change here how the bare app and its service are started beside the portal."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from buyer_portal.testing.portal import free_port

READY_SECONDS = 60


@contextlib.contextmanager
def _process(command: list[str], log: Path, **environment: str) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, timeout=1).is_success:
                return
        time.sleep(0.2)
    raise TimeoutError(url)


@contextlib.contextmanager
def bare_app(folder: Path) -> Iterator[str]:
    """Run the bare Reflex app and its bare service on a Unix socket; yield the app's address."""
    socket, port = folder / "bare.sock", free_port()
    tools = Path(sys.executable).parent
    service = [sys.executable, "-m", "uvicorn", "bench.baseline.service:app"]
    service += ["--uds", str(socket), "--log-level", "warning"]
    portal = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
    portal += ["--host", "127.0.0.1", "--port", str(port), "bench.baseline.portal:asgi"]
    settings = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PORTAL_PORT": str(port),
        "BASELINE_SOCKET": str(socket),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "REFLEX_STATES_WORKDIR": str(folder / "states"),
    }
    with (
        _process(service, folder / "bare-service.log"),
        _process(portal, folder / "bare-portal.log", **settings),
    ):
        _wait_for(f"http://127.0.0.1:{port}/ping")
        yield f"http://localhost:{port}"
