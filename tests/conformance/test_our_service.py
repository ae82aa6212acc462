"""The kit on our own service: alone, embedded, and without a testing API."""

import subprocess
import sys
from xml.etree import ElementTree as ET

import httpx
import pytest

from bench.fuzz import service as service_alone
from buyer_portal.conformance.exchanges import Asker
from buyer_portal.conformance.findings import FindingError
from buyer_portal.conformance.kit import Account
from buyer_portal.conformance.registry import CHECKS, Area
from buyer_portal.conformance.running import Verdict, run
from buyer_portal.edge.embedded_service import EmbeddedService
from buyer_portal.order_service.app import serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.imports.demo import load_demo
from buyer_portal.order_service.migrate import prepare
from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant
from buyer_portal.receipts.seal import Sealer
from buyer_portal.settings import Settings


def check_by_command(*arguments):
    """Run the command as an engineer does."""
    command = [sys.executable, "-m", "buyer_portal", "check", *arguments]
    return subprocess.run(  # noqa: S603 - our own command
        command, env={"PORTAL_MODE": "test"}, capture_output=True, text=True, check=False
    )


def test_the_service_alone_keeps_every_promise(tmp_path):
    junit = tmp_path / "reports" / "kit.xml"

    with service_alone(tmp_path) as target:
        done = check_by_command(target.url, "--junit", str(junit))

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CHECKS)} promises kept, 0 broken." in done.stdout
    suites = ET.parse(junit).getroot()  # noqa: S314 - we wrote it
    assert [suite.get("name") for suite in suites] == [str(area) for area in Area]
    assert len(suites.findall(".//testcase")) == len(CHECKS)
    assert suites.findall(".//failure") == suites.findall(".//skipped") == []


async def test_the_embedded_service_keeps_every_promise(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_MODE", "test")
    settings = Settings.model_validate({"mode": "test", "data_dir": tmp_path})

    async with EmbeddedService(settings).running():
        transport = httpx.AsyncHTTPTransport(uds=str(settings.service_socket))
        async with httpx.AsyncClient(transport=transport, base_url="http://order") as http:
            outcomes = [one async for one in run(Asker(http, settings.service_token))]

    assert {one.check.name: str(one.finding) for one in outcomes if one.finding} == {}
    assert {one.verdict for one in outcomes} == {Verdict.KEPT}
    assert len(outcomes) == len(CHECKS)


@pytest.fixture
def production(tmp_path):
    """Our service as in production, with the demo's orders in it."""
    secret = tmp_path / "secret"
    secret.write_text("a secret of production, long enough to be one")
    settings = Settings.model_validate(
        {
            "mode": "production",
            "public_url": "https://orders.example.com",
            "secret_file": secret,
            "payments": "stripe",
            "stripe_api_key": "rk_test_of_nobody",
            "database_url": f"sqlite:///{tmp_path / 'production.db'}",
        }
    )
    database = Database(settings.database)
    prepare(database)
    database.write_now(ensure_main_tenant)
    database.sealer = Sealer(settings.receipt_seed)
    load_demo(database)
    yield serve(settings, database)
    database.close()


async def test_without_a_testing_api_what_can_be_read_is_checked(production):
    accounts = [Account("lan@example.vn", "demo"), Account("budi@example.id", "demo")]

    transport = httpx.ASGITransport(production.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://order") as http:
        asker = Asker(http, production.service.settings.service_token)
        outcomes = {one.check.name: one.verdict async for one in run(asker, accounts)}

    reading = {one.name for one in CHECKS if one.is_reading}
    assert {name for name, verdict in outcomes.items() if verdict is Verdict.KEPT} == reading
    assert set(outcomes.values()) == {Verdict.KEPT, Verdict.NOT_CHECKED}


async def test_a_token_that_the_service_refuses_is_told_at_once(production):
    transport = httpx.ASGITransport(production.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://order") as http:
        with pytest.raises(FindingError, match="PORTAL_SERVICE_TOKEN"):
            [one async for one in run(Asker(http, "another token"))]


def test_a_service_that_cannot_be_reached_is_not_said_to_be_broken():
    done = check_by_command("http://127.0.0.1:9")

    assert done.returncode == 2
    assert "cannot be checked" in done.stdout


@pytest.mark.parametrize("text", ["[[account]]\nlogin = 'lan'", "no toml", "[account]\n"])
def test_accounts_that_cannot_be_used_are_told(tmp_path, text):
    file = tmp_path / "accounts.toml"
    file.write_text(text)

    done = check_by_command("http://127.0.0.1:9", "--accounts", str(file))

    assert done.returncode == 2
    said = "".join(done.stdout.split())  # lines end where the folder's name makes them
    assert "accounts.tomlcannotbeused" in said
