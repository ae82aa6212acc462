"""Change here what counts as a decision that another policy would change, and how they are grouped.

Two policies are asked about the same orders, as a buyer who wants out of the whole order asks.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import Cause, Decision
from buyer_portal.domain.orders import Order, OrderStatus
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.standing import Standing

EXAMPLES: Final = 3
"""Orders named per group."""

PolicyOfMarket = Callable[[str], Policy]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Answer:
    """What a buyer is told: may it be cancelled, and if not at once, why."""

    outcome: Permission
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """One way in which answers change at a stage."""

    stage: OrderStatus
    before: Answer
    after: Answer

    @property
    def is_less(self) -> bool:
        """The buyer may do less than before."""
        return self.after.outcome.rank < self.before.outcome.rank


@lru_cache(maxsize=1024)
def _change(
    stage: OrderStatus,
    outcome: Permission,
    causes: tuple[Cause, ...],
    new_outcome: Permission,
    new_causes: tuple[Cause, ...],
) -> Change:
    """Return one object for the many orders that change alike."""
    return Change(
        stage=stage,
        before=Answer(outcome=outcome, causes=causes),
        after=Answer(outcome=new_outcome, causes=new_causes),
    )


ASPECTS: Final[dict[str, Callable[[Decision], object]]] = {
    "refund": lambda decision: (decision.refund_preview, decision.request_preview),
    "deadlines": lambda decision: decision.deadlines,
    "next steps": lambda decision: decision.actions,
    "reasons": lambda decision: (
        decision.reason_mode,
        decision.reason_required,
        decision.reason_keys,
    ),
    "steps to confirm": lambda decision: decision.confirm_step,
    "parts": lambda decision: (decision.cancel_lines, decision.lines),
}
"""What else of a decision can change while the answer stays."""


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What two policies said of some orders; ``besides`` counts changes where the answer stays."""

    orders: int = 0
    changes: Counter[Change] = field(default_factory=Counter[Change])
    examples: dict[Change, list[str]] = field(default_factory=dict[Change, list[str]])
    besides: Counter[tuple[OrderStatus, str]] = field(
        default_factory=Counter[tuple[OrderStatus, str]]
    )

    @property
    def changed(self) -> int:
        """How many answers change."""
        return self.changes.total()

    @property
    def has_changes(self) -> bool:
        """Anything at all would be decided differently."""
        return bool(self.changes or self.besides)

    def add(self, order: Order, before: Decision, after: Decision) -> None:
        """Count one order."""
        self.orders += 1
        if before.outcome is after.outcome and before.causes == after.causes:
            for name, of in ASPECTS.items():
                if of(before) != of(after):
                    self.besides[order.status, name] += 1
            return
        change = _change(order.status, before.outcome, before.causes, after.outcome, after.causes)
        self.changes[change] += 1
        named = self.examples.setdefault(change, [])
        if len(named) < EXAMPLES:
            named.append(order.number or order.id)

    def merge(self, other: "Comparison") -> None:
        """Count what was counted elsewhere; examples of the earlier one go first."""
        self.orders += other.orders
        self.changes += other.changes
        self.besides += other.besides
        for change, named in other.examples.items():
            mine = self.examples.setdefault(change, [])
            mine += named[: EXAMPLES - len(mine)]

    def ranked(self) -> list[Change]:
        """Return the changes, those that take something away first, then the frequent ones."""
        return sorted(
            self.changes, key=lambda change: (not change.is_less, -self.changes[change], change)
        )


def compare(
    orders: Iterable[Order], old: PolicyOfMarket, new: PolicyOfMarket, *, now: datetime
) -> Comparison:
    """Ask two policies about some orders.

    Args:
        old: Market → the policy that holds now.
        new: Market → the policy that would hold.
    """
    found = Comparison()
    for order in orders:
        before = _decided(order, old(order.market), now)
        found.add(order, before, _decided(order, new(order.market), now))
    return found


def _decided(order: Order, policy: Policy, now: datetime) -> Decision:
    return decide(
        order,
        None,
        actor=Actor.BUYER,
        now=now,
        policy=policy,
        standing=_GOOD,
        client_build=None,
    )


_GOOD: Final = Standing()
