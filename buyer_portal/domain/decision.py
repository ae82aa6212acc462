"""Change here how an order's facts and its policy become one decision; rules of a line: beside it.

A decision is made in four steps: the lines asked for are found, each line goes through the rules of
``decision_rules``, rules on the whole order may close what is left, and the outcome is drawn.

The outcome of a decision about everything (``lines`` None or empty) is the best that holds for any
line, so that what can still be cancelled can be; each line's own answer stands beside it. Where
lines were named, or the policy cancels orders only as a whole, the weakest line decides.

Lines named that the order does not have, or of which nothing is open, close the decision with the
cause ``order_changed``; more pieces than are open are cut down to the open ones; zero or fewer
pieces name nothing. All of it is in the trace, rule ``selection``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_rules import (
    BUYER_RULES,
    CLOSED_STAGES,
    INSTANT,
    NONE,
    OTHERS_RULES,
    RANK,
    REQUEST,
    VERDICT_OF,
    Facts,
    LineRule,
    cause_of,
    stage_of,
    window_end,
)
from buyer_portal.domain.decision_values import (
    Cause,
    Deadline,
    DeadlineKind,
    Decision,
    LineOutcome,
    OnExpiry,
    RefundPreview,
    TraceStep,
    Verdict,
)
from buyer_portal.domain.lifecycle import has_left
from buyer_portal.domain.money import share_out
from buyer_portal.domain.next_steps import actions_for
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, ReasonMode
from buyer_portal.domain.refunds import (
    Shares,
    pieces_share,
    preview_refund,
    refundable_minor,
    shares_of,
)
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
_FINISHED: Final = frozenset({OrderStatus.COMPLETED, OrderStatus.CANCELLED})
_ANSWERED_BY_SELLER: Final = frozenset({Cause.NEEDS_SELLER, Cause.PACKED, Cause.REQUEST_REJECTED})

INPUT_OF_RULE: Final = {
    "payment": "state",
    "whole_order": "is_whole",
    "open_request": "kind",
    "one_cancellation": "made",
    "build": "client_build",
    "outcome": "takes",
}
"""The one input that each rule on the whole order looks at."""


class _LineFacts:
    """One line on its way through the rules."""

    __slots__ = ("asked", "cause", "line", "permission", "stage")

    def __init__(self, line: OrderLine, stage: OrderStatus, asked: int) -> None:
        self.line = line
        self.stage = stage
        self.asked = asked
        self.permission = NONE
        self.cause: Cause | None = None


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
    chosen, is_sound = _select(facts, lines)
    everyone = _line_facts(order, chosen)
    asked = [entry for entry in everyone if entry.asked]
    _run_line_rules(facts, everyone, BUYER_RULES if by_buyer else OTHERS_RULES)

    takes_best = not lines and (policy.cancel_lines or not by_buyer)
    outcome = _combined(asked, takes_best=takes_best)
    causes = _causes_of(order, asked, outcome)
    if not is_sound:
        outcome = NONE
        causes.append(Cause.ORDER_CHANGED)
    if by_buyer:
        outcome = _close(facts, everyone, asked, outcome, causes)
    causes.sort(key=_RANK_OF_CAUSE.__getitem__)
    if by_buyer:
        outcome = _check_build(facts, everyone, client_build, outcome, causes)
    facts.trace.append(_outcome_step(outcome, takes_best=takes_best))

    covered = _covered(asked, outcome, takes_best=takes_best)
    preview, line_outcomes = _money(order, policy, everyone, covered)
    can_return = _can_return(order, policy, now)
    return Decision(
        outcome=outcome,
        causes=tuple(causes),
        trace=tuple(facts.trace),
        deadlines=_deadlines(facts, asked, can_return=can_return),
        actions=actions_for(
            order,
            causes,
            frozenset([entry.permission for entry in asked]),
            outcome=outcome,
            policy=policy,
            standing=standing,
            can_return=can_return,
        ),
        lines=line_outcomes,
        refund_preview=preview,
        stage=order.status,
        reason_mode=policy.reasons.mode,
        reason_required=policy.reasons.required,
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


def _select(facts: Facts, lines: Mapping[str, int] | None) -> tuple[Mapping[str, int] | None, bool]:
    """Return the pieces asked for, cut down to what is open, and whether the names were sound."""
    if not lines:
        return None, True
    open_pieces = {line.id: line.open_quantity for line in facts.order.lines}
    chosen: dict[str, int] = {}
    is_sound = True
    has_cut = False
    for line_id, count in lines.items():
        if count <= 0:
            continue
        available = open_pieces.get(line_id, 0)
        if available <= 0:
            is_sound = False
            continue
        has_cut = has_cut or count > available
        chosen[line_id] = min(count, available)
    if not chosen:
        is_sound = False
    verdict = Verdict.LIMITS if has_cut else Verdict.SILENT
    facts.trace.append(
        TraceStep(
            rule="selection",
            inputs={"lines": str(len(chosen)), "pieces": str(sum(chosen.values()))},
            verdict=verdict if is_sound else Verdict.CLOSES,
            permission=INSTANT if is_sound else NONE,
        )
    )
    return chosen, is_sound


def _line_facts(order: Order, chosen: Mapping[str, int] | None) -> list[_LineFacts]:
    everyone: list[_LineFacts] = []
    for line in order.lines:
        open_quantity = line.open_quantity
        if open_quantity <= 0:
            everyone.append(_LineFacts(line, OrderStatus.CANCELLED, 0))
        else:
            asked = open_quantity if chosen is None else chosen.get(line.id, 0)
            everyone.append(_LineFacts(line, stage_of(order, line), asked))
    return everyone


def _run_line_rules(
    facts: Facts, everyone: Sequence[_LineFacts], rules: Sequence[LineRule]
) -> None:
    trace = facts.trace
    for entry in everyone:
        # Lines that nobody asked for are judged too, but the trace is about the question.
        facts.trace = trace if entry.asked else []
        line, stage = entry.line, entry.stage
        permission = peak = NONE
        for rule in rules:
            permission = rule(facts, line, stage, permission)
            if permission is not NONE:
                peak = permission
        entry.permission = permission
        entry.cause = cause_of(stage, permission, is_excluded=peak is not NONE)
    facts.trace = trace


def _combined(asked: Sequence[_LineFacts], *, takes_best: bool) -> Permission:
    permissions = [entry.permission for entry in asked]
    if not permissions:
        return NONE
    pick = max if takes_best else min
    return pick(permissions, key=RANK.__getitem__)


def _causes_of(order: Order, asked: Sequence[_LineFacts], outcome: Permission) -> list[Cause]:
    if not asked:
        if order.status is OrderStatus.CANCELLED or order.lines:
            return [Cause.ALREADY_CANCELLED]
        return [Cause.POLICY_FINAL]
    left = [entry for entry in asked if has_left(entry.stage)]
    stayed = [entry for entry in asked if entry.stage not in CLOSED_STAGES]
    is_split = bool(left) and bool(stayed)
    causes = {
        entry.cause: None for entry in (stayed if is_split else asked) if entry.cause is not None
    }
    if is_split:
        causes[Cause.PARTLY_SHIPPED] = None
    if order.rejected_request is not None and stayed and outcome is not INSTANT:
        causes[Cause.REQUEST_REJECTED] = None
    return list(causes)


def _close(
    facts: Facts,
    everyone: Sequence[_LineFacts],
    asked: Sequence[_LineFacts],
    outcome: Permission,
    causes: list[Cause],
) -> Permission:
    """Let the rules on the whole order close what its lines left open."""
    order, policy, trace = facts.order, facts.policy, facts.trace
    trace.append(_silent_step("payment", order.payment_state.value))
    if not policy.cancel_lines:
        is_whole = all(entry.asked == entry.line.open_quantity for entry in everyone)
        if is_whole:
            trace.append(_silent_step("whole_order", "yes"))
        else:
            trace.append(_closing_step("whole_order", "no"))
            outcome = _shut(asked, Cause.POLICY_FINAL)
            _add(causes, Cause.POLICY_FINAL)
    request = order.open_request
    if request is None or order.status is OrderStatus.CANCELLED:
        trace.append(_silent_step("open_request", "none"))
    else:
        trace.append(
            _closing_step(
                "open_request", request.kind.value, "request.opened", request.requested_at
            )
        )
        outcome = _shut(everyone, Cause.ALREADY_REQUESTED)
        # Asking once more is no way out while an answer is open.
        causes[:] = [cause for cause in causes if cause not in _ANSWERED_BY_SELLER]
        causes.append(Cause.ALREADY_REQUESTED)
    if policy.one_cancellation:
        used = order.cancellations_made > 0 and order.status is not OrderStatus.UNPAID
        if used and request is None and outcome is not NONE:
            trace.append(_closing_step("one_cancellation", str(order.cancellations_made)))
            outcome = _shut(everyone, Cause.POLICY_FINAL)
            causes[:] = [cause for cause in causes if cause not in _ANSWERED_BY_SELLER]
            _add(causes, Cause.POLICY_FINAL)
        else:
            trace.append(_silent_step("one_cancellation", str(order.cancellations_made)))
    return outcome


def _check_build(
    facts: Facts,
    everyone: Sequence[_LineFacts],
    client_build: int | None,
    outcome: Permission,
    causes: list[Cause],
) -> Permission:
    minimum = facts.policy.minimum_client_build
    if client_build is None or client_build >= minimum:
        facts.trace.append(_silent_step("build", _build_said(client_build)))
        return outcome
    facts.trace.append(_closing_step("build", _build_said(client_build)))
    if RANK[outcome] >= RANK[REQUEST]:
        causes.insert(0, Cause.BUILD_OUTDATED)
    else:
        causes.append(Cause.BUILD_OUTDATED)
    return _shut(everyone, Cause.BUILD_OUTDATED)


def _shut(entries: Sequence[_LineFacts], cause: Cause) -> Permission:
    """Take away what is left of some lines; those that had gone keep their own cause."""
    for entry in entries:
        if entry.stage not in CLOSED_STAGES:
            entry.permission = NONE
            entry.cause = cause
    return NONE


def _add(causes: list[Cause], cause: Cause) -> None:
    if cause not in causes:
        causes.append(cause)


def _covered(
    asked: Sequence[_LineFacts], outcome: Permission, *, takes_best: bool
) -> dict[str, int]:
    """Return the pieces that a command with this outcome would cancel or ask for."""
    if outcome is NONE:
        return {}
    return {
        entry.line.id: entry.asked
        for entry in asked
        if not takes_best or entry.permission is outcome
    }


def _money(
    order: Order, policy: Policy, everyone: Sequence[_LineFacts], covered: Mapping[str, int]
) -> tuple[RefundPreview, tuple[LineOutcome, ...]]:
    left = refundable_minor(order)
    if left == 0 or not covered:
        return RefundPreview(currency=order.currency), tuple(
            [
                LineOutcome(
                    line_id=entry.line.id,
                    permission=entry.permission,
                    quantity=entry.asked,
                    cause=entry.cause,
                    covered=entry.line.id in covered,
                )
                for entry in everyone
            ]
        )
    shares = shares_of(order)
    preview = preview_refund(order, covered, policy, shares)
    nets = _capped(_nets(everyone, covered, shares), preview.total_minor)
    return preview, tuple(
        [
            LineOutcome(
                line_id=entry.line.id,
                permission=entry.permission,
                quantity=entry.asked,
                cause=entry.cause,
                refund_minor=net,
                covered=entry.line.id in covered,
            )
            for entry, net in zip(everyone, nets, strict=True)
        ]
    )


def _nets(
    everyone: Sequence[_LineFacts], covered: Mapping[str, int], shares: Shares
) -> Sequence[int]:
    return [
        pieces_share(
            shares.nets[at], entry.line.quantity, entry.line.cancelled_quantity, entry.asked
        )
        if entry.line.id in covered
        else 0
        for at, entry in enumerate(everyone)
    ]


def _capped(nets: Sequence[int], total_minor: int) -> Sequence[int]:
    return share_out(total_minor, nets) if sum(nets) > total_minor else nets


def _can_return(order: Order, policy: Policy, now: datetime) -> bool:
    """Say whether a return is possible now, or will be once the goods are there."""
    status = order.status
    if status is OrderStatus.CANCELLED or policy.return_days <= 0:
        return False
    if status is OrderStatus.COMPLETED:
        permission = policy.stage(OrderStatus.COMPLETED).return_
    else:
        permission = policy.stage(OrderStatus.DELIVERED).return_
    if permission is NONE:
        return False
    delivered_at = order.moments.delivered_at
    return delivered_at is None or now < delivered_at + timedelta(days=policy.return_days)


def _deadlines(
    facts: Facts, asked: Sequence[_LineFacts], *, can_return: bool
) -> tuple[Deadline, ...]:
    order, policy = facts.order, facts.policy
    status = order.status
    deadlines: list[Deadline] = []
    if status is OrderStatus.UNPAID:
        pay_by = order.moments.placed_at + timedelta(hours=policy.unpaid_expires_hours)
        deadlines.append(
            Deadline(kind=DeadlineKind.PAY_BY, at=pay_by, on_expiry=OnExpiry.ORDER_EXPIRES)
        )
    cancel_by = _cancel_by(facts, asked)
    if cancel_by is not None:
        deadlines.append(cancel_by)
    request = order.open_request
    if request is not None and request.answer_by is not None and status not in _FINISHED:
        deadlines.append(
            Deadline(
                kind=DeadlineKind.SELLER_ANSWERS_BY,
                at=request.answer_by,
                on_expiry=OnExpiry.REQUEST_APPROVED
                if request.silence_approves
                else OnExpiry.REQUEST_CLOSED,
            )
        )
    delivered_at = order.moments.delivered_at
    if can_return and delivered_at is not None and has_left(status):
        return_by = delivered_at + timedelta(days=policy.return_days)
        deadlines.append(
            Deadline(kind=DeadlineKind.RETURN_BY, at=return_by, on_expiry=OnExpiry.RETURN_CLOSES)
        )
    return tuple(deadlines)


def _cancel_by(facts: Facts, asked: Sequence[_LineFacts]) -> Deadline | None:
    """Return when the first instant window of the lines asked for runs out, if one is running."""
    if facts.actor is not Actor.BUYER or facts.order.unlocked_at is not None:
        return None
    for entry in asked:
        if entry.permission is not INSTANT:
            continue
        stage_policy = facts.policy.stage(entry.stage)
        end = window_end(facts.order, stage_policy)
        later = stage_policy.cancel_later
        if end is None or end <= facts.now or later is INSTANT:
            continue
        on_expiry = OnExpiry.CANCEL_CLOSES if later is NONE else OnExpiry.CANCEL_NEEDS_SELLER
        return Deadline(kind=DeadlineKind.CANCEL_BY, at=end, on_expiry=on_expiry)
    return None


def _outcome_step(outcome: Permission, *, takes_best: bool) -> TraceStep:
    return _step("outcome", "best" if takes_best else "least", VERDICT_OF[outcome], outcome)


def _silent_step(rule: str, said: str) -> TraceStep:
    return _step(rule, said, Verdict.SILENT, INSTANT)


def _build_said(client_build: int | None) -> str:
    return "unknown" if client_build is None else str(client_build)


@lru_cache(maxsize=2048)
def _step(rule: str, said: str, verdict: Verdict, permission: Permission) -> TraceStep:
    """Return a step without moments; the same one each time, because most orders say the same."""
    return TraceStep(
        rule=rule, inputs={INPUT_OF_RULE[rule]: said}, verdict=verdict, permission=permission
    )


def _closing_step(
    rule: str, said: str, event: str | None = None, at: datetime | None = None
) -> TraceStep:
    return TraceStep(
        rule=rule,
        inputs={INPUT_OF_RULE[rule]: said},
        verdict=Verdict.CLOSES,
        permission=NONE,
        event=event,
        at=at,
    )
