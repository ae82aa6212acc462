"""Ids sort by their moment and repeat; references notice a slip of the tongue."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyer_portal.domain.ids import id_of, is_reference, reference_of

SEED = b"seed"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_id_is_a_uuid_of_version_seven():
    made = UUID(id_of(SEED, AT, "order", "1"))

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(AT.timestamp() * 1000)


def test_same_names_give_the_same_id():
    assert id_of(SEED, AT, "order", "1") == id_of(SEED, AT, "order", "1")


@pytest.mark.parametrize(
    "other",
    [
        id_of(b"other", AT, "order", "1"),
        id_of(SEED, AT, "order", "2"),
        id_of(SEED, AT, "order1"),
        id_of(SEED, AT, "order", "1", ""),
        id_of(SEED, AT + timedelta(milliseconds=1), "order", "1"),
    ],
)
def test_anything_else_gives_another_id(other):
    assert other != id_of(SEED, AT, "order", "1")


@given(st.integers(0, 8000 * 366 * 86400))
def test_ids_sort_by_their_moment(seconds):
    early = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)

    assert id_of(SEED, early) < id_of(SEED, early + timedelta(milliseconds=2))


def test_moments_before_1970_still_give_an_id():
    assert UUID(id_of(SEED, datetime(1950, 1, 1, tzinfo=UTC))).version == 7


def test_reference_is_short_and_checked():
    reference = reference_of(SEED, "C", "order", "1")

    assert re.fullmatch(r"C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", reference)
    assert is_reference(reference)


@given(st.integers())
def test_reference_may_be_written_as_people_write(number):
    reference = reference_of(SEED, "C", str(number))

    assert is_reference(reference.lower().replace("-", " "))
    assert is_reference(reference.replace("0", "O").replace("1", "l").replace("-", ""))


@given(st.integers(), st.integers(0, 7), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_noticed(number, place, symbol):
    letter, *rest = reference_of(SEED, "C", str(number)).replace("-", "")
    wrong = [*rest[:place], symbol, *rest[place + 1 :]]

    assert is_reference(letter + "".join(wrong)) == (wrong == rest)


@given(st.integers(), st.integers(0, 7), st.integers(0, 7))
def test_two_swapped_symbols_are_noticed(number, one, other):
    letter, *rest = reference_of(SEED, "C", str(number)).replace("-", "")
    swapped = list(rest)
    swapped[one], swapped[other] = rest[other], rest[one]

    assert is_reference(letter + "".join(swapped)) == (swapped == rest)


@pytest.mark.parametrize("text", ["", "C", "C-1234", "C-UUUU-UUUU", "1-1234-5678", "C-12345-6789"])
def test_other_texts_are_no_references(text):
    assert not is_reference(text)
