"""Change here how a webhook proves who sent it: Standard Webhooks, and TikTok Shop's own way.

Both compare in constant time, and look at all secrets that are active, whichever is right.
Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks (symmetric, ``v1``).
TikTok Shop: Partner API, "Webhooks overview": no timestamp is signed, so a replay can only be told
by its id.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

ID_HEADER: Final = "webhook-id"
TIMESTAMP_HEADER: Final = "webhook-timestamp"
SIGNATURE_HEADER: Final = "webhook-signature"
TOLERANCE_SECONDS: Final = 300
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with
SECRET_BYTES: Final = 32
MIN_SECRET_BYTES: Final = 24
MAX_SECRET_BYTES: Final = 64
MAX_ID_LENGTH: Final = 200
_MAX_SIGNATURES: Final = 8
_VERSION: Final = "v1,"


class SecretError(ValueError):
    """The text is no secret that this scheme can use."""


def new_secret() -> str:
    """Return a fresh secret as it is handed to people: ``whsec_`` and base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """Return the bytes that ``secret`` stands for.

    Raises:
        SecretError: Not base64, or of a length that the scheme does not allow.
    """
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except ValueError:  # binascii's own, or signs that are not ASCII
        raise SecretError("is not base64 after whsec_") from None
    if not MIN_SECRET_BYTES <= len(key) <= MAX_SECRET_BYTES:
        raise SecretError(f"must stand for {MIN_SECRET_BYTES} to {MAX_SECRET_BYTES} bytes")
    return key


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return one ``v1,…`` signature of a message."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.digest(key_of(secret), signed, hashlib.sha256)
    return _VERSION + base64.b64encode(digest).decode()


def is_signed(
    headers: Mapping[str, str], body: bytes, active: Iterable[str], *, now_seconds: float
) -> bool:
    """Say whether one of the ``active`` secrets signed this message, within the tolerance.

    Args:
        headers: As received, found by lower-case names.
        now_seconds: Seconds since 1970.
    """
    message_id = headers.get(ID_HEADER, "")
    stamped = headers.get(TIMESTAMP_HEADER, "")
    is_number = stamped.isascii() and stamped.isdigit() and len(stamped) <= len("9999999999")
    timestamp = int(stamped) if is_number else 0
    given = headers.get(SIGNATURE_HEADER, "").split(" ")[:_MAX_SIGNATURES]
    is_right = False
    for secret in active:
        expected = sign(secret, message_id, timestamp, body).encode()
        for signature in given:
            is_right |= hmac.compare_digest(signature.encode(errors="replace"), expected)
    is_recent = is_number and abs(now_seconds - timestamp) <= TOLERANCE_SECONDS
    return is_right and is_recent and 0 < len(message_id) <= MAX_ID_LENGTH


def tiktok_signature(app_key: str, app_secret: str, body: bytes) -> str:
    """Return what TikTok Shop sends in ``Authorization`` for a body."""
    return hmac.new(app_secret.encode(), app_key.encode() + body, hashlib.sha256).hexdigest()


def is_signed_by_tiktok(
    headers: Mapping[str, str], body: bytes, active: Iterable[str], *, app_key: str
) -> bool:
    """Say whether one of the ``active`` app secrets signed this body."""
    given = headers.get("authorization", "").encode(errors="replace")
    is_right = False
    for secret in active:
        expected = tiktok_signature(app_key, secret, body).encode()
        is_right |= hmac.compare_digest(given, expected)
    return is_right
