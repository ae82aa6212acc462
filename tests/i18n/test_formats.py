from datetime import UTC, datetime, timedelta

import pytest

from buyer_portal.i18n.formats import (
    day_range_text,
    duration_text,
    moment_text,
    money_text,
    relative_text,
    time_text,
    zone_of,
)

EVENING = datetime(2026, 11, 21, 13, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount_minor", "currency", "locale", "text"),
    [
        pytest.param(199_000, "VND", "vi", "199.000\N{NO-BREAK SPACE}₫", id="dong-has-no-decimals"),
        pytest.param(199_000, "VND", "en", "₫199,000", id="dong-in-english"),
        pytest.param(15_000_000, "IDR", "id", "Rp150.000", id="whole-rupiah-without-decimals"),
        pytest.param(15_000_050, "IDR", "id", "Rp150.000,50", id="rupiah-with-decimals"),
        pytest.param(15_000_000, "IDR", "en", "Rp150,000", id="rupiah-in-english"),
        pytest.param(2_130, "USD", "en", "$21.30", id="dollars"),
        pytest.param(-2_130, "EUR", "en", "-€21.30", id="negative-euros"),
    ],
)
def test_money_text_is_what_the_language_prints(amount_minor, currency, locale, text):
    assert money_text(amount_minor, currency, locale) == text


def test_moment_text_is_in_the_buyers_zone():
    saigon = zone_of("Asia/Saigon")

    assert moment_text(EVENING, saigon, "en") == "Sat 21 Nov, 20:14"
    assert moment_text(EVENING, saigon, "vi") == "Th\xa07, 21\xa0thg\xa011, 20:14"
    assert time_text(EVENING, saigon, "en") == "20:14:05"


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../../etc/passwd", "a\0b", "x" * 5000])
def test_zone_of_something_unknown_is_utc(name):
    assert zone_of(name).key == "UTC"


def test_day_range_text_names_one_day_once():
    zone = zone_of("UTC")

    assert day_range_text(EVENING, EVENING, zone, "en") == "Sat 21 Nov"
    assert day_range_text(EVENING, EVENING + timedelta(days=3), zone, "id") == "21–24 Nov"


def test_durations_show_their_two_largest_units():
    assert duration_text(timedelta(hours=23, minutes=12, seconds=50), "en") == "23 hours 12 minutes"
    assert duration_text(timedelta(days=3, hours=1, minutes=9), "vi") == "3 ngày 1 giờ"
    assert duration_text(timedelta(seconds=-5), "en") == "1 minute"


def test_what_happens_this_second_is_not_still_to_come():
    assert relative_text(EVENING, EVENING, "en") == "1 second ago"


def test_relative_text_looks_back_and_ahead():
    assert relative_text(EVENING - timedelta(hours=3), EVENING, "en") == "3 hours ago"
    assert relative_text(EVENING + timedelta(days=2), EVENING, "en") == "in 2 days"
