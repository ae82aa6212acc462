"""Change here what the rules of a decision look at, and how they note what they said."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, cast

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision_values import Cause, LineOutcome, TraceStep, Verdict
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Permission, Policy, StagePolicy
from buyer_portal.domain.returns import Return

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

SILENT_STAGE: Final = StagePolicy()
"""What a policy says of a stage that it does not name."""

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


class LineFacts:
    """One line on its way through the rules: its stage, the pieces asked for, what holds."""

    __slots__ = ("asked", "cause", "line", "permission", "stage")

    def __init__(
        self,
        line: OrderLine,
        stage: OrderStatus,
        asked: int,
        permission: Permission,
        cause: Cause | None,
    ) -> None:
        self.line = line
        self.stage = stage
        self.asked = asked
        self.permission = permission
        self.cause = cause


def has_window(policy: Policy) -> bool:
    """Say whether any stage has a clock."""
    # A loop, because this runs in every decision and a generator costs three times as much.
    for stage_policy in policy.stages.values():  # noqa: SIM110
        if stage_policy.instant_minutes is not None:
            return True
    return False


class Facts:
    """What the rules look at, and the trace they write; one per decision and seller."""

    __slots__ = ("actor", "has_window", "now", "order", "policy", "returns", "trace")

    def __init__(  # noqa: PLR0917 - in the order of the slots
        self,
        order: Order,
        actor: Actor,
        now: datetime,
        policy: Policy,
        trace: list[TraceStep],
        returns: Sequence[Return] = (),
    ) -> None:
        self.order = order
        self.actor = actor
        self.now = now
        self.policy = policy
        self.trace = trace
        self.returns = returns
        self.has_window = has_window(policy)

    def reached_at(self, stage: OrderStatus, line: OrderLine) -> datetime | None:
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
        inputs: dict[str, str],
        verdict: Verdict,
        permission: Permission,
        *,
        line: OrderLine | None = None,
        event: str | None = None,
        at: datetime | None = None,
    ) -> Permission:
        """Add what a rule said to the trace and return the permission it leaves."""
        line_id = None if line is None else line.id
        self.trace.append(_step(rule, inputs, verdict, permission, line_id, event, at))
        return permission


class _StepDraft:
    """A trace step before it is frozen: same slots, plain assignment.

    A frozen dataclass sets each field by a call, four times as slow, and a decision makes dozens.
    """

    __slots__ = TraceStep.__slots__

    def __init__(  # noqa: PLR0917 - in the order of the slots
        self,
        rule: str,
        inputs: dict[str, str],
        verdict: Verdict,
        permission: Permission,
        line_id: str | None,
        event: str | None,
        at: datetime | None,
    ) -> None:
        self.rule = rule
        self.inputs = inputs
        self.verdict = verdict
        self.permission = permission
        self.line_id = line_id
        self.event = event
        self.at = at
        self.seller_id: str | None = None
        self.__class__ = TraceStep  # pyright: ignore[reportAttributeAccessIssue] - now it is frozen


_step: Final = cast("Callable[..., TraceStep]", _StepDraft)


class _CopyDraft:
    """A step said of another line before it is frozen; see ``_StepDraft``."""

    __slots__ = TraceStep.__slots__

    def __init__(self, step: TraceStep, line_id: str) -> None:
        self.rule = step.rule
        self.inputs = step.inputs
        self.verdict = step.verdict
        self.permission = step.permission
        self.line_id = line_id
        self.event = step.event
        self.at = step.at
        self.seller_id = None
        self.__class__ = TraceStep  # pyright: ignore[reportAttributeAccessIssue] - frozen from here


of_line: Final = cast("Callable[[TraceStep, str], TraceStep]", _CopyDraft)
"""Makes the same step as said of another line, before anybody signs it."""


class _OutcomeDraft:
    """A line outcome before it is frozen; see ``_StepDraft``."""

    __slots__ = LineOutcome.__slots__

    def __init__(self, entry: LineFacts, refund_minor: int, covered: bool) -> None:  # noqa: FBT001
        self.line_id = entry.line.id
        self.permission = entry.permission
        self.quantity = entry.asked
        self.cause = entry.cause
        self.refund_minor = refund_minor
        self.covered = covered
        self.__class__ = LineOutcome  # pyright: ignore[reportAttributeAccessIssue] - frozen from here


line_outcome: Final = cast("Callable[[LineFacts, int, bool], LineOutcome]", _OutcomeDraft)
"""Makes what holds for a line, once the rules have spoken: its facts, its refund, if covered."""
