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


class RefundFailure(StrEnum):
    """Why a refund did not arrive."""

    ACCOUNT_CLOSED = "account_closed"
    REFUSED_BY_BANK = "refused_by_bank"
    PROVIDER_ERROR = "provider_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money going back by one payment method, expected between two dates (aware UTC).

    ``requested_at`` is when the cancellation took effect. ``sent_at`` is when the payment system
    took it, ``bank_reference`` what a bank finds it by; ``late_at`` when it had not come in time.
    A refund that failed is tried again as the next ``attempt``, the last time by support.
    """

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
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    failed_at: datetime | None = None
    late_at: datetime | None = None
    failure: RefundFailure | None = None
    bank_reference: str = ""
    attempt: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """A request to cancel pieces of an order. ``reference`` is short, checked and read aloud.

    A request that waits passes ``received_at`` (the seller's side got it) and, where the policy
    says so, ``held_at`` (the parcel was put aside). ``answered_by`` the carrier means overtaken.
    """

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
    received_at: datetime | None = None
    held_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: Actor | None = None
    answer_reason: str = ""
    lines: tuple[CancelledLine, ...] = ()
    refund_minor: int = 0
    currency: str
    refunds: tuple[Refund, ...] = ()

    @property
    def line_ids(self) -> frozenset[str]:
        """The lines it is about."""
        return frozenset([line.line_id for line in self.lines])

    @property
    def is_overtaken(self) -> bool:
        """Whether the carrier took the parcel before anybody answered."""
        return self.status is CancellationStatus.REJECTED and self.answered_by is Actor.CARRIER
