"""Change here how whoever speaks the contract signs a webhook: Standard Webhooks, symmetric."""

import base64
import hashlib
import hmac
from typing import Final

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with


def signed_headers(secret: str, message_id: str, at: int, content: bytes) -> dict[str, str]:
    """Return the headers that a message is sent with.

    Args:
        secret: As the order service gave it out.
        at: When it is sent, in seconds since 1970.
    """
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.digest(key, f"{message_id}.{at}.".encode() + content, hashlib.sha256)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
