"""Change here what a receipt says; a kind of receipt is one row of ``KINDS``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

FORMAT: Final = "buyer-portal-receipt/1"


class ReceiptKind(StrEnum):
    """What a receipt is about."""

    CANCELLATION = "cancellation"
    REFUND = "refund"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """What must hold of a kind of receipt.

    ``outcomes`` are how its subject can have ended. ``is_pay_out``: it tells of one refund that has
    arrived, so no line has to add up. ``has_statement``: it repeats what the buyer declared.
    """

    outcomes: frozenset[str]
    is_pay_out: bool = False
    has_statement: bool = False


KINDS: Final[Mapping[ReceiptKind, KindRow]] = {
    ReceiptKind.CANCELLATION: KindRow(outcomes=frozenset({"cancelled", "partly_cancelled"})),
    ReceiptKind.REFUND: KindRow(outcomes=frozenset({"paid_out"}), is_pay_out=True),
    ReceiptKind.WITHDRAWAL: KindRow(
        outcomes=frozenset({"cancelled", "requested", "goods_back", "goods_held"}),
        has_statement=True,
    ),
    ReceiptKind.RETURN: KindRow(outcomes=frozenset({"accepted", "received", "refunded"})),
}
"""The kinds, and what a checker holds them to. A new kind is a row here and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptOrder:
    """Which purchase it is about."""

    id: str
    number: str
    placed_at: datetime
    currency: str
    total_minor: int
    sellers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSubject:
    """What happened: a cancellation, a refund, a withdrawal, a return. ``reference`` is its own."""

    id: str
    reference: str
    asked_by: str
    asked_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReason:
    """Why, where it was said: a key of the market's list, words of one's own, or neither."""

    key: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """Pieces that it covers, and what they give back."""

    line_id: str
    product_name: str
    variant: str
    quantity: int
    unit_price_minor: int
    refund_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAmounts:
    """Minor units of the order's currency: ``lines + rest = total``.

    ``rest_minor`` is shipping, tax, fees and discounts. ``promised_minor`` is the part of the total
    that comes back later: when a seller agrees, or when the goods are back.
    """

    currency: str
    lines_minor: int
    rest_minor: int
    total_minor: int
    promised_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRefund:
    """Money by one payment method, as it stood when the receipt was issued."""

    id: str
    method: str
    label: str
    amount_minor: int
    currency: str
    status: str
    expected_from: datetime
    expected_until: datetime
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    bank_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPolicy:
    """Which rules it was decided under, as they were at purchase, and where they come from."""

    preset: str
    market: str
    version: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStatement:
    """What the buyer declared, word for word, and when it was received."""

    name: str
    email: str
    order_number: str
    text: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDeadline:
    """A date that follows from it: ``goods_back_by``, ``refund_by``."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt as it is signed. Moments are aware UTC.

    ``number`` counts the receipts of one buyer from 1; ``previous`` is the hash of the one before,
    empty for the first. ``buyer`` is the account's id, never a name.
    """

    format: str = FORMAT
    kind: ReceiptKind
    reference: str
    number: int
    previous: str
    issued_at: datetime
    tenant: str
    buyer: str
    order: ReceiptOrder
    subject: ReceiptSubject
    reason: ReceiptReason
    lines: tuple[ReceiptLine, ...]
    amounts: ReceiptAmounts
    refunds: tuple[ReceiptRefund, ...]
    policy: ReceiptPolicy
    statement: ReceiptStatement | None = None
    deadlines: tuple[ReceiptDeadline, ...] = ()
