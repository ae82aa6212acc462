"""Change here what the rules together say of an order, or of one seller's part of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.deadlines import deadlines_of
from buyer_portal.domain.decision_facts import (
    CLOSED_STAGES,
    INSTANT,
    NONE,
    RANK,
    VERDICT_OF,
    Facts,
    LineFacts,
    of_line,
)
from buyer_portal.domain.decision_rules import (
    OF_LEFT,
    LineRule,
    cause_of,
    is_partly_gone,
    line_rules,
    stage_of,
)
from buyer_portal.domain.decision_selection import Selection
from buyer_portal.domain.decision_values import Cause, Deadline, DeadlineKind, TraceStep
from buyer_portal.domain.order_rules import close_by_order
from buyer_portal.domain.orders import GoodsKind, Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission

_Alike = tuple[OrderStatus, GoodsKind, str | None]
"""Status, goods and parcel: all that a rule may look at in a line."""

_Spoken = tuple[OrderStatus, Permission, Cause | None, list[TraceStep]]
"""How far a line is, what the rules left of it, why, and what they noted."""

_NOTHING_SAID: Final[_Spoken] = (OrderStatus.CANCELLED, NONE, None, [])


class Judged:
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


def judge(facts: Facts, chosen: Selection | None, order: Order) -> Judged:
    """Return what the rules say of a part; one that nobody asked about stays out of the trace."""
    by_buyer = facts.actor is Actor.BUYER
    trace, start = facts.trace, len(facts.trace)
    everyone = _judged_lines(facts, chosen)
    asked = [entry for entry in everyone if entry.asked]
    is_part = facts.order is not order
    takes_best = facts.policy.cancel_lines or not by_buyer
    outcome = _combined(asked, takes_best=takes_best)
    causes = _causes_of(facts.order, everyone, asked)
    if by_buyer and causes and outcome is not INSTANT and _was_declined(facts.order, asked):
        causes.append(Cause.REQUEST_REJECTED)
    if chosen is not None and not chosen.is_sound:
        outcome = NONE
        causes.append(Cause.ORDER_CHANGED)
    if by_buyer:
        facts.trace = [] if is_part and not asked else trace
        outcome = close_by_order(facts, everyone, asked, outcome, causes)
        facts.trace = trace
    if is_part:
        _sign(facts, asked, outcome, start, takes_best=takes_best)
    return Judged(facts, everyone, asked, outcome, causes, takes_best=takes_best)


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


def together(order: Order, parts: Sequence[Judged], asking: Sequence[Judged]) -> Judged:
    """Return what the parts of an order come to: the best outcome, the causes of all."""
    by_line = {id(entry.line): entry for part in parts for entry in part.everyone}
    everyone = [by_line[id(line)] for line in order.lines]
    asked = [entry for entry in everyone if entry.asked]
    outcome = max((part.outcome for part in asking), key=RANK.__getitem__, default=NONE)
    causes: list[Cause] = []
    if asking:
        causes = list(dict.fromkeys(cause for part in asking for cause in part.causes))
        is_less = any(cause is not Cause.ORDER_CHANGED for cause in causes)
        if is_less and is_partly_gone([entry.stage for entry in asked]):
            causes = [cause for cause in causes if cause not in OF_LEFT]
            if Cause.PARTLY_SHIPPED not in causes:
                causes.append(Cause.PARTLY_SHIPPED)
    else:
        causes = _causes_of(order, everyone, asked)
        if any(Cause.ORDER_CHANGED in part.causes for part in parts):
            causes.append(Cause.ORDER_CHANGED)
    return Judged(parts[0].facts, everyone, asked, outcome, causes, takes_best=True)


def leading_of(parts: Sequence[Judged], asking: Sequence[Judged]) -> Facts:
    """Return whose reasons are asked for: the first seller asked who requires one."""
    for part in asking:
        if part.facts.policy.reasons.required:
            return part.facts
    return (asking or parts)[0].facts


def deadlines_of_parts(
    parts: Sequence[Judged], relevant: Sequence[Judged], *, is_whole: bool
) -> tuple[Deadline, ...]:
    """Return what runs out, per seller where there are several; paying is done for all at once."""
    if is_whole:
        return deadlines_of(parts[0].facts, parts[0].asked) if relevant else ()
    found: list[Deadline] = []
    for part in relevant:
        facts = part.facts
        for deadline in deadlines_of(facts, part.asked):
            if deadline.kind is not DeadlineKind.PAY_BY:
                found.append(replace(deadline, seller_id=facts.order.seller_id))
            elif part is parts[0]:
                found.append(deadline)
    return tuple(found)


def _judged_lines(facts: Facts, chosen: Selection | None) -> list[LineFacts]:
    """Return every line of the order with what its rules say of it.

    Lines that nobody asked for are judged too, but the trace is about the question. Lines alike in
    all that rules look at are judged once; each has steps of its own in the trace.
    """
    order, trace = facts.order, facts.trace
    pieces = None if chosen is None else chosen.pieces
    rules = line_rules(facts)
    everyone: list[LineFacts] = []
    known: dict[_Alike, _Spoken] = {}
    last: OrderLine | None = None
    stage, permission, cause, steps = _NOTHING_SAID
    for line in order.lines:
        open_quantity = line.quantity - line.cancelled_quantity
        if open_quantity <= 0:
            everyone.append(
                LineFacts(line, OrderStatus.CANCELLED, 0, NONE, Cause.ALREADY_CANCELLED)
            )
            continue
        line_id = line.id
        asked = open_quantity if pieces is None else pieces.get(line_id, 0)
        # Most lines are like the one before; looking that up would cost more than comparing.
        if (
            last is None
            or line.status is not last.status
            or line.goods is not last.goods
            or line.package_id != last.package_id
        ):
            last = line
            alike = (line.status, line.goods, line.package_id)
            spoken = known.get(alike)
            if spoken is None:
                known[alike] = spoken = _spoken(facts, rules, line, stage_of(order, line))
            stage, permission, cause, steps = spoken
        if asked:
            for step in steps:
                trace.append(step if step.line_id == line_id else of_line(step, line_id))
        everyone.append(LineFacts(line, stage, asked, permission, cause))
    facts.trace = trace
    return everyone


def _spoken(
    facts: Facts, rules: Sequence[LineRule], line: OrderLine, stage: OrderStatus
) -> _Spoken:
    """Let the rules speak of a line one after the other."""
    steps: list[TraceStep] = []
    facts.trace = steps
    permission = peak = NONE
    for rule in rules:
        permission = rule(facts, line, stage, permission)
        if permission is not NONE:
            peak = permission
    cause = None
    if permission is not INSTANT:
        cause = cause_of(stage, permission, is_excluded=peak is not NONE)
    return stage, permission, cause, steps


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
) -> list[Cause]:
    if not asked:
        is_gone = all(entry.stage is OrderStatus.CANCELLED for entry in everyone)
        if order.status is OrderStatus.CANCELLED or (everyone and is_gone):
            return [Cause.ALREADY_CANCELLED]
        return [] if everyone else [Cause.POLICY_FINAL]
    causes = dict.fromkeys([entry.cause for entry in asked])
    causes.pop(None, None)
    if not causes:
        return []
    stages = {entry.stage for entry in asked}
    if len(stages) > 1 and is_partly_gone(stages):
        stayed = [entry for entry in asked if entry.stage not in CLOSED_STAGES]
        causes = {entry.cause: None for entry in stayed if entry.cause is not None}
        causes[Cause.PARTLY_SHIPPED] = None
    return [cause for cause in causes if cause is not None]


def _was_declined(order: Order, asked: Sequence[LineFacts]) -> bool:
    """Say whether the seller has declined what could still be cancelled."""
    if order.rejected_request is None:
        return False
    return any(entry.stage not in CLOSED_STAGES for entry in asked)
