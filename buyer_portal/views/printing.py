"""Change here what every view needs to print: language, time zone, and what time it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from buyer_portal import routes
from buyer_portal.domain.skins import STANDARD_SKIN
from buyer_portal.i18n import formats
from buyer_portal.i18n.catalogue import Words, words_of

PLACEHOLDER: str = "/goods/placeholder.svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Prints for one reader. ``now`` is the order service's clock, aware UTC.

    ``skin`` is the one of the reader's shop; what an order's policy says of it goes first.
    """

    locale: str
    zone: ZoneInfo
    now: datetime
    skin: str = STANDARD_SKIN

    @property
    def words(self) -> Words:
        """The catalogue of the reader's language, under the skin."""
        return words_of(self.locale, self.skin)

    def under(self, skin: str) -> "Printer":
        """Return what prints under the skin of a policy; the standard one changes nothing."""
        return self if skin == STANDARD_SKIN else replace(self, skin=skin)

    @property
    def now_ms(self) -> int:
        """The service's clock in milliseconds since 1970, for countdowns."""
        return epoch_ms(self.now)

    def say(self, key: str, **placeholders: object) -> str:
        """Return a text."""
        return self.words(key, **placeholders)

    def reason(self, said: str) -> str:
        """Return a reason as its reader knows it: our words for a known key, else as written."""
        key = f"reason.{said}"
        return self.words(key) if self.words.has(key) else said

    def count(self, key: str, number: int, **placeholders: object) -> str:
        """Return a text in the plural form of ``number``."""
        return self.words.count(key, number, **placeholders)

    def money(self, amount_minor: int, currency: str) -> str:
        """Return an amount."""
        return formats.money_text(amount_minor, currency, self.locale)

    def moment(self, at: datetime) -> str:
        """Return weekday, day, month and time."""
        return formats.moment_text(at, self.zone, self.locale)

    def full_moment(self, at: datetime) -> str:
        """Return the complete moment with year and zone."""
        return formats.full_moment_text(at, self.zone, self.locale)

    def stamp(self, at: datetime) -> str:
        """Return the moment with year, seconds and a short zone, for papers."""
        return formats.stamp_text(at, self.zone, self.locale)

    def last_day(self, end: datetime, zone: ZoneInfo) -> str:
        """Return the last whole day of a period that ends at midnight in ``zone``."""
        return formats.whole_day_text(end - timedelta(seconds=1), zone, self.locale)

    def clock(self, at: datetime) -> str:
        """Return the time of day with seconds."""
        return formats.time_text(at, self.zone, self.locale)

    def minute(self, at: datetime) -> str:
        """Return the time of day without seconds."""
        return formats.minute_text(at, self.zone)

    def days(self, start: datetime, end: datetime) -> str:
        """Return a range of days."""
        return formats.day_range_text(start, end, self.zone, self.locale)

    def day(self, at: datetime) -> str:
        """Return weekday, day and month."""
        return formats.day_text(at, self.zone, self.locale)

    def length(self, length: timedelta) -> str:
        """Return a length of time in its two largest units."""
        return formats.duration_text(length, self.locale)

    def href(self, address: str, **parameters: str) -> str:
        """Return a link in the reader's language."""
        return routes.href(address, self.locale, **parameters)


def epoch_ms(at: datetime) -> int:
    """Return milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def picture_src(picture: str) -> str:
    """Return the address of a drawing of ours; pictures of other hosts are not loaded."""
    is_ours = picture.startswith("/goods/") and ".." not in picture
    return picture if is_ours else PLACEHOLDER
