"""Change here how a receipt is signed: Ed25519 over the hash of its leaves' hashes."""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from buyer_portal.domain.receipts import FORMAT, Receipt
from buyer_portal.receipts.canonical import as_json, canonical, digests_of, encoded, hash_of

ALGORITHM: Final = "Ed25519"
DIGEST: Final = "SHA-256"
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class SealedReceipt:
    """A receipt as it is kept and handed out; ``hash`` is what the next one names."""

    text: str
    hash: str


class Sealer:
    """Signs receipts with the key of this installation."""

    def __init__(self, seed: bytes) -> None:
        """Take 32 secret bytes; the same bytes are the same key."""
        self._key: Final = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._key.public_key()
        self.public_bytes: Final = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key: Final = encoded(self.public_bytes)
        self.key_id: Final = key_id_of(self.public_key)
        self.pem: Final = public.public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ).decode()

    def seal(self, receipt: Receipt) -> SealedReceipt:
        """Return the receipt with its proof, as canonical JSON."""
        document = as_json(receipt)
        digests = digests_of(document)
        whole = hash_of(digests)
        proof = {
            "algorithm": ALGORITHM,
            "digest": DIGEST,
            "digests": digests,
            "hash": whole,
            "key_id": self.key_id,
            "public_key": self.public_key,
            "signature": encoded(self._key.sign(signed_bytes(whole))),
        }
        text = canonical({"receipt": document, "proof": proof})
        return SealedReceipt(text.decode(), whole)

    def jwk(self) -> dict[str, str]:
        """Return the public key as a JSON Web Key (RFC 8037)."""
        return {**_jwk(self.public_key), "kid": self.key_id, "alg": "EdDSA", "use": "sig"}


def signed_bytes(whole: str) -> bytes:
    """Return what the signature is over; the format's name keeps it apart from other signatures."""
    return f"{FORMAT}\n{whole}".encode()


def key_id_of(public_key: str) -> str:
    """Return the thumbprint of a key (RFC 7638)."""
    named = json.dumps(_jwk(public_key), sort_keys=True, separators=(",", ":"))
    return encoded(hashlib.sha256(named.encode()).digest())


def _jwk(public_key: str) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": public_key}
