"""Change here what the receipt resources carry."""

from datetime import datetime

from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.order_contract.base import Message


class ReceiptEntry(Message):
    """That there is a receipt: of which kind, about which cancellation or refund."""

    id: str
    order_id: str
    kind: ReceiptKind
    subject_id: str
    reference: str
    number: int
    issued_at: datetime


class ReceiptAnswer(Message):
    """A receipt. ``document`` is what was signed, byte for byte; it is handed out as it is."""

    entry: ReceiptEntry
    hash: str
    document: str
    server_now: datetime


class AllReceipts(Message):
    """Every receipt of a buyer as it was signed, from the first on."""

    documents: tuple[str, ...]


class SigningKey(Message):
    """A public key as a JSON Web Key (RFC 8037)."""

    kty: str
    crv: str
    x: str
    kid: str
    alg: str
    use: str


class SigningKeys(Message):
    """The keys that receipts are signed with, as a JSON Web Key Set."""

    keys: tuple[SigningKey, ...]
