"""Change here a rule on one line: stage, time window, exclusions, unlock, the seller's refusal.

A rule is handed what the rules before it left and says what it leaves; each one that spoke adds a
step to the trace, whose ``permission`` is what holds for the line after it.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_facts import (
    CLOSED_STAGES,
    INSTANT,
    NONE,
    RANK,
    REQUEST,
    SILENT_STAGE,
    UNLOCK,
    VERDICT_OF,
    Facts,
)
from buyer_portal.domain.decision_values import Cause, Verdict
from buyer_portal.domain.lifecycle import PROGRESS, has_left
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, StagePolicy
from buyer_portal.domain.sellers import seller_of

_SELLERS_WORD: Final = frozenset({UNLOCK, REQUEST})
_STAGE_INPUTS: Final = {stage: {"stage": stage.value} for stage in OrderStatus}
_WITHOUT_BUYER: Final = {
    Actor.SELLER: frozenset(
        {OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT, OrderStatus.AWAITING_COLLECTION}
    ),
    Actor.SYSTEM: frozenset(OrderStatus)
    - {OrderStatus.DELIVERED, OrderStatus.COMPLETED, OrderStatus.CANCELLED},
    Actor.CARRIER: frozenset[OrderStatus](),
    Actor.SUPPORT: frozenset[OrderStatus](),
}
"""Where others than the buyer may cancel. Source for sellers: the Partner API's initiation matrix,
"market policy" read as yes; the system closes what is overdue, lost or refused."""


LineRule = Callable[[Facts, OrderLine, OrderStatus, Permission], Permission]


def stage_of(order: Order, line: OrderLine) -> OrderStatus:
    """Return how far a line is: its own stage when partly shipped, else the further of the two."""
    status, stage = order.status, line.status
    if status is OrderStatus.PARTIALLY_SHIPPING:
        # A line cannot be partly shipped itself; then the careful reading is that it has left.
        return OrderStatus.IN_TRANSIT if stage is OrderStatus.PARTIALLY_SHIPPING else stage
    if status is stage:
        return stage
    if stage is OrderStatus.PARTIALLY_SHIPPING:
        stage = OrderStatus.IN_TRANSIT
    return stage if PROGRESS[stage] > PROGRESS[status] else status


def has_parcel_in_transit(order: Order) -> bool:
    """Say whether the carrier has goods that are still to come."""
    return any(
        line.open_quantity > 0 and stage_of(order, line) is OrderStatus.IN_TRANSIT
        for line in order.lines
    )


def sellers_in_transit(order: Order) -> frozenset[str]:
    """Return the sellers of whose goods the carrier has some that are still to come."""
    return frozenset(
        seller_of(order, line)
        for line in order.lines
        if line.open_quantity > 0 and stage_of(order, line) is OrderStatus.IN_TRANSIT
    )


def window_end(order: Order, stage_policy: StagePolicy) -> datetime | None:
    """Return when ``cancel`` gives way to ``cancel_later``; None where no clock runs."""
    if stage_policy.instant_minutes is None:
        return None
    return order.moments.placed_at + timedelta(minutes=stage_policy.instant_minutes)


def stage_rule(facts: Facts, line: OrderLine, stage: OrderStatus, _: Permission) -> Permission:
    """The stage table: what the policy says here, nothing once the carrier has the goods."""
    closed = CLOSED_STAGES.get(stage)
    event: str | None = None
    at: datetime | None = None
    if closed is not None:
        permission, event, at = NONE, closed[1], facts.reached_at(stage, line)
    else:
        permission = facts.policy.stages.get(stage, SILENT_STAGE).cancel
        if permission is not INSTANT:
            event, at = _what_closed(facts, line, stage)
    verdict = VERDICT_OF[permission]
    return facts.note(
        "stage", _STAGE_INPUTS[stage], verdict, permission, line=line, event=event, at=at
    )


def window_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """The clock since the order was placed; at its last moment the window is already over."""
    if stage in CLOSED_STAGES:
        return permission
    stage_policy = facts.policy.stages.get(stage, SILENT_STAGE)
    end = window_end(facts.order, stage_policy)
    if end is None:
        return permission
    is_over = facts.now >= end
    left = stage_policy.cancel_later if is_over else permission
    inputs = {"minutes": str(stage_policy.instant_minutes), "is_over": _said(is_over)}
    event = "window.closed" if is_over else None
    return facts.note("window", inputs, VERDICT_OF[left], left, line=line, event=event, at=end)


def goods_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """Goods that the policy excludes: at most what it leaves for their kind."""
    ceiling = facts.policy.exclusions.get(line.goods)
    if ceiling is None or not _excludes_at(facts.policy, stage):
        return permission
    left = _least(permission, ceiling)
    inputs = {"goods": line.goods.value}
    return facts.note("goods", inputs, _verdict(permission, left), left, line=line)


def shipped_by_seller_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """Orders that the seller ships without the platform: at most what the policy leaves."""
    ceiling = facts.policy.excludes_shipped_by_seller
    if ceiling is None or not _excludes_at(facts.policy, stage):
        return permission
    by_seller = facts.order.shipped_by_seller
    left = _least(permission, ceiling) if by_seller else permission
    inputs = {"shipped_by_seller": _said(by_seller)}
    return facts.note("shipped_by_seller", inputs, _verdict(permission, left), left, line=line)


def late_shipment_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """A seller who ships late has lost the say: what needed an answer needs none."""
    if not facts.policy.late_shipment_is_instant or stage in CLOSED_STAGES:
        return permission
    ship_by = facts.order.moments.ship_by
    is_late = ship_by is not None and facts.now > ship_by
    left = INSTANT if is_late and permission is REQUEST else permission
    inputs = {"is_late": _said(is_late)}
    at = ship_by if is_late else None
    return facts.note("late_shipment", inputs, _verdict(permission, left), left, line=line, at=at)


def rejection_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """After the seller declined, asking again is over; the seller can still open the option."""
    rejected = facts.order.rejected_request
    if rejected is None or stage in CLOSED_STAGES:
        return permission
    left = _least(permission, UNLOCK) if permission is REQUEST else permission
    return facts.note(
        "rejection",
        {"rejected": "yes"},
        _verdict(permission, left),
        left,
        line=line,
        event="cancellation.rejected",
        at=rejected.rejected_at,
    )


def unlock_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """The seller opened the cancel option for this order: what needed the seller needs nobody."""
    unlocked_at = facts.order.unlocked_at
    if unlocked_at is None or stage in CLOSED_STAGES:
        return permission
    lifts = permission in _SELLERS_WORD and unlocked_at <= facts.now
    left = INSTANT if lifts else permission
    return facts.note(
        "unlock",
        {"unlocked": "yes"},
        _verdict(permission, left),
        left,
        line=line,
        event="order.unlocked",
        at=unlocked_at,
    )


def actor_rule(facts: Facts, line: OrderLine, stage: OrderStatus, _: Permission) -> Permission:
    """Others than the buyer: a fixed table by stage, no policy."""
    permission = INSTANT if stage in _WITHOUT_BUYER[facts.actor] else NONE
    closed = CLOSED_STAGES.get(stage)
    return facts.note(
        "actor",
        {"actor": facts.actor.value, "stage": stage.value},
        VERDICT_OF[permission],
        permission,
        line=line,
        event=closed[1] if closed else None,
        at=facts.reached_at(stage, line) if closed else None,
    )


BUYER_RULES: Final[tuple[LineRule, ...]] = (
    stage_rule,
    window_rule,
    goods_rule,
    shipped_by_seller_rule,
    late_shipment_rule,
    rejection_rule,
    unlock_rule,
)
"""The rules on a line in the order they speak; the last word on a line is the last step's."""

