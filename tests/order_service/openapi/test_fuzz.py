"""Schemathesis asks the service everything that the contract allows and forbids."""

from bench.fuzz import run

CASES = 50


def test_the_service_keeps_to_its_contract_whatever_is_asked():
    done = run(CASES, ["--seed=20261128", "--no-color", "--continue-on-failure"])

    assert done.returncode == 0, done.stdout
    assert "60 selected" in done.stdout or "Selected:" in done.stdout
