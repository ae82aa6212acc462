"""Change here which shapes a file of orders may have: one order, a list, an answer, lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final, cast

from buyer_portal.importers.outcomes import Caution, ImportNotice, Place, Refusal, Rejection
from buyer_portal.importers.window import DEPTH_LIMIT, BrokenError, Notes, Window, depth_of

LINE_LIMIT: Final = 32 * 1024 * 1024

_HEAD: Final = 256 * 1024
_STARTS: Final = ("{", "[")
_LEVELS: Final = 3
_OPENED: Final = ("data", "orders", "order", "order_list")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_COMPRESSED: Final = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One JSON object that should be an order."""

    place: Place
    members: dict[str, object]


def records(stream: BinaryIO, *, file: str) -> Iterator[Record | Rejection | ImportNotice]:
    """Cut a file into records without holding more than one of them.

    The file may be one order, a list of orders, the ``data`` part of an answer, a whole answer with
    its envelope, or any of these on each line.
    """
    head = stream.read(_HEAD)
    refusal = _refused_head(head, file)
    if refusal:
        yield refusal
        return
    offset = 0
    if head.startswith(_BYTE_ORDER_MARK):
        offset = len(_BYTE_ORDER_MARK)
        yield ImportNotice(
            place=Place(file=file),
            code=Caution.BYTE_ORDER_MARK,
            reason="the file starts with a byte-order mark, which was passed over",
        )
    rest = _Joined(head[offset:], stream)
    if _is_lines(head[offset:], file):
        yield from _lines(rest, file=file, offset=offset)
    else:
        yield from _document(Window(rest, file=file, offset=offset))


class _Joined:
    """The head that was looked at, then the rest of the stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end."""
        if not self._head:
            return self._stream.read(size)
        taken = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(taken) :]
        return taken if size >= 0 else taken + self._stream.read()

    def readline(self, size: int, /) -> bytes:
        """Return up to and with the next line end, or ``size`` bytes."""
        if not self._head:
            return self._stream.readline(size)
        end = self._head.find(b"\n") + 1
        taken = self._head[: end or len(self._head)]
        self._head = self._head[len(taken) :]
        return taken if end else taken + self._stream.readline(size)


def _refused_head(head: bytes, file: str) -> Rejection | None:
    """Return why a file cannot be JSON text at all, None when it may be."""
    place = Place(file=file)
    if not head.removeprefix(_BYTE_ORDER_MARK).strip():
        return Rejection(place=place, code=Refusal.EMPTY_FILE, reason="the file is empty")
    if head.startswith(_UTF16_MARKS) or head[:2] in (b"{\0", b"[\0", b"\0{", b"\0["):
        return Rejection(
            place=place,
            code=Refusal.NOT_UTF8,
            reason="the file is UTF-16 or UTF-32 text; save it as UTF-8 and import that",
        )
    if head.startswith(_COMPRESSED):
        return Rejection(
            place=place,
            code=Refusal.BINARY_FILE,
            reason="the file is compressed; unpack it and import what is inside",
        )
    if not head.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith((b"[", b"{")) and (
        b"\0" in head or not _is_text(head)
    ):
        return Rejection(
            place=place,
            code=Refusal.BINARY_FILE,
            reason="the file is neither JSON nor UTF-8 text",
        )
    return None


