"""Change here how secrets of others are kept: sealed, so that a copy of the database opens none."""

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class SealBrokenError(Exception):
    """It was sealed with another portal's secret, or changed since."""


class Seal:
    """Seals and opens texts with one key."""

    def __init__(self, key: bytes) -> None:
        """Prepare.

        Args:
            key: 32 bytes, the same for as long as anything is sealed.
        """
        self._key = key
        self._made: Fernet | None = None

    def close(self, text: str) -> str:
        """Return ``text`` sealed."""
        return self._fernet().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed.

        Raises:
            SealBrokenError: It cannot be opened with this key.
        """
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - as below

        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBrokenError(
                "A webhook secret was sealed with another PORTAL_SECRET_FILE; rotate it."
            ) from None

    def _fernet(self) -> "Fernet":
        if self._made is None:
            from cryptography.fernet import Fernet  # noqa: PLC0415 - services without webhooks never need it

            self._made = Fernet(base64.urlsafe_b64encode(self._key))
        return self._made
