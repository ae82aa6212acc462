"""Change here what a support ticket can be about, how long it may be, and which way it goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from buyer_portal.domain.decision_values import ActionKind, Decision
from buyer_portal.domain.orders import Order, OrderStatus, RejectedRequest
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.returns import Return, ReturnStatus
from buyer_portal.domain.sellers import parts_of

TICKET_CHARACTERS: Final = 2000
"""How long a message may be."""
TICKET_MESSAGES: Final = 100
"""How many messages a ticket holds, both ways together."""
OPEN_TICKETS: Final = 20
"""How many tickets of a buyer may be open at once."""


class TicketAbout(StrEnum):
    """What a ticket is about. Stable codes; the portal has the words."""

    CANCEL_REFUSED = "cancel_refused"
    APPEAL = "appeal"
    RETURN_APPEAL = "return_appeal"
    REFUND_LATE = "refund_late"
    RETURN = "return"
    SYSTEM_ERROR = "system_error"
    OTHER = "other"


class TicketStatus(StrEnum):
    """Where a ticket stands: with support, with the buyer, or done."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


class TicketCode(StrEnum):
    """What support did besides writing."""

    APPEAL_GRANTED = "appeal_granted"
    APPEAL_TOO_LATE = "appeal_too_late"
    APPEAL_DECLINED = "appeal_declined"
    RETURN_GRANTED = "return_granted"
    RETURN_TOO_LATE = "return_too_late"
    RETURN_UPHELD = "return_upheld"
    CLOSED_BY_BUYER = "closed_by_buyer"


DECIDED: Final = frozenset(
    {TicketCode.RETURN_GRANTED, TicketCode.RETURN_TOO_LATE, TicketCode.RETURN_UPHELD}
)
"""After these a declined return cannot be appealed again."""

ANYTIME: Final = (TicketAbout.SYSTEM_ERROR, TicketAbout.OTHER)
"""What can be asked with or without an order."""
_MONEY_BACK: Final = frozenset({ActionKind.SEE_REFUND})
_ARRIVING: Final = frozenset(
    {
        OrderStatus.PARTIALLY_SHIPPING,
        OrderStatus.IN_TRANSIT,
        OrderStatus.DELIVERED,
        OrderStatus.COMPLETED,
    }
)


def subjects_of(
    order: Order,
    decision: Decision,
    *,
    policy: Policy,
    now: datetime,
    returns: Sequence[Return] = (),
) -> tuple[TicketAbout, ...]:
    """Return what a ticket about an order can be about now, the most likely first; never empty."""
    subjects: list[TicketAbout] = []
    if appealable_returns(returns, policy=policy, now=now):
        subjects.append(TicketAbout.RETURN_APPEAL)
    if can_appeal(order, policy=policy, now=now):
        subjects.append(TicketAbout.APPEAL)
    is_cancelled = order.status is OrderStatus.CANCELLED
    has_money_back = any(action.kind in _MONEY_BACK for action in decision.actions)
    if has_money_back or order.refunded_minor:
        subjects.append(TicketAbout.REFUND_LATE)
    if decision.outcome is not Permission.INSTANT and not is_cancelled:
        subjects.append(TicketAbout.CANCEL_REFUSED)
    if order.status in _ARRIVING:
        subjects.append(TicketAbout.RETURN)
    return (*subjects, *ANYTIME)


def can_appeal(order: Order, *, policy: Policy, now: datetime) -> bool:
    """Say whether support can still overrule a seller who declined to cancel."""
    if order.status is OrderStatus.CANCELLED:
        return False
    return any(
        part.rejected_request is not None
        and any(line.open_quantity for line in part.lines)
        and now < _appeal_by(part.rejected_request, policy.of_seller(part.seller_id))
        for part in parts_of(order)
    )


def appealable_returns(
    returns: Sequence[Return], *, policy: Policy, now: datetime
) -> tuple[Return, ...]:
    """Return the declined returns about which support can still overrule the seller.

    Each has an appeal of its own; what support has decided is not asked again.
    """
    return tuple(
        one
        for one in returns
        if one.status is ReturnStatus.REJECTED
        and one.ended_at is not None
        and (one.appeal_decided_at is None or one.ended_at > one.appeal_decided_at)
        and one.ended_at <= now < return_appeal_by(one, one.ended_at, policy)
    )


def return_appeal_by(found: Return, declined_at: datetime, policy: Policy) -> datetime:
    """Return until when support can be asked to overrule who declined a return."""
    return declined_at + timedelta(days=policy.of_seller(found.seller_id).appeal_days)


def _appeal_by(rejected: RejectedRequest, policy: Policy) -> datetime:
    return rejected.rejected_at + timedelta(days=policy.appeal_days)
