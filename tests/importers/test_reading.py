import json

import pytest

from buyer_portal import importers
from buyer_portal.importers import (
    ImportedOrder,
    Place,
    Refusal,
    Rejection,
    RepeatedOrder,
)

from .conftest import (
    FIRST,
    SECOND,
    changed,
    line_of,
    read_one,
    read_text,
    tidy_order,
    tidy_unit,
    told,
    without,
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(json.dumps([FIRST, SECOND]), id="list"),
        pytest.param(json.dumps([FIRST, SECOND], indent=2), id="list over many lines"),
        pytest.param(json.dumps({"orders": [FIRST, SECOND]}), id="data part"),
        pytest.param(
            json.dumps({"code": 0, "message": "Success", "data": {"orders": [FIRST, SECOND]}}),
            id="answer with envelope",
        ),
        pytest.param(
            json.dumps({"data": {"orders": [FIRST, SECOND], "total": 2}, "code": 0}, indent=1),
            id="envelope with its code last",
        ),
        pytest.param(json.dumps({"code": 0, "data": [FIRST, SECOND]}), id="data is the list"),
        pytest.param(f"{line_of(FIRST)}\n{line_of(SECOND)}\n", id="lines"),
        pytest.param(f"\n{line_of(FIRST)}\r\n\r\n{line_of(SECOND)}", id="lines with blank ones"),
        pytest.param(
            f'{{"data":{line_of(FIRST)}}}\n{{"data":{line_of(SECOND)}}}', id="an answer a line"
        ),
        pytest.param(
            f"{json.dumps(FIRST, indent=1)}\n{json.dumps(SECOND, indent=1)}",
            id="one document after the other",
        ),
    ],
)
def test_every_shape_of_a_file_gives_the_same_orders(content):
    assert told(read_text(content)) == ["1", "2"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(line_of(FIRST), id="the order itself"),
        pytest.param(line_of({"code": 0, "data": FIRST}), id="answer with one order"),
        pytest.param(line_of({"order": FIRST}), id="under order"),
    ],
)
def test_a_single_order_is_read_in_every_wrapping(content):
    assert told(read_text(content)) == ["1"]


