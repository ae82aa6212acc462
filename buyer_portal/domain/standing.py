"""Change here what a buyer's ledger of strikes holds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """A refused delivery that counts until ``expires_at``; None: all sellers see it."""

    id: str
    order_id: str
    seller_id: str | None
    happened_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All strikes of one buyer, oldest first; empty is good standing."""

    strikes: tuple[Strike, ...] = ()
