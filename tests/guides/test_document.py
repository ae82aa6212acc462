"""The list of statements, the tests that name them, and the page made of both."""

import re

from tests.guides.document import PAGE, document, proofs
from tests.guides.statements import CONTRADICTIONS, GUIDES, STATEMENTS


def test_the_page_is_up_to_date():
    """Run ``python -m tests.guides.document`` where this fails."""
    assert PAGE.read_text(encoding="utf-8") == document()


def test_the_list_of_statements_is_complete():
    assert list(STATEMENTS) == [f"R{number}" for number in range(1, 56)]
    assert [one.number for one in CONTRADICTIONS] == [f"C{number}" for number in range(1, 12)]


def test_every_statement_that_does_not_wait_is_proved_under_each_of_its_guides():
    proved = {(proof.statement, guide) for proof in proofs() for guide in proof.guides}

    missing = [
        (one.number, guide)
        for one in STATEMENTS.values()
        for guide in one.guides
        if not one.waits and (one.number, guide) not in proved
    ]

    assert missing == []


def test_a_test_is_named_after_the_statement_that_it_proves():
    misnamed = [
        proof
        for proof in proofs()
        if not re.match(rf"test_(r\d+_)*{proof.statement.lower()}_", proof.test)
    ]

    assert misnamed == []


def test_tests_and_contradictions_name_what_is_there():
    for proof in proofs():
        assert set(proof.guides) <= set(STATEMENTS[proof.statement].guides)
    for one in CONTRADICTIONS:
        assert set(one.statements) <= set(STATEMENTS)
    assert set(GUIDES) == {guide for one in STATEMENTS.values() for guide in one.guides}
