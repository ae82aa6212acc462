"""Change here how "who can cancel when" is drawn; the answers come from ``decide`` itself."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.decision import decide
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.orders import (
    GoodsKind,
    Moments,
    OpenRequest,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentState,
    RejectedRequest,
    RequestKind,
)
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.domain.standing import Standing
from buyer_portal.policies.loader import PRESETS, merged_policy

PLACED_AT: Final = datetime(2025, 1, 6, 9, tzinfo=UTC)
AT_ONCE: Final = PLACED_AT + timedelta(minutes=5)
NEXT_DAY: Final = PLACED_AT + timedelta(days=1)

STAGES: Final = tuple(
    status for status in OrderStatus if status is not OrderStatus.PARTIALLY_SHIPPING
)

OFFICIAL_BUYER_CANCEL: Final = {
    OrderStatus.UNPAID: True,
    OrderStatus.ON_HOLD: True,
    OrderStatus.AWAITING_SHIPMENT: True,
    OrderStatus.AWAITING_COLLECTION: False,
    OrderStatus.IN_TRANSIT: False,
    OrderStatus.DELIVERED: False,
    OrderStatus.COMPLETED: False,
}
"""Whether a buyer may start a cancellation. Source: Partner API, return-refund-and-cancel overview,
table of initiators; on hold it is approved at once in the UK."""

OFFICIAL_BUYER_REFUND: Final = {
    OrderStatus.UNPAID: False,
    OrderStatus.ON_HOLD: False,
    OrderStatus.AWAITING_SHIPMENT: False,
    OrderStatus.AWAITING_COLLECTION: True,
    OrderStatus.IN_TRANSIT: None,
    OrderStatus.DELIVERED: True,
    OrderStatus.COMPLETED: False,
}
"""Whether a buyer may ask for a refund; None where the market decides. Same source."""

_WORD: Final = {
    Permission.NONE: "no",
    Permission.SELLER_UNLOCK: "seller unlocks",
    Permission.REQUEST: "request",
    Permission.INSTANT: "at once",
}
_HEADS: Final = (
    "stage",
    "5 minutes after ordering",
    "a day later",
    "causes then",
    "request open",
    "request declined",
    "unlocked",
    "perishable goods",
)


def truth_table() -> str:
    """Return the whole page as Markdown."""
    parts = [
        "# Who can cancel when",
        "",
        "Made by `python -m buyer_portal.policies` from the policy files and the rule engine;",
        "a test compares it. A row is one stage of an order with one line. Outcomes: `at once`,",
        "`request` (the seller has to agree), `seller unlocks` (the seller may open the option),",
        "`no`.",
        "",
    ]
    for preset in PRESETS:
        parts += _section(preset)
    return "\n".join(parts)


def deviations(policy: Policy) -> tuple[str, ...]:
    """Return where a policy answers otherwise than the official matrix of who may start what."""
    found: list[str] = []
    for stage, may_cancel in OFFICIAL_BUYER_CANCEL.items():
        outcome = _ask(policy, stage, NEXT_DAY).outcome
        if (outcome.rank >= Permission.REQUEST.rank) is not may_cancel:
            found.append(
                f"{stage}: buyer cancel is `{_WORD[outcome]}`, official {_yes(may_cancel)}"
            )
        may_refund = OFFICIAL_BUYER_REFUND[stage]
        refund = policy.stage(stage).refund
        if may_refund is not None and (refund is not Permission.NONE) is not may_refund:
            found.append(f"{stage}: buyer refund is `{_WORD[refund]}`, official {_yes(may_refund)}")
    return tuple(found)


def _section(preset: str) -> list[str]:
    policy = merged_policy(preset)
    lines = [f"## {preset}", "", f"Source: {policy.source}.", "", _row(_HEADS)]
    lines.append(_row(["---"] * len(_HEADS)))
    for stage in STAGES:
        later = _ask(policy, stage, NEXT_DAY)
        lines.append(
            _row(
                [
                    stage,
                    _WORD[_ask(policy, stage, AT_ONCE).outcome],
                    _WORD[later.outcome],
                    ", ".join(later.causes) or "none",
                    _WORD[_ask(policy, stage, NEXT_DAY, has_request=True).outcome],
                    _WORD[_ask(policy, stage, NEXT_DAY, is_declined=True).outcome],
                    _WORD[_ask(policy, stage, NEXT_DAY, is_unlocked=True).outcome],
                    _WORD[_ask(policy, stage, NEXT_DAY, goods=GoodsKind.PERISHABLE).outcome],
                ]
            )
        )
    silence = "approves" if policy.silence_approves else "closes the request"
    lines += [
        "",
        f"The seller answers within {policy.answer_hours} hours, silence {silence}.",
        f"An unpaid order expires after {policy.unpaid_expires_hours} hours.",
        f"Returns run {policy.return_days} days from delivery.",
        "",
    ]
    differences = deviations(policy)
    if differences:
        lines += ["Deviates from the official matrix:", ""]
        lines += [f"- {difference}" for difference in differences]
    else:
        lines.append("Agrees with the official matrix.")
    return [*lines, ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _yes(may: bool) -> str:  # noqa: FBT001 - private
    return "yes" if may else "no"


def _ask(
    policy: Policy,
    stage: OrderStatus,
    now: datetime,
    *,
    has_request: bool = False,
    is_declined: bool = False,
    is_unlocked: bool = False,
    goods: GoodsKind = GoodsKind.ORDINARY,
) -> Decision:
    is_paid = stage is not OrderStatus.UNPAID
    paid_at = PLACED_AT if is_paid else None
    order = Order(
        id="example",
        number="example",
        seller_id="example",
        buyer_id="example",
        market="",
        currency="USD",
        status=stage,
        payment_state=PaymentState.PAID if is_paid else PaymentState.UNPAID,
        total_minor=1000,
        lines=(
            OrderLine(
                id="line", product_name="example", unit_price_minor=1000, status=stage, goods=goods
            ),
        ),
        payments=(
            Payment(id="card", method=PaymentMethod.CARD, amount_minor=1000, paid_at=paid_at),
        ),
        moments=Moments(placed_at=PLACED_AT, paid_at=paid_at),
        open_request=OpenRequest(
            id="request", kind=RequestKind.CANCELLATION, requested_at=PLACED_AT
        )
        if has_request
        else None,
        rejected_request=RejectedRequest(id="request", rejected_at=PLACED_AT)
        if is_declined
        else None,
        unlocked_at=PLACED_AT if is_unlocked else None,
    )
    return decide(
        order,
        None,
        actor=Actor.BUYER,
        now=now,
        policy=policy,
        standing=Standing(),
        client_build=None,
    )
