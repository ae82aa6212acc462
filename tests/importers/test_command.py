import io
import json

import pytest
from rich.console import Console

from buyer_portal.importers import Place, Refusal, Rejection
from buyer_portal.importers.command import Written, import_files, sentence

from .conftest import tidy_order


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=400)


def printed(console):
    return console.file.getvalue().splitlines()


def test_an_import_tells_what_it_did(tmp_path, console):
    path = tmp_path / "orders.jsonl"
    lines = [tidy_order(id="1"), tidy_order(id="1"), tidy_order(id="2", status="ODD")]
    path.write_text("\n".join(map(json.dumps, lines)))
    written = []

    summary = import_files(
        [path, tmp_path / "none.json"],
        format="tiktok-shop",
        write=lambda orders: [written.append(one.external_id) or Written.CREATED for one in orders],
        console=console,
    )

    odd = "order 2: status: 'ODD' is not an order status [unknown_status]"
    missing = "the file cannot be read: no such file or directory [unreadable_file]"
    offset = sum(len(json.dumps(line)) + 1 for line in lines[:2])
    assert written == ["1"]
    assert printed(console) == [
        f"rejected {path}:3 (byte {offset}, record 3): {odd}",
        f"rejected {tmp_path}/none.json: {missing}",
        "1 created, 0 updated, 1 unchanged, 2 rejected, 0 warnings",
    ]
    assert summary.exit_code == 1


def test_what_the_database_refuses_counts_as_rejected(tmp_path, console):
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([tidy_order()]))

    def refuse(orders):
        return [
            Rejection(place=one.place, code=Refusal.CONFLICTING_DUPLICATE, reason="[b]known[/b]")
            for one in orders
        ]

    summary = import_files([path], format="tiktok-shop", write=refuse, console=console)

    assert (summary.rejected, summary.exit_code) == (1, 1)
    assert printed(console)[0].endswith("record 1): [b]known[/b] [conflicting_duplicate]")


def test_warnings_are_told_and_do_not_fail_the_import(tmp_path, console):
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([tidy_order(payment_method_name="Seashells")]))

    summary = import_files(
        [path],
        format="tiktok-shop",
        write=lambda orders: [Written.UNCHANGED for _ in orders],
        console=console,
    )

    assert (summary.warnings, summary.exit_code) == (1, 0)
    assert printed(console)[0].startswith("warning ")


def test_a_sentence_names_place_order_field_and_code():
    rejection = Rejection(
        place=Place(file="a.json", record=4, line=9, offset=120),
        code=Refusal.MISSING_FIELD,
        reason="this field is missing or empty",
        field="status",
        external_id="57",
    )

    assert sentence(rejection) == (
        "a.json:9 (byte 120, record 4): order 57: status: "
        "this field is missing or empty [missing_field]"
    )
