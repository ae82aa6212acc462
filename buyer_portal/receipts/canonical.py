"""Change here what a document is in bytes; a change breaks every receipt issued before.

The form is that of RFC 8785 for what receipts hold: names sorted, no spaces, UTF-8, whole numbers.
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
"""What ``json`` reads and writes."""

_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


class NotCanonicalError(ValueError):
    """A value that no receipt can hold: a fraction, a text that is no Unicode."""


def as_json(value: object) -> Json:
    """Return a frozen value as JSON; moments as RFC 3339 with a ``Z``."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    return value


def canonical(value: Json) -> bytes:
    """Return the one form of ``value`` in bytes; whoever calls it knows that no leaf is a fraction.

    Raises:
        NotCanonicalError: It is no JSON, or holds a text that is no Unicode.
    """
    try:
        return _ENCODER.encode(value).encode()
    except (UnicodeEncodeError, TypeError, ValueError, RecursionError) as problem:
        raise NotCanonicalError("a value that is no JSON") from problem


def leaves_of(value: Json) -> list[tuple[str, Json]]:
    """Return everything that has no parts, each with its JSON pointer (RFC 6901)."""
    found: list[tuple[str, Json]] = []
    _collect(value, "", found)
    return found


def _collect(value: Json, pointer: str, found: list[tuple[str, Json]]) -> None:
    if isinstance(value, dict) and value:
        for name, part in value.items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            _collect(part, f"{pointer}/{escaped}", found)
    elif isinstance(value, list) and value:
        for at, part in enumerate(value):
            _collect(part, f"{pointer}/{at}", found)
    else:
        found.append((pointer, value))


def digests_of(document: Json) -> dict[str, str]:
    """Return the SHA-256 of every leaf with its place, by place.

    Raises:
        NotCanonicalError: A leaf that no receipt can hold.
    """
    digests: dict[str, str] = {}
    for pointer, leaf in leaves_of(document):
        if isinstance(leaf, float):
            raise NotCanonicalError("a number that is not whole")
        place = pointer.encode(errors="surrogatepass")
        digests[pointer] = encoded(hashlib.sha256(place + b"\n" + canonical(leaf)).digest())
    return digests


def hash_of(digests: dict[str, str]) -> str:
    """Return the hash of a whole document from those of its leaves."""
    return encoded(hashlib.sha256(canonical(digests)).digest())


def encoded(raw: bytes) -> str:
    """Return bytes as base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: object, length: int) -> bytes | None:
    """Return ``length`` bytes from their one base64url form; None when it is not that."""
    if not isinstance(text, str) or not text.isascii():
        return None
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return None
    return raw if len(raw) == length and encoded(raw) == text else None