def _is_text(head: bytes) -> bool:
    try:
        head[:-4].decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_lines(head: bytes, file: str) -> bool:
    """Tell lines of JSON from one document, by name or by what the first lines hold.

    Lines they are when the first is complete and another follows, or when the first is broken
    before its end and the second is complete.
    """
    if file.lower().endswith((".jsonl", ".ndjson")):
        return True
    lines = [line for line in head.split(b"\n")[:50] if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004  # one line is one document
        return False
    first = lines[0].decode(errors="replace").strip()
    try:
        return isinstance(json.loads(first), dict | list)
    except json.JSONDecodeError as error:
        is_prefix = error.pos >= len(first) or error.msg.startswith("Unterminated")
    except (RecursionError, ValueError):
        is_prefix = False
    if is_prefix:
        return False
    try:
        return isinstance(json.loads(lines[1]), dict)
    except (ValueError, RecursionError):
        return False


def _lines(
    stream: _Joined, *, file: str, offset: int
) -> Iterator[Record | Rejection | ImportNotice]:
    """Read each line by itself, so that a broken one costs no other."""
    number = 0
    record = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            yield Rejection(
                place=Place(file=file, record=record + 1, line=number, offset=offset),
                code=Refusal.RECORD_TOO_LARGE,
                reason="one line is larger than 32 MB",
            )
            record += 1
            while line and not line.endswith(b"\n"):
                offset += len(line)
                line = stream.readline(LINE_LIMIT)  # the rest of the same line
        elif line.strip():
            window = Window(BytesIO(line), file=file, offset=offset, line=number)
            window.record = record
            yield from _document(window)
            record = window.record
        offset += len(line)


def _document(window: Window) -> Iterator[Record | Rejection]:
    """Read documents that follow each other on lines of their own; stop where one is broken."""
    before = window.record
    try:
        while True:
            before = window.record
            yield from _value(window)
            ended = window.place().line
            following = window.peek()
            if not following:
                return
            if following not in _STARTS or window.place().line == ended:
                break
        yield Rejection(
            place=window.place(),
            code=Refusal.TRAILING_GARBAGE,
            reason="something follows after the JSON has ended",
        )
    except BrokenError as error:
        window.record = max(window.record, before + 1)
        yield Rejection(place=window.place(error.at), code=error.code, reason=error.reason)


def _value(window: Window) -> Iterator[Record | Rejection]:
    opening = window.peek()
    if opening == "[":
        yield from _list(window)
    elif opening == "{":
        yield from _object(window)
    else:
        window.record += 1
        place = window.place()
        window.value()
        yield Rejection(
            place=place,
            code=Refusal.NOT_AN_ORDER,
            reason="orders are JSON objects or a list of them",
        )


def _list(window: Window) -> Iterator[Record | Rejection]:
    window.take("[")
    if window.peek() == "]":
        window.take("]")
        return
    while True:
        window.peek()
        window.record += 1
        place = window.place()
        try:
            value, notes = window.value()
        except BrokenError as error:
            refused = Rejection(place=window.place(error.at), code=error.code, reason=error.reason)
            if window.peek() not in _STARTS or not window.skip():
                raise
            if window.peek() not in (",", "]"):
                raise
            yield refused
        else:
            yield _record(value, notes, place)
        if window.peek() == "]":
            window.take("]")
            return
        window.take(",")


def _object(window: Window, *, level: int = 0) -> Iterator[Record | Rejection]:
    """Read an object member by member: an envelope is opened, anything else is one order."""
    start = window.place()
    window.take("{")
    members: dict[str, object] = {}
    notes = Notes()
    is_opened = False
    while window.peek() != "}":
        if members or is_opened:
            window.take(",")
        if window.peek() != '"':
            window.take('"')
        key = cast("str", window.value()[0])
        window.take(":")
        if key in _OPENED and level < _LEVELS and window.peek() in _STARTS:
            is_opened = True
            yield from (_list(window) if window.peek() == "[" else _object(window, level=level + 1))
            continue
        member, found = window.value()
        if key in members:
            notes.repeated_key = notes.repeated_key or key
        notes.repeated_key = notes.repeated_key or found.repeated_key
        notes.constant = notes.constant or found.constant
        members[key] = member
    window.take("}")
    is_answer = is_opened or ("code" in members and not level and "id" not in members)
    if is_answer and members.get("code", 0) not in (0, "0"):
        yield Rejection(
            place=start,
            code=Refusal.ERROR_ENVELOPE,
            field="code",
            reason=f"the answer reports an error: {_error_of(members)}",
        )
    elif not is_answer and (members or not level):
        window.record += 1
        yield _record(
            members,
            notes,
            Place(file=start.file, record=window.record, line=start.line, offset=start.offset),
        )


def _error_of(members: dict[str, object]) -> str:
    message = members.get("message")
    text = message if isinstance(message, str) else ""
    return f"code {str(members.get('code'))[:40]!r} {text[:200]!r}"


def _record(value: object, notes: Notes, place: Place) -> Record | Rejection:
    """Return the record, or why not: what JSON readers swallow is refused here."""
    if notes.repeated_key is not None:
        return Rejection(
            place=place,
            code=Refusal.DUPLICATE_KEY,
            reason=f"the name {notes.repeated_key[:80]!r} stands twice in one object",
            field=notes.repeated_key[:80],
        )
    if notes.constant is not None:
        return Rejection(
            place=place,
            code=Refusal.NOT_A_NUMBER,
            reason=f"{notes.constant} is not a JSON number",
        )
    if not isinstance(value, dict):
        return Rejection(place=place, code=Refusal.NOT_AN_ORDER, reason="an order is a JSON object")
    if depth_of(cast("object", value)) > DEPTH_LIMIT:
        return Rejection(
            place=place,
            code=Refusal.TOO_DEEP,
            reason=f"objects and lists are nested more than {DEPTH_LIMIT} deep",
        )
    return Record(place=place, members=cast("dict[str, object]", value))
