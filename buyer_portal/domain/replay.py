"""Change here how a decision is read back out of its trace, without order and policy.

What nobody asked about leaves no step: a trace without a line says that nothing was open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from buyer_portal.domain.decision import CAUSE_ORDER
from buyer_portal.domain.decision_facts import CLOSED_STAGES, INSTANT, NONE, RANK, REQUEST
from buyer_portal.domain.decision_rules import OF_LEFT, cause_of, is_partly_gone
from buyer_portal.domain.decision_values import Cause, TraceStep, Verdict
from buyer_portal.domain.order_rules import ANSWERED_BY_SELLER
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a trace comes to; ``causes`` in the order of the decision's."""

    outcome: Permission
    causes: tuple[Cause, ...]


@dataclass(slots=True)
class _Line:
    stage: OrderStatus
    permission: Permission = NONE
    was_open: bool = False

    @property
    def cause(self) -> Cause | None:
        return cause_of(self.stage, self.permission, is_excluded=self.was_open)


@dataclass(slots=True)
class _Part:
    """What was said of one seller's lines, and of all of them together."""

    lines: dict[str, _Line] = field(default_factory=dict[str, _Line])
    closed_by: list[str] = field(default_factory=list[str])
    takes_best: bool = True
    was_declined: bool = False

    def hear(self, step: TraceStep) -> None:
        """Take in one step."""
        if step.line_id is None:
            self.takes_best = self.takes_best and step.rule != "whole_order"
            if step.verdict is Verdict.CLOSES:
                self.closed_by.append(step.rule)
        elif step.rule != "whole_order":  # which repeats what the weakest line came to
            line = self.lines.get(step.line_id)
            if line is None:
                line = self.lines[step.line_id] = _Line(OrderStatus(step.inputs["stage"]))
            line.permission = step.permission
            line.was_open = line.was_open or step.permission is not NONE
            self.was_declined = self.was_declined or step.rule == "rejection"

    def outcome_of_lines(self) -> Permission:
        """Return what the lines come to, whatever the whole order says."""
        pick = max if self.takes_best else min
        found = [line.permission for line in self.lines.values()]
        return pick(found, key=RANK.__getitem__, default=NONE)

    def outcome(self) -> Permission:
        """Return what is left."""
        return NONE if self.closed_by else self.outcome_of_lines()

    def causes(self) -> set[Cause]:
        """Return why it is not more."""
        found = _causes_of(list(self.lines.values()))
        stays = any(line.stage not in CLOSED_STAGES for line in self.lines.values())
        if found and self.was_declined and stays and self.outcome_of_lines() is not INSTANT:
            found.add(Cause.REQUEST_REJECTED)
        for rule in self.closed_by:
            if rule == "open_request":
                found = {*(found - ANSWERED_BY_SELLER), Cause.ALREADY_REQUESTED}
            elif rule == "one_cancellation":
                found = {*(found - ANSWERED_BY_SELLER), Cause.POLICY_FINAL}
            else:
                found.add(Cause.POLICY_FINAL)
        return found


def replay(trace: Iterable[TraceStep]) -> Replayed:
    """Draw outcome and causes from nothing but the trace of a decision."""
    parts: dict[str | None, _Part] = {}
    closed_by: set[str] = set()
    for step in trace:
        if step.rule in {"selection", "build", "outcome"}:
            if step.verdict is Verdict.CLOSES:
                closed_by.add(step.rule)
        else:
            parts.setdefault(step.seller_id, _Part()).hear(step)
    asked = [line for part in parts.values() for line in part.lines.values()]
    causes = {cause for part in parts.values() for cause in part.causes()}
    if causes and is_partly_gone(_stages_of(asked)):
        causes = {*causes, Cause.PARTLY_SHIPPED} - OF_LEFT
    outcome = max((part.outcome() for part in parts.values()), key=RANK.__getitem__, default=NONE)
    if "selection" in closed_by:
        causes.add(Cause.ORDER_CHANGED)
        outcome = NONE
    ranked = sorted(causes, key=CAUSE_ORDER.index)
    if "build" in closed_by:
        leads = RANK[outcome] >= RANK[REQUEST]
        ranked.insert(0 if leads else len(ranked), Cause.BUILD_OUTDATED)
        outcome = NONE
    return Replayed(outcome=outcome, causes=tuple(ranked))


def _causes_of(lines: Sequence[_Line]) -> set[Cause]:
    causes = {line.cause for line in lines if line.cause}
    if causes and is_partly_gone(_stages_of(lines)):
        stayed = {line.cause for line in lines if line.stage not in CLOSED_STAGES}
        return {cause for cause in stayed if cause} | {Cause.PARTLY_SHIPPED}
    return causes


def _stages_of(lines: Sequence[_Line]) -> list[OrderStatus]:
    return [line.stage for line in lines]
