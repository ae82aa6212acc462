"""Change here what a rule of the guidance can ask of a situation."""

from collections.abc import Callable
from typing import Final

from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.policy import Permission
from buyer_portal.domain.sellers import request_to
from buyer_portal.guidance.facts import is_return_open, moment, spoke
from buyer_portal.guidance.situation import Situation

Predicate = Callable[[Situation], bool]


def has(cause: Cause, *also: Predicate) -> Predicate:
    """Return a predicate: the decision holds ``cause``, and all of ``also`` are true."""

    def applies(situation: Situation) -> bool:
        decision = situation.decision
        return (
            decision is not None
            and cause in decision.causes
            and all(predicate(situation) for predicate in also)
        )

    return applies


def knows(*names: str) -> Predicate:
    """Return a predicate: every parameter of ``facts.PARAMETERS`` named is known as a moment."""
    return lambda situation: all(moment(situation, name) is not None for name in names)


def unless(predicate: Predicate) -> Predicate:
    """Return a predicate: ``predicate`` is false."""
    return lambda situation: not predicate(situation)


def speaks(rule: str) -> Predicate:
    """Return a predicate: a rule of the engine limited or closed something."""
    return lambda situation: spoke(situation, rule)


def leads(cause: Cause) -> Predicate:
    """Return a predicate: ``cause`` is the first of the decision."""

    def applies(situation: Situation) -> bool:
        decision = situation.decision
        return decision is not None and decision.causes[:1] == (cause,)

    return applies


def outcome_is(permission: Permission) -> Predicate:
    """Return a predicate: that is what the decision came to."""

    def applies(situation: Situation) -> bool:
        decision = situation.decision
        return decision is not None and decision.outcome is permission

    return applies


def silence_approves(situation: Situation) -> bool:
    """Say whether a seller who says nothing agrees: to the open request, or by the policy."""
    order = situation.order
    if order is not None and order.open_requests:
        return order.open_requests[0].silence_approves
    return situation.policy is not None and situation.policy.silence_approves


def is_returning(situation: Situation) -> bool:
    """Say whether all that is open are returns: one that was agreed to waits for its buyer."""
    order = situation.order
    return order is not None and bool(order.open_requests) and request_to(order, "") is None


def is_partly_cancellable(situation: Situation) -> bool:
    """Say whether at least one line can be cancelled at once."""
    decision = situation.decision
    return decision is not None and any(
        line.permission is Permission.INSTANT for line in decision.lines
    )


def nothing_is_left(situation: Situation) -> bool:
    """Say whether returns took all that could go back, and their time is not what ended it."""
    return situation.has_returns and not is_return_open(situation)


REQUESTS: Final = outcome_is(Permission.REQUEST)
PACKED: Final = knows("packed_at")
ANSWERED: Final = knows("answer_by")
DATED_RETURN: Final = knows("delivered_at", "return_by")
LEADING_BUILD: Final = leads(Cause.BUILD_OUTDATED)
BY_ONCE: Final = speaks("one_cancellation")
BY_GOODS: Final = speaks("goods")
BY_WHOLE: Final = speaks("whole_order")
