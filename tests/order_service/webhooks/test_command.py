"""The command line lets systems in and out, and shows what came."""

import json
import re
import time

import pytest

from buyer_portal.__main__ import main
from buyer_portal.order_service.app import serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.webhooks.receiving import Arrival, receive
from buyer_portal.order_service.webhooks.signatures import sign, tiktok_signature
from buyer_portal.settings import Settings


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run a command on a database of its own; return code, output and errors."""
    monkeypatch.setenv("PORTAL_MODE", "test")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["webhooks", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _secret_in(output: str) -> str:
    found = re.search(r"whsec_\S+", output)
    assert found
    return found[0]


async def _send(secret: str, message: dict, name: str = "swift-post") -> int:
    settings = Settings.load()
    made = serve(settings, Database(settings.database))
    body, at = json.dumps(message).encode(), int(time.time())
    headers = {"authorization": tiktok_signature("key", secret, body)}
    if secret.startswith("whsec_"):
        headers = {
            "webhook-id": "msg-1",
            "webhook-timestamp": str(at),
            "webhook-signature": sign(secret, "msg-1", at, body),
        }
    arrival = Arrival("main", name, headers, body)
    try:
        return (await receive(made.service.database, made.service.seal, arrival)).status
    finally:
        made.service.database.close()


async def test_a_source_is_added_used_rotated_and_removed(command):
    code, said, _ = command("sources", "add", "swift-post", "--kind", "carrier")
    assert code == 0
    secret = _secret_in(said)
    assert said.startswith("swift-post may send to /webhooks/main/swift-post\n")

    unknown_order = {
        "type": "parcel.collected",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"order": "57"},
    }
    assert await _send(secret, unknown_order) == 200
    code, said, _ = command("received", "--trouble")
    assert (code, re.search(r"msg-1 .*pending .*unknown-order", said) is not None) == (0, True)

    code, said, _ = command("sources", "rotate", "swift-post")
    newer = _secret_in(said)
    assert (code, newer == secret) == (0, False)
    code, said, _ = command("sources", "list")
    assert re.search(r"swift-post .*carrier .*every seller .* 2 ", said)
    assert secret not in said

    assert command("sources", "retire", "swift-post")[0] == 0
    assert re.search(r"every seller .* 1 ", command("sources", "list")[1])
    assert command("sources", "remove", "swift-post")[0] == 0
    assert "swift-post" not in command("sources", "list")[1]


async def test_tiktoks_secret_comes_from_a_file_and_is_not_printed(command, tmp_path):
    file = tmp_path / "app-secret"
    file.write_text("very-secret\n")
    add = ("sources", "add", "shop", "--kind", "tiktok-shop", "--app-key", "key")

    code, said, errors = command(*add, "--secret-file", str(file))

    assert (code, errors) == (0, "")
    assert "very-secret" not in said
    assert await _send("very-secret", {"type": 99, "timestamp": 1, "data": {}}, "shop") == 200


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["remove", "nobody"], "no source 'nobody' in 'main'", id="unknown"),
        pytest.param(["add", "A b", "--kind", "carrier"], "small letters", id="name"),
        pytest.param(["add", "a", "--kind", "tiktok-shop"], "--app-key is needed", id="app-key"),
        pytest.param(
            ["add", "a", "--kind", "tiktok-shop", "--app-key", "k"], "--secret-file", id="secret"
        ),
        pytest.param(
            ["add", "a", "--kind", "carrier", "--tenant", "no"], "no tenant 'no'", id="tenant"
        ),
        pytest.param(
            ["add", "a", "--kind", "carrier", "--secret-file", "nothing"],
            "nothing cannot be read",
            id="no-file",
        ),
    ],
)
def test_what_cannot_be_done_is_said(command, arguments, told):
    code, _, errors = command("sources", *arguments)

    assert code == 1
    assert told in errors


def test_a_name_is_given_once(command):
    add = ("sources", "add", "swift-post", "--kind", "carrier")
    command(*add)

    code, _, errors = command(*add)

    assert (code, errors) == (1, "There is a source 'swift-post'; rotate its secret instead.\n")


def test_an_endpoint_is_added_rotated_and_removed(command):
    code, said, _ = command("endpoints", "add", "http://127.0.0.1:9/a", "--types", "order.*")
    secret, endpoint = _secret_in(said), re.search(r"ep_\w+", said)[0]
    assert code == 0

    code, rotated, _ = command("endpoints", "rotate", endpoint)
    assert (code, _secret_in(rotated) == secret) == (0, False)
    listed = command("endpoints", "list")[1]
    assert re.search(rf"{endpoint} .*http://127.0.0.1:9/a .*order\.\* .* 2 ", listed)
    assert secret not in listed
    assert command("endpoints", "on", endpoint)[0] == 0
    assert command("deliveries", "--trouble")[0] == 0
    assert command("endpoints", "remove", endpoint)[0] == 0
    assert endpoint not in command("endpoints", "list")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["on", "ep_1"], "no endpoint 'ep_1' in 'main'", id="unknown"),
        pytest.param(["add", "ftp://a"], "must start with https://", id="address"),
        pytest.param(["add", "https://a", "--types", "order.flown"], "no event", id="type"),
        pytest.param(["add", "https://a", "--tenant", "no"], "no tenant 'no'", id="tenant"),
    ],
)
def test_whom_nobody_can_tell_is_said(command, arguments, told):
    code, _, errors = command("endpoints", *arguments)

    assert (code, told in errors) == (1, True)
