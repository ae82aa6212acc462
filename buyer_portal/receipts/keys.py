"""Change here in which forms a trusted key may be handed to the checker."""

import json
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from buyer_portal.receipts.canonical import Json, decoded, encoded
from buyer_portal.receipts.seal import KEY_BYTES


class KeyUnreadableError(ValueError):
    """What was given as a key is none."""


def keys_in(given: str) -> frozenset[str]:
    """Return the public keys in ``given``: base64url itself, or a file with that, JWK, PEM.

    Raises:
        KeyUnreadableError: None of these.
    """
    text = given.strip()
    if decoded(text, KEY_BYTES):
        return frozenset({text})
    try:
        text = Path(given).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise KeyUnreadableError(
            f"{given!r} is neither a key nor a file that can be read"
        ) from None
    found = _keys_of(text)
    if not found:
        raise KeyUnreadableError(f"{given}: holds no Ed25519 public key")
    return found


def _keys_of(text: str) -> frozenset[str]:
    if decoded(text, KEY_BYTES):
        return frozenset({text})
    if text.startswith("-----BEGIN"):
        try:
            key = load_pem_public_key(text.encode())
        except (ValueError, UnsupportedAlgorithm):
            return frozenset()
        if not isinstance(key, Ed25519PublicKey):
            return frozenset()
        return frozenset({encoded(key.public_bytes(Encoding.Raw, PublicFormat.Raw))})
    try:
        document: Json = json.loads(text)
    except (ValueError, RecursionError):
        return frozenset()
    entries = document.get("keys", [document]) if isinstance(document, dict) else []
    return frozenset(
        entry["x"]
        for entry in entries
        if isinstance(entry, dict)
        and (entry.get("kty"), entry.get("crv")) == ("OKP", "Ed25519")
        and decoded(entry.get("x"), KEY_BYTES)
    )
