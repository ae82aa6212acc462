"""Change here what a fault is called, so that a buyer can quote it and a log shows it."""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like another


def new_reference() -> str:
    """Return a short reference that people can read out, such as ``7KQ2-M9XA``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
