"""Orders and policies for tests of the rules; change here what an ordinary order looks like."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import ActionKind, Decision, Verdict
from buyer_portal.domain.lifecycle import PROGRESS
from buyer_portal.domain.orders import (
    Charge,
    ChargeKind,
    Moments,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.domain.policy import Permission, Policy, StagePolicy
from buyer_portal.domain.standing import Standing

PLACED = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)  # a Monday
PAID = PLACED + timedelta(minutes=2)
PACKED = PLACED + timedelta(hours=20)
COLLECTED = PLACED + timedelta(hours=26)
DELIVERED = PLACED + timedelta(days=3)
COMPLETED = PLACED + timedelta(days=20)
CANCELLED = PLACED + timedelta(hours=1)
NOW = PLACED + timedelta(days=4)

S = OrderStatus
P = Permission


def a_line(line_id: str = "l1", **changes: object) -> OrderLine:
    line = OrderLine(
        id=line_id,
        product_name="Mug",
        quantity=1,
        unit_price_minor=1000,
        status=S.AWAITING_SHIPMENT,
    )
    return replace(line, **changes)


def moments_of(status: OrderStatus) -> Moments:
    def when(step: OrderStatus, at: datetime) -> datetime | None:
        reached = PROGRESS[status] >= PROGRESS[step] and status is not S.CANCELLED
        return at if reached else None

    return Moments(
        placed_at=PLACED,
        paid_at=PAID if status is not S.UNPAID else None,
        packed_at=when(S.AWAITING_COLLECTION, PACKED),
        collected_at=when(S.PARTIALLY_SHIPPING, COLLECTED),
        delivered_at=when(S.DELIVERED, DELIVERED),
        completed_at=when(S.COMPLETED, COMPLETED),
        cancelled_at=CANCELLED if status is S.CANCELLED else None,
    )


def an_order(
    status: OrderStatus = S.AWAITING_SHIPMENT,
    *,
    lines: Sequence[OrderLine] | None = None,
    charges: Sequence[Charge] = (Charge(kind=ChargeKind.SHIPPING, amount_minor=300),),
    **changes: object,
) -> Order:
    """Return an order at ``status`` whose sums hold, paid by card unless it is unpaid."""
    chosen = tuple(lines) if lines is not None else (a_line(status=status),)
    total = sum(line.total_minor for line in chosen) + sum(
        charge.amount_minor for charge in charges
    )
    is_paid = status is not S.UNPAID
    order = Order(
        id="o1",
        number="BP-1",
        seller_id="s1",
        buyer_id="b1",
        market="US",
        currency="USD",
        status=status,
        payment_state=PaymentState.PAID if is_paid else PaymentState.UNPAID,
        total_minor=total,
        lines=chosen,
        charges=tuple(charges),
        payments=(
            Payment(
                id="p1",
                method=PaymentMethod.CARD,
                label="Visa 4242",
                amount_minor=total,
                paid_at=PAID if is_paid else None,
            ),
        ),
        moments=moments_of(status),
    )
    return replace(order, **changes)


def a_policy(
    stages: dict[OrderStatus, Permission | StagePolicy] | None = None, **changes: object
) -> Policy:
    """Return a policy that permits everything at once before the carrier comes, unless told."""
    given = stages or {}
    table = {
        stage: StagePolicy(cancel=Permission.INSTANT)
        for stage in (S.UNPAID, S.ON_HOLD, S.AWAITING_SHIPMENT, S.AWAITING_COLLECTION)
    }
    table[S.DELIVERED] = StagePolicy(return_=Permission.REQUEST)
    for stage, said in given.items():
        table[stage] = said if isinstance(said, StagePolicy) else StagePolicy(cancel=said)
    policy = Policy(id="test", preset="test", market="US", source="tests", stages=table)
    return replace(policy, **changes)


def decided(order: Order, policy: Policy, **changes: Any) -> Decision:
    """Decide as the buyer at ``NOW`` about everything, unless told otherwise."""
    asked: dict[str, Any] = {
        "actor": Actor.BUYER,
        "now": NOW,
        "standing": Standing(),
        "client_build": 1,
        "lines": None,
    }
    asked |= changes
    return decide(order, asked.pop("lines"), policy=policy, **asked)


def kinds(decision: Decision) -> list[ActionKind]:
    """Return what is offered, the best first."""
    return [action.kind for action in decision.actions]


def rules(decision: Decision) -> list[tuple[str, Verdict]]:
    """Return which rules spoke and what they said."""
    return [(step.rule, step.verdict) for step in decision.trace]
