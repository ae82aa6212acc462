"""A broken record costs no other: reading goes on behind it and says where it was."""

import json

import pytest

from buyer_portal.importers import (
    Caution,
    ImportNotice,
    Place,
    Refusal,
)

from .conftest import FIRST, SECOND, THIRD, line_of, read_text, told


def test_reading_goes_on_after_a_broken_line_and_says_where_it_was():
    content = f'{line_of(FIRST)}\n{{"id": "2", "status" "UNPAID"}}\n{line_of(THIRD)}\n'

    outcomes = read_text(content)

    assert told(outcomes) == ["1", Refusal.BROKEN_JSON, "3"]
    assert outcomes[1].place == Place(
        file="orders.json", record=2, line=2, offset=content.encode().index(b'"UNPAID"}')
    )
    assert [outcomes[0].place.record, outcomes[2].place.record] == [1, 3]


def test_a_broken_first_line_does_not_hide_the_others():
    content = f"{{oops}}\n{line_of(SECOND)}\n{line_of(THIRD)}"

    assert told(read_text(content)) == [Refusal.BROKEN_JSON, "2", "3"]


def test_reading_goes_on_after_a_line_that_is_no_text():
    content = line_of(FIRST).encode() + b'\n{"id":"\xff"}\n' + line_of(THIRD).encode()

    assert told(read_text(content)) == ["1", Refusal.NOT_UTF8, "3"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        pytest.param('{"id": tru, "x": "]}"}', Refusal.BROKEN_JSON, id="broken"),
        pytest.param(f'{{"id":{"[" * 2_000}{"]" * 2_000}}}', Refusal.TOO_DEEP, id="deep"),
        pytest.param('{"id":1,"id":2}', Refusal.DUPLICATE_KEY, id="name twice"),
        pytest.param('{"id":NaN}', Refusal.NOT_A_NUMBER, id="NaN"),
        pytest.param("7", Refusal.NOT_AN_ORDER, id="a number"),
        pytest.param(
            f'{{"id":"2","x":"{"y" * (5 * 1024 * 1024)}","z":[]}}',
            Refusal.RECORD_TOO_LARGE,
            id="five megabytes",
        ),
    ],
)
def test_reading_goes_on_after_a_bad_record_of_a_list(broken, code):
    content = f"[{line_of(FIRST)},\n {broken},\n {line_of(THIRD)}]"

    outcomes = read_text(content)

    assert told(outcomes) == ["1", code, "3"]
    assert (outcomes[1].place.record, outcomes[1].place.line) == (2, 2)
    assert outcomes[2].place.offset == content.encode().rindex(line_of(THIRD).encode())


def test_a_list_that_breaks_off_keeps_what_was_complete():
    content = f'[{line_of(FIRST)}, {line_of(SECOND)}, {{"id": "3", "status": "UN'

    assert told(read_text(content)) == ["1", "2", Refusal.BROKEN_JSON]


def test_a_list_without_a_comma_ends_there():
    content = f"[{line_of(FIRST)} {line_of(SECOND)}]"

    assert told(read_text(content)) == ["1", Refusal.BROKEN_JSON]


def test_what_follows_the_end_is_refused_with_its_place():
    content = f"{line_of(FIRST)} and more"

    outcomes = read_text(content)

    assert told(outcomes) == ["1", Refusal.TRAILING_GARBAGE]
    assert outcomes[1].place.offset == len(line_of(FIRST).encode()) + 1


def test_an_error_answer_is_told_apart_from_its_orders():
    content = json.dumps({"code": 7, "message": "half\nfailed", "data": {"orders": [FIRST]}})

    outcomes = read_text(content)

    assert told(outcomes) == ["1", Refusal.ERROR_ENVELOPE]
    assert outcomes[1].reason == "the answer reports an error: code '7' 'half\\nfailed'"


def test_a_byte_order_mark_is_passed_over_and_told():
    first, second = read_text(b"\xef\xbb\xbf" + line_of(FIRST).encode())

    assert first == ImportNotice(
        place=Place(file="orders.json"),
        code=Caution.BYTE_ORDER_MARK,
        reason="the file starts with a byte-order mark, which was passed over",
    )
    assert (second.external_id, second.place.offset) == ("1", 3)
