"""Change here what a return is, which way it may go, and what happens when nobody acts.

    REQUESTED ──▶ APPROVED ──▶ SHIPPED ──▶ RECEIVED ──▶ COMPLETED
        │            │            │
        ▼            ▼            ▼
    REJECTED, WITHDRAWN or EXPIRED

Support may overrule a seller who declined: REJECTED goes on to APPROVED, or to RECEIVED where the
goods had gone back already.

Money goes back at RECEIVED. Where nothing has to be sent back (a refund alone, or a part that the
seller offered) it goes back at APPROVED, and COMPLETED follows once it has arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from buyer_portal.domain.cancellations import Actor, CancelledLine, Refund
from buyer_portal.domain.orders import RequestKind

SHIP_DAYS_OF_RIGHT: Final = 14
"""Calendar days to send goods that nobody can refuse to take back, whatever a policy says.

Source: Directive 2011/83/EU, Article 14 (1).
"""

LOOK_DAYS: Final = 2
"""A seller has at least so many days to look at goods after the carrier brought them; ours."""


class ReturnKind(StrEnum):
    """What the buyer wants. ``REFUND`` sends nothing back."""

    RETURN = "return"
    REFUND = "refund"


class ReturnStatus(StrEnum):
    """Where a return stands."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    SHIPPED = "SHIPPED"
    RECEIVED = "RECEIVED"
    COMPLETED = "COMPLETED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class ReturnOutcome(StrEnum):
    """What the buyer gets: all of the money for the goods, for keeping them, or a part of it."""

    NONE = "none"
    RETURNED = "returned"
    KEPT = "kept"
    PART = "part"


