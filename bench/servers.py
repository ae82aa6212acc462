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

BASELINE = Path(__file__).parent / "baseline"
READY_SECONDS = 60


@contextlib.contextmanager
def _process(command: list[str], log: Path, folder: Path, **environment: str) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
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
    service = [sys.executable, "-m", "uvicorn", "service:app"]
    service += ["--uds", str(socket), "--log-level", "warning"]
    portal = [sys.executable, "-m", "uvicorn", "--factory", "portal:asgi"]
    portal += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    portal += ["--ws", "wsproto", "--loop", "uvloop", "--http", "httptools"]
    settings = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "BASELINE_ORIGIN": f"http://localhost:{port}",
        "BASELINE_SOCKET": str(socket),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_SKIP_COMPILE": "true",
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "REFLEX_STATES_WORKDIR": str(folder / "states"),
    }
    with (
        _process(service, folder / "bare-service.log", BASELINE),
        _process(portal, folder / "bare-portal.log", BASELINE, **settings),
    ):
        _wait_for(f"http://127.0.0.1:{port}/ping")
        yield f"http://localhost:{port}"


def memory_kb(pid: int) -> int:
    """Return the memory that a process alone uses, shared pages left out, in KB (Linux)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    fields = (line.split() for line in rollup.splitlines())
    return sum(
        int(field[1]) for field in fields if field[0] in {"Private_Clean:", "Private_Dirty:"}
    )
