"""Change here how one field of a payload is read, and the sentence when it cannot be."""

import re
from datetime import UTC, datetime
from typing import Final, cast

from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR, EXPONENT, MoneyError, minor_of
from buyer_portal.importers.outcomes import Refusal, RefusedError
from buyer_portal.importers.window import HugeNumber

NAME_LIMIT: Final = 200
TEXT_LIMIT: Final = 1000
LIST_LIMIT: Final = 2000
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:#/@+-]{0,63}", re.ASCII)
_AMOUNT: Final = re.compile(r"(-?)[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
_WHOLE: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class Fields:
    """The members of one JSON object, read by name; null counts as absent.

    Every method raises ``RefusedError`` with the path of the field when what stands there is not
    what it should be. Methods without ``required`` answer empty or None for an absent field.
    """

    def __init__(self, members: dict[str, object], path: str = "") -> None:
        self._members = members
        self._path = path

    def path(self, name: str) -> str:
        """Return where ``name`` stands in the record."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Say whether there is anything but null."""
        return self._members.get(name) is not None

    def refuse(self, code: Refusal, name: str, reason: str) -> RefusedError:
        """Return the refusal of one field, to be raised."""
        return RefusedError(code, reason, self.path(name))

    def text(self, name: str, *, limit: int = NAME_LIMIT, required: bool = False) -> str:
        """Return text without surrounding blanks, each run of blanks as one space."""
        found = self._get(name, required=required)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise self._wrong(name, "text", found)
        if _SURROGATE.search(found):
            raise self.refuse(Refusal.BAD_TEXT, name, "the text holds half a character")
        if _CONTROL.search(found):
            raise self.refuse(Refusal.BAD_TEXT, name, "the text holds a control character")
        cleaned = " ".join(found.split())
        if len(cleaned) > limit:
            raise self.refuse(
                Refusal.TEXT_TOO_LONG, name, f"the text is longer than {limit} characters"
            )
        if required and not cleaned:
            raise self._missing(name)
        return cleaned

    def external_id(self, name: str, *, required: bool = False) -> str:
        """Return an id as text; whole numbers are kept to the last digit."""
        found = self._get(name, required=required)
        if found is None or (found == "" and not required):
            return ""
        if isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        if not isinstance(found, str):
            raise self._wrong(name, "an id", found)
        if not _ID.fullmatch(found):
            raise self.refuse(Refusal.BAD_ID, name, f"{_quoted(found)} cannot be an id")
        return found

    def amount(self, name: str, currency: str, *, required: bool = False) -> int:
        """Return minor units of a decimal string, 0 when absent; never negative."""
        found = self._get(name, required=required)
        if found is None or (found == "" and not required):
            return 0
        if not isinstance(found, str):
            raise self._wrong(name, "an amount as text", found)
        written = _AMOUNT.fullmatch(found)
        if not written:
            raise self.refuse(Refusal.BAD_AMOUNT, name, f"{_quoted(found)} is not an amount")
        if written[1]:
            raise self.refuse(Refusal.NEGATIVE_AMOUNT, name, f"{_quoted(found)} is negative")
        if len(found.split(".", maxsplit=1)[0].lstrip("0")) > len(str(AMOUNT_LIMIT_MINOR)):
            raise self.refuse(Refusal.AMOUNT_TOO_LARGE, name, f"{_quoted(found)} is too large")
        try:
            return minor_of(found, currency)
        except MoneyError as error:
            code = (
                Refusal.AMOUNT_TOO_LARGE if "too large" in str(error) else Refusal.AMOUNT_TOO_FINE
            )
            raise self.refuse(code, name, str(error)) from None

    def currency(self, name: str, *, required: bool = False) -> str:
        """Return a currency code that we know the decimals of, empty when absent."""
        code = self.text(name, required=required).upper()
        if code and code not in EXPONENT:
            raise self.refuse(
                Refusal.UNKNOWN_CURRENCY, name, f"{_quoted(code)} is not a currency we know"
            )
        return code

    def unix_moment(self, name: str, *, required: bool = False) -> datetime | None:
        """Return a moment given as Unix seconds; 0 counts as absent."""
        found = self._get(name, required=required)
        if found is None:
            return None
        if isinstance(found, str) and _WHOLE.fullmatch(found):
            found = int(found)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self._wrong(name, "a time in whole seconds", found)
        if found == 0:
            if required:
                raise self._missing(name)
            return None
        if not EARLIEST.timestamp() <= found < LATEST.timestamp():
            raise self._out_of_range(name, str(found))
        return datetime.fromtimestamp(found, UTC)

    def iso_moment(self, name: str, *, required: bool = False) -> datetime | None:
        """Return a moment given as ISO 8601 with its offset, in UTC."""
        found = self._get(name, required=required)
        if found is None:
            return None
        if not isinstance(found, str):
            raise self._wrong(name, "a time as text", found)
        try:
            moment = datetime.fromisoformat(found)
        except ValueError:
            raise self.refuse(
                Refusal.BAD_TIME, name, f"{_quoted(found)} is not an ISO 8601 time"
            ) from None
        if moment.tzinfo is None:
            raise self.refuse(
                Refusal.BAD_TIME, name, f"{_quoted(found)} does not say its offset from UTC"
            )
        if not EARLIEST.year - 1 <= moment.year <= LATEST.year:  # UTC may fall in another year
            raise self._out_of_range(name, found)
        utc = moment.astimezone(UTC)
        if not EARLIEST <= utc < LATEST:
            raise self._out_of_range(name, found)
        return utc

    def count(self, name: str, *, limit: int, default: int = 0, required: bool = False) -> int:
        """Return a whole number from 0 to ``limit``."""
        found = self._get(name, required=required)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int):
            raise self._wrong(name, "a whole number", found)
        if not 0 <= found <= limit:
            raise self.refuse(
                Refusal.NUMBER_TOO_LARGE, name, f"{found} is not between 0 and {limit}"
            )
        return found

    def flag(self, name: str) -> bool:
        """Return a yes or no; absent is no."""
        found = self._get(name, required=False)
        if found is None:
            return False
        if not isinstance(found, bool):
            raise self._wrong(name, "true or false", found)
        return found

    def code(self, name: str) -> str:
        """Return a short word in capitals; whole numbers as their digits."""
        found = self._members.get(name)
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
        return self.text(name).upper()

    def inner(self, name: str) -> "Fields":
        """Return the members of an object, of an empty one when absent."""
        found = self._get(name, required=False)
        if found is None:
            return Fields({}, self.path(name))
        if not isinstance(found, dict):
            raise self._wrong(name, "an object", found)
        return Fields(cast("dict[str, object]", found), self.path(name))

    def each(self, name: str, *, required: bool = False) -> "tuple[Fields, ...]":
        """Return the objects of a list; a required one has at least one."""
        found = self._get(name, required=required)
        if found is None:
            return ()
        if not isinstance(found, list):
            raise self._wrong(name, "a list", found)
        members = cast("list[object]", found)
        if required and not members:
            raise self._missing(name)
        if len(members) > LIST_LIMIT:
            raise self.refuse(
                Refusal.TOO_MANY, name, f"the list holds more than {LIST_LIMIT} entries"
            )
        for at, member in enumerate(members):
            if not isinstance(member, dict):
                raise self._wrong(f"{name}[{at}]", "an object", member)
        return tuple(
            Fields(cast("dict[str, object]", member), f"{self.path(name)}[{at}]")
            for at, member in enumerate(members)
        )

    def _get(self, name: str, *, required: bool) -> object:
        found = self._members.get(name)
        if found is None and required:
            raise self._missing(name)
        if isinstance(found, HugeNumber):
            raise self.refuse(Refusal.NUMBER_TOO_LARGE, name, "the number has too many digits")
        return found

    def _missing(self, name: str) -> RefusedError:
        return self.refuse(Refusal.MISSING_FIELD, name, "this field is missing or empty")

    def _wrong(self, name: str, wanted: str, found: object) -> RefusedError:
        if isinstance(found, HugeNumber):
            return self.refuse(Refusal.NUMBER_TOO_LARGE, name, "the number has too many digits")
        return self.refuse(Refusal.WRONG_TYPE, name, f"{wanted} was expected, not {_kind(found)}")

    def _out_of_range(self, name: str, written: str) -> RefusedError:
        return self.refuse(
            Refusal.TIME_OUT_OF_RANGE, name, f"{_quoted(written)} is not between 2000 and 2100"
        )


def _kind(found: object) -> str:
    """Return the JSON name of a value's type."""
    if isinstance(found, bool):
        return "true or false"
    if isinstance(found, int | float):
        return "a number"
    if isinstance(found, str):
        return f"the text {_quoted(found)}"
    if found is None:
        return "null"
    return "a list" if isinstance(found, list) else "an object"


def _quoted(text: str) -> str:
    """Return text fit for a terminal: short, without control characters or half characters."""
    return ascii(text if len(text) <= 40 else f"{text[:40]}...")  # noqa: PLR2004
