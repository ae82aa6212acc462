"""Change here a rule on one line: stage, time window, exclusions, unlock, the seller's refusal.

A rule is handed what the rules before it left and says what it leaves; each one that spoke adds a
step to the trace, whose ``permission`` is what holds for the line after it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import Cause, TraceStep, Verdict
from buyer_portal.domain.lifecycle import PROGRESS
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, StagePolicy

NONE: Final = Permission.NONE
UNLOCK: Final = Permission.SELLER_UNLOCK
REQUEST: Final = Permission.REQUEST
INSTANT: Final = Permission.INSTANT

RANK: Final = {NONE: 0, UNLOCK: 1, REQUEST: 2, INSTANT: 3}

VERDICT_OF: Final = {
    NONE: Verdict.CLOSES,
    UNLOCK: Verdict.LIMITS,
    REQUEST: Verdict.LIMITS,
    INSTANT: Verdict.ALLOWS,
}

CLOSED_STAGES: Final = {
    OrderStatus.IN_TRANSIT: (Cause.IN_TRANSIT, "order.collected"),
    OrderStatus.DELIVERED: (Cause.DELIVERED, "order.delivered"),
    OrderStatus.COMPLETED: (Cause.COMPLETED, "order.completed"),
    OrderStatus.CANCELLED: (Cause.ALREADY_CANCELLED, "order.cancelled"),
}
"""From here on nothing can be cancelled, whatever a policy says, and what made it so."""

_MOMENT_OF: Final = {
    OrderStatus.UNPAID: "placed_at",
    OrderStatus.AWAITING_COLLECTION: "packed_at",
    OrderStatus.IN_TRANSIT: "collected_at",
    OrderStatus.DELIVERED: "delivered_at",
    OrderStatus.COMPLETED: "completed_at",
    OrderStatus.CANCELLED: "cancelled_at",
}
_PARCEL_STAGES: Final = frozenset(
    {OrderStatus.AWAITING_COLLECTION, OrderStatus.IN_TRANSIT, OrderStatus.DELIVERED}
)
_SILENT_STAGE: Final = StagePolicy()
_SELLERS_WORD: Final = frozenset({UNLOCK, REQUEST})
_WITHOUT_BUYER: Final = {
    Actor.SELLER: frozenset(
        {OrderStatus.ON_HOLD, OrderStatus.AWAITING_SHIPMENT, OrderStatus.AWAITING_COLLECTION}
    ),
    Actor.SYSTEM: frozenset(OrderStatus)
    - {OrderStatus.DELIVERED, OrderStatus.COMPLETED, OrderStatus.CANCELLED},
    Actor.CARRIER: frozenset[OrderStatus](),
}
"""Where others than the buyer may cancel. Source for sellers: the Partner API's initiation matrix,
"market policy" read as yes; the system closes what is overdue, lost or refused."""


class Facts:
    """What the rules look at, and the trace they write; one per decision."""

    __slots__ = ("actor", "now", "order", "policy", "stages", "trace")

    def __init__(self, order: Order, actor: Actor, now: datetime, policy: Policy) -> None:
        self.order = order
        self.actor = actor
        self.now = now
        self.policy = policy
        self.stages = policy.stages
        self.trace: list[TraceStep] = []

    def closed_at(self, stage: OrderStatus, line: OrderLine) -> datetime | None:
        """Return when the parcel of a line, or else the order, reached ``stage``."""
        moment = _MOMENT_OF.get(stage, "paid_at")
        if line.package_id is not None and stage in _PARCEL_STAGES:
            for package in self.order.packages:
                if package.id == line.package_id:
                    at: datetime | None = getattr(package, moment)
                    if at is not None:
                        return at
        return getattr(self.order.moments, moment)

    def note(
        self,
        rule: str,
        line: OrderLine,
        permission: Permission,
        verdict: Verdict,
        *,
        inputs: dict[str, str],
        event: str | None = None,
        at: datetime | None = None,
    ) -> Permission:
        """Add what a rule said of a line to the trace and return the permission it leaves."""
        self.trace.append(
            TraceStep(
                rule=rule,
                inputs=inputs,
                verdict=verdict,
                permission=permission,
                line_id=line.id,
                event=event,
                at=at,
            )
        )
        return permission


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
        permission, event, at = NONE, closed[1], facts.closed_at(stage, line)
    else:
        permission = facts.stages.get(stage, _SILENT_STAGE).cancel
        if permission is not INSTANT:
            event, at = _what_closed(facts, line, stage)
    inputs = {"stage": stage.value}
    return facts.note(
        "stage", line, permission, VERDICT_OF[permission], inputs=inputs, event=event, at=at
    )


def window_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """The clock since the order was placed; at its last moment the window is already over."""
    if stage in CLOSED_STAGES:
        return permission
    stage_policy = facts.stages.get(stage, _SILENT_STAGE)
    end = window_end(facts.order, stage_policy)
    if end is None:
        return permission
    is_over = facts.now >= end
    left = stage_policy.cancel_later if is_over else permission
    inputs = {"minutes": str(stage_policy.instant_minutes), "is_over": _said(is_over)}
    event = "window.closed" if is_over else None
    return facts.note("window", line, left, VERDICT_OF[left], inputs=inputs, event=event, at=end)


def goods_rule(
    facts: Facts, line: OrderLine, stage: OrderStatus, permission: Permission
) -> Permission:
    """Goods that the policy excludes: at most what it leaves for their kind."""
    ceiling = facts.policy.exclusions.get(line.goods)
    if ceiling is None or not _excludes_at(facts.policy, stage):
        return permission
    left = _least(permission, ceiling)
    return facts.note(
        "goods", line, left, _verdict(permission, left), inputs={"goods": line.goods.value}
    )


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
    return facts.note("shipped_by_seller", line, left, _verdict(permission, left), inputs=inputs)


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
    return facts.note("late_shipment", line, left, _verdict(permission, left), inputs=inputs, at=at)


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
        line,
        left,
        _verdict(permission, left),
        inputs={"rejected": "yes"},
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
        line,
        left,
        _verdict(permission, left),
        inputs={"unlocked": "yes"},
        event="order.unlocked",
        at=unlocked_at,
    )


def actor_rule(facts: Facts, line: OrderLine, stage: OrderStatus, _: Permission) -> Permission:
    """Others than the buyer: a fixed table by stage, no policy."""
    permission = INSTANT if stage in _WITHOUT_BUYER[facts.actor] else NONE
    closed = CLOSED_STAGES.get(stage)
    return facts.note(
        "actor",
        line,
        permission,
        VERDICT_OF[permission],
        inputs={"actor": facts.actor.value, "stage": stage.value},
        event=closed[1] if closed else None,
        at=facts.closed_at(stage, line) if closed else None,
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

OTHERS_RULES: Final[tuple[LineRule, ...]] = (actor_rule,)


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


def _what_closed(
    facts: Facts, line: OrderLine, stage: OrderStatus
) -> tuple[str | None, datetime | None]:
    """Name the step that took the instant cancel away: packing, or having paid at all."""
    if stage is OrderStatus.AWAITING_COLLECTION:
        before = facts.stages.get(OrderStatus.AWAITING_SHIPMENT, _SILENT_STAGE)
        if before.cancel is INSTANT:
            return "order.packed", facts.closed_at(stage, line)
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
