"""Change here when two logins are the same: small letters for e-mails, digits for phones."""

import unicodedata
from typing import Final

MIN_PHONE_DIGITS: Final = 6


def email_of(login: str) -> str:
    """Return a login as e-mails are compared."""
    return unicodedata.normalize("NFKC", login).strip().casefold().replace("\0", "")[:320]


def phone_of(login: str) -> str:
    """Return a login as phones are compared: its digits; empty when it is none."""
    if set(login) - set("0123456789+ ()-./"):
        return ""
    digits = "".join(sign for sign in login if sign in "0123456789")
    return digits if len(digits) >= MIN_PHONE_DIGITS else ""
