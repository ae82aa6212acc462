"""Change here how ids and the references that people read aloud are made; both are pure."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_SEPARATOR: Final = "\x1f"
_SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread or rude."""
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})
_FIELD_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1, irreducible over GF(2)
_BODY_SYMBOLS: Final = 7
_HALF: Final = 4


def id_of(seed: bytes, at: datetime, *names: str) -> str:
    """Return the UUIDv7 of what ``names`` name: the same seed, moment and names give the same id.

    Without the seed nobody can guess it. ``at`` is aware; its milliseconds lead, so ids sort by it.
    """
    milliseconds = max((at - _EPOCH) // _MILLISECOND, 0) & (1 << 48) - 1
    entropy = int.from_bytes(_digest(seed, names)[:10])
    number = milliseconds << 80
    number |= 0x7 << 76 | (entropy >> 64 & 0xFFF) << 64
    number |= 0b10 << 62 | entropy & (1 << 62) - 1
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def reference_of(seed: bytes, letter: str, *names: str) -> str:
    """Return a short reference such as ``C-7F3K-92QD``; its last symbol checks the others."""
    entropy = int.from_bytes(_digest(seed, (letter, *names))[:8])
    body = [entropy >> 5 * place & 31 for place in range(_BODY_SYMBOLS)]
    text = "".join(_SYMBOLS[symbol] for symbol in [*body, _check_symbol(body)])
    return f"{letter}-{text[:_HALF]}-{text[_HALF:]}"


def is_reference(text: str) -> bool:
    """Say whether ``text`` can be a reference; one wrong or two swapped symbols are noticed.

    Written as people write: small letters, O for 0, I or L for 1, without hyphens.
    """
    letter, rest = text.strip().upper()[:1], text.strip().upper()[1:].translate(_READ_AS)
    if not letter.isalpha() or len(rest) != _BODY_SYMBOLS + 1 or set(rest) - set(_SYMBOLS):
        return False
    *body, check = (_SYMBOLS.index(symbol) for symbol in rest)
    return _check_symbol(body) == check


def _digest(seed: bytes, names: tuple[str, ...]) -> bytes:
    return hmac.digest(seed, _SEPARATOR.join(names).encode(), hashlib.sha256)


def _check_symbol(body: list[int]) -> int:
    """Weigh each symbol by a power of the field's generator, so that no swap cancels out."""
    check = 0
    for place, symbol in enumerate(body, start=1):
        weighed = symbol
        for _ in range(place):
            weighed <<= 1
            if weighed & 32:
                weighed ^= _FIELD_POLYNOMIAL
        check ^= weighed
    return check
