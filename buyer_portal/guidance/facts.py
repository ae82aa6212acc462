"""Change here how a situation's moments and counts become parameters of a text."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from buyer_portal.domain.decision_values import ActionKind, DeadlineKind, Verdict
from buyer_portal.guidance.situation import Situation
from buyer_portal.guidance.values import Parameter

_FULL_STOP: Final = re.compile(r"(?<![.…])\.\Z")


def spoke(situation: Situation, rule: str) -> bool:
    """Say whether a rule of the engine limited or closed something."""
    decision = situation.decision
    return decision is not None and any(
        step.rule == rule and step.verdict in (Verdict.LIMITS, Verdict.CLOSES)
        for step in decision.trace
    )


def moment(situation: Situation, name: str) -> datetime | None:
    """Return a moment by its parameter name; None where it is not known."""
    value = PARAMETERS[name](situation)
    return value if isinstance(value, datetime) else None


def rejection_words(situation: Situation) -> str:
    """Return what the seller wrote when declining; empty when nothing.

    A full stop at its end is left out: the sentence that quotes it has one.
    """
    order = situation.order
    rejected = None if order is None else order.rejected_request
    return "" if rejected is None else _FULL_STOP.sub("", rejected.reason.strip())


def can_return(situation: Situation) -> bool:
    """Say whether the goods can go back once they are there."""
    return _offers(situation, ActionKind.RETURN_AFTER_DELIVERY)


def is_return_open(situation: Situation) -> bool:
    """Say whether a return can be started now."""
    return _offers(situation, ActionKind.START_RETURN)


def can_appeal_return(situation: Situation) -> bool:
    """Say whether support can overrule a seller who declined a return."""
    return _offers(situation, ActionKind.APPEAL_RETURN)


def has_money_to_come(situation: Situation) -> bool:
    """Say whether a cancelled order has a refund to look at."""
    return _offers(situation, ActionKind.SEE_REFUND)


def _offers(situation: Situation, kind: ActionKind) -> bool:
    decision = situation.decision
    return decision is not None and any(action.kind is kind for action in decision.actions)


def _closed_at(event: str) -> Callable[[Situation], Parameter | None]:
    """Return when an event closed the window, from the trace: the line's own parcel counts."""

    def read(situation: Situation) -> Parameter | None:
        decision = situation.decision
        if decision is None:
            return None
        moments = [step.at for step in decision.trace if step.event == event and step.at]
        return min(moments, default=None)

    return read


def _packed_at(situation: Situation) -> Parameter | None:
    order = situation.order
    if order is None:
        return None
    packed = [package.packed_at for package in order.packages if package.packed_at]
    return order.moments.packed_at or min(packed, default=None)


def _deadline(kind: DeadlineKind) -> Callable[[Situation], Parameter | None]:
    def read(situation: Situation) -> Parameter | None:
        decision = situation.decision
        if decision is None:
            return None
        return next((entry.at for entry in decision.deadlines if entry.kind is kind), None)

    return read


def _requested_at(situation: Situation) -> Parameter | None:
    order = situation.order
    request = None if order is None else next(iter(order.open_requests), None)
    return None if request is None else request.requested_at


PARAMETERS: Final[dict[str, Callable[[Situation], Parameter | None]]] = {
    "confirmed_at": lambda situation: situation.confirmed_at,
    "retry_at": lambda situation: situation.retry_at,
    "packed_at": _packed_at,
    "collected_at": _closed_at("order.collected"),
    "delivered_at": lambda s: None if s.order is None else s.order.moments.delivered_at,
    "cancelled_at": lambda s: None if s.order is None else s.order.moments.cancelled_at,
    "return_by": _deadline(DeadlineKind.RETURN_BY),
    "answer_by": _deadline(DeadlineKind.SELLER_ANSWERS_BY),
    "requested_at": _requested_at,
    "seller_reason": rejection_words,
    "answer_hours": lambda s: None if s.policy is None else s.policy.answer_hours,
    "return_days": lambda s: None if s.policy is None else s.policy.return_days,
}
"""Every placeholder that a text of ``why.*`` may have, and where its value comes from."""
