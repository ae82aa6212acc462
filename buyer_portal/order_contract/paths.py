"""Change here the header names of the contract and how an id becomes part of a path."""

from typing import Final
from urllib.parse import quote

SESSION_HEADER: Final = "X-Portal-Session"
KEY_HEADER: Final = "Idempotency-Key"
CLIENT_BUILD_HEADER: Final = "X-Client-Build"


def segment(text: str) -> str:
    """Return ``text`` as one path segment, whatever a browser put into it.

    A dot segment would be resolved away by HTTP clients, lone surrogates cannot be encoded.
    """
    quoted = quote(text, safe="", errors="replace")
    return quoted if quoted.strip(".") else "%2E" * max(len(quoted), 1)