@pytest.mark.parametrize(
    "content", ["[]", '{"orders":[]}', '{"code":0,"data":{"orders":[]}}', '{"code":0,"data":{}}']
)
def test_an_answer_without_orders_is_no_error(content):
    assert read_text(content) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", Refusal.EMPTY_FILE, id="nothing"),
        pytest.param(b" \n\t\r\n", Refusal.EMPTY_FILE, id="blanks"),
        pytest.param(b"\xef\xbb\xbf", Refusal.EMPTY_FILE, id="only a mark"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refusal.BINARY_FILE, id="picture"),
        pytest.param(bytes(range(256)) * 40, Refusal.BINARY_FILE, id="every byte"),
        pytest.param(b"\x1f\x8b\x08\0", Refusal.BINARY_FILE, id="gzip"),
        pytest.param(b"PK\x03\x04", Refusal.BINARY_FILE, id="zip"),
        pytest.param('{"id":1}'.encode("utf-16"), Refusal.NOT_UTF8, id="UTF-16 with mark"),
        pytest.param('{"id":1}'.encode("utf-16-le"), Refusal.NOT_UTF8, id="UTF-16 without"),
        pytest.param('[{"id":1}]'.encode("utf-16-be"), Refusal.NOT_UTF8, id="big-endian"),
        pytest.param('{"id":1}'.encode("utf-32"), Refusal.NOT_UTF8, id="UTF-32"),
        pytest.param(b'{"id":"\xff"}', Refusal.NOT_UTF8, id="a byte that is no text"),
        pytest.param(b'{"id":"caf\xc3', Refusal.NOT_UTF8, id="half a character at the end"),
        pytest.param(b"<html>no</html>", Refusal.BROKEN_JSON, id="a web page"),
        pytest.param(b"id,status\n1,UNPAID\n", Refusal.BROKEN_JSON, id="a table"),
        pytest.param(b'{"id": 1', Refusal.BROKEN_JSON, id="cut off"),
        pytest.param(b'{"id": "1', Refusal.BROKEN_JSON, id="cut off in text"),
        pytest.param(b'{"id": "1\0"}', Refusal.BROKEN_JSON, id="raw NUL"),
        pytest.param(b'{"id": 1,}', Refusal.BROKEN_JSON, id="comma too many"),
        pytest.param(b'[{"id" 1}]', Refusal.BROKEN_JSON, id="colon missing"),
        pytest.param(b"{'id': 1}", Refusal.BROKEN_JSON, id="wrong quotes"),
        pytest.param(b"[", Refusal.BROKEN_JSON, id="only a bracket"),
        pytest.param(b"null", Refusal.NOT_AN_ORDER, id="null"),
        pytest.param(b'"order"', Refusal.NOT_AN_ORDER, id="text"),
        pytest.param(b"[1]", Refusal.NOT_AN_ORDER, id="list of numbers"),
        pytest.param(b'[["id"]]', Refusal.NOT_AN_ORDER, id="list of lists"),
        pytest.param(b"{}", Refusal.MISSING_FIELD, id="empty object"),
        pytest.param(b"[" * 100_000, Refusal.TOO_DEEP, id="endless brackets"),
        pytest.param(
            b'{"id":' + b"[" * 5_000 + b"]" * 5_000 + b"}", Refusal.TOO_DEEP, id="deep value"
        ),
        pytest.param(
            b'{"id":1,"x":' + b"[" * 40 + b"]" * 40 + b"}", Refusal.TOO_DEEP, id="deeper than any"
        ),
        pytest.param(
            b'{"data":' * 3_000 + b"1" + b"}" * 3_000, Refusal.TOO_DEEP, id="endless envelopes"
        ),
        pytest.param(b'{"id":1,"id":2}', Refusal.DUPLICATE_KEY, id="name twice"),
        pytest.param(b'[{"a":{"b":1,"b":2}}]', Refusal.DUPLICATE_KEY, id="name twice inside"),
        pytest.param(b'{"id":NaN}', Refusal.NOT_A_NUMBER, id="NaN"),
        pytest.param(b'[{"id":1,"x":-Infinity}]', Refusal.NOT_A_NUMBER, id="Infinity"),
        pytest.param(b'{"id":' + b"9" * 5_000 + b"}", Refusal.NUMBER_TOO_LARGE, id="huge id"),
        pytest.param(
            b'{"code":36009004,"message":"Invalid credentials","data":{}}',
            Refusal.ERROR_ENVELOPE,
            id="answer that reports an error",
        ),
        pytest.param(b'{"code":1,"data":null}', Refusal.ERROR_ENVELOPE, id="error without data"),
    ],
)
def test_a_file_that_holds_no_order_says_why(content, code):
    (outcome,) = read_text(content)

    assert (type(outcome), outcome.code) == (Rejection, code)
    assert outcome.reason.isprintable()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("id", None, Refusal.MISSING_FIELD),
        ("id", "", Refusal.BAD_ID),
        ("id", "with space", Refusal.BAD_ID),
        ("id", "1" * 65, Refusal.BAD_ID),
        ("id", -5, Refusal.BAD_ID),
        ("id", 1.5, Refusal.WRONG_TYPE),
        ("id", True, Refusal.WRONG_TYPE),
        ("id", ["1"], Refusal.WRONG_TYPE),
        ("user_id", {}, Refusal.WRONG_TYPE),
        ("status", None, Refusal.MISSING_FIELD),
        ("status", "", Refusal.MISSING_FIELD),
        ("status", "TELEPORTED", Refusal.UNKNOWN_STATUS),
        ("status", 999, Refusal.UNKNOWN_STATUS),
        ("status", [], Refusal.WRONG_TYPE),
        ("status", True, Refusal.WRONG_TYPE),
        ("create_time", None, Refusal.MISSING_FIELD),
        ("create_time", 0, Refusal.MISSING_FIELD),
        ("create_time", "soon", Refusal.WRONG_TYPE),
        ("create_time", 1_700_000_000.5, Refusal.WRONG_TYPE),
        ("create_time", True, Refusal.WRONG_TYPE),
        ("create_time", 1_700_000_000_000, Refusal.TIME_OUT_OF_RANGE),
        ("create_time", 946_684_799, Refusal.TIME_OUT_OF_RANGE),
        ("create_time", -1, Refusal.TIME_OUT_OF_RANGE),
        ("create_time", 10**24, Refusal.TIME_OUT_OF_RANGE),
        ("create_time", 10**30, Refusal.NUMBER_TOO_LARGE),
        ("payment", [], Refusal.WRONG_TYPE),
        ("payment.currency", None, Refusal.MISSING_FIELD),
        ("payment.currency", "XTS", Refusal.UNKNOWN_CURRENCY),
        ("payment.currency", 704, Refusal.WRONG_TYPE),
        ("payment.total_amount", None, Refusal.MISSING_FIELD),
        ("payment.total_amount", 199000, Refusal.WRONG_TYPE),
        ("payment.total_amount", 10**30, Refusal.NUMBER_TOO_LARGE),
        ("payment.total_amount", "", Refusal.BAD_AMOUNT),
        ("payment.total_amount", "1e5", Refusal.BAD_AMOUNT),
        ("payment.total_amount", "1,000", Refusal.BAD_AMOUNT),
        ("payment.total_amount", "NaN", Refusal.BAD_AMOUNT),
        ("payment.total_amount", "Infinity", Refusal.BAD_AMOUNT),
        ("payment.total_amount", "١٩٩", Refusal.BAD_AMOUNT),
        ("payment.total_amount", "199.5", Refusal.AMOUNT_TOO_FINE),
        ("payment.total_amount", "10000000000000", Refusal.AMOUNT_TOO_LARGE),
        ("payment.total_amount", "9" * 30, Refusal.AMOUNT_TOO_LARGE),
        ("payment.total_amount", "9" * 300, Refusal.BAD_AMOUNT),
        ("payment.total_amount", "-1", Refusal.NEGATIVE_AMOUNT),
        ("buyer_nickname", "x" * 201, Refusal.TEXT_TOO_LONG),
        ("buyer_nickname", "a\0b", Refusal.BAD_TEXT),
        ("buyer_nickname", "a\ud800b", Refusal.BAD_TEXT),
        ("buyer_nickname", "a\x1b[31mb", Refusal.BAD_TEXT),
        ("buyer_nickname", 7, Refusal.WRONG_TYPE),
        ("is_cod", "yes", Refusal.WRONG_TYPE),
        ("recipient_address", "Hanoi", Refusal.WRONG_TYPE),
        ("line_items", None, Refusal.MISSING_FIELD),
        ("line_items", [], Refusal.MISSING_FIELD),
        ("line_items", {}, Refusal.WRONG_TYPE),
        ("line_items[1]", "mug", Refusal.WRONG_TYPE),
        ("line_items[1].id", None, Refusal.MISSING_FIELD),
        ("line_items[1].id", "577000000000000001", Refusal.CONFLICTING_DUPLICATE),
        ("line_items[1].product_name", "  ", Refusal.MISSING_FIELD),
        ("line_items[1].product_name", "x" * 501, Refusal.TEXT_TOO_LONG),
        ("line_items[1].display_status", "LOST", Refusal.UNKNOWN_STATUS),
        ("line_items[1].package_status", "LOST", Refusal.UNKNOWN_STATUS),
        ("line_items[1].currency", "USD", Refusal.CURRENCY_MISMATCH),
    ],
)
def test_a_field_that_cannot_be_read_is_refused_by_name(path, value, code):
    outcome = read_one(changed(tidy_order(), path, value))

    assert (type(outcome), outcome.code, outcome.field) == (Rejection, code, path)
    assert outcome.reason.isprintable()
    assert outcome.external_id == (None if path == "id" else "579460000000000009")


