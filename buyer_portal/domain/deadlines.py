"""Change here which moments an order has to meet, and what happens when one passes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_facts import INSTANT, NONE, Facts, LineFacts
from buyer_portal.domain.decision_rules import window_end
from buyer_portal.domain.decision_values import Deadline, DeadlineKind, OnExpiry
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.return_rules import barred_pieces
from buyer_portal.domain.returns import Return

_FINISHED: Final = frozenset({OrderStatus.COMPLETED, OrderStatus.CANCELLED})


def can_return(order: Order, policy: Policy, now: datetime, returns: Sequence[Return] = ()) -> bool:
    """Say whether a return is possible now, or will be once the goods are there.

    The window is open until the last moment of ``return_days`` after delivery, that one excluded.
    Returns that run are not looked at (``domain/return_rules.py`` does), only what they left.
    """
    status = order.status
    if status is OrderStatus.CANCELLED or policy.return_days <= 0:
        return False
    asked_at = status if status is OrderStatus.COMPLETED else OrderStatus.DELIVERED
    if policy.stage(asked_at).return_ is NONE:
        return False
    delivered_at = order.moments.delivered_at
    if delivered_at is not None and now >= delivered_at + timedelta(days=policy.return_days):
        return False
    holds = not policy.exclusion_stages or asked_at in policy.exclusion_stages
    # A loop, because this runs in every decision and a generator costs three times as much.
    for line in order.lines:
        gone = line.cancelled_quantity + line.returned_quantity
        if returns:
            gone += barred_pieces(line.id, returns)
        if line.quantity > gone and not (holds and policy.exclusions.get(line.goods) is NONE):
            return True
    return False


def deadlines_of(facts: Facts, asked: Sequence[LineFacts]) -> tuple[Deadline, ...]:
    """Return what is running out, and what its end brings."""
    order, policy = facts.order, facts.policy
    status = order.status
    deadlines: list[Deadline] = []
    if status is OrderStatus.UNPAID:
        pay_by = order.moments.placed_at + timedelta(hours=policy.unpaid_expires_hours)
        # Past it, an order of another system is kept open there: when it ends, we do not know.
        if pay_by > facts.now or not order.external_id:
            deadlines.append(
                Deadline(kind=DeadlineKind.PAY_BY, at=pay_by, on_expiry=OnExpiry.ORDER_EXPIRES)
            )
    cancel_by = _cancel_by(facts, asked)
    if cancel_by is not None:
        deadlines.append(cancel_by)
    request = order.open_request or order.open_return
    if request is not None and request.answer_by is not None and status not in _FINISHED:
        silence = OnExpiry.REQUEST_APPROVED if request.silence_approves else OnExpiry.REQUEST_CLOSED
        deadlines.append(
            Deadline(kind=DeadlineKind.SELLER_ANSWERS_BY, at=request.answer_by, on_expiry=silence)
        )
    delivered_at = order.moments.delivered_at
    if (
        delivered_at is not None
        and has_left(status)
        and can_return(order, policy, facts.now, facts.returns)
    ):
        return_by = delivered_at + timedelta(days=policy.return_days)
        deadlines.append(
            Deadline(kind=DeadlineKind.RETURN_BY, at=return_by, on_expiry=OnExpiry.RETURN_CLOSES)
        )
    return tuple(deadlines)


def _cancel_by(facts: Facts, asked: Sequence[LineFacts]) -> Deadline | None:
    """Return when the first instant window of the lines asked for ends, if one is running."""
    if not facts.has_window or facts.actor is not Actor.BUYER:
        return None
    if facts.order.unlocked_at is not None:
        return None
    found: list[Deadline] = []
    for entry in asked:
        if entry.permission is not INSTANT:
            continue
        stage_policy = facts.policy.stage(entry.stage)
        end = window_end(facts.order, stage_policy)
        later = stage_policy.cancel_later
        if end is None or end <= facts.now or later is INSTANT:
            continue
        on_expiry = OnExpiry.CANCEL_CLOSES if later is NONE else OnExpiry.CANCEL_NEEDS_SELLER
        found.append(Deadline(kind=DeadlineKind.CANCEL_BY, at=end, on_expiry=on_expiry))
    return min(found, key=lambda deadline: deadline.at, default=None)
