"""A service as a process of its own, for tests that kill it."""

import asyncio
import os
import subprocess
import sys
import time
from typing import Any

from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.settings import Settings

REASON = "ecom_order_to_ship_canceled_reason_created_by_mistakes"


class Process:
    """An order service that can be killed and started again."""

    def __init__(self, folder, **environment: str) -> None:
        self.socket = folder / "order.sock"
        self.environment = {
            **os.environ,
            "PORTAL_MODE": "test",
            "PORTAL_DATA_DIR": str(folder),
            **environment,
        }
        self.process: subprocess.Popen[Any] | None = None
        self.program = ["-m", "buyer_portal.order_service"]

    async def start(self, *arguments: str, **options: Any) -> subprocess.Popen[Any]:
        """Start it and wait until it is ready."""
        command = [sys.executable, *self.program]
        command += ["--uds", str(self.socket), *arguments]
        self.process = subprocess.Popen(command, env=self.environment, **options)  # noqa: ASYNC220, S603 - a test's own process
        async with self.connect() as connection:
            until = time.monotonic() + 60
            while not await ServiceClient(connection).ready():
                assert self.process.poll() is None
                assert time.monotonic() < until
                await asyncio.sleep(0.05)  # another process starts; it tells nobody when
        return self.process

    def connect(self) -> Connection:
        """Return the portal's client for it."""
        token = Settings.model_validate({"mode": "test"}).service_token
        return Connection(service_token=token, socket=self.socket)

    def kill(self) -> None:
        """Kill it as a crash does, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
