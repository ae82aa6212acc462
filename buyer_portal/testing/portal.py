"""Change here how a portal of its own is started, watched and stopped for a test run."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

START_SECONDS = 300
STOP_SECONDS = 5
SERVER_ERROR = re.compile(
    r"^(?:.*\b(?:ERROR|CRITICAL)\b.*|Traceback \(most recent call last\).*)$", re.MULTILINE
)

# The web server wakes a request that ended already because its browser has left.
BROWSER_LEFT = re.compile(
    r"^.*ERROR asyncio: Exception in callback <built-in method set_result of _asyncio\.Future.*\n"
    r"Traceback.*\n(?:  .*\n)*asyncio\.exceptions\.InvalidStateError: invalid state\n",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A running portal in test mode. Of somebody else's only the address is known."""

    url: str
    testing_token: str
    log: Path | None = None
    pid: int | None = None
    data_dir: Path | None = None

    def import_orders(self, file: Path, payload_format: str) -> str:
        """Import a file of orders as an operator would and return what the command printed.

        Raises:
            RuntimeError: Something was rejected, or the portal is somebody else's.
        """
        if self.data_dir is None:
            raise RuntimeError("only a portal that was started here can import files")
        command = [sys.executable, "-m", "buyer_portal", "import", str(file)]
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, "--format", payload_format],
            env=os.environ | {"PORTAL_MODE": "test", "PORTAL_DATA_DIR": str(self.data_dir)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def log_size(self) -> int:
        """Return how long the server's log is now."""
        return self.log.stat().st_size if self.log else 0

    def errors_since(self, position: int) -> list[str]:
        """Return the lines of the server's log past ``position`` that report an error."""
        if self.log is None:
            return []
        with self.log.open("rb") as stream:
            stream.seek(position)
            logged = stream.read().decode(errors="replace")
        return SERVER_ERROR.findall(BROWSER_LEFT.sub("", logged))


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask_whether_ready(portal: Portal) -> None:
    """Fail with what keeps a portal that somebody else started from being tested.

    Raises:
        RuntimeError: It does not answer, is not in test mode, or has another token.
    """
    wrong = {
        httpx.codes.NOT_FOUND: "it is not in test mode (PORTAL_MODE=test)",
        httpx.codes.UNAUTHORIZED: "--portal-token is not its PORTAL_TESTING_TOKEN",
        httpx.codes.FORBIDDEN: "--portal-token is not its PORTAL_TESTING_TOKEN",
    }
    bearer = {"Authorization": f"Bearer {portal.testing_token}"}
    with httpx.Client(base_url=portal.url, headers=bearer) as http:
        try:
            made = http.post("/testing/tenants", json={"orders": []})
        except httpx.TransportError as error:
            raise RuntimeError(f"nobody answers at {portal.url}: {error}") from error
        if made.is_error:
            said = wrong.get(httpx.codes(made.status_code), f"it says {made.status_code}")
            raise RuntimeError(f"{portal.url} cannot be tested: {said}")
        http.delete(f"/testing/tenants/{made.json()['tenant']}")


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the portal stopped at its start:\n{log.read_text()[-4000:]}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz", timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise TimeoutError(f"the portal was not ready after {START_SECONDS} s")


@contextlib.contextmanager
def running_portal(folder: Path, *, testing_token: str, **environment: str) -> Iterator[Portal]:
    """Start a portal in test mode on a free port, with its data in ``folder``.

    ``environment`` has further settings; with ``PORTAL_PORT`` a second one can follow a first.
    """
    port = int(environment.get("PORTAL_PORT") or free_port())
    url = f"http://localhost:{port}"
    log = folder / "portal.log"
    settings = {
        "PORTAL_MODE": "test",
        "PORTAL_PORT": str(port),
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_TESTING_TOKEN": testing_token,
        **environment,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "buyer_portal", "run"],
            env=os.environ | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(url, process, log)
        yield Portal(
            url=url, testing_token=testing_token, log=log, pid=process.pid, data_dir=folder / "data"
        )
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
