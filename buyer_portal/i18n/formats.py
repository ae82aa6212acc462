"""Change here how amounts, moments and ranges are printed; the forms come from CLDR."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_timedelta
from babel.numbers import format_currency, format_decimal

from buyer_portal.domain.money import exponent, major_of

UNITS: Final[tuple[tuple[Literal["day", "hour", "minute"], int], ...]] = (
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
)
DATE_LOCALE: Final = {"en": "en_GB"}
"""English dates put the day first, as every country we serve in English but one does."""


@lru_cache(maxsize=4096)
def money_text(amount_minor: int, currency: str, locale: str) -> str:
    """Return an amount as printed: ``199.000 ₫``, ``Rp150.000``, ``$21.30``.

    Rupiah prints its decimals only when they are not zero.
    """
    amount = major_of(amount_minor, currency)
    is_whole_rupiah = currency == "IDR" and amount == amount.to_integral_value()
    digits = 0 if is_whole_rupiah else exponent(currency)
    pattern = Locale.parse(locale).currency_formats["standard"]
    text = format_currency(
        amount,
        currency,
        locale=locale,
        format=_with_digits(pattern.pattern, digits),
        currency_digits=False,
    )
    return text.replace("Rp\N{NO-BREAK SPACE}", "Rp").replace("IDR", "Rp")


def _with_digits(pattern: str, digits: int) -> str:
    """Return a CLDR currency pattern with exactly ``digits`` decimals."""
    decimals = "." + "0" * digits if digits else ""
    return pattern.replace(".00", decimals)


def number_text(number: int, locale: str) -> str:
    """Return a whole number with the language's grouping."""
    return format_decimal(number, locale=locale)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name, aliases included; UTC when it is unknown or unsafe."""
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def moment_text(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return weekday, day, month and time: ``Sat 21 Nov, 20:14``."""
    here = at.astimezone(zone)
    return f"{_day(here.date(), locale)}, {here:%H:%M}"


def minute_text(at: datetime, zone: ZoneInfo) -> str:
    """Return the time of day without seconds, as a conversation shows it."""
    return f"{at.astimezone(zone):%H:%M}"


def time_text(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return the time of day with seconds, for races told honestly: ``14:05:52``."""
    del locale  # all of ours write the hour with two digits and colons here
    return f"{at.astimezone(zone):%H:%M:%S}"


@lru_cache(maxsize=4096)
def full_moment_text(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return the complete moment with year and zone, for hover and print."""
    return format_datetime(at.astimezone(zone), "full", locale=DATE_LOCALE.get(locale, locale))


@lru_cache(maxsize=4096)
def stamp_text(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return a moment as papers print it, to the second: ``28 November 2026, 05:10:39 CET``."""
    here = at.astimezone(zone)
    day = format_date(here, "long", locale=DATE_LOCALE.get(locale, locale))
    return f"{day}, {here:%H:%M:%S} {format_datetime(here, 'z', locale=locale)}"


@lru_cache(maxsize=4096)
def whole_day_text(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return weekday and complete date: ``Monday, 14 December 2026``."""
    day = at.astimezone(zone).date()
    return format_date(day, "full", locale=DATE_LOCALE.get(locale, locale))


def day_text(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return weekday, day and month: ``Sat 21 Nov``."""
    return _day(at.astimezone(zone).date(), locale)


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> str:
    pattern = {"vi": "EEE, d 'thg' M"}.get(locale, "EEE d MMM")
    return _kept_together(format_date(day, pattern, locale=locale), locale)


def day_range_text(start: datetime, end: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return two days as a range: ``23-24 Nov``; one day when they are the same."""
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    return _day(first, locale) if first == last else _days(first, last, locale)


@lru_cache(maxsize=4096)
def _days(first: date, last: date, locale: str) -> str:
    days = format_interval(first, last, "MMMd", locale=DATE_LOCALE.get(locale, locale))
    return _kept_together(days, locale)


def _kept_together(text: str, locale: str) -> str:
    """Let no line end within a Vietnamese date: a number alone on the next line says nothing."""
    if locale != "vi":
        return text
    kept = text.replace(" ", "\N{NO-BREAK SPACE}").replace(
        "\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}"
    )
    return kept.replace(",\N{NO-BREAK SPACE}", ", ")


def relative_text(at: datetime, now: datetime, locale: str) -> str:
    """Return how long ago or ahead: ``3 hours ago``, ``in 2 days``; this very second is past."""
    away = at - now
    if abs(away) < timedelta(seconds=1):
        away = timedelta(seconds=-1)
    return format_timedelta(away, locale=locale, add_direction=True, threshold=1.2)


def duration_text(length: timedelta, locale: str) -> str:
    """Return a length in its two largest units: ``23 hours 12 minutes``; never negative."""
    seconds = max(int(length.total_seconds()), 0)
    parts: list[str] = []
    for unit, size in UNITS:
        amount, seconds = divmod(seconds, size)
        if amount:
            piece = timedelta(seconds=amount * size)
            parts.append(format_timedelta(piece, granularity=unit, threshold=10**6, locale=locale))
    shown = parts[:2] or [
        format_timedelta(timedelta(minutes=1), granularity="minute", locale=locale)
    ]
    return " ".join(shown)


def territory_text(code: str, locale: str) -> str:
    """Return the name of a country by its code; the text itself where it is no code."""
    names = cast("Mapping[str, str]", Locale.parse(locale).territories)
    return names.get(code.upper(), code)


def utc(at: datetime) -> datetime:
    """Return ``at`` in UTC."""
    return at.astimezone(UTC)
