"""Change here how an order's facts and its policy become one decision; the rules: beside it.

A decision is made in four steps: the lines asked for are found, each line goes through the rules of
``decision_rules``, those of ``order_rules`` may close what is left, and the outcome is drawn.

The outcome of a decision about everything (``lines`` None or empty) is the best that holds for any
line, so that what can still be cancelled can be; each line's own answer stands beside it. Where
lines were named, or the policy cancels orders only as a whole, the weakest line decides.

Lines named that the order does not have, or of which nothing is open, close the decision with the
cause ``order_changed``; more pieces than are open are cut down to the open ones; zero or fewer
pieces name nothing. All of it is in the trace, rule ``selection``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.deadlines import can_return, deadlines_of
from buyer_portal.domain.decision_facts import (
    CLOSED_STAGES,
    INSTANT,
    NONE,
    RANK,
    Facts,
    LineFacts,
    line_outcome,
)
from buyer_portal.domain.decision_rules import cause_of, line_rules, stage_of
from buyer_portal.domain.decision_values import (
    Cause,
    Decision,
    LineOutcome,
    RefundPreview,
    Verdict,
)
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.next_steps import actions_for
from buyer_portal.domain.order_rules import close_by_build, close_by_order, note_outcome
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, ReasonMode
from buyer_portal.domain.refunds import refund_of
from buyer_portal.domain.standing import Standing

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
) -> Decision:
    """Return what may be done about an order, why, until when, and what it gives back.

    Pure and total: never raises for aware UTC moments, whatever the order looks like.

    Args:
        lines: Line id → pieces; None or empty means every open piece.
        client_build: What the browser says it runs; None is unknown and limits nothing. It can
            only take away, never grant.
    """
    facts = Facts(order, actor, now, policy)
    by_buyer = actor is Actor.BUYER
    chosen = _select(facts, lines) if lines else None
    everyone = _judged(facts, chosen)
    asked = [entry for entry in everyone if entry.asked]

    takes_best = chosen is None and (policy.cancel_lines or not by_buyer)
    outcome = _combined(asked, takes_best=takes_best)
    causes = _causes_of(order, everyone, asked, outcome)
    if chosen is not None and not (chosen.is_sound and asked):
        outcome = NONE
        causes.append(Cause.ORDER_CHANGED)
    if by_buyer:
        outcome = close_by_order(facts, everyone, asked, outcome, causes)
    causes.sort(key=_RANK_OF_CAUSE.__getitem__)
    if by_buyer:
        outcome = close_by_build(facts, everyone, client_build, outcome, causes)
    note_outcome(facts, outcome, takes_best=takes_best)

    preview, outcomes = _money(order, policy, everyone, outcome, takes_best=takes_best)
    is_returnable = can_return(order, policy, now)
    reasons = policy.reasons
    return Decision(
        outcome=outcome,
        causes=tuple(causes),
        trace=tuple(facts.trace),
        deadlines=deadlines_of(facts, asked, is_returnable=is_returnable),
        actions=actions_for(
            order,
            tuple(causes),
            frozenset([entry.permission for entry in asked]),
            outcome=outcome,
            policy=policy,
            standing=standing,
            is_returnable=is_returnable,
        ),
        lines=outcomes,
        refund_preview=preview,
        stage=order.status,
        reason_mode=reasons.mode,
        reason_required=reasons.required,
        reason_keys=reason_keys_of(policy, order.status),
        confirm_step=policy.confirm_step,
        cancel_lines=policy.cancel_lines,
    )


def reason_keys_of(policy: Policy, stage: OrderStatus) -> tuple[str, ...]:
    """Return the reasons offered at a stage; later paid stages share those of waiting to ship."""
    reasons = policy.reasons
    if reasons.mode in _LISTLESS:
        return ()
    keys = reasons.keys.get(stage)
    return reasons.keys.get(OrderStatus.AWAITING_SHIPMENT, ()) if keys is None else keys


class _Selection:
    """The pieces asked for, cut down to what is open; unsound when some are not there."""

    __slots__ = ("is_sound", "pieces")

    def __init__(self, pieces: dict[str, int], *, is_sound: bool) -> None:
        self.pieces = pieces
        self.is_sound = is_sound


def _select(facts: Facts, lines: Mapping[str, int]) -> _Selection:
    open_pieces = {line.id: line.open_quantity for line in facts.order.lines}
    pieces: dict[str, int] = {}
    is_sound, has_cut = True, False
    for line_id, count in lines.items():
        available = open_pieces.get(line_id, 0)
        if count > 0 and available > 0:
            has_cut = has_cut or count > available
            pieces[line_id] = min(count, available)
        elif count > 0:
            is_sound = False
    is_sound = is_sound and bool(pieces)
    verdict = Verdict.LIMITS if has_cut else Verdict.SILENT
    facts.note(
        "selection",
        {"lines": str(len(pieces)), "pieces": str(sum(pieces.values()))},
        verdict if is_sound else Verdict.CLOSES,
        INSTANT if is_sound else NONE,
    )
    return _Selection(pieces, is_sound=is_sound)


def _judged(facts: Facts, chosen: _Selection | None) -> list[LineFacts]:
    """Return every line of the order with what its rules say of it.

    Lines that nobody asked for are judged too, but the trace is about the question.
    """
    order, trace = facts.order, facts.trace
    rules = line_rules(facts)
    everyone: list[LineFacts] = []
    for line in order.lines:
        open_quantity = line.quantity - line.cancelled_quantity
        if open_quantity <= 0:
            gone = LineFacts(line, OrderStatus.CANCELLED, 0)
            gone.cause = Cause.ALREADY_CANCELLED
            everyone.append(gone)
            continue
        asked = open_quantity if chosen is None else chosen.pieces.get(line.id, 0)
        stage = stage_of(order, line)
        entry = LineFacts(line, stage, asked)
        facts.trace = trace if asked else []
        permission = peak = NONE
        for rule in rules:
            permission = rule(facts, line, stage, permission)
            if permission is not NONE:
                peak = permission
        entry.permission = permission
        if permission is not INSTANT:
            entry.cause = cause_of(stage, permission, is_excluded=peak is not NONE)
        everyone.append(entry)
    facts.trace = trace
    return everyone


def _combined(asked: Sequence[LineFacts], *, takes_best: bool) -> Permission:
    permissions = {entry.permission for entry in asked}
    if len(permissions) == 1:
        return permissions.pop()
    if not permissions:
        return NONE
    pick = max if takes_best else min
    return pick(permissions, key=RANK.__getitem__)


def _causes_of(
    order: Order,
    everyone: Sequence[LineFacts],
    asked: Sequence[LineFacts],
    outcome: Permission,
) -> list[Cause]:
    if not asked:
        is_gone = all(entry.stage is OrderStatus.CANCELLED for entry in everyone)
        if order.status is OrderStatus.CANCELLED or (everyone and is_gone):
            return [Cause.ALREADY_CANCELLED]
        return [] if everyone else [Cause.POLICY_FINAL]
    causes = {entry.cause: None for entry in asked if entry.cause is not None}
    if not causes:
        return []
    stayed = [entry for entry in asked if entry.stage not in CLOSED_STAGES]
    if stayed and any(has_left(entry.stage) for entry in asked):
        causes = {entry.cause: None for entry in stayed if entry.cause is not None}
        causes[Cause.PARTLY_SHIPPED] = None
    if order.rejected_request is not None and stayed and outcome is not INSTANT:
        causes[Cause.REQUEST_REJECTED] = None
    return list(causes)


def _money(
    order: Order,
    policy: Policy,
    everyone: Sequence[LineFacts],
    outcome: Permission,
    *,
    takes_best: bool,
) -> tuple[RefundPreview, tuple[LineOutcome, ...]]:
    """Return the refund of the covered lines and every line's own outcome.

    Covered are the pieces that a command with this outcome would cancel, or ask for.
    """
    covered = [
        outcome is not NONE and entry.asked > 0 and (entry.permission is outcome or not takes_best)
        for entry in everyone
    ]
    pieces = {
        entry.line.id: entry.asked
        for entry, is_covered in zip(everyone, covered, strict=True)
        if is_covered
    }
    preview, nets = refund_of(order, pieces, policy)
    return preview, tuple(
        [
            line_outcome(entry, net, covered=is_covered)
            for entry, net, is_covered in zip(everyone, nets, covered, strict=True)
        ]
    )