_OTHERS: Final[tuple[LineRule, ...]] = (actor_rule,)


def line_rules(facts: Facts) -> tuple[LineRule, ...]:
    """Return the rules that have something to look at; most orders and policies know but one."""
    if facts.actor is not Actor.BUYER:
        return _OTHERS
    order, policy = facts.order, facts.policy
    return _rules_with(
        facts.has_window,
        bool(policy.exclusions),
        policy.excludes_shipped_by_seller is not None,
        policy.late_shipment_is_instant,
        order.rejected_request is not None,
        order.unlocked_at is not None,
    )


@cache
def _rules_with(*speak: bool) -> tuple[LineRule, ...]:
    others = zip(BUYER_RULES[1:], speak, strict=True)
    return (stage_rule, *[rule for rule, speaks in others if speaks])


def cause_of(stage: OrderStatus, permission: Permission, *, is_excluded: bool) -> Cause | None:
    """Return why a line at ``stage`` cannot be cancelled at once; None when it can."""
    if permission is INSTANT:
        return None
    closed = CLOSED_STAGES.get(stage)
    if closed is not None:
        return closed[0]
    if permission is NONE and (is_excluded or stage is not OrderStatus.AWAITING_COLLECTION):
        return Cause.POLICY_FINAL
    return Cause.PACKED if stage is OrderStatus.AWAITING_COLLECTION else Cause.NEEDS_SELLER


OF_LEFT: Final = frozenset({Cause.IN_TRANSIT, Cause.DELIVERED, Cause.COMPLETED})
"""Causes of lines that have left; where others stay, ``partly_shipped`` says it for all."""


def is_partly_gone(stages: Collection[OrderStatus]) -> bool:
    """Say whether lines at some of the stages have left and others have not."""
    stays = any(stage not in CLOSED_STAGES for stage in stages)
    return stays and any(has_left(stage) for stage in stages)


def _what_closed(
    facts: Facts, line: OrderLine, stage: OrderStatus
) -> tuple[str | None, datetime | None]:
    """Name the step that took the instant cancel away: packing, or having paid at all."""
    if stage is OrderStatus.AWAITING_COLLECTION:
        before = facts.policy.stages.get(OrderStatus.AWAITING_SHIPMENT, SILENT_STAGE)
        if before.cancel is INSTANT:
            return "order.packed", facts.reached_at(stage, line)
    moments = facts.order.moments
    if moments.paid_at is not None:
        return "order.paid", moments.paid_at
    return "order.placed", moments.placed_at


def _excludes_at(policy: Policy, stage: OrderStatus) -> bool:
    if stage is OrderStatus.UNPAID or stage in CLOSED_STAGES:
        return False
    return not policy.exclusion_stages or stage in policy.exclusion_stages


def _least(one: Permission, other: Permission) -> Permission:
    return one if RANK[one] <= RANK[other] else other


def _verdict(before: Permission, after: Permission) -> Verdict:
    return Verdict.SILENT if before is after else VERDICT_OF[after]


def _said(yes: bool) -> str:  # noqa: FBT001 - private
    return "yes" if yes else "no"