class OfferStatus(StrEnum):
    """Where an offer of a part of the money stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


_S = ReturnStatus

RETURN_STEPS: Final[dict[ReturnStatus, frozenset[ReturnStatus]]] = {
    _S.REQUESTED: frozenset({_S.APPROVED, _S.REJECTED, _S.WITHDRAWN, _S.EXPIRED}),
    _S.APPROVED: frozenset({_S.SHIPPED, _S.RECEIVED, _S.COMPLETED, _S.WITHDRAWN, _S.EXPIRED}),
    _S.SHIPPED: frozenset({_S.RECEIVED, _S.REJECTED}),
    _S.RECEIVED: frozenset({_S.COMPLETED}),
    _S.COMPLETED: frozenset(),
    _S.REJECTED: frozenset({_S.APPROVED, _S.RECEIVED}),
    _S.WITHDRAWN: frozenset(),
    _S.EXPIRED: frozenset(),
}
"""Where a return may go next; nothing else is allowed."""

RUNNING: Final = frozenset({_S.REQUESTED, _S.APPROVED, _S.SHIPPED})
"""While a return is here somebody has to do something."""

UNDONE: Final = frozenset({_S.WITHDRAWN, _S.EXPIRED})
"""What ended so was never there: the pieces can be returned anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOffer:
    """A part of the money that the seller offers for keeping the goods."""

    amount_minor: int
    offered_at: datetime
    answer_by: datetime
    status: OfferStatus = OfferStatus.OPEN
    answered_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Pieces that a buyer sends back, or wants money for. ``reference`` is read aloud.

    ``is_right``: the seller has no say in it, and no reason has to be given. ``answer_reason`` is
    why the seller declined. ``ship_days`` and ``confirm_days`` are those of the policy at the time
    of asking. ``address`` and ``instructions`` are the seller's own words; empty
    where nobody gave any. Money is paid back once ``refund_minor`` is no forecast any more
    (``paid_back_at``). ``is_before_arrival``: the parcel was still on its way when it was asked.
    """

    id: str
    reference: str
    order_id: str
    seller_id: str
    kind: ReturnKind
    status: ReturnStatus
    reason_key: str = ""
    reason_text: str = ""
    photo_ids: tuple[str, ...] = ()
    is_right: bool = False
    is_free: bool = True
    is_before_arrival: bool = False
    requested_at: datetime
    asked_at_version: int = 0
    """The order's version before; it tells apart what was asked for at one moment."""
    answer_by: datetime | None = None
    answer_hours: int = 48
    silence_approves: bool = True
    ship_days: int = 5
    confirm_days: int = 8
    reviewed_at: datetime | None = None
    """When somebody decided on the other side who did not say yet how."""
    answered_at: datetime | None = None
    answered_by: Actor | None = None
    answer_reason: str = ""
    address: str = ""
    instructions: str = ""
    offer: ReturnOffer | None = None
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    carrier: str = ""
    tracking_number: str = ""
    arrived_at: datetime | None = None
    confirm_by: datetime | None = None
    received_at: datetime | None = None
    received_by: Actor | None = None
    paid_back_at: datetime | None = None
    ended_at: datetime | None = None
    appeal_decided_at: datetime | None = None
    """When support last left a refusal of it as it was, by its own word or because of the time."""
    outcome: ReturnOutcome = ReturnOutcome.NONE
    lines: tuple[CancelledLine, ...] = ()
    refund_minor: int = 0
    currency: str
    refunds: tuple[Refund, ...] = ()

    @property
    def pieces(self) -> dict[str, int]:
        """The pieces it is about (line id → pieces)."""
        return {line.line_id: line.quantity for line in self.lines}

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to do something."""
        if self.status is ReturnStatus.APPROVED and self.outcome is not ReturnOutcome.NONE:
            return False
        return self.status in RUNNING

    @property
    def open_offer(self) -> ReturnOffer | None:
        """The offer that waits for the buyer; None when none does."""
        is_open = self.offer is not None and self.offer.status is OfferStatus.OPEN
        return self.offer if is_open and self.status is ReturnStatus.REQUESTED else None

    @property
    def request_kind(self) -> RequestKind:
        """What is open on the order because of it."""
        return RequestKind.RETURN if self.kind is ReturnKind.RETURN else RequestKind.REFUND

    @property
    def is_overruled(self) -> bool:
        """Whether support decided for the buyer after the seller had declined."""
        return Actor.SUPPORT in (self.answered_by, self.received_by)

    @property
    def must_be_sent(self) -> bool:
        """Whether the buyer has to send something now."""
        is_approved = self.status is ReturnStatus.APPROVED
        return is_approved and self.kind is ReturnKind.RETURN and self.is_running


class DueKind(StrEnum):
    """What runs out on a return."""

    SELLER_ANSWERS_BY = "seller_answers_by"
    BUYER_ANSWERS_BY = "buyer_answers_by"
    SHIP_BY = "ship_by"
    SELLER_CONFIRMS_BY = "seller_confirms_by"


class OnDue(StrEnum):
    """What happens when it has run out."""

    APPROVED = "approved"
    EXPIRED = "expired"
    OFFER_LAPSED = "offer_lapsed"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDue:
    """The next moment (aware UTC) of a return, and what comes of it when nobody acts."""

    kind: DueKind
    at: datetime
    then: OnDue


def due_of(found: Return) -> ReturnDue | None:
    """Return what runs out next; None where nothing does. There is never more than one."""
    offer = found.open_offer
    if offer is not None:
        return ReturnDue(kind=DueKind.BUYER_ANSWERS_BY, at=offer.answer_by, then=OnDue.OFFER_LAPSED)
    if found.status is ReturnStatus.REQUESTED and found.answer_by is not None:
        then = OnDue.APPROVED if found.silence_approves else OnDue.EXPIRED
        return ReturnDue(kind=DueKind.SELLER_ANSWERS_BY, at=found.answer_by, then=then)
    if found.must_be_sent and found.ship_by is not None:
        return ReturnDue(kind=DueKind.SHIP_BY, at=found.ship_by, then=OnDue.EXPIRED)
    if found.status is ReturnStatus.SHIPPED and found.confirm_by is not None:
        return ReturnDue(kind=DueKind.SELLER_CONFIRMS_BY, at=found.confirm_by, then=OnDue.RECEIVED)
    return None


def may_step(status: ReturnStatus, next_status: ReturnStatus) -> bool:
    """Say whether a return at ``status`` may go to ``next_status``; staying is no step."""
    return next_status in RETURN_STEPS[status]


def running_in(returns: Sequence[Return]) -> tuple[Return, ...]:
    """Return those on which somebody has to do something, oldest first."""
    return tuple(one for one in returns if one.is_running)


def days_to_ship(policy_days: int, *, is_right: bool) -> int:
    """Return how many days there are to send goods: by right never fewer than the law gives."""
    return max(policy_days, SHIP_DAYS_OF_RIGHT) if is_right else policy_days


def ship_until(moment: datetime, days: int) -> datetime:
    """Return until when goods have to be on their way that may go back since ``moment``."""
    return moment + timedelta(days=days)


def confirm_until(shipped_at: datetime, days: int, arrived_at: datetime | None = None) -> datetime:
    """Return until when the seller has to say that the goods are there."""
    until = shipped_at + timedelta(days=days)
    return until if arrived_at is None else max(until, arrived_at + timedelta(days=LOOK_DAYS))
