"""Change here a rule on the whole order: it may close what the lines left open, never open it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from buyer_portal.domain.decision_facts import (
    CLOSED_STAGES,
    INSTANT,
    NONE,
    RANK,
    REQUEST,
    VERDICT_OF,
    Facts,
    LineFacts,
)
from buyer_portal.domain.decision_values import Cause, TraceStep, Verdict
from buyer_portal.domain.orders import OpenRequest, Order, OrderStatus
from buyer_portal.domain.policy import Permission

ANSWERED_BY_SELLER: Final = frozenset({Cause.NEEDS_SELLER, Cause.PACKED, Cause.REQUEST_REJECTED})
"""Causes whose way out is to ask the seller, which is pointless while an answer is open."""

INPUT_OF_RULE: Final = {
    "payment": "state",
    "whole_order": "is_whole",
    "open_request": "kind",
    "one_cancellation": "made",
    "build": "client_build",
    "outcome": "takes",
}
"""The one input that each of these rules looks at."""


def close_by_order(
    facts: Facts,
    everyone: Sequence[LineFacts],
    asked: Sequence[LineFacts],
    outcome: Permission,
    causes: list[Cause],
) -> Permission:
    """Return what is left of the outcome after whole order, open request and one cancellation."""
    order, policy, trace = facts.order, facts.policy, facts.trace
    trace.append(_step("payment", order.payment_state, Verdict.SILENT, INSTANT))
    if not policy.cancel_lines:
        is_whole = all(entry.asked == max(0, entry.line.open_quantity) for entry in everyone)
        if is_whole:
            trace.append(_step("whole_order", "yes", Verdict.SILENT, INSTANT))
        else:
            trace.append(_step("whole_order", "no", Verdict.CLOSES, NONE))
            outcome = _shut(asked, Cause.POLICY_FINAL)
            _add(causes, Cause.POLICY_FINAL)
    request = order.open_request or _barring_return(order, asked)
    if request is None or order.status is OrderStatus.CANCELLED:
        trace.append(_step("open_request", "none", Verdict.SILENT, INSTANT))
    else:
        facts.note(
            "open_request",
            {"kind": request.kind.value},
            Verdict.CLOSES,
            NONE,
            event="request.opened",
            at=request.requested_at,
        )
        outcome = _shut(everyone, Cause.ALREADY_REQUESTED)
        causes[:] = [cause for cause in causes if cause not in ANSWERED_BY_SELLER]
        causes.append(Cause.ALREADY_REQUESTED)
    if policy.one_cancellation:
        made = str(order.cancellations_made)
        is_used = order.cancellations_made > 0 and order.status is not OrderStatus.UNPAID
        if is_used and request is None and outcome is not NONE:
            trace.append(_step("one_cancellation", made, Verdict.CLOSES, NONE))
            outcome = _shut(everyone, Cause.POLICY_FINAL)
            causes[:] = [cause for cause in causes if cause not in ANSWERED_BY_SELLER]
            _add(causes, Cause.POLICY_FINAL)
        else:
            trace.append(_step("one_cancellation", made, Verdict.SILENT, INSTANT))
    return outcome


def close_by_build(
    facts: Facts,
    everyone: Sequence[LineFacts],
    client_build: int | None,
    outcome: Permission,
    causes: list[Cause],
) -> Permission:
    """Return nothing for an outdated page; it leads where updating alone solves it.

    An unknown build limits nothing: what a browser says can only take away.
    """
    said = "unknown" if client_build is None else str(client_build)
    if client_build is None or client_build >= facts.policy.minimum_client_build:
        facts.trace.append(_step("build", said, Verdict.SILENT, INSTANT))
        return outcome
    facts.trace.append(_step("build", said, Verdict.CLOSES, NONE))
    if RANK[outcome] >= RANK[REQUEST]:
        causes.insert(0, Cause.BUILD_OUTDATED)
        return _shut(everyone, Cause.BUILD_OUTDATED)
    causes.append(Cause.BUILD_OUTDATED)
    return _shut(everyone, None)


def note_outcome(trace: list[TraceStep], outcome: Permission, *, takes_best: bool) -> None:
    """Say last what it all comes to, and whether the best or the weakest line decided."""
    takes = "best" if takes_best else "least"
    trace.append(_step("outcome", takes, VERDICT_OF[outcome], outcome))


def _barring_return(order: Order, asked: Sequence[LineFacts]) -> OpenRequest | None:
    """Return the open return where it is about what was asked for, or nothing else could be.

    Goods of the same seller that have not been sent are cancelled beside it.
    """
    request = order.open_return
    if request is None or not request.line_ids:
        return request
    here = [entry.line.id for entry in asked if entry.stage not in CLOSED_STAGES]
    is_free = bool(here) and not any(line_id in request.line_ids for line_id in here)
    return None if is_free else request


def _shut(entries: Sequence[LineFacts], cause: Cause | None) -> Permission:
    """Take away what is left of some lines; those that had gone keep their own cause."""
    for entry in entries:
        if entry.stage not in CLOSED_STAGES:
            entry.permission = NONE
            entry.cause = cause or entry.cause
    return NONE


def _add(causes: list[Cause], cause: Cause) -> None:
    if cause not in causes:
        causes.append(cause)


@lru_cache(maxsize=2048)
def _step(rule: str, said: str, verdict: Verdict, permission: Permission) -> TraceStep:
    """Return a step without moments; one object for many orders, because most say the same."""
    return TraceStep(
        rule=rule, inputs={INPUT_OF_RULE[rule]: said}, verdict=verdict, permission=permission
    )
