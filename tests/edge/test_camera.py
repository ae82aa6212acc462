"""The studio's camera as a process: what it may do at once, how it fails, when it ends."""

import asyncio
import sys
import textwrap
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from buyer_portal.edge import camera as module
from buyer_portal.edge.camera import CameraProcess
from buyer_portal.settings import Settings
from buyer_portal.studio import camera as studio_camera
from buyer_portal.studio.camera import CameraError, CameraProblem, Visit
from buyer_portal.studio.recording import RecordedStep

# A camera of a few lines: what is tested here is who asks it, not what it sees.
HEAD = """
    import json, os, sys, time
    from pathlib import Path
    def tell(**word):
        print(json.dumps(word), flush=True)
"""
OBEDIENT = """
    print("what is no word", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        for at, file in enumerate(order["files"], start=1):
            Path(file).write_text(f"{os.getpid()} {order['visit']['address']}")
            tell(number=order["number"], taken=at)
        tell(number=order["number"], taken=at, is_over=True)
"""
STUCK_AT_TWO = """
    order = json.loads(sys.stdin.readline())
    Path(order["files"][0]).write_text("one")
    tell(number=order["number"], taken=1)
    tell(number=order["number"], taken=1, problem="failed", is_over=True)
    sys.stdin.read()
"""
SILENT = "time.sleep(60)"  # a camera that never answers; the test ends it long before
MISSING = 'tell(number=0, problem="not_installed")'
CRASHING = "sys.stdin.readline(); sys.exit(3)"
STEP = RecordedStep(kind="page", name="x")


@pytest.fixture
def running(settings, tmp_path):
    """Run a camera of these lines."""

    @asynccontextmanager
    async def run(lines, **options):
        program = tmp_path / "camera.py"
        program.write_text(textwrap.dedent(HEAD) + textwrap.dedent(lines))
        camera = CameraProcess(settings, command=(sys.executable, str(program)), **options)
        async with camera.running():
            yield camera

    return run


def _is_running(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


async def test_a_picture_is_made_and_the_browser_ends_with_the_portal(running):
    async with running(OBEDIENT) as camera:
        assert camera.pid is None
        [name] = await camera.look(Visit(address="/orders/"))
        pid = camera.pid
        assert camera.album.find(name).read_text() == f"{pid} /orders/"
        folder = camera.album.folder
        assert studio_camera.camera() is camera

    assert not _is_running(pid)
    assert not folder.exists()
    with pytest.raises(CameraError):
        studio_camera.camera()


async def test_each_picture_of_a_walk_is_told_as_it_is_there(running):
    told = []

    async def taken(name):
        told.append(name)

    async with running(OBEDIENT) as camera:
        names = await camera.look(Visit(address="/", steps=(STEP, STEP, STEP)), taken)

    assert tuple(told) == names
    assert len(names) == 3


async def test_a_walk_that_stops_keeps_what_it_has(running):
    told = []

    async def taken(name):
        told.append(name)

    async with running(STUCK_AT_TWO) as camera:
        with pytest.raises(CameraError) as refused:
            await camera.look(Visit(address="/", steps=(STEP, STEP)), taken)
        kept = [path.name for path in camera.album.folder.iterdir()]

    assert refused.value.problem is CameraProblem.FAILED
    assert kept == told


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param(MISSING, CameraProblem.NOT_INSTALLED, id="not-installed"),
        pytest.param(CRASHING, CameraProblem.FAILED, id="crashing"),
        pytest.param(SILENT, CameraProblem.FAILED, id="silent"),
    ],
)
async def test_it_says_why_there_is_no_picture(running, lines, problem):
    async with running(lines, patience=0.5, grace=0.1) as camera:
        with pytest.raises(CameraError) as refused:
            await camera.look(Visit(address="/"))
        left = list(camera.album.folder.iterdir())

    assert refused.value.problem is problem
    assert left == []


async def test_what_is_not_installed_is_not_started_again_at_once(running, monkeypatch):
    async with running(MISSING) as camera:
        with pytest.raises(CameraError):
            await camera.look(Visit(address="/"))
        monkeypatch.setattr(asyncio, "create_subprocess_exec", None)
        with pytest.raises(CameraError) as refused:
            await camera.look(Visit(address="/"))

    assert refused.value.problem is CameraProblem.NOT_INSTALLED


async def test_only_so_many_wait(running, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    async with running(OBEDIENT) as camera:
        answers = await asyncio.gather(
            *(camera.look(Visit(address="/")) for _ in range(5)), return_exceptions=True
        )

    assert [getattr(answer, "problem", None) for answer in answers] == [None] * 3 + ["busy"] * 2


async def test_a_browser_that_nobody_needs_ends_and_another_starts_when_needed(running):
    async with running(OBEDIENT, idle=0.0) as camera:
        await camera.look(Visit(address="/"))
        first = camera.pid
        await camera._resting
        assert camera.pid is None
        await camera.look(Visit(address="/"))
        assert camera.pid not in {first, None}


async def test_production_has_no_camera(tmp_path):
    (tmp_path / "secret").write_text("s" * 40)
    production = Settings.model_validate(
        {
            "mode": "production",
            "public_url": "https://orders.example.com",
            "secret_file": tmp_path / "secret",
            "payments": "stripe",
            "stripe_api_key": "rk",
        }
    )

    async with CameraProcess(production).running():
        with pytest.raises(CameraError):
            studio_camera.camera()


def test_an_address_of_another_site_is_none():
    for address in ("//evil.example", "https://evil.example", "x", ""):
        with pytest.raises(ValueError, match="address"):
            Visit(address=address)


def test_the_camera_looks_where_the_portal_listens():
    def command(host):
        settings = Settings.model_validate({"mode": "demo", "host": host, "port": 8123})
        return module._camera_of(settings)[3:]

    assert command("0.0.0.0") == ("--origin", "http://localhost:8123", "--host", "127.0.0.1")  # noqa: S104
    assert command("192.168.1.20")[-1] == "192.168.1.20"
    assert command("::")[-1] == command("::1")[-1] == "[::1]"
