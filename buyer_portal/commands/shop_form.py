"""Change here how a form that changes or places an order is read and how its failure is said."""

from typing import Final

from buyer_portal.order_client.errors import (
    CommandExpiredError,
    InvalidCommandError,
    OrderChangedError,
    OrderNotFoundError,
    OrderServiceError,
    OrderServiceUnavailableError,
)

COUNT_DIGITS: Final = 3
"""No line takes more pieces than three digits say."""
PLACE_DIGITS: Final = 2
"""No list of a form is longer than two digits say."""


def sent_at_of(form_data: object) -> int | None:
    """Return when a form was sent by the portal's clock; None when the browser did not say."""
    told = form_data.get("sent_at", "") if isinstance(form_data, dict) else ""
    is_number = isinstance(told, str) and told.isascii() and told.isdigit()
    return int(told) if is_number and len(told) <= 16 else None  # noqa: PLR2004 - of milliseconds


def count_of(text: object) -> int | None:
    """Return a number of pieces that a browser sent; None for anything else."""
    if not isinstance(text, str) or not (text.isascii() and text.isdigit()):
        return None
    return int(text) or None if len(text) <= COUNT_DIGITS else None


def place_of(text: object) -> int | None:
    """Return a place in a short list, counted from 0, that a browser sent; None for others."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit()
    return int(str(text)) if is_number and len(str(text)) <= PLACE_DIGITS else None


def failure_key(error: OrderServiceError) -> str:
    """Return the last part of the message that says how a command failed."""
    if isinstance(error, OrderServiceUnavailableError) and error.may_have_happened:
        return "unknown"
    if isinstance(error, OrderChangedError | OrderNotFoundError):
        return "changed"
    if isinstance(error, CommandExpiredError):
        return "late"
    return "refused" if isinstance(error, InvalidCommandError) else "fault"
