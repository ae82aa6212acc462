"""Change here how an order's facts and its policy become one decision; the rules: beside it.

A decision is made in four steps: the lines asked for are found, each line goes through the rules of
``decision_rules``, those of ``order_rules`` may close what is left, and the outcome is drawn.

Each line has its own answer, also when lines were named: what can be cancelled at once is, what
needs the seller's yes is asked for, what is too late stays. The outcome of the whole decision is
the best of them. Only where a policy cancels orders as a whole does the weakest line decide.

Lines of further sellers are judged by their own seller's policy, window and requests: the order is
taken apart, each part is decided as an order of its own, and the answers are put together. Money is
shared out over the whole order.

Lines named that the order does not have, or of which nothing is open, close the decision with the
cause ``order_changed``; more pieces than are open are cut down to the open ones; zero or fewer
pieces name nothing. All of it is in the trace, rule ``selection``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.deadlines import can_return
from buyer_portal.domain.decision_facts import NONE, Facts
from buyer_portal.domain.decision_money import money_of
from buyer_portal.domain.decision_parts import (
    deadlines_of_parts,
    judge,
    leading_of,
    together,
)
from buyer_portal.domain.decision_selection import select
from buyer_portal.domain.decision_values import Cause, Decision, TraceStep
from buyer_portal.domain.next_steps import actions_for
from buyer_portal.domain.order_rules import close_by_build, note_outcome
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Policy, ReasonMode
from buyer_portal.domain.quick import quick
from buyer_portal.domain.returns import Return
from buyer_portal.domain.sellers import parts_of
from buyer_portal.domain.standing import Standing
from buyer_portal.domain.support import appealable_returns, can_appeal

CAUSE_ORDER: Final = (
    Cause.ORDER_CHANGED,
    Cause.ALREADY_REQUESTED,
    Cause.PARTLY_SHIPPED,
    Cause.REQUEST_REJECTED,
    Cause.NEEDS_SELLER,
    Cause.PACKED,
    Cause.POLICY_FINAL,
    Cause.IN_TRANSIT,
    Cause.DELIVERED,
    Cause.COMPLETED,
    Cause.ALREADY_CANCELLED,
)
"""What can be solved soonest leads; ``build_outdated`` leads where updating alone solves it."""

_RANK_OF_CAUSE: Final = {cause: rank for rank, cause in enumerate(CAUSE_ORDER)}
_decision: Final = quick(Decision)
_LISTLESS: Final = frozenset({ReasonMode.TEXT, ReasonMode.NONE})


def decide(
    order: Order,
    lines: Mapping[str, int] | None,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
    standing: Standing,
    client_build: int | None,
    returns: Sequence[Return] = (),
) -> Decision:
    """Return what may be done about an order, why, until when, and what it gives back.

    Pure and total: never raises for aware UTC moments, whatever the order looks like.

    Args:
        lines: Line id → pieces; None or empty means every open piece.
        client_build: What the browser says it runs; None is unknown and limits nothing. It can
            only take away, never grant.
        returns: All of the order so far: what they left is not offered again.
    """
    trace: list[TraceStep] = []
    by_buyer = actor is Actor.BUYER
    chosen = select(trace, order, lines) if lines else None
    parts = [
        judge(
            Facts(part, actor, now, policy.of_seller(part.seller_id), trace, returns),
            chosen,
            order,
        )
        for part in parts_of(order)
    ]
    asking = [part for part in parts if part.asked]
    whole = strictest = parts[0]
    if len(parts) > 1:
        whole = together(order, parts, asking)
        strictest = max(parts, key=lambda part: part.facts.policy.minimum_client_build)

    outcome, causes = whole.outcome, whole.causes
    if chosen is not None and not chosen.is_sound:
        outcome = NONE
    if len(causes) > 1:
        causes.sort(key=_RANK_OF_CAUSE.__getitem__)
    if by_buyer:
        outcome = close_by_build(strictest.facts, whole.everyone, client_build, outcome, causes)
    note_outcome(trace, outcome, takes_best=whole.takes_best)

    money = money_of(order, policy, whole.everyone, outcome, takes_best=whole.takes_best)
    relevant = parts if chosen is None else asking
    leading = whole.facts
    if len(parts) > 1:
        leading = leading_of(parts, asking)
        is_returnable = any(
            can_return(part.facts.order, part.facts.policy, now, returns) for part in relevant
        )
        has_step = any(part.facts.policy.confirm_step for part in asking or parts)
    else:
        is_returnable = bool(relevant) and can_return(leading.order, leading.policy, now, returns)
        has_step = leading.policy.confirm_step
    reasons = leading.policy.reasons
    return _decision(
        outcome=outcome,
        causes=tuple(causes),
        trace=tuple(trace),
        deadlines=deadlines_of_parts(parts, relevant, is_whole=whole is parts[0]),
        actions=actions_for(
            order,
            tuple(causes),
            whole.asked,
            outcome=outcome,
            policy=leading.policy,
            of_order=policy,
            standing=standing,
            is_returnable=is_returnable,
            can_appeal=Cause.REQUEST_REJECTED in causes
            and can_appeal(order, policy=policy, now=now),
            returns=returns,
            can_appeal_return=bool(returns)
            and bool(appealable_returns(returns, policy=policy, now=now)),
        ),
        lines=money.lines,
        refund_preview=money.preview,
        request_preview=money.request_preview,
        requests=money.requests,
        stage=order.status,
        reason_mode=reasons.mode,
        reason_required=reasons.required,
        reason_keys=reason_keys_of(leading.policy, leading.order.status),
        confirm_step=has_step,
        cancel_lines=whole is not parts[0] or policy.cancel_lines,
    )


def reason_keys_of(policy: Policy, stage: OrderStatus) -> tuple[str, ...]:
    """Return the reasons offered at a stage; later paid stages share those of waiting to ship."""
    reasons = policy.reasons
    if reasons.mode in _LISTLESS:
        return ()
    keys = reasons.keys.get(stage)
    return reasons.keys.get(OrderStatus.AWAITING_SHIPMENT, ()) if keys is None else keys
