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
from dataclasses import replace
from datetime import datetime
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.deadlines import can_return, deadlines_of
from buyer_portal.domain.decision_facts import (
    CLOSED_STAGES,
    INSTANT,
    NONE,
    RANK,
    VERDICT_OF,
    Facts,
    LineFacts,
)
from buyer_portal.domain.decision_money import money_of
from buyer_portal.domain.decision_rules import cause_of, line_rules, stage_of
from buyer_portal.domain.decision_values import (
    Cause,
    Deadline,
    DeadlineKind,
    Decision,
    TraceStep,
    Verdict,
)
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.next_steps import actions_for
from buyer_portal.domain.order_rules import close_by_build, close_by_order, note_outcome
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, ReasonMode
from buyer_portal.domain.sellers import parts_of
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
_OF_LEFT: Final = frozenset({Cause.IN_TRANSIT, Cause.DELIVERED, Cause.COMPLETED})
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
    trace: list[TraceStep] = []
    by_buyer = actor is Actor.BUYER
    chosen = _select(trace, order, lines) if lines else None
    parts = [
        _judge(Facts(part, actor, now, policy.of_seller(part.seller_id), trace), chosen, order)
        for part in parts_of(order)
    ]
    asking = [part for part in parts if part.asked]
    whole = parts[0] if len(parts) == 1 else _together(order, parts, asking)

    outcome, causes = whole.outcome, whole.causes
    if chosen is not None and not chosen.is_sound:
        outcome = NONE
    causes.sort(key=_RANK_OF_CAUSE.__getitem__)
    if by_buyer:
        strictest = max(parts, key=lambda part: part.facts.policy.minimum_client_build)
        outcome = close_by_build(strictest.facts, whole.everyone, client_build, outcome, causes)
    note_outcome(trace, outcome, takes_best=whole.takes_best)

    money = money_of(order, policy, whole.everyone, outcome, takes_best=whole.takes_best)
    relevant = parts if chosen is None else asking
    is_returnable = any(can_return(part.facts.order, part.facts.policy, now) for part in relevant)
    leading = _leading(parts, asking)
    reasons = leading.policy.reasons
    return Decision(
        outcome=outcome,
        causes=tuple(causes),
        trace=tuple(trace),
        deadlines=_deadlines(parts, relevant, is_whole=whole is parts[0]),
        actions=actions_for(
            order,
            tuple(causes),
            frozenset([entry.permission for entry in whole.asked]),
            outcome=outcome,
            policy=leading.policy,
            standing=standing,
            is_returnable=is_returnable,
        ),
        lines=money.lines,
        refund_preview=money.preview,
        request_preview=money.request_preview,
        requests=money.requests,
        stage=order.status,
        reason_mode=reasons.mode,
        reason_required=reasons.required,
        reason_keys=reason_keys_of(leading.policy, leading.order.status),
        confirm_step=any(part.facts.policy.confirm_step for part in asking or parts),
        cancel_lines=whole is not parts[0] or policy.cancel_lines,
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


def _select(trace: list[TraceStep], order: Order, lines: Mapping[str, int]) -> _Selection:
    open_pieces = {line.id: line.open_quantity for line in order.lines}
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
    trace.append(
        TraceStep(
            rule="selection",
            inputs={"lines": str(len(pieces)), "pieces": str(sum(pieces.values()))},
            verdict=verdict if is_sound else Verdict.CLOSES,
            permission=INSTANT if is_sound else NONE,
        )
    )
    return _Selection(pieces, is_sound=is_sound)


class _Judged:
    """What the rules say of an order, or of one seller's part of it."""

    __slots__ = ("asked", "causes", "everyone", "facts", "outcome", "takes_best")

    def __init__(
        self,
        facts: Facts,
        everyone: list[LineFacts],
        asked: list[LineFacts],
        outcome: Permission,
        causes: list[Cause],
        *,
        takes_best: bool,
    ) -> None:
        self.facts = facts
        self.everyone = everyone
        self.asked = asked
        self.outcome = outcome
        self.causes = causes
        self.takes_best = takes_best


def _judge(facts: Facts, chosen: _Selection | None, order: Order) -> _Judged:
    """Return what the rules say of a part; one that nobody asked about stays out of the trace."""
    by_buyer = facts.actor is Actor.BUYER
    trace, start = facts.trace, len(facts.trace)
    everyone = _judged(facts, chosen)
    asked = [entry for entry in everyone if entry.asked]
    is_part = facts.order is not order
    takes_best = facts.policy.cancel_lines or not by_buyer
    outcome = _combined(asked, takes_best=takes_best)
    causes = _causes_of(facts.order, everyone, asked, outcome)
    if chosen is not None and not chosen.is_sound:
        outcome = NONE
        causes.append(Cause.ORDER_CHANGED)
    if by_buyer:
        facts.trace = [] if is_part and not asked else trace
        outcome = close_by_order(facts, everyone, asked, outcome, causes)
        facts.trace = trace
    if is_part:
        _sign(facts, asked, outcome, start, takes_best=takes_best)
    return _Judged(facts, everyone, asked, outcome, causes, takes_best=takes_best)


def _sign(
    facts: Facts,
    asked: Sequence[LineFacts],
    outcome: Permission,
    start: int,
    *,
    takes_best: bool,
) -> None:
    """Lower what its seller cancels as a whole only, and say of each step whose it is."""
    for entry in asked:
        if not takes_best and entry.permission is not outcome:
            entry.permission = outcome
            entry.cause = entry.cause or Cause.POLICY_FINAL
            inputs = {"is_whole": "yes"}
            facts.note("whole_order", inputs, VERDICT_OF[outcome], outcome, line=entry.line)
    seller_id = facts.order.seller_id
    facts.trace[start:] = [replace(step, seller_id=seller_id) for step in facts.trace[start:]]


def _together(order: Order, parts: Sequence[_Judged], asking: Sequence[_Judged]) -> _Judged:
    """Return what the parts of an order come to: the best outcome, the causes of all."""
    by_line = {id(entry.line): entry for part in parts for entry in part.everyone}
    everyone = [by_line[id(line)] for line in order.lines]
    asked = [entry for entry in everyone if entry.asked]
    outcome = max((part.outcome for part in asking), key=RANK.__getitem__, default=NONE)
    causes: list[Cause] = []
    if asking:
        causes = list(dict.fromkeys(cause for part in asking for cause in part.causes))
        have_left = [entry for entry in asked if has_left(entry.stage)]
        if have_left and any(entry.stage not in CLOSED_STAGES for entry in asked):
            causes = [cause for cause in causes if cause not in _OF_LEFT]
            if Cause.PARTLY_SHIPPED not in causes:
                causes.append(Cause.PARTLY_SHIPPED)
    else:
        causes = _causes_of(order, everyone, asked, outcome)
        if any(Cause.ORDER_CHANGED in part.causes for part in parts):
            causes.append(Cause.ORDER_CHANGED)
    return _Judged(parts[0].facts, everyone, asked, outcome, causes, takes_best=True)


def _leading(parts: Sequence[_Judged], asking: Sequence[_Judged]) -> Facts:
    """Return whose reasons are asked for: the first seller asked who requires one."""
    for part in asking:
        if part.facts.policy.reasons.required:
            return part.facts
    return (asking or parts)[0].facts


def _deadlines(
    parts: Sequence[_Judged], relevant: Sequence[_Judged], *, is_whole: bool
) -> tuple[Deadline, ...]:
    """Return what runs out, per seller where there are several; paying is done for all at once."""
    found: list[Deadline] = []
    for part in relevant:
        facts = part.facts
        is_returnable = can_return(facts.order, facts.policy, facts.now)
        for deadline in deadlines_of(facts, part.asked, is_returnable=is_returnable):
            if is_whole:
                found.append(deadline)
            elif deadline.kind is not DeadlineKind.PAY_BY:
                found.append(replace(deadline, seller_id=facts.order.seller_id))
            elif part is parts[0]:
                found.append(deadline)
    return tuple(found)


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
