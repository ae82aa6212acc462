"""Change here what a cancellation is and which way it may go."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from buyer_portal.domain.orders import PaymentMethod


class CancellationStatus(StrEnum):
    """Where a cancellation stands."""

    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    COMPLETE = "COMPLETE"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class Actor(StrEnum):
    """Who asks or acts."""

    BUYER = "buyer"
    SELLER = "seller"
    SYSTEM = "system"
    CARRIER = "carrier"
    SUPPORT = "support"


CANCELLATION_STEPS: Final[dict[CancellationStatus, frozenset[CancellationStatus]]] = {
    CancellationStatus.PENDING: frozenset(
        {
            CancellationStatus.SUCCESS,
            CancellationStatus.REJECTED,
            CancellationStatus.WITHDRAWN,
        }
    ),
    CancellationStatus.SUCCESS: frozenset({CancellationStatus.COMPLETE}),
    CancellationStatus.COMPLETE: frozenset(),
    CancellationStatus.REJECTED: frozenset(),
    CancellationStatus.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledLine:
    """Pieces of a line that a cancellation covers, and what they give back."""

    line_id: str
    quantity: int
    refund_minor: int = 0


class RefundStatus(StrEnum):
    """Where money on its way back is."""

    INITIATED = "INITIATED"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money going back by one payment method, expected between two dates (aware UTC)."""

    id: str
    payment_id: str
    method: PaymentMethod
    label: str = ""
    amount_minor: int
    currency: str
    status: RefundStatus = RefundStatus.INITIATED
    requested_at: datetime
    expected_from: datetime
    expected_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """A request to cancel pieces of an order. ``reference`` is short, checked and read aloud."""

    id: str
    reference: str
    order_id: str
    status: CancellationStatus
    requested_by: Actor
    reason_key: str = ""
    reason_text: str = ""
    requested_at: datetime
    answer_by: datetime | None = None
    silence_approves: bool = True
    answered_at: datetime | None = None
    answer_reason: str = ""
    lines: tuple[CancelledLine, ...] = ()
    refund_minor: int = 0
    currency: str
    refunds: tuple[Refund, ...] = ()
