"""What the command line says of receipts, and how it exits."""

import json

import pytest

from buyer_portal.__main__ import main
from tests.receipts.builders import SEALER, STRANGER, chain, receipt, sealed


@pytest.fixture
def file_of(tmp_path):
    def write(name, document):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return str(path)

    return write


def test_good_receipt_of_a_trusted_key(file_of, capsys):
    file = file_of("receipt.json", sealed(receipt()))

    code = main(["verify", file, "--key", SEALER.public_key])

    assert code == 0
    assert capsys.readouterr().out == (
        f"{file}: good\n"
        "  cancellation receipt R-7F3K-92QD, number 1 of its buyer\n"
        "  order BP-1, cancelled, issued 2026-03-02T09:30:00Z\n"
        "  signed with the key that you trust\n"
    )


def test_receipt_without_a_trusted_key_says_what_it_cannot_prove(file_of, capsys):
    assert main(["verify", file_of("receipt.json", sealed(receipt()))]) == 0
    assert f"key {SEALER.key_id} signed it; whose key that is" in capsys.readouterr().out


def test_tampered_receipt_is_wrong_by_name(file_of, capsys):
    document = sealed(receipt())
    document["receipt"]["order"]["number"] = "BP-2"
    file = file_of("receipt.json", document)

    assert main(["verify", file]) == 1
    assert capsys.readouterr().out == f"{file}: WRONG\n  receipt/order/number: was changed\n"


@pytest.mark.parametrize("form", ["raw", "pem", "jwk", "jwks"])
def test_trusted_key_may_come_in_any_form(file_of, form):
    forms = {
        "raw": SEALER.public_key,
        "pem": SEALER.pem,
        "jwk": SEALER.jwk(),
        "jwks": {"keys": [STRANGER.jwk(), SEALER.jwk()]},
    }
    key = file_of("key", forms[form])

    assert main(["verify", file_of("good.json", sealed(receipt())), "--key", key]) == 0


def test_receipt_of_a_stranger_is_wrong(file_of):
    file = file_of("forged.json", sealed(receipt(), STRANGER))

    assert main(["verify", file, "--key", SEALER.public_key]) == 1


def test_removed_receipt_shows_in_the_chain(file_of, capsys):
    first, _, third = chain(3)
    files = [file_of("1.json", first), file_of("3.json", third)]

    assert main(["verify", *files]) == 1
    assert capsys.readouterr().out.endswith(
        f"chain: WRONG\n  {files[1]}: receipt number 2 before it is missing\n"
    )
    assert main(["verify", *files, "--apart"]) == 0


def test_download_of_all_receipts_is_checked_as_a_chain(file_of, capsys):
    assert main(["verify", file_of("all.json", {"receipts": chain(3)})]) == 0
    assert capsys.readouterr().out.endswith("chain: good, each receipt follows the one before\n")


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"receipts": []}'])
def test_file_that_holds_no_receipt_cannot_be_read(file_of, text, capsys):
    file = file_of("other.json", text)

    assert main(["verify", file]) == 2
    assert capsys.readouterr().err.startswith(file)


@pytest.mark.parametrize("key", ["missing-file", "AAAA"])
def test_unreadable_key_is_refused(file_of, key, capsys):
    assert main(["verify", file_of("receipt.json", sealed(receipt())), "--key", key]) == 2
    assert key in capsys.readouterr().err


@pytest.mark.parametrize(("form", "start"), [("jwk", "{"), ("pem", "-----BEGIN"), ("raw", "")])
def test_key_of_the_installation_is_printed(monkeypatch, tmp_path, capsys, form, start):
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))

    assert main(["receipt-key", "--format", form]) == 0
    first = capsys.readouterr().out
    assert main(["receipt-key", "--format", form]) == 0

    assert capsys.readouterr().out == first
    assert first.startswith(start)
