"""Ask the order service everything that its contract allows and forbids: ``make fuzz``.

Schemathesis makes the requests from ``/openapi.json``: the examples, every edge of each field, so
many random ones an operation, and walks along the links. All its checks are on.
"""

import argparse
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_service.openapi.recorder import SCENARIO
from buyer_portal.settings import Settings
from buyer_portal.testing.portal import free_port

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "bench" / "schemathesis.toml"
HOOKS = "bench.fuzz_hooks"
START_SECONDS = 60
USUAL_CASES = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """A running order service, a buyer signed in, and what can be asked about."""

    url: str
    headers: dict[str, str]
    known: dict[str, str]


@contextlib.contextmanager
def service(folder: Path) -> Iterator[Target]:
    """Run an order service of its own with one tenant that the examples fit."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / "service.log"
    environment = {"PORTAL_MODE": "test", "PORTAL_DATA_DIR": str(folder / "data")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "buyer_portal.order_service", "--port", str(port)],
            env=os.environ | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(url, process, log)
        yield _target(url)
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz").is_success:
                return
        time.sleep(0.05)
    raise TimeoutError(url)


def _target(url: str) -> Target:
    token = Settings.model_validate({"mode": "test"}).service_token
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers) as http:
        made = http.post("/testing/tenants", json=SCENARIO).raise_for_status().json()
        ticket = {"ticket": made["buyers"]["lan"]["ticket"]}
        signed_in = http.post("/v1/sessions/by-ticket", json=ticket).raise_for_status().json()
        other = http.post("/testing/tenants", json=SCENARIO).raise_for_status().json()
    session = hashlib.sha256(signed_in["session_id"].encode()).hexdigest()
    known = {
        "tenant": other["tenant"],
        "buyer_id": other["buyers"]["lan"]["id"],
        "seller_id": made["sellers"]["mugs"],
        **{f"order_id/{key}": order for key, order in made["orders"].items()},
    }
    return Target(url, {**headers, SESSION_HEADER: session}, known)


def run(
    cases: int,
    arguments: Sequence[str] = (),
    *,
    is_shown: bool = False,
    folder: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Fuzz a service with so many random cases an operation; exit code 0: nothing was found.

    Args:
        is_shown: Print while it runs, in place of returning what was printed.
        folder: Where the service has its data; None: in a temporary folder of the machine.
    """
    with tempfile.TemporaryDirectory(dir=folder) as name, service(Path(name)) as target:
        return subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                f"--config-file={CONFIG}",
                "run",
                f"{target.url}/openapi.json",
                f"--max-examples={cases}",
                *arguments,
            ],
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": HOOKS,
                "FUZZ_KNOWN": json.dumps(target.known),
                "FUZZ_TOKEN": target.headers["Authorization"],
                "FUZZ_SESSION": target.headers[SESSION_HEADER],
                "PYTHONPATH": str(ROOT),
            },
            cwd=name,
            check=False,
            text=True,
            stdout=None if is_shown else subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


def main() -> int:
    """Fuzz as long as asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=USUAL_CASES, help="random cases an operation")
    given, rest = parser.parse_known_args()
    return run(given.cases, ["--continue-on-failure", *rest], is_shown=True).returncode


if __name__ == "__main__":
    sys.exit(main())
