"""Schemathesis asks the service everything that the contract allows and forbids."""

import json

import pytest

from bench.fuzz import run

CASES = 50
PHASES = ("examples", "coverage", "fuzzing", "stateful")


@pytest.mark.begins_first
def test_the_service_keeps_to_its_contract_whatever_is_asked(tmp_path):
    report = tmp_path / "run.json"

    done = run(
        CASES,
        ["--seed=20261128", "--no-color", "--continue-on-failure", f"--report-json-path={report}"],
        folder=tmp_path,
    )

    assert done.returncode == 0, done.stdout
    said = json.loads(report.read_text())
    operations = said["operations"]
    assert operations["tested"] == operations["selected"] == operations["total"] > 0
    assert {name: said["phases"][name]["status"] for name in PHASES} == dict.fromkeys(
        PHASES, "success"
    )
    assert said["test_cases"]["generated"] > CASES * operations["total"]
