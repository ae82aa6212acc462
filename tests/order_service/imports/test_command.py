"""What ``python -m buyer_portal import`` does to a database, and how it ends."""

import argparse
import json
import re
import subprocess
import sys
import threading
import time

import httpx
import pytest
from sqlalchemy import text

from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.sessions import SignIn
from buyer_portal.order_service.app import serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.imports.command import add_arguments, run
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT
from buyer_portal.settings import Mode, Settings
from tests.importers.conftest import OWN, tidy_order

from .conftest import stored


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.model_validate({"mode": Mode.TEST, "data_dir": tmp_path / "data"})


@pytest.fixture
def orders_file(tmp_path):
    path = tmp_path / "orders.jsonl"

    def write(*payloads: dict) -> str:
        path.write_text("\n".join(map(json.dumps, payloads)))
        return str(path)

    return write


def given(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def imported(settings: Settings, *words: str, payload_format: str = "tiktok-shop") -> int:
    return run(given(*words, "--format", payload_format), settings)


def all_rows(settings: Settings) -> dict[str, list[tuple]]:
    database = Database(settings.database)
    try:
        return stored(database, MAIN_TENANT)
    finally:
        database.close()


async def test_the_printed_password_signs_in(settings, orders_file, capsys):
    code = imported(settings, orders_file(tidy_order()))

    printed = capsys.readouterr().out
    password = re.search(r"lan@example\.vn  (\S{19})  Nguyễn Thị Lan, 1 order\n", printed)
    assert (code, password is not None) == (0, True)
    database = Database(settings.database)
    made = serve(settings, database)
    async with Connection(
        service_token=settings.service_token, transport=httpx.ASGITransport(made.asgi)
    ) as connection:
        session = await ServiceClient(connection).sign_in(
            SignIn(login="Lan@example.vn", password=password[1])
        )
    database.close()
    assert session.session_id


@pytest.mark.parametrize("payload_format", OWN)
def test_importing_a_file_twice_changes_nothing(settings, capsys, payload_format):
    first = imported(settings, str(OWN[payload_format]), payload_format=payload_format)
    before = all_rows(settings)
    capsys.readouterr()

    again = imported(settings, str(OWN[payload_format]), payload_format=payload_format)

    assert (first, again, all_rows(settings)) == (0, 0, before)
    printed = capsys.readouterr().out
    assert "0 created, 0 updated, 1 unchanged, 0 rejected" in printed
    assert "Accounts that were there before; sign in as always:" in printed
    assert "password" not in printed


def test_a_rejected_record_ends_the_import_with_1_and_costs_no_other(settings, orders_file, capsys):
    path = orders_file(tidy_order(id="1"), tidy_order(id="2", status="ODD"), tidy_order(id="3"))

    code = imported(settings, path)

    printed = capsys.readouterr().out
    assert code == 1
    assert "order 2: status: 'ODD' is not an order status [unknown_status]" in printed
    assert "2 created, 0 updated, 0 unchanged, 1 rejected, 0 warnings" in printed


def test_one_buyer_gets_all(settings, orders_file, capsys):
    path = orders_file(tidy_order(id="1"), tidy_order(id="2", user_id="8"))

    code = imported(settings, path, "--buyer", "Me@Example.com")

    assert code == 0
    assert re.search(r"\n  me@example\.com  \S{19}  me, 2 orders\n", capsys.readouterr().out)


@pytest.mark.parametrize("buyer", ["nobody", "a@b@c", "a b@example.com", "@", "<x>@example.com"])
def test_a_buyer_that_is_no_address_is_refused(settings, orders_file, capsys, buyer):
    code = imported(settings, orders_file(tidy_order()), "--buyer", buyer)

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith("Nothing was imported.\n--buyer ")
    assert not settings.data_dir.exists()


def test_a_database_that_is_none_is_refused(settings, orders_file, capsys):
    settings.prepare_data_dir()
    (settings.data_dir / "portal.db").write_bytes(b"this is no database at all" * 100)

    code = imported(settings, orders_file(tidy_order()))

    assert code == 2
    assert "file is not a database" in capsys.readouterr().err


def test_orders_of_a_remote_service_are_not_written_here(settings, orders_file, capsys):
    remote = settings.model_copy(update={"order_service_url": "https://orders.example.com"})

    code = imported(remote, orders_file(tidy_order()))

    assert (code, "ORDER_SERVICE_URL" in capsys.readouterr().err) == (2, True)


def test_a_busy_database_is_waited_for(settings, orders_file, capsys):
    imported(settings, orders_file(tidy_order(id="1")))
    path = orders_file(tidy_order(id="2"))
    other = Database(settings.database)
    is_held = threading.Event()

    def hold() -> None:
        with other.engine.begin() as connection:
            connection.execute(text("SELECT 1"))
            is_held.set()
            time.sleep(1)

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait()

    code = imported(settings, path)

    holder.join()
    other.close()
    assert code == 0
    assert "1 created" in capsys.readouterr().out


def test_hostile_names_are_printed_as_they_are(settings, orders_file, capsys):
    address = tidy_order()["recipient_address"] | {"name": "[red]Lan[/red] <b>"}

    code = imported(settings, orders_file(tidy_order(recipient_address=address)))

    assert code == 0
    assert "[red]Lan[/red] <b>, 1 order\n" in capsys.readouterr().out


def test_the_command_line_knows_it(tmp_path, orders_file):
    words = ["import", orders_file(tidy_order()), "--format", "tiktok-shop"]

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "buyer_portal", *words],
        env={"PORTAL_DATA_DIR": str(tmp_path / "data"), "PORTAL_MODE": "test"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 created, 0 updated, 0 unchanged, 0 rejected, 0 warnings\n")
