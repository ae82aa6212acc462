import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from time import monotonic

import httpx
import pytest

from buyer_portal.edge.embedded_service import EmbeddedService, ServiceRefusedError

# A service of a few lines: what is tested here is who watches it, not what it knows.
SERVICE = """
    import os, socket, sys, threading
    path = sys.argv[sys.argv.index("--uds") + 1]
    assert "--die-with-parent" in sys.argv
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen()
    while True:
        connection, _ = listening.accept()
        connection.recv(65536)
        body = str(os.getpid()).encode()
        head = f"HTTP/1.1 200 OK\\r\\ncontent-length: {len(body)}\\r\\n"
        connection.sendall(f"{head}connection: close\\r\\n\\r\\n".encode() + body)
        connection.close()
"""


@pytest.fixture
def command(tmp_path):
    program = tmp_path / "service.py"
    program.write_text(textwrap.dedent(SERVICE))
    return (sys.executable, str(program))


async def answer_of(service):
    transport = httpx.AsyncHTTPTransport(uds=str(service.socket))
    async with httpx.AsyncClient(transport=transport, base_url="http://order-service") as client:
        return int((await client.get("/")).text)


def is_running(pid):
    """Whether a process exists and is no zombie."""
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


async def test_the_service_answers_when_the_portal_starts_and_is_gone_when_it_ends(
    settings, command
):
    service = EmbeddedService(settings, command=command)

    async with service.running():
        pid = await answer_of(service)
        assert service.is_ready
        assert pid == service.pid

    assert not is_running(pid)
    assert not service.socket.exists()


async def test_a_killed_service_answers_again(settings, command):
    is_back = asyncio.Event()
    service = EmbeddedService(settings, command=command, on_restart=is_back.set)

    async with service.running():
        first = await answer_of(service)
        os.kill(first, signal.SIGKILL)
        await is_back.wait()
        second = await answer_of(service)

    assert second != first
    assert not is_running(first)


async def test_a_socket_left_by_a_killed_portal_does_not_stop_the_next(settings, command):
    service = EmbeddedService(settings, command=command)
    service.socket.parent.mkdir(parents=True)
    service.socket.touch()

    async with service.running():
        assert await answer_of(service) == service.pid


async def test_a_service_that_refuses_to_start_stops_the_portal(settings):
    service = EmbeddedService(settings, command=(sys.executable, "-c", "raise SystemExit(2)"))

    with pytest.raises(ServiceRefusedError):
        async with service.running():
            pytest.fail("it never runs")


def test_the_service_dies_with_a_portal_that_is_killed(tmp_path, command):
    portal = textwrap.dedent(f"""
        import asyncio
        from buyer_portal.edge.embedded_service import EmbeddedService
        from buyer_portal.settings import Settings
        async def main():
            settings = Settings(mode="test", data_dir={str(tmp_path / "data")!r})
            service = EmbeddedService(settings, command={command!r})
            async with service.running():
                print(service.pid, flush=True)
                await asyncio.Event().wait()
        asyncio.run(main())
    """)
    program = [sys.executable, "-c", portal]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        child = int(process.stdout.readline())
        process.kill()

    until = monotonic() + 3
    while is_running(child) and monotonic() < until:
        pass
    assert not is_running(child)
