"""Change here how JSON is cut out of a long text: limits, exact places, forbidden constants."""

import codecs
import json
import re
from typing import Final, NoReturn, Protocol

from buyer_portal.importers.outcomes import Place, Refusal

RECORD_LIMIT: Final = 4 * 1024 * 1024
"""Characters of one record; a Partner API order of 200 units has about 600,000."""

DEPTH_LIMIT: Final = 32
DIGIT_LIMIT: Final = 25

_CHUNK: Final = 64 * 1024
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{}]', re.DOTALL)


class Bytes(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end."""
        ...


class HugeNumber:
    """Stands for a whole number with more than ``DIGIT_LIMIT`` digits."""


class BrokenError(Exception):
    """The text is not JSON from here on; ``at`` is an index into the window's text."""

    def __init__(self, code: Refusal, reason: str, at: int) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.at = at


class Notes:
    """What a value held that JSON readers usually swallow; None where nothing was found."""

    def __init__(self) -> None:
        self.repeated_key: str | None = None
        self.constant: str | None = None

    def clear(self) -> None:
        """Forget what was noted."""
        self.repeated_key = self.constant = None

    def pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        """Build an object, noting the first key that stands twice."""
        found = dict(pairs)
        if len(found) != len(pairs) and self.repeated_key is None:
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.repeated_key = key
                    break
                seen.add(key)
        return found

    def nothing(self, constant: str) -> None:
        """Note ``NaN`` or ``Infinity``, which are not JSON."""
        self.constant = constant

    @staticmethod
    def whole(text: str) -> object:
        """Read a whole number, unless its length alone shows that it is none of ours."""
        return HugeNumber() if len(text) > DIGIT_LIMIT else int(text)


class Window:
    """A piece of a file's text, from the first character not yet read; grows as needed.

    Args:
        stream: Bytes of UTF-8, after any byte-order mark.
        offset: Bytes of the file before ``stream``.
    """

    def __init__(self, stream: Bytes, *, file: str, offset: int = 0, line: int = 1) -> None:
        self._stream = stream
        self._file = file
        self._offset = offset
        self._line = line
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._text = ""
        self._at = 0
        self._ended = False
        self._is_not_utf8 = False
        self._notes = Notes()
        self._reader = json.JSONDecoder(
            object_pairs_hook=self._notes.pairs,
            parse_constant=self._notes.nothing,
            parse_int=self._notes.whole,
        )
        self.record = 0

    def place(self, at: int | None = None) -> Place:
        """Return where the window stands, or where ``at`` does."""
        before = self._text[: self._at if at is None else at]
        return Place(
            file=self._file,
            record=self.record,
            line=self._line + before.count("\n"),
            offset=self._offset + len(before.encode()),
        )

    def peek(self) -> str:
        """Skip blanks and return the next character, empty at the end."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                if self._is_not_utf8:
                    raise self._bad_bytes()
                return ""

    def take(self, wanted: str) -> None:
        """Read one character that has to stand here.

        Raises:
            BrokenError: Another one does.
        """
        found = self.peek()
        if found != wanted:
            self._fail(f"expected {wanted!r}, found {_shown(found)}")
        self._at += 1

    def value(self) -> tuple[object, Notes]:
        """Read one JSON value; the notes hold until the next one is read.

        Raises:
            BrokenError: It is no JSON, or nested or long past the limits. Nothing was read then.
        """
        self.peek()
        while True:
            self._notes.clear()
            try:
                found, end = self._reader.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if len(self._text) - self._at < RECORD_LIMIT and self._fill():
                    continue
                raise self._broken(error) from None
            except RecursionError:
                self._fail("objects and lists are nested too deeply", Refusal.TOO_DEEP)
            if self._text[end - 1] not in '}]"' and end == len(self._text) and self._fill():
                continue  # a number may go on in the next chunk
            if end - self._at > RECORD_LIMIT:
                self._fail("one record is larger than 4 MB", Refusal.RECORD_TOO_LARGE)
            self._at = end
            return found, self._notes

    def skip(self) -> bool:
        """Pass over one object or list by its brackets; say whether it ended."""
        depth = 0
        while True:
            token = _TOKEN.search(self._text, self._at)
            if token is None or token[0] == '"':  # nothing left, or a string without its end
                self._at = token.start() if token else len(self._text)
                if len(self._text) - self._at > RECORD_LIMIT or not self._fill():
                    return False
                continue
            self._at = token.end()
            depth += (token[0] in "[{") - (token[0] in "]}")
            if depth <= 0:
                return True

    def _broken(self, error: json.JSONDecodeError) -> BrokenError:
        if self._is_not_utf8:
            return self._bad_bytes()
        if not self._ended and error.msg.startswith("Unterminated"):
            return BrokenError(Refusal.RECORD_TOO_LARGE, "one record is larger than 4 MB", self._at)
        return BrokenError(Refusal.BROKEN_JSON, _sentence(error), error.pos)

    def _bad_bytes(self) -> BrokenError:
        return BrokenError(Refusal.NOT_UTF8, "bytes here are not UTF-8 text", len(self._text))

    def _fail(self, reason: str, code: Refusal = Refusal.BROKEN_JSON) -> NoReturn:
        raise BrokenError(code, reason, self._at)

    def _drop(self) -> None:
        """Forget the text that was read."""
        before = self._text[: self._at]
        self._offset += len(before.encode())
        self._line += before.count("\n")
        self._text = self._text[self._at :]
        self._at = 0

    def _fill(self) -> bool:
        """Read more, twice as much each time a record does not fit; False at the end."""
        if self._ended:
            return False
        chunk = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not chunk
        try:
            more = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            more = error.object[: error.start].decode()
            self._is_not_utf8 = self._ended = True
        if more:
            self._drop()
            self._text += more
        return not self._ended or bool(more)


def depth_of(value: object) -> int:
    """Return how deeply objects and lists are nested, 0 for a plain value."""
    depth = 0
    level: list[object] = [value]
    while True:
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]  # JSON
            elif isinstance(each, list):
                inner.extend(each)  # pyright: ignore[reportUnknownArgumentType]  # JSON
        if not any(isinstance(each, dict | list) for each in level):
            return depth
        depth += 1
        level = inner


def _sentence(error: json.JSONDecodeError) -> str:
    """Return what is wrong with the JSON, in words that need no knowledge of Python."""
    found = _shown(error.doc[error.pos : error.pos + 1])
    return (
        f"{error.msg[0].lower()}{error.msg[1:].removesuffix(' at').removesuffix(':')}, at {found}"
    )


def _shown(character: str) -> str:
    return repr(character) if character else "the end of the file"
