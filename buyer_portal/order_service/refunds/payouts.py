"""Change here what the service asks of a payment system, whichever it is.

A payment system is asked for one payout per ``key``. Asked again with the same key it answers again
and pays nothing: an answer that was lost is asked for anew, so no fault of the network pays twice.

    PayoutError
    └── PaymentSystemUnavailableError   no answer, or one that says nothing; ask again, same key
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from buyer_portal.domain.cancellations import RefundFailure
from buyer_portal.domain.orders import PaymentMethod


class PayoutError(Exception):
    """The payment system could not be asked."""


class PaymentSystemUnavailableError(PayoutError):
    """Nobody knows whether it heard us."""


class PayoutState(StrEnum):
    """Where the payment system says that a payout is."""

    PENDING = "pending"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money to give back by one payment. All moments are aware UTC, on the tenant's clock."""

    tenant: str
    key: str
    external_payment_id: str
    method: PaymentMethod
    amount_minor: int
    currency: str
    asked_at: datetime
    expected_from: datetime
    expected_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutStatus:
    """What became of a payout.

    ``payout_id`` is the payment system's own, ``bank_reference`` what a bank finds the money by,
    empty while nobody knows it. ``at`` is when it settled or failed; ``look_again_at`` when a
    pending one is worth asking about.
    """

    state: PayoutState
    payout_id: str
    bank_reference: str = ""
    at: datetime | None = None
    failure: RefundFailure | None = None
    look_again_at: datetime | None = None


class PaymentSystem(Protocol):
    """Who pays out."""

    @property
    def name(self) -> str:
        """Kept with each refund, so that it is looked up where it was sent."""
        ...

    async def submit(self, payout: Payout) -> PayoutStatus:
        """Ask for a payout; the same key again is the same payout.

        Raises:
            PaymentSystemUnavailableError: No answer.
        """
        ...

    async def close(self) -> None:
        """Let go of what it holds open."""
        ...

    async def look_up(self, payout: Payout, payout_id: str) -> PayoutStatus:
        """Return what became of a payout, as of ``payout.asked_at``.

        Raises:
            PaymentSystemUnavailableError: No answer.
        """
        ...
