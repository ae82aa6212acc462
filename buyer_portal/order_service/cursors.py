"""Change here how a list says where its next page begins: after a moment and some names."""

import base64
import binascii
from datetime import datetime
from typing import Final

from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.columns import microseconds_of, moment_of

_LIMIT: Final = 2**63


def cursor_after(moment: datetime, *names: str) -> str:
    """Return what the next page is asked for with; names have no full stop."""
    text = ".".join((str(microseconds_of(moment)), *names))
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(cursor: str, count: int = 1) -> tuple[datetime, list[str]]:
    """Return moment and names of a cursor.

    Args:
        count: How many names it has.

    Raises:
        ProblemError: It is none of ours.
    """
    try:
        text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
        number, *names = text.replace("\0", "").split(".")
        moment = moment_of(number_in_range(number))
    except (binascii.Error, ValueError, OverflowError):
        raise invalid("cursor", "unknown") from None
    if len(names) != count:
        raise invalid("cursor", "unknown")
    return moment, names


def number_in_range(text: str) -> int:
    """Return a number that both databases take.

    Raises:
        ValueError: It is none.
    """
    number = int(text)
    if not 0 <= number < _LIMIT:
        raise ValueError
    return number