@pytest.mark.parametrize("path", ["id", "status", "create_time", "payment", "line_items"])
def test_a_missing_field_is_refused_by_name(path):
    outcome = read_one(without(tidy_order(), path))

    field = "payment.currency" if path == "payment" else path
    assert (outcome.code, outcome.field) == (Refusal.MISSING_FIELD, field)


def test_a_buyer_without_id_and_email_is_refused():
    outcome = read_one(tidy_order(user_id=None, buyer_email=None))

    assert (outcome.code, outcome.field) == (Refusal.MISSING_FIELD, "user_id")


def test_too_many_lines_are_refused():
    lines = [tidy_unit(number, sku_name=f"Colour {number}") for number in range(201)]

    outcome = read_one(tidy_order(line_items=lines))

    assert (outcome.code, outcome.field) == (Refusal.TOO_MANY, "line_items")


def test_a_list_longer_than_any_order_is_refused():
    outcome = read_one(tidy_order(packages=[{"id": "1"}] * 2_001))

    assert (outcome.code, outcome.field) == (Refusal.TOO_MANY, "packages")


def test_a_line_worth_too_much_is_refused():
    lines = [
        tidy_unit(number, original_price="9999999999999", sale_price="9999999999999")
        for number in (1, 2)
    ]

    outcome = read_one(tidy_order(line_items=lines))

    assert (outcome.code, outcome.field) == (Refusal.AMOUNT_TOO_LARGE, "line_items")


def test_the_same_order_again_is_a_repetition_and_another_content_is_refused():
    content = "\n".join(map(line_of, (FIRST, FIRST, FIRST | {"status": "IN_TRANSIT"}, SECOND)))

    outcomes = read_text(content)

    assert [type(outcome) for outcome in outcomes] == [
        ImportedOrder,
        RepeatedOrder,
        Rejection,
        ImportedOrder,
    ]
    assert (outcomes[2].code, outcomes[2].place.line) == (Refusal.CONFLICTING_DUPLICATE, 3)


def test_hostile_text_is_kept_as_text():
    name = "<script>alert(1)</script> \u202egnp.exe {{7*7}} '; DROP TABLE orders; --"

    outcome = read_one(tidy_order(line_items=[tidy_unit(1, product_name=name)]))

    assert outcome.order.lines[0].product_name == name


@pytest.mark.parametrize(
    "name",
    ["missing.json", "folder", "nul\0.json", "x" * 5_000],
    ids=["missing", "folder", "nul", "long"],
)
def test_a_file_that_cannot_be_opened_is_refused(tmp_path, name):
    (tmp_path / "folder").mkdir()

    (outcome,) = importers.read(f"{tmp_path}/{name}", format="tiktok-shop")

    assert isinstance(outcome, Rejection)
    assert (outcome.code, outcome.place) == (
        Refusal.UNREADABLE_FILE,
        Place(file=f"{tmp_path}/{name}"),
    )


def test_an_unknown_format_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="etsy"):
        list(importers.read(tmp_path / "x.json", format="etsy"))
