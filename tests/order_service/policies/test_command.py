"""What ``python -m buyer_portal policy`` says, and how it ends."""

import argparse
import json

import pytest

from buyer_portal.order_service.imports import command as imports
from buyer_portal.order_service.policies.command import add_arguments, run
from buyer_portal.settings import Mode, Settings
from tests.importers.conftest import tidy_order

SAME, DIFFERENT, REFUSED = 0, 1, 2


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.model_validate({"mode": Mode.TEST, "data_dir": tmp_path / "data"})


@pytest.fixture
def said(settings, capsys):
    """Run the command; return its exit code and what it printed."""

    def say(*words: object) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        code = run(parser.parse_args([str(word) for word in words]), settings)
        return code, capsys.readouterr().out

    return say


@pytest.fixture
def policy_file(tmp_path):
    path = tmp_path / "mine.toml"

    def write(text: str) -> str:
        path.write_text(text)
        return str(path)

    return write


@pytest.fixture
def orders_file(tmp_path) -> str:
    path = tmp_path / "orders.json"
    packed = {"id": "579460000000000010", "status": "AWAITING_COLLECTION"}
    path.write_text(json.dumps([tidy_order(), tidy_order(**packed), {"id": "1"}]))
    return str(path)


def test_check_lists_all_that_is_wrong(said, policy_file):
    wrong = policy_file('colour = 1\nanswer_hours = "soon"\n')

    code, printed = said("check", "until-packed", wrong, f"until-packed+{wrong}", "never")

    lines = printed.splitlines()
    assert code == 1
    assert lines[0] == "until-packed: can be used"
    assert [line.split(": ")[:2] for line in lines[1:5]] == [
        [wrong, "colour"],
        [wrong, "answer_hours"],
    ] * 2
    assert lines[5].startswith("never.toml: preset: unknown")


def test_check_accepts_what_can_be_used(said, policy_file):
    more = policy_file("return_days = 60\n")

    assert said("check", f"until-packed+{more}") == (0, f"until-packed+{more}: can be used\n")


def test_check_names_a_file_that_is_not_there(said):
    code, printed = said("check", "nowhere.toml")

    assert code == 1
    assert printed.startswith("nowhere.toml: cannot be read")


def test_table_prints_who_can_cancel_when(said):
    code, printed = said("table", "tiktok-us")

    assert code == 0
    assert "| AWAITING_SHIPMENT | at once | request | needs_seller |" in printed


def test_the_same_policy_changes_nothing(said):
    code, printed = said(
        "diff", "until-packed", "until-packed", "--count", 300, "--jobs", 1, "--json"
    )

    answer = json.loads(printed)
    assert code == SAME
    assert (answer["orders"], answer["changed"], answer["changes"], answer["besides"]) == (
        300,
        0,
        [],
        [],
    )


def test_processes_find_what_one_finds(said):
    words = ("diff", "until-packed", "tiktok-us", "--count", 1200, "--json")

    alone, together = said(*words, "--jobs", 1), said(*words, "--jobs", 2)

    assert alone == together
    assert alone[0] == DIFFERENT
    answer = json.loads(alone[1])
    assert sum(change["count"] for change in answer["changes"]) == answer["changed"] > 0
    packed = {"outcome": "seller_unlock", "causes": ["packed"]}
    (closed,) = [change for change in answer["changes"] if change["before"] == packed]
    assert closed["after"] == {"outcome": "none", "causes": ["packed"]}
    assert closed["is_less"]
    assert len(closed["examples"]) == 3


def test_a_seller_who_gives_more_takes_nothing_away(said, policy_file):
    more = policy_file('[stages.AWAITING_COLLECTION]\ncancel = "instant"\n')

    code, printed = said(
        "diff", "until-packed", f"until-packed+{more}", "--count", 600, "--jobs", 1, "--json"
    )

    changes = json.loads(printed)["changes"]
    assert code == DIFFERENT
    assert {change["stage"] for change in changes} == {"AWAITING_COLLECTION"}
    assert not any(change["is_less"] for change in changes)


def test_orders_of_files_are_compared(said, orders_file):
    code, printed = said(
        "diff", "until-packed", "tiktok-uk", "--orders", orders_file, "--format", "tiktok-shop",
        "--at", "2023-11-15T00:00", "--jobs", 1, "--json",
    )  # fmt: skip

    answer = json.loads(printed)
    assert code == DIFFERENT
    assert (answer["orders"], answer["rejected"], answer["changed"]) == (2, 1, 2)
    assert answer["at"] == "2023-11-15T00:00:00Z"
    assert [change["stage"] for change in answer["changes"]] == [
        "AWAITING_COLLECTION",
        "AWAITING_SHIPMENT",
    ]


def test_stored_orders_are_compared(said, settings, orders_file):
    parser = argparse.ArgumentParser()
    imports.add_arguments(parser)
    imports.run(parser.parse_args([orders_file, "--format", "tiktok-shop"]), settings)
    said("table", "tiktok-us")  # so that what was printed so far is gone

    code, printed = said("diff", "until-packed", "tiktok-uk", "--stored", "--jobs", 1, "--json")

    answer = json.loads(printed)
    assert code == DIFFERENT
    assert (answer["orders"], answer["changed"]) == (2, 2)


def test_text_lists_who_gets_less_first(said, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")

    code, printed = said("diff", "until-packed", "tiktok-us", "--count", 300, "--jobs", 1)

    assert code == DIFFERENT
    assert "answered differently under tiktok-us than under until-packed." in printed
    assert "Bold: the buyer may do less than before." in printed
    assert "what changes though the answer stays" in printed


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("until-packed", "never"), "unknown; known presets are"),
        (("until-packed", "tiktok-us", "--orders", "x.json"), "--orders needs --format"),
        (("until-packed", "nowhere.toml"), "cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_refused(settings, capsys, words, reason):
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    code = run(parser.parse_args(["diff", *words]), settings)

    assert code == REFUSED
    assert reason in capsys.readouterr().err


def test_wrong_numbers_and_moments_are_refused(capsys):
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    for words in (("--count", "0"), ("--at", "soon")):
        with pytest.raises(SystemExit):
            parser.parse_args(["diff", "until-packed", "tiktok-us", *words])
    assert "is no moment" in capsys.readouterr().err
