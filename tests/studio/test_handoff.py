import csv
import io

import pytest

from buyer_portal.__main__ import main
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import Device
from buyer_portal.studio.handoff import (
    Facts,
    HandoffSet,
    all_groups,
    of_groups,
    states_csv,
    words_csv,
)
from buyer_portal.studio.handoff_page import index_html

SMALL = HandoffSet(
    scenarios=("packed", "refund"), devices=(Device.PHONE,), themes=("day",), locales=("en", "vi")
)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_there_is_a_picture_of_each_combination():
    assert [one.file for one in SMALL.pictures()] == [
        "screens/packed/phone-day-en.png",
        "screens/packed/phone-day-vi.png",
        "screens/refund/phone-day-en.png",
        "screens/refund/phone-day-vi.png",
    ]
    assert SMALL.count == 4


def test_the_state_table_says_what_was_decided_and_where_the_pictures_are():
    table = rows(states_csv(SMALL, {"packed": Facts(outcome="seller_unlock", causes=("packed",))}))

    assert table[0] == {
        "situation": "packed",
        "title": "Packed",
        "group": "ask",
        "screen": "order",
        "address": "/orders/[order_id]",
        "order": "AWAITING_COLLECTION",
        "preset": "until-packed",
        "outcome": "seller_unlock",
        "causes": "packed",
        "pictures": "screens/packed/phone-day-en.png screens/packed/phone-day-vi.png",
    }
    assert (table[1]["screen"], table[1]["outcome"]) == ("refund", "")


def test_words_are_those_of_the_screens_in_every_language():
    table = {row["message"]: row for row in rows(words_csv(["refund"]))}

    assert table["refunds.title"] == {
        "message": "refunds.title",
        "screens": "refund",
        "en": "Refund",
        "vi": "Hoàn tiền",
        "id": "Pengembalian dana",
    }
    assert "orders.search" not in table


def test_the_page_shows_every_picture():
    page = index_html(SMALL)

    assert all(one.file in page for one in SMALL.pictures())


def test_what_gave_no_picture_is_told_and_not_named():
    first, *others = SMALL.pictures()

    page, table = index_html(SMALL, [first]), rows(states_csv(SMALL, {}, [first]))

    assert (page.count("No picture"), page.count("<img")) == (1, len(others))
    assert table[0]["pictures"] == others[0].file


def test_groups_name_the_whole_library():
    assert of_groups(all_groups()) == tuple(LIBRARY)
    assert of_groups(["ask"])[0] == "packed"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        pytest.param(["--devices", "watch"], "no 'watch'; there are small_phone", id="device"),
        pytest.param(["--scenarios", ""], "names one or more", id="none"),
    ],
)
def test_a_wrong_choice_is_refused_with_what_there_is(option, said, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["handoff", str(tmp_path / "out.zip"), *option])

    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
