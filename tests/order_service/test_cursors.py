"""Where the next page of a list begins, and what is no such place."""

import base64
from datetime import UTC, datetime

import pytest

from buyer_portal.order_service.answers import ProblemError
from buyer_portal.order_service.cursors import cursor_after, read_cursor

MOMENT = datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC)


def _coded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize("names", [["o1"], ["o1", "s1"], ["o1", ""]])
def test_a_cursor_is_read_as_it_was_made(names):
    assert read_cursor(cursor_after(MOMENT, *names), len(names)) == (MOMENT, names)


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("x", id="no-base64"),
        pytest.param("é", id="no-ascii"),
        pytest.param(_coded("-1.a"), id="before-1970"),
        pytest.param(_coded("9" * 25 + ".a"), id="after-all-time"),
        pytest.param(_coded(f"{2**62}.a"), id="after-the-last-year"),
        pytest.param(_coded("1"), id="no-name"),
        pytest.param(_coded("1.a.b"), id="a-name-too-many"),
        pytest.param(_coded("a.1"), id="no-number"),
    ],
)
def test_what_is_no_cursor_is_refused(cursor):
    with pytest.raises(ProblemError):
        read_cursor(cursor)


def test_no_name_holds_what_databases_refuse():
    assert read_cursor(_coded("1.a\0b"))[1] == ["ab"]
