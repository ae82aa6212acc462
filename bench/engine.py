"""Measures the rule engine: decisions a second on one core, a policy change over many orders."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bench.figures import Figure
from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.orders import Charge, ChargeKind, Order, OrderLine, OrderStatus
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.standing import Standing
from buyer_portal.order_service.orders.repository import ORDER_JSON
from buyer_portal.policies import PRESETS, merged_policy
from buyer_portal.policies.example import NEXT_DAY
from buyer_portal.policies.sample import sample_orders

LEAST_DECISIONS_PER_SECOND: Final = 20_000
COMPARED: Final = 100_000
MOST_SECONDS: Final = 10
LINES: Final = 5
ROUNDS: Final = 40
CALLS: Final = 100
OLD, NEW = "until-packed", "tiktok-us"
STAGES: Final = (
    OrderStatus.UNPAID,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
    OrderStatus.DELIVERED,
)


def measure() -> list[Figure]:
    """Return how fast orders are decided, beside how fast the same orders are read from JSON."""
    orders = [_order(stage) for stage in STAGES]
    policies = [merged_policy(preset, "US") for preset in PRESETS]
    rates = {
        (policy.preset, order.status): _rate(lambda p=policy, o=order: _decide(o, p))
        for policy in policies
        for order in orders
    }
    text = ORDER_JSON.dump_json(orders[1])
    reads = _rate(lambda: ORDER_JSON.validate_json(text))
    middle = statistics.median(rates.values())
    (preset, stage), least = min(rates.items(), key=lambda entry: entry[1])
    return [
        Figure(
            name=f"decide: an order of {LINES} lines, median of {len(rates)} presets and stages",
            value=f"{middle:,.0f} /s",
            baseline=f"reading it from JSON {reads:,.0f} /s",
            ratio=middle / reads,
            aim=f"≥ {LEAST_DECISIONS_PER_SECOND:,} /s on one core",
            is_met=middle >= LEAST_DECISIONS_PER_SECOND,
        ),
        Figure(
            name=f"decide: the slowest of them ({preset}, {stage})",
            value=f"{least:,.0f} /s",
            ratio=least / reads,
        ),
        _compared(),
    ]


def _decide(order: Order, policy: Policy) -> None:
    decide(
        order,
        None,
        actor=Actor.BUYER,
        now=NEXT_DAY,
        policy=policy,
        standing=Standing(),
        client_build=1,
    )


def _rate(work: Callable[[], object]) -> float:
    """Return how often a second of one core does the work: the best round, others disturb some."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(CALLS):
            work()
        best = min(best, time.process_time() - started)
    return CALLS / best


def _compared() -> Figure:
    command = [sys.executable, "-m", "buyer_portal", "policy", "diff", OLD, NEW]
    started = time.perf_counter()
    subprocess.run([*command, "--count", str(COMPARED), "--json"], check=False, capture_output=True)
    seconds = time.perf_counter() - started
    return Figure(
        name=f"policy diff {OLD} {NEW}: {COMPARED:,} orders, with starting and making them up",
        value=f"{seconds:.1f} s",
        aim=f"≤ {MOST_SECONDS} s",
        is_met=seconds <= MOST_SECONDS,
    )


def _order(stage: OrderStatus) -> Order:
    """Return an order of several lines and charges at a stage, on its way through a warehouse."""
    model = next(order for order in sample_orders(0, 1000) if order.status is stage)
    lines = tuple(
        OrderLine(
            id=f"line-{at}",
            product_name="measured",
            quantity=1 + at % 2,
            unit_price_minor=1999 + 310 * at,
            status=stage,
        )
        for at in range(LINES)
    )
    charges = (
        Charge(kind=ChargeKind.SHIPPING, amount_minor=300),
        Charge(kind=ChargeKind.VOUCHER, amount_minor=-500, label="measured"),
        Charge(kind=ChargeKind.TAX, amount_minor=210),
    )
    total = sum(line.total_minor for line in lines) + sum(one.amount_minor for one in charges)
    paid = tuple(replace(payment, amount_minor=total) for payment in model.payments)
    return replace(
        model,
        lines=lines,
        charges=charges,
        payments=paid,
        total_minor=total,
        open_request=None,
        rejected_request=None,
        unlocked_at=None,
    )


if __name__ == "__main__":
    from pathlib import Path

    from bench.figures import print_table

    print_table(measure(), Path("reports/bench-engine.md"))
